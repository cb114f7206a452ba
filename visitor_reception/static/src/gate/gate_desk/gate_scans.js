import { _t } from "@web/core/l10n/translation";
import { useScans } from "./gate_scanner";
import { keyOf, nameOf, scans } from "./registries";

/** What becomes of scanned codes at a desk: one visitor at a time. */
export class GateScans {
    /** @param {{ desk: Object, ui: Object }} of the desk whose component sets this up */
    constructor({ desk, ui }) {
        this.desk = desk;
        this.ui = ui;
        // rows of what is open; a code that came meanwhile
        this.opened = new Map();
        this.waiting = null;
        this.isLookingUp = false;
        useScans((code) => this.take(code));
    }

    /** Something is open, of ``rows``, until the function is called that this returns. */
    open(rows) {
        const token = Symbol();
        this.opened.set(token, rows);
        return () => {
            this.opened.delete(token);
            // the next step of the same visitor comes first
            setTimeout(() => this.takeWaiting());
        };
    }

    /** A sheet is answered by a person: a code never fills a field, nor presses a button; it waits, and that is told. */
    async take(code) {
        if (!this.opened.size && !this.isLookingUp) {
            await this.lookUp(code);
            return;
        }
        const [row] = await this.find(code);
        const shown = [...this.opened.values()].flat().map(keyOf);
        if (row && shown.includes(keyOf(row))) {
            this.ui.notify(_t("This code is of %s, who is before you.", nameOf(row)));
        } else {
            this.waiting = code;
            this.ui.notify(_t("Scanned: %s. It is looked up when this is closed.", code));
        }
    }

    /** The first that knows the code, and the row it found. */
    async find(code) {
        for (const scan of scans.getAll()) {
            const row = await scan.find(code, this.desk);
            if (row) {
                return [row, scan];
            }
        }
        return [];
    }

    async lookUp(code) {
        this.isLookingUp = true;
        try {
            const [row, scan] = await this.find(code);
            if (row) {
                scan.onScan(row, this.desk, this.ui);
            } else {
                await this.ui.search(code);
            }
        } finally {
            this.isLookingUp = false;
        }
        this.takeWaiting();
    }

    takeWaiting() {
        const code = this.waiting;
        if (code && !this.opened.size && !this.isLookingUp) {
            this.waiting = null;
            this.lookUp(code);
        }
    }
}
