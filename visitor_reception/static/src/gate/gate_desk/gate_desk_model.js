import { markRaw } from "@odoo/owl";
import { serializeDateTime, deserializeDateTime } from "@web/core/l10n/dates";
import { plain } from "./gate_connection";
import { isListed, replay, sortInLists } from "./gate_desk_rows";
import { GateOperations } from "./gate_operations";
import { setZone } from "./gate_time";
import { bus, keyOf, lists, offline } from "./registries";

const { DateTime } = luxon;
// of what is kept in the browser: what an older desk has kept is loaded anew
const FORM = "2";
const SOON = 1000;

/** What a gate desk knows: its gate, the rows of its lists, and what its parts keep for the hour without network. */
export class GateDeskModel extends GateOperations {
    /** @param {{ orm: Object, onConflict: function(Object): void }} services */
    constructor(services) {
        super(services);
        // facts of the gate that do not change with each passage
        this.facts = {};
        this.rows = {};
        // rows that desks have told since something is being loaded
        this.told = markRaw(new Set());
        this.hidden = {};
        // what the parts of the registry ``reception_gate_offline`` know, by their names
        this.offline = {};
        this.skew = 0;
        this.now = this.getNow();
    }

    getNow() {
        return serializeDateTime(DateTime.now().plus(this.skew));
    }

    /** Whose lists are kept: of whom the server told them, in which companies. */
    get keeper() {
        return `${FORM} ${this.owner}`;
    }

    /** First what the browser kept, then what the server says. */
    async start() {
        let kept;
        const parts = {};
        await this.keeping(async () => {
            this.operations = await this.getKeptOperations();
            kept = await this.store.getFact("desk");
            for (const [name] of offline.getEntries()) {
                parts[name] = await this.store.getFact(`offline.${name}`);
            }
        });
        if (kept?.keeper === this.keeper) {
            this.gates = kept.gates;
            this.skew = kept.skew;
            this.show(kept.data);
            for (const [name, part] of offline.getEntries()) {
                if (parts[name]?.keeper === this.keeper) {
                    part.show(this, parts[name].data);
                }
            }
        }
        await this.reload();
    }

    /**
     * The gate of this desk; of one that is gone, or of another company, nothing is shown any more.
     *
     * @returns {Promise<number|undefined>} its id, if it is known
     */
    async findGate() {
        const gates = await this.read("reception.gate", "search_read", [[], ["name"]]);
        if (!gates) {
            return this.gate?.id;
        }
        this.gates = gates;
        if (!gates.some(({ id }) => id === this.gate?.id)) {
            this.gate = null;
            const own = await this.read("reception.gate.log", "default_get", [["gate_id"]]);
            return own?.gate_id || (gates.length === 1 && gates[0].id) || undefined;
        }
        return this.gate.id;
    }

    /** Send what waits, and load anew all that is kept here. */
    async reload() {
        const id = await this.findGate();
        await this.send();
        if (id) {
            await this.chooseGate(id);
        }
    }

    reloadSoon() {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.reload(), SOON);
    }

    /** Send what waits, and load the lists anew. */
    async refresh() {
        if (!this.gate) {
            await this.reload();
            return;
        }
        await this.send();
        await this.load(this.gate.id);
    }

    async chooseGate(id) {
        await this.load(id);
        await this.loadOffline();
    }

    /** Load something whole; what desks tell while the server answers may not be in its answer, and comes on top. */
    async loadAll(method, id, show) {
        const told = [];
        this.told.add(told);
        const data = await this.read("reception.gate", method, [id]);
        this.told.delete(told);
        if (data) {
            show(data);
            this.update(told);
            await this.keep();
        }
    }

    load(id) {
        return this.loadAll("get_desk_data", id, (data) => this.show(data));
    }

    /** What is needed when the network is gone: it is loaded before that. */
    async loadOffline() {
        if (this.gate) {
            await this.loadAll("get_offline_data", this.gate.id, (data) => {
                for (const [name, part] of offline.getEntries()) {
                    if (name in data) {
                        part.show(this, data[name]);
                    }
                }
            });
        }
    }

    show(data) {
        const { gate, now, counts, ...facts } = data;
        const names = Object.keys(counts);
        const rows = names.flatMap((name) => facts[name]);
        names.forEach((name) => delete facts[name]);
        this.gate = gate;
        this.facts = facts;
        setZone(facts.tz);
        this.rows = Object.fromEntries(rows.map((row) => [keyOf(row), row]));
        // the clock of the server: a desk whose clock is wrong writes right times
        if (!data.isKept) {
            this.skew = deserializeDateTime(now).diff(DateTime.now().startOf("second")).toMillis();
        }
        this.now = this.getNow();
        const shown = sortInLists(rows, this.now);
        this.hidden = Object.fromEntries(
            Object.keys(shown).map((name) => [
                name,
                Math.max(0, (counts[name] || 0) - new Set(shown[name].map(keyOf)).size),
            ])
        );
    }

    /** Keep what is shown for a start without network. */
    async keep() {
        const shown = sortInLists(Object.values(this.rows), this.now);
        const counts = Object.fromEntries(
            Object.keys(shown).map((name) => [name, shown[name].length + (this.hidden[name] || 0)])
        );
        const { keeper, gates, gate, now, skew } = this;
        const data = { ...this.facts, ...shown, counts, gate, now, isKept: true };
        await this.keeping(async () => {
            await this.store.setFact("desk", plain({ keeper, gates, skew, data }));
            for (const [name, part] of offline.getEntries()) {
                const changed = part.keep(this);
                if (changed !== undefined) {
                    await this.store.setFact(`offline.${name}`, plain({ keeper, data: changed }));
                }
            }
        });
    }

    /** Rows that the server tells: as answers, or because another desk did something. */
    update(rows) {
        this.told.forEach((told) => told.push(...rows));
        for (const row of rows) {
            // an entry that was corrected has another in its place
            if (isListed(row, this.now)) {
                this.rows[keyOf(row)] = row;
            } else {
                delete this.rows[keyOf(row)];
            }
        }
        offline.getAll().forEach((part) => part.update?.(this, rows));
    }

    /** The rows of the lists as they stand here and now. */
    get current() {
        return this.getCurrent(Object.values(this.rows));
    }

    /** And those besides that the lists do not show where there are many. */
    get all() {
        const known = offline.getAll().flatMap((part) => part.getRows?.(this) || []);
        const rows = new Map(known.map((row) => [keyOf(row), row]));
        Object.entries(this.rows).forEach(([key, row]) => rows.set(key, row));
        return this.getCurrent([...rows.values()]);
    }

    /** What was done here since counts. */
    getCurrent(rows) {
        return replay(rows, this.shownOperations, { gate: this.gate, desk: this });
    }

    /** The current lists, each with its name, title, rows and how many there are, those not shown included. */
    get lists() {
        const shown = sortInLists(this.current, this.now);
        return lists.getEntries().map(([name, { title, isAlarm }]) => ({
            name,
            title,
            rows: shown[name],
            count: shown[name].length + (this.hidden[name] || 0),
            isAlarm: Boolean(isAlarm && shown[name].some((row) => isAlarm(row, this.now))),
        }));
    }

    /** A row by its key; one that was begun here keeps the key that it had before the server knew it. */
    find(key) {
        const known = this.keys[key] || key;
        return this.all.find((row) => keyOf(row) === known);
    }
}

// many notices may be issued at once
bus.add("reception.gate/reload", (desk) => desk.reloadSoon());
