import { registry } from "@web/core/registry";

/**
 * What a gate desk is made of. The desk's own stands here as that of other add-ons does; ``readme/DEVELOP.md`` says what
 * an entry is.
 */
export const verbs = registry.category("reception_gate_verbs");
export const lists = registry.category("reception_gate_lists");
export const cards = registry.category("reception_gate_cards");
export const sheets = registry.category("reception_gate_sheets");
export const scans = registry.category("reception_gate_scans");
export const panels = registry.category("reception_gate_panels");
export const offline = registry.category("reception_gate_offline");
export const bus = registry.category("reception_gate_bus");

/** How a row is named in the page: many are known to the desk before the server gives them an id. */
export const keyOf = (row) => `${row.model}:${row.id || row.client_uid}`;

/** What a row is called where a person reads it. */
export const nameOf = (row) => row.visitor_name || row.name || "";

/** The next useful step of a row; none of a model that has no card here. */
export const getStep = (row) => cards.get(row.model, null)?.getStep(row);
