import { _t } from "@web/core/l10n/translation";
import { byField } from "../gate_desk_rows";
import { bus, cards, keyOf, offline, verbs } from "../registries";
import { toDayTime } from "../gate_time";

export const DEPOSIT = "reception.gate.deposit";

const gone = (state) => () => ({ state, active: false });
const add = (name, verb) => verbs.add(name, { model: DEPOSIT, ...verb });

add("take_deposit", {
    label: _t("Take in"),
    starts: true,
    getLabel: ({ recipient_name }) => recipient_name,
    apply: (row, values, at, { gate }) => ({
        ...values,
        state: "kept",
        gate_id: gate.id,
        taken_in_at: at,
    }),
});
add("note_deposit_told", {
    label: _t("Told by phone"),
    apply: (row, values, at) => ({ told_at: at }),
});
add("collect_deposit", { label: _t("Hand out"), isFact: true, apply: gone("collected") });
add("return_deposit", { label: _t("Give back"), isFact: true, apply: gone("returned") });

/** What is kept at this gate, by whom it is for; each is one row whoever told of it. */
offline.add("deposits", {
    show(desk, rows) {
        desk.offline.deposits = Object.fromEntries(rows.map((row) => [keyOf(row), row]));
    },
    keep: (desk) => Object.values(desk.offline.deposits || {}),
    getRows: (desk) => Object.values(desk.offline.deposits || {}),
    update(desk, rows) {
        const deposits = (desk.offline.deposits ||= {});
        for (const row of rows.filter(({ model }) => model === DEPOSIT)) {
            if (row.active && row.gate_id === desk.gate?.id) {
                deposits[keyOf(row)] = row;
            } else {
                delete deposits[keyOf(row)];
            }
        }
    },
});
bus.add("reception.gate/deposit", (desk, { rows }) => desk.update(rows));

export const getDeposits = (desk) =>
    desk.all
        .filter(
            (row) => row.model === DEPOSIT && row.active !== false && row.gate_id === desk.gate?.id
        )
        .sort(byField("recipient_name"));

cards.add(DEPOSIT, {
    template: "visitor_reception.DepositFacts",
    actions: "visitor_reception.DepositActions",
    getStep: (row) => (row.active === false ? undefined : "collect_deposit"),
    getStepLabel: () => _t("Hand out"),
    getTime: (row) => toDayTime(row.taken_in_at),
});
