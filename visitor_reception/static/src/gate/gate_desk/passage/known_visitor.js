const REPEATED = [
    "visitor_name",
    "visitor_phone",
    "visitor_unit",
    "host_id",
    "host_name",
    "reason",
    "plate",
    "document_kind",
];

/** Values of a new passage of somebody who was here before. */
export const getKnownValues = ({ kind, ...row }) => ({
    ...Object.fromEntries(REPEATED.map((name) => [name, row[name]])),
    kind: ["guest", "trader"].includes(kind) ? "visitor" : kind,
});

/** Values of a new passage from what was typed in the search: a document, a telephone number, or a name. */
export function getTypedValues(term) {
    const number = term.normalize("NFKC").replace(/[\s-]/g, "");
    if (/^\d{17}[\dXx]$/.test(number)) {
        return { document_kind: "identity_card", document_typed: number.toUpperCase() };
    }
    return { [/^\+?[\d()]+$/.test(number) ? "visitor_phone" : "visitor_name"]: term };
}
