import { _t } from "@web/core/l10n/translation";
import { byField } from "../gate_desk_rows";
import { lists } from "../registries";
import { PASSAGE } from "./passage_verbs";

export const isOverdue = (row, now) => row.state === "inside" && row.due_out && row.due_out < now;

const add = (name, sequence, list) => lists.add(name, { model: PASSAGE, ...list }, { sequence });

add("expected", 10, {
    title: _t("Expected today"),
    has: (row) => row.state === "expected",
    order: byField("expected_at"),
});
add("waiting", 20, {
    title: _t("Waiting"),
    has: (row) => row.state === "waiting",
    order: byField("arrived_at"),
});
add("inside", 30, {
    title: _t("Inside"),
    has: (row) => row.state === "inside",
    order: byField("checked_in", -1),
});
add("overdue", 40, {
    title: _t("Late to leave"),
    has: isOverdue,
    order: byField("due_out"),
    isAlarm: isOverdue,
});
