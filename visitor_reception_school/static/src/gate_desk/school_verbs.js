import { _t } from "@web/core/l10n/translation";
import { lists, cards, verbs } from "@visitor_reception/gate/gate_desk/registries";
import { byField } from "@visitor_reception/gate/gate_desk/gate_desk_rows";
import { toTime } from "@visitor_reception/gate/gate_desk/gate_time";

export const LEAVE = "reception.school.leave";
export const PASS = "reception.school.gate.pass";
export const EVENT = "reception.school.event";
export const OUTING = "reception.school.outing";

verbs.add("scan", {
    isBatch: true,
    onAnswer: (operation, result, desk) => desk.offline.onScanned?.(operation, result),
});
for (const name of ["undo_scan", "pass_pupil", "refuse_pupil"]) {
    verbs.add(name, { getLabel: ({ visitor_name }) => visitor_name });
}
verbs.add("release", {
    model: LEAVE,
    apply: (row, values, at) => ({
        state: "out",
        released_at: at,
        due_back: row.returns && row.leave_to,
    }),
});
verbs.add("hold", { model: LEAVE });
verbs.add("return", { model: LEAVE, apply: () => ({ state: "returned" }) });
verbs.add("use_pass", {
    model: PASS,
    apply: (row) => ({ state: row.state === "issued" ? "in_use" : "ended" }),
});
verbs.add("acknowledge_event", {
    model: EVENT,
    apply: (row, values, at) => ({ acknowledged_at: at }),
});
verbs.add("let_parent_in", {
    model: EVENT,
    apply: (row, values) => ({ count_in: row.count_in + (values.headcount || 1) }),
});
verbs.add("end_event", { model: EVENT, apply: () => ({ state: "ended" }) });

const setLines = (row, values, from, to) =>
    row.lines.map((line) =>
        line.state === from
            ? { ...line, state: values.pupil_ids.includes(line.id) ? to : line.state }
            : line
    );
verbs.add("outing_leaves", {
    model: OUTING,
    apply: (row, values) => ({
        state: "out",
        counted_out: values.counted,
        lines: setLines(row, values, "listed", "out").map((line) =>
            line.state === "listed" ? { ...line, state: "absent" } : line
        ),
    }),
});
verbs.add("outing_comes_back", {
    model: OUTING,
    apply(row, values) {
        const lines = setLines(row, values, "out", "back");
        return { lines, state: lines.some(({ state }) => state === "out") ? "out" : "back" };
    },
});

export const isLateBack = (row, now) =>
    Boolean(row.state === "out" && row.due_back && row.due_back < now);

lists.add(
    "leaving",
    {
        model: LEAVE,
        title: _t("Leaving today"),
        has: (row) => row.state === "issued",
        order: byField("leave_from"),
    },
    { sequence: 50 }
);
lists.add(
    "away",
    {
        model: LEAVE,
        title: _t("Out, to come back"),
        has: (row) => row.state === "out",
        order: byField("due_back"),
        isAlarm: isLateBack,
    },
    { sequence: 52 }
);
lists.add(
    "passes",
    {
        model: PASS,
        title: _t("Gate passes"),
        has: (row) => ["issued", "in_use"].includes(row.state),
        order: byField("valid_to"),
    },
    { sequence: 54 }
);
lists.add(
    "events",
    {
        model: EVENT,
        title: _t("Class events"),
        has: (row) => row.state === "approved",
        order: byField("entry_from"),
        isAlarm: (row, now) => !row.acknowledged_at || row.date_end < now,
    },
    { sequence: 56 }
);
lists.add(
    "outings",
    {
        model: OUTING,
        title: _t("Outings"),
        has: (row) => ["approved", "out"].includes(row.state),
        order: byField("date_begin"),
        isAlarm: (row, now) => row.state === "out" && row.date_end < now,
    },
    { sequence: 58 }
);

const getSlipStep = (row) => ({ issued: "release", out: "return" })[row.state];
cards.add(LEAVE, {
    template: "visitor_reception_school.PupilFacts",
    actions: "visitor_reception_school.LeaveActions",
    getStep: getSlipStep,
    getStepLabel: (row) => (getSlipStep(row) === "release" ? _t("Let out") : _t("Is back")),
    getTime: (row, now) =>
        row.state === "issued"
            ? _t("from %(from)s to %(to)s", {
                  from: toTime(row.leave_from),
                  to: toTime(row.leave_to),
              })
            : isLateBack(row, now)
              ? _t("late, due back %s", toTime(row.due_back))
              : row.due_back
                ? _t("due back %s", toTime(row.due_back))
                : _t("does not come back today"),
    isAlarm: isLateBack,
});
cards.add(PASS, {
    template: "visitor_reception_school.PupilFacts",
    getStep: (row) => (["issued", "in_use"].includes(row.state) ? "use_pass_sheet" : undefined),
    getStepLabel: (row) =>
        row.state === "issued" && row.purpose === "boarder_out"
            ? _t("Let out")
            : row.state === "in_use" && row.purpose === "boarder_out"
              ? _t("Is back")
              : _t("Through the gate"),
    getTime: (row) =>
        row.state === "in_use" && row.expected_back_at
            ? _t("due back %s", toTime(row.expected_back_at))
            : _t("valid until %s", toTime(row.valid_to)),
    isAlarm: (row, now) => Boolean(row.expected_back_at && row.expected_back_at < now),
});
cards.add(EVENT, {
    template: "visitor_reception_school.EventFacts",
    getStep: (row) =>
        row.state !== "approved" ? undefined : row.acknowledged_at ? "event" : "acknowledge_event",
    getStepLabel: (row) => (row.acknowledged_at ? _t("Let parents in") : _t("Take notice")),
    getTime: (row) =>
        _t("parents from %(from)s to %(to)s", {
            from: toTime(row.entry_from),
            to: toTime(row.entry_until),
        }),
});
cards.add(OUTING, {
    template: "visitor_reception_school.EventFacts",
    getStep: (row) => (["approved", "out"].includes(row.state) ? "outing" : undefined),
    getStepLabel: (row) => (row.state === "out" ? _t("Let the class in") : _t("Let the class out")),
    getTime: (row) =>
        _t("from %(from)s to %(to)s", { from: toTime(row.date_begin), to: toTime(row.date_end) }),
});
