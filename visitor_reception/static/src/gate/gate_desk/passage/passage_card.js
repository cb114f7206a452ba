import { _t } from "@web/core/l10n/translation";
import { toTime } from "../gate_time";
import { cards } from "../registries";
import { isOverdue } from "./passage_lists";
import { printSlip } from "./slip";
import { PASSAGE } from "./passage_verbs";

const OPEN = ["expected", "waiting"];

/** The one next useful step of a passage; others are a touch further away, and none is left once it has ended. */
function getStep(row) {
    if (row.state === "inside") {
        return row.slip_state === "missing" ? "explain" : "out";
    }
    if (!OPEN.includes(row.state)) {
        return undefined;
    }
    if (row.watch_state === "possible") {
        return "watch";
    }
    if (row.watch_state === "confirmed" || row.consent_state === "refused") {
        return "refuse";
    }
    return row.consent_state === "agreed" ? "in" : "ask";
}

const getStepLabel = (row) =>
    ({
        ask: row.consent_state === "asked" ? _t("Host was asked: call") : _t("Ask the host"),
        in: _t("Let in"),
        out: _t("Let out"),
        refuse: _t("Refuse"),
        watch: _t("Compare with the list"),
        explain: _t("Explain the missing slip"),
    })[getStep(row)];

function getTime(row, now) {
    if (row.state === "expected") {
        return row.expected_at ? _t("from %s", toTime(row.expected_at)) : "";
    }
    if (row.state === "waiting") {
        return _t("waits since %s", toTime(row.arrived_at));
    }
    const since = toTime(row.checked_in);
    return isOverdue(row, now)
        ? _t("in %(since)s, due out %(due)s", { since, due: toTime(row.due_out) })
        : _t("in since %s", since);
}

const consentLabel = (row) =>
    ({
        none: _t("Host not asked"),
        asked: _t("Host asked"),
        no_answer: _t("No answer"),
        agreed: row.consent_by ? _t("Agreed: %s", row.consent_by) : _t("Agreed"),
        refused: _t("Host does not agree"),
    })[row.consent_state];

const slipLabel = (row) =>
    ({
        issued: _t("Slip with the visitor"),
        signed: _t("Slip signed: %s", row.slip_signed_by),
        missing: _t("Left without slip"),
    })[row.slip_state];

cards.add(PASSAGE, {
    template: "visitor_reception.PassageFacts",
    actions: "visitor_reception.PassageActions",
    // who may be let in or out with others
    groupSteps: ["in", "out"],
    dangerSteps: ["refuse"],
    getStep,
    getStepLabel,
    getTime,
    consentLabel,
    slipLabel,
    canRefuse: (row) => OPEN.includes(row.state) && getStep(row) !== "refuse",
    kindLabel: (row, desk) => desk.facts.kinds?.find(([name]) => name === row.kind)?.[1],
    print: printSlip,
    printLabel: (row) => _t("Print the slip: %s", row.visitor_name),
    refuseLabel: (row) => _t("Refuse: %s", row.visitor_name),
    openLabel: (row) => _t("Open or correct the entry: %s", row.visitor_name),
});
