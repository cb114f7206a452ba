import { _t } from "@web/core/l10n/translation";
import { verbs } from "../registries";
import { getKnownValues } from "./known_visitor";

export const PASSAGE = "reception.gate.log";
const FACTS = [
    "headcount",
    "relation",
    "reason",
    "host_id",
    "host_name",
    "document_kind",
    "area_id",
    "escort",
    "plate",
    "goods_in",
    "visitor_phone",
    "visitor_unit",
];

const pick = (values) =>
    Object.fromEntries(FACTS.filter((name) => values[name]).map((name) => [name, values[name]]));

const consent = (result, by, at) => ({
    consent_state: result,
    ...(result === "no_answer" ? {} : { consent_by: by, consent_at: at }),
});

/** As the server tells; of who was begun here without network, the rule for those whom nobody expects. */
const needsSlip = ({ needs_slip, kind }, gate) =>
    needs_slip ?? (gate.slip_required && kind !== "guest");
export const needsDocument = ({ needs_document, kind }, gate) =>
    needs_document ?? (gate.document_required && kind !== "guest");

const add = (name, verb) => verbs.add(name, { model: PASSAGE, ...verb });

add("register", {
    starts: true,
    apply: (row, values, at) => ({
        visitor_name: values.visitor_name,
        kind: values.kind,
        state: values.kind === "trader" ? "refused" : "waiting",
        arrived_at: at,
        headcount: 1,
        consent_state: "none",
        slip_state: "none",
        watch_state: "none",
        ...pick(values),
    }),
    getWaysOut: (operation, desk) =>
        operation.may_be
            ? [
                  {
                      name: "same",
                      label: _t("It is the same person"),
                      go: () => desk.isSame(operation),
                  },
                  {
                      name: "another",
                      label: _t("It is another person"),
                      go: () => desk.sendAgain(operation, { is_another: true }),
                  },
              ]
            : [],
});
add("consent", { apply: (row, values, at) => consent(values.result, values.spoke_with, at) });
add("check_in", {
    label: _t("Let in"),
    isFact: true,
    apply: (row, values, at, { gate }) => ({
        ...pick(values),
        ...(values.consent_by ? consent("agreed", values.consent_by, at) : {}),
        state: "inside",
        checked_in: at,
        due_out: row.expected_until > at && row.expected_until,
        pass_number: values.pass_number || false,
        slip_state: needsSlip(row, gate) ? "issued" : "none",
    }),
    // who is in the house though the server says no: what is known is typed only once
    getWaysOut: ({ row }) =>
        row
            ? [
                  {
                      name: "register_anew",
                      label: _t("Register again"),
                      go: (ui) => ui.open("register", [], getKnownValues(row)),
                  },
              ]
            : [],
});
add("refuse", { label: _t("Refuse"), apply: () => ({ state: "refused" }) });
add("watch", {
    apply: (row, values) => ({ watch_state: values.is_match ? "confirmed" : "dismissed" }),
});
add("sign_slip", {
    apply: (row, values, at) => ({
        slip_state: row.slip_state === "missing" ? "missing" : "signed",
        slip_signed_by: values.signed_by,
        slip_signed_at: at,
    }),
});
add("check_out", { label: _t("Let out"), isFact: true, apply: () => ({ state: "left" }) });
add("report_slip", {
    label: _t("Left without slip"),
    isFact: true,
    apply: (row, values, at) => ({ slip_state: "missing", seen_out: at }),
});
add("explain_slip", { apply: () => ({ state: "left" }) });
add("give_up", { apply: () => ({ state: "gone" }) });
