import { markRaw } from "@odoo/owl";
import { serializeDateTime, deserializeDateTime } from "@web/core/l10n/dates";
import { RPCError } from "@web/core/network/rpc";
import { user } from "@web/core/user";
import { uuid } from "@web/core/utils/strings";
import { session } from "@web/session";
import { LISTS, keyOf, replay, sortInLists } from "./gate_desk_rows";
import { GateStore } from "./gate_store";

const { DateTime } = luxon;
// a network that is gone without saying so; what is sent again is done once all the same
const PATIENCE = 15000;
// a step that makes the server fail does not hold up those behind it for ever
const TRIES = 5;
const ROLL_CALL = ["start_roll_call", "end_roll_call"];
const SESSION_EXPIRED = "odoo.http.SessionExpiredException";

/** Plain data: neither the browser's database nor the server takes what OWL watches. */
const plain = (value) => JSON.parse(JSON.stringify(value));

/** One tab of the browser sends at a time, where the browser can see to that; the server sees to it anyway. */
const alone = (work) =>
    navigator.locks ? navigator.locks.request("visitor_reception.gate_desk", work) : work();

/**
 * What a gate desk knows and does. Every step is an operation with an id made here: it is put on disk, shown as done,
 * and sent; without network it is sent later. There is no other way, so a step is never lost and never done twice.
 */
export class GateDeskModel {
    /** @param {{ orm: Object, onConflict: function(Object): void }} services */
    constructor({ orm, onConflict }) {
        this.orm = markRaw(orm);
        this.onConflict = onConflict;
        this.store = markRaw(new GateStore(session.db));
        this.isOnline = navigator.onLine;
        this.isLoggedOut = false;
        this.gates = [];
        this.gate = null;
        // facts of the gate that do not change with each passage
        this.facts = {};
        this.rows = {};
        this.version = 0;
        this.hidden = {};
        this.operations = [];
        // for the hour when the network is gone: everybody inside, the roll call, whom to call by person visited
        this.people = {};
        this.roll = false;
        this.contacts = {};
        // passages registered here: the desk's name for each, and the id that the server gave it
        this.ids = {};
        this.skew = 0;
        this.now = this.getNow();
        this.sending = null;
    }

    getNow() {
        return serializeDateTime(DateTime.now().plus(this.skew));
    }

    /** First what the browser kept, then what the server says. */
    async start() {
        this.operations = await this.store.getOperations();
        const kept = await this.store.getFact("desk");
        // lists are of whom the server told them
        if (kept?.user_id === user.userId) {
            this.gates = kept.gates;
            this.show(kept.data);
            this.showOffline(kept.offline);
        }
        await this.reload();
    }

    // -- asking the server ---------------------------------------------------------------------------------------------

    /** Ask the server; ``undefined`` without network, and where the guard has to log in again. */
    async ask(model, method, args) {
        try {
            const result = await Promise.race([
                this.orm.silent.call(model, method, plain(args)),
                new Promise((resolve, reject) => setTimeout(() => reject(new Error()), PATIENCE)),
            ]);
            this.isOnline = true;
            this.isLoggedOut = false;
            return result;
        } catch (error) {
            if (error instanceof RPCError && error.exceptionName !== SESSION_EXPIRED) {
                throw error;
            }
            this.isLoggedOut = error instanceof RPCError;
            this.isOnline = this.isLoggedOut;
            return undefined;
        }
    }

    /** Send what waits, and load anew all that is kept here. */
    async reload() {
        await this.refresh();
        await this.loadOffline();
    }

    /** Send what waits, and load the lists anew. */
    async refresh() {
        await this.send();
        if (!this.gates.length || !this.gate) {
            const gates = await this.ask("reception.gate", "search_read", [[], ["name"]]);
            this.gates = gates || this.gates;
            const own =
                gates && (await this.ask("reception.gate.log", "default_get", [["gate_id"]]));
            const id = own?.gate_id || (this.gates.length === 1 && this.gates[0].id);
            if (!this.gate && !id) {
                return;
            }
            this.gate ||= { id };
        }
        let data;
        let version;
        do {
            // what is done while the server answers is not in its answer
            version = this.version;
            data = await this.ask("reception.gate", "get_desk_data", [this.gate.id]);
        } while (data && version !== this.version);
        if (data) {
            this.show(data);
            await this.keep();
        }
    }

    async chooseGate(id) {
        this.gate = { id };
        this.rows = {};
        await this.reload();
    }

    show(data) {
        const { gate, now, counts, ...facts } = data;
        const lists = LISTS.map((name) => facts[name]);
        LISTS.forEach((name) => delete facts[name]);
        this.gate = gate;
        this.facts = facts;
        this.rows = Object.fromEntries(lists.flat().map((row) => [row.id, row]));
        // the clock of the server: a desk whose clock is wrong writes right times
        if (!data.isKept) {
            this.skew = deserializeDateTime(now).diff(DateTime.now().startOf("second")).toMillis();
        }
        this.now = this.getNow();
        const shown = sortInLists(Object.values(this.rows), this.now);
        this.hidden = Object.fromEntries(
            LISTS.map((name) => [name, Math.max(0, counts[name] - shown[name].length)])
        );
    }

    /** Keep what is shown for a start without network. */
    async keep() {
        const lists = sortInLists(Object.values(this.rows), this.now);
        const counts = Object.fromEntries(
            LISTS.map((name) => [name, lists[name].length + this.hidden[name]])
        );
        const data = {
            ...this.facts,
            ...lists,
            counts,
            gate: this.gate,
            now: this.now,
            isKept: true,
        };
        await this.store.setFact(
            "desk",
            plain({
                user_id: user.userId,
                gates: this.gates,
                data,
                offline: {
                    people: Object.values(this.people),
                    roll_call: this.roll,
                    contacts: this.contacts,
                },
            })
        );
    }

