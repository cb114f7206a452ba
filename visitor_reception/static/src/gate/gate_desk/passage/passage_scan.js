import { toCode } from "../gate_search";
import { scans } from "../registries";

const CODES = ["pass_number", "name", "plate"];

/**
 * A pass, slip, invitation or plate: of somebody whom the desk knows, else whatever the server finds by the code, of other
 * add-ons too. Asked last, for the server takes its time.
 */
scans.add(
    "passage",
    {
        async find(code, desk) {
            const wanted = toCode(code).toLowerCase();
            const isMeant = (row) =>
                CODES.some((name) => `${row[name] || ""}`.toLowerCase() === wanted);
            const found = desk.all.filter((row) => row.state && isMeant(row));
            return found.length === 1 ? found[0] : undefined;
        },
        onScan: (row, desk, ui) => ui.doNext(row),
    },
    { sequence: 100 }
);
