import { deserializeDateTime } from "@web/core/l10n/dates";

export const LISTS = ["expected", "waiting", "inside", "overdue"];
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

/** What each verb does to a passage, shown until the server answers with what it is. */
const VERBS = {
    register: (row, values, at) => ({
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
    consent: (row, values, at) => consent(values.result, values.spoke_with, at),
    check_in: (row, values, at, gate) => ({
        ...pick(values),
        ...(values.consent_by ? consent("agreed", values.consent_by, at) : {}),
        state: "inside",
        checked_in: at,
        due_out: row.expected_until > at && row.expected_until,
        pass_number: values.pass_number || false,
        slip_state: gate.slip_required && row.kind !== "guest" ? "issued" : "none",
    }),
    refuse: () => ({ state: "refused" }),
    watch: (row, values) => ({ watch_state: values.is_match ? "confirmed" : "dismissed" }),
    sign_slip: (row, values, at) => ({
        slip_state: row.slip_state === "missing" ? "missing" : "signed",
        slip_signed_by: values.signed_by,
        slip_signed_at: at,
    }),
    check_out: () => ({ state: "left" }),
    report_slip: (row, values, at) => ({ slip_state: "missing", seen_out: at }),
    explain_slip: () => ({ state: "left" }),
    give_up: () => ({ state: "gone" }),
    mark: (row, values) => ({ mark: values.state }),
};

/** How a row is named in the page: many are known to the desk before the server gives them an id. */
export const keyOf = (row) => row.id || row.client_uid;

/**
 * The rows of the server with what the desk has done since.
 *
 * @param {Object[]} rows last told by the server
 * @param {Object[]} operations not answered yet, in order
 * @param {Object} gate
 */
export function replay(rows, operations, gate) {
    const result = new Map(rows.map((row) => [row.id, row]));
    for (const { verb, values, at, uid, log_id } of operations) {
        const key = log_id || uid;
        const row = result.get(key) || (verb === "register" && { id: false, client_uid: uid });
        if (row) {
            result.set(key, { ...row, ...VERBS[verb](row, values, at, gate), isPending: true });
        }
    }
    return [...result.values()];
}

/** The four lists of a desk, the most urgent first. */
export function sortInLists(rows, now) {
    const lists = Object.fromEntries(LISTS.map((name) => [name, []]));
    for (const row of rows) {
        lists[row.state]?.push(row);
        if (isOverdue(row, now)) {
            lists.overdue.push(row);
        }
    }
    const by = (name, sign) => (a, b) => ((a[name] || "") < (b[name] || "") ? -sign : sign);
    lists.expected.sort(by("expected_at", 1));
    lists.waiting.sort(by("arrived_at", 1));
    lists.inside.sort(by("checked_in", -1));
    lists.overdue.sort(by("due_out", 1));
    return lists;
}

export const isOverdue = (row, now) => row.state === "inside" && row.due_out && row.due_out < now;

/** The one next useful step of a passage; others are a touch further away. */
export function nextStep(row) {
    if (row.state === "inside") {
        return row.slip_state === "missing" ? "explain" : "out";
    }
    if (row.watch_state === "possible") {
        return "watch";
    }
    if (row.watch_state === "confirmed" || row.consent_state === "refused") {
        return "refuse";
    }
    return row.consent_state === "agreed" ? "in" : "ask";
}

const PLACES = ["visitor_name", "visitor_phone", "plate", "pass_number", "name", "visitor_unit"];

/** Rows that ``term`` may mean, found without the server. */
export function findRows(rows, term) {
    // the QR code of a slip ends with its number
    const wanted = term.trim().split(/[/=]/).at(-1).toLowerCase();
    return rows.filter((row) =>
        PLACES.some((name) => (row[name] || "").toLowerCase().includes(wanted))
    );
}

export const toTime = (text) => deserializeDateTime(text).toFormat("HH:mm");
