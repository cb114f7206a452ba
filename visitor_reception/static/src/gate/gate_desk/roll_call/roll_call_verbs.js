import { _t } from "@web/core/l10n/translation";
import { bus, offline, verbs } from "../registries";
import { PASSAGE } from "../passage/passage_verbs";

const STAFF = "reception.gate.roll.call.line";
const ROLL_CALL = ["start_roll_call", "end_roll_call", "reopen_roll_call"];

/** What follows from a step that is done holds until the server tells the roll call anew. */
function loadRollCall(operation, { status }, desk) {
    if (status === "done") {
        desk.offline.roll_call = getRollCall(desk);
        desk.loadOffline();
    }
}

verbs.add("start_roll_call", {
    starts: true,
    getLabel: ({ place }) => place,
    onAnswer: loadRollCall,
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
    onAnswer: loadRollCall,
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

verbs.add("mark_staff", { model: STAFF, apply: (row, values) => ({ state: values.state }) });
verbs.add("reopen_roll_call", {
    label: _t("Go on with the roll call"),
    onAnswer: loadRollCall,
});

/** The roll call under way as the server has told it, and all desks. */
offline.add("roll_call", {
    show(desk, roll_call) {
        desk.offline.roll_call = roll_call;
    },
    keep: (desk) => desk.offline.roll_call,
});
offline.add("ended_roll_call", {
    show(desk, ended) {
        desk.offline.ended_roll_call = ended;
    },
    keep: (desk) => desk.offline.ended_roll_call,
});
bus.add("reception.gate/roll_call", (desk, { roll_call, ended }) => {
    desk.offline.roll_call = roll_call;
    desk.offline.ended_roll_call = ended || desk.offline.ended_roll_call;
});

/** The roll call under way, which this desk may have started or ended without network; or false. */
export function getRollCall(desk) {
    const last = desk.waitingOperations.findLast(({ verb }) => ROLL_CALL.includes(verb));
    if (!last) {
        return desk.offline.roll_call || false;
    }
    if (last.verb === "reopen_roll_call") {
        const { ended_roll_call } = desk.offline;
        return ended_roll_call && { ...ended_roll_call, marks: {} };
    }
    return last.verb === "start_roll_call" && { ...last.values, uid: last.uid, marks: {} };
}

/** The staff in the house, where the company records attendance, with what the roll call says of each. */
export function getStaff(desk) {
    return desk
        .getCurrent(getRollCall(desk)?.staff || [])
        .filter(({ model }) => model === STAFF)
        .map((row) => ({ ...row, mark: row.state }));
}

/** Everybody inside here and now, by name, with what the roll call says of each. */
export function getInside(desk) {
    const marks = getRollCall(desk)?.marks || {};
    return desk.all
        .filter((row) => row.model === PASSAGE && row.state === "inside")
        .map((row) => ({ ...row, mark: row.mark || marks[row.id] || "unknown" }))
        .sort((a, b) => a.visitor_name.localeCompare(b.visitor_name));
}
