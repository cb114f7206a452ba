import { isListed } from "./gate_desk_rows";
import { cards, keyOf } from "./registries";

const PLACES = [
    "visitor_name",
    "visitor_phone",
    "plate",
    "pass_number",
    "name",
    "visitor_unit",
    "recipient_name",
];

/** What a code means: the QR code of a slip is an address that ends with its number. */
export const toCode = (text) => text.trim().split(/[/=]/).at(-1);

/** Rows that ``term`` may mean, found without the server. */
export function findRows(rows, term) {
    const wanted = toCode(term).toLowerCase();
    return rows.filter((row) =>
        PLACES.some((name) => `${row[name] || ""}`.toLowerCase().includes(wanted))
    );
}

/** The one search of a desk: at once from what is here, then what the server knows of everybody. */
export class GateSearch {
    constructor(desk) {
        this.desk = desk;
        this.term = "";
        this.result = null;
    }

    clear() {
        Object.assign(this, { term: "", result: null });
    }

    async lookUp() {
        const term = this.term.trim();
        if (!term) {
            this.result = null;
            return;
        }
        this.result = { open: findRows(this.desk.all, term), known: [], values: {} };
        const found = await this.desk.read("reception.gate", "desk_search", [
            term,
            this.desk.gate.id,
        ]);
        if (found && term === this.term.trim()) {
            // the server looks up no single letter, and does not know what was begun here
            const rows = new Map(this.result.open.map((row) => [keyOf(row), row]));
            found.open.forEach((row) => rows.set(keyOf(row), row));
            this.result = { ...found, open: [...rows.values()] };
        }
    }

    /** Found rows as they stand here and now: what was done since the server answered counts. */
    get found() {
        if (!this.result) {
            return null;
        }
        const { desk, result } = this;
        const rows = new Map(desk.all.map((row) => [keyOf(row), row]));
        const open = desk
            .getCurrent(result.open)
            .map((row) => rows.get(keyOf(row)) || row)
            .filter((row) => cards.contains(row.model) && isListed(row, desk.now));
        return { ...result, open };
    }
}
