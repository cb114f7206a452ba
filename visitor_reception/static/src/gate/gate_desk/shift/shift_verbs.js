import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { getDeposits } from "../deposit/deposit_verbs";
import { bus, offline, verbs } from "../registries";
import { getInside } from "../roll_call/roll_call_verbs";

export const SHIFT = "reception.gate.shift";

/** What each step does to the shift at this gate, until the server answers. */
const CHANGES = {
    start_shift: (shift, { uid, at, user_id, user_name }) => ({
        model: SHIFT,
        id: false,
        client_uid: uid,
        state: "open",
        guard_id: user_id,
        guard_name: user_name,
        started_at: at,
        signed_at: false,
        lines: shift ? shift.lines : [],
    }),
    hand_over: (shift, { values, at }) => ({
        ...shift,
        state: "handing",
        signed_at: at,
        lines: shift.lines.map((line) => ({ ...line, ...values.counts[line.kind] })),
    }),
    recall_shift: (shift) => ({ ...shift, state: "open", signed_at: false }),
    take_over: (shift, operation) => CHANGES.start_shift(shift, { ...operation, uid: false }),
    take_over_unsigned: (shift, operation) =>
        CHANGES.start_shift(shift, { ...operation, uid: false }),
};

const LABELS = {
    start_shift: _t("Begin the shift"),
    hand_over: _t("Hand-over"),
    recall_shift: _t("Stay on Duty"),
    take_over: _t("Take Over"),
    take_over_unsigned: _t("Take over without signature"),
};

for (const [name, label] of Object.entries(LABELS)) {
    verbs.add(name, {
        model: SHIFT,
        label,
        starts: name === "start_shift",
        getLabel: () => user.name,
        onAnswer(operation, { status, row }, desk) {
            if (status === "done") {
                // what the server tells, or, of a shift that is over, what follows from the step, until it tells
                desk.offline.shift = row && row.state !== "closed" ? row : getShift(desk);
                desk.loadOffline();
            }
        },
    });
}
verbs.add("note_opening", { label: _t("Gate times"), getLabel: () => user.name });

offline.add("shift", {
    show(desk, shift) {
        desk.offline.shift = shift;
    },
    keep: (desk) => desk.offline.shift,
});
bus.add("reception.gate/shift", (desk, { gate_id }) => {
    if (gate_id === desk.gate?.id) {
        desk.reloadSoon();
    }
});

/** The shift on duty at this gate, with what was done here since; or false. */
export function getShift(desk) {
    return desk.waitingOperations
        .filter(({ verb, gate_id }) => verb in CHANGES && gate_id === desk.gate.id)
        .reduce(
            (shift, operation) =>
                shift || operation.verb === "start_shift"
                    ? CHANGES[operation.verb](shift, operation)
                    : shift,
            desk.offline.shift || false
        );
}

const people = (rows) => rows.reduce((sum, row) => sum + row.headcount, 0);

/** What the desk knows itself of what is open: it is further than what the server told when there was a network. */
const BOOKS = {
    inside: { rows: getInside, count: people },
    slip: {
        rows: (desk) =>
            getInside(desk).filter(({ slip_state }) => !["none", "returned"].includes(slip_state)),
    },
    pass: { rows: (desk) => getInside(desk).filter((row) => row.pass_number) },
    deposit: { rows: getDeposits },
};
const nameOf = (row) => [row.name, row.pass_number, row.visitor_name].filter(Boolean).join(" ");

/** Each name once, with how often it stands there. */
export function countNames(names) {
    const counts = new Map();
    names.forEach((name) => counts.set(name, (counts.get(name) || 0) + 1));
    return [...counts].map(([name, count]) => (count > 1 ? `${name} × ${count}` : name)).join("、");
}

/** The lines of a hand-over as they stand here and now. */
export function getBooks(desk, shift) {
    return shift.lines.map((line) => {
        const book = BOOKS[line.kind];
        if (!book || shift.state !== "open") {
            return line;
        }
        const rows = book.rows(desk);
        return {
            ...line,
            expected: (book.count || ((all) => all.length))(rows),
            names: rows.map(nameOf).join("\n"),
            summary: countNames(rows.map((row) => row.visitor_name || row.name || row.items)),
        };
    });
}