    /** What is needed when the network is gone: it is loaded before that. */
    async loadOffline() {
        const data =
            this.gate && (await this.ask("reception.gate", "get_offline_data", [this.gate.id]));
        if (data) {
            this.showOffline(data);
            await this.keep();
        }
    }

    showOffline({ people, roll_call, contacts }) {
        this.people = Object.fromEntries(people.map((row) => [row.id, row]));
        this.roll = roll_call;
        this.contacts = contacts;
    }

    /** Rows that the server tells: as answers, or because another desk did something. */
    update(rows) {
        this.version++;
        for (const row of rows) {
            if (["expected", "waiting", "inside"].includes(row.state)) {
                this.rows[row.id] = row;
            } else {
                delete this.rows[row.id];
            }
            if (row.state === "inside") {
                this.people[row.id] = row;
            } else {
                delete this.people[row.id];
            }
        }
    }

    get waitingOperations() {
        return this.operations.filter((operation) => !operation.text);
    }

    get conflicts() {
        return this.operations.filter((operation) => operation.text);
    }

    /** All rows as they stand here and now. */
    get current() {
        return replay(Object.values(this.rows), this.waitingOperations, this.gate);
    }

    /** Everybody inside here and now, by name, with what the roll call says of each. */
    get inside() {
        const marks = this.rollCall?.marks || {};
        const rows = Object.values({ ...this.people, ...this.rows }).map((row) => ({
            ...row,
            mark: marks[row.id] || "unknown",
        }));
        return replay(rows, this.waitingOperations, this.gate)
            .filter((row) => row.state === "inside")
            .sort((a, b) => a.visitor_name.localeCompare(b.visitor_name));
    }

    /** The roll call under way, which this desk may have started or ended without network. */
    get rollCall() {
        const last = this.waitingOperations.findLast((operation) =>
            ROLL_CALL.includes(operation.verb)
        );
        if (!last) {
            return this.roll;
        }
        return last.verb === "start_roll_call" && (this.roll || { ...last.values, marks: {} });
    }

    /** A passage by its key; one that was registered here keeps the key that it had before the server knew it. */
    find(key) {
        const id = this.ids[key] || key;
        return this.current.find((row) => keyOf(row) === id);
    }

    // -- operations ----------------------------------------------------------------------------------------------------

    /**
     * Do ``verb`` of ``reception.gate.sync_passages`` with a passage, or without: register a new one, start a roll call.
     *
     * @returns {Promise<string|number>} the key of the passage
     */
    async do(verb, row, values = {}) {
        const uid = row ? row.client_uid : uuid();
        const operation = plain({
            client_id: uuid(),
            gate_id: this.gate.id,
            user_id: user.userId,
            verb,
            values,
            at: this.getNow(),
            log_id: row?.id || false,
            uid,
            visitor: row ? row.visitor_name : values.visitor_name || values.place,
        });
        operation.seq = await this.store.addOperation(operation);
        // the server may have named the passage while the step was put on disk
        operation.log_id ||= this.ids[uid] || false;
        this.operations.push(operation);
        this.send();
        return operation.log_id || uid;
    }

    /** Send what waits, in order and one by one, so that each step knows the ids that those before it got. */
    send() {
        this.sending ||= alone(() => this.sendAll()).finally(() => {
            this.sending = null;
        });
        return this.sending;
    }

    async sendAll() {
        let operation;
        while ((operation = this.waitingOperations[0])) {
            let result;
            try {
                const results = await this.ask("reception.gate", "sync_passages", [
                    [operation],
                    operation.gate_id,
                ]);
                if (!results) {
                    return;
                }
                result = results[0];
            } catch (error) {
                operation.tries = (operation.tries || 0) + 1;
                if (
                    !error.exceptionName?.startsWith("odoo.exceptions.") &&
                    operation.tries < TRIES
                ) {
                    // the server is not well: later
                    return;
                }
                if (operation.tries < 2) {
                    // the same was being done at that very moment: the next answer tells so
                    continue;
                }
                result = { status: "conflict", text: error.data?.message || error.message };
            }
            await this.settle(operation, result);
        }
        await this.keep();
    }

    async settle(operation, { status, text, row }) {
        if (row) {
            this.update([row]);
        }
        if (status === "conflict") {
            operation.text = text;
            await this.store.change([plain(operation)]);
            this.onConflict(operation);
            return;
        }
        if (operation.verb === "mark" && this.roll && row) {
            this.roll.marks[row.id] = operation.values.state;
        } else if (ROLL_CALL.includes(operation.verb)) {
            await this.loadOffline();
        }
        const later = this.operations.filter((other) => other.uid && other.uid === operation.uid);
        if (row && operation.uid) {
            this.ids[operation.uid] = row.id;
            later.forEach((other) => Object.assign(other, { log_id: row.id }));
        }
        await this.store.change(plain(later.filter((other) => other.seq !== operation.seq)), [
            operation,
        ]);
        this.operations = this.operations.filter((other) => other.seq !== operation.seq);
    }

    /** The guard has read why a step was not done. */
    async acknowledge(operation) {
        await this.store.change([], [operation]);
        this.operations = this.operations.filter((other) => other.seq !== operation.seq);
    }
}
