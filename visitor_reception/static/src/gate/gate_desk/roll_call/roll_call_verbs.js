import { _t } from "@web/core/l10n/translation";
import { bus, offline, verbs } from "../registries";
import { PASSAGE } from "../passage/passage_verbs";

const ROLL_CALL = ["start_roll_call", "end_roll_call"];

verbs.add("start_roll_call", {
    starts: true,
    getLabel: ({ place }) => place,
    onAnswer: (operation, result, desk) => result.status === "done" && desk.loadOffline(),
    getWaysOut: (operation, desk) =>
        operation.isUnsent
            ? []
            : [
                  {
                      name: "join",
                      label: _t("Join that roll call"),
                      isUnderstood: true,
                      go: () => desk.sendAgain(operation, { join: true }),
                  },
              ],
});
verbs.add("end_roll_call", {
    onAnswer: (operation, result, desk) => result.status === "done" && desk.loadOffline(),
});
verbs.add("mark", {
    model: PASSAGE,
    apply: (row, values) => ({ mark: values.state }),
    onAnswer({ values }, { status, row }, desk) {
        const { roll_call } = desk.offline;
        if (status === "done" && roll_call && row) {
            roll_call.marks[row.id] = values.state;
        }
    },
});

/** The roll call under way as the server has told it, and all desks. */
offline.add("roll_call", {
    show(desk, roll_call) {
        desk.offline.roll_call = roll_call;
    },
    keep: (desk) => desk.offline.roll_call,
});
bus.add("reception.gate/roll_call", (desk, { roll_call }) => {
    desk.offline.roll_call = roll_call;
});

/** The roll call under way, which this desk may have started or ended without network; or false. */
export function getRollCall(desk) {
    const last = desk.waitingOperations.findLast(({ verb }) => ROLL_CALL.includes(verb));
    if (!last) {
        return desk.offline.roll_call || false;
    }
    return last.verb === "start_roll_call" && { ...last.values, uid: last.uid, marks: {} };
}

/** Everybody inside here and now, by name, with what the roll call says of each. */
export function getInside(desk) {
    const marks = getRollCall(desk)?.marks || {};
    return desk.all
        .filter((row) => row.model === PASSAGE && row.state === "inside")
        .map((row) => ({ ...row, mark: row.mark || marks[row.id] || "unknown" }))
        .sort((a, b) => a.visitor_name.localeCompare(b.visitor_name));
}
