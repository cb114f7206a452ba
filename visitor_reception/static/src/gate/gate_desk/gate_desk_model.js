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
// what later steps name, by the ``uid`` of these
const STARTS = ["register", "start_roll_call"];
const NOT_ALLOWED = ["odoo.http.SessionExpiredException", "odoo.exceptions.AccessError"];

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
        // nobody is logged in, or somebody who is no guard: what waits goes on waiting
        this.isLoggedOut = false;
        this.isBarred = false;
        // the browser keeps nothing: what is not sent is lost with the page
        this.isVolatile = false;
        this.gates = [];
        this.gate = null;
        // facts of the gate that do not change with each passage
        this.facts = {};
        this.rows = {};
        // rows that desks have told since something is being loaded
        this.told = markRaw(new Set());
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

    get owner() {
        return [user.userId, ...(user.context.allowed_company_ids || [])].join(" ");
    }

    getNow() {
        return serializeDateTime(DateTime.now().plus(this.skew));
    }

    /** First what the browser kept, then what the server says. */
    async start() {
        let kept;
        await this.keeping(async () => {
            this.operations = await this.store.getOperations();
            kept = await this.store.getFact("desk");
        });
        // lists are of whom the server told them, in his companies
        if (kept?.owner === this.owner) {
            this.gates = kept.gates;
            this.show(kept.data);
            this.showOffline(kept.offline);
        }
        await this.reload();
    }

    /** Use the disk of the browser, which may be full or forbidden: the desk works on, and says so. */
    async keeping(work) {
        try {
            await work();
            this.isVolatile = this.operations.some(({ seq, isStoring }) => !seq && !isStoring);
        } catch {
            this.isVolatile = true;
        }
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
            if (error instanceof RPCError && !NOT_ALLOWED.includes(error.exceptionName)) {
                throw error;
            }
            this.isLoggedOut = error instanceof RPCError;
            this.isOnline = this.isLoggedOut;
            return undefined;
        }
    }

    /** Ask for something to show; a server that fails is as good as gone, and the desk works on. */
    async read(model, method, args) {
        try {
            return await this.ask(model, method, args);
        } catch {
            this.isOnline = false;
            return undefined;
        }
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
            await this.load(id);
            await this.loadOffline();
        }
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

    async chooseGate(id) {
        await this.load(id);
        await this.loadOffline();
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
        const facts = plain({
            owner: this.owner,
            gates: this.gates,
            data,
            offline: {
                people: Object.values(this.people),
                roll_call: this.roll,
                contacts: this.contacts,
            },
        });
        await this.keeping(() => this.store.setFact("desk", facts));
    }

    /** What is needed when the network is gone: it is loaded before that. */
    async loadOffline() {
        if (this.gate) {
            const show = (data) => this.showOffline(data);
            await this.loadAll("get_offline_data", this.gate.id, show);
        }
    }

    showOffline({ people, roll_call, contacts }) {
        this.people = Object.fromEntries(people.map((row) => [row.id, row]));
        this.roll = roll_call;
        this.contacts = contacts;
    }

    /** Rows that the server tells: as answers, or because another desk did something. */
    update(rows) {
        this.told.forEach((told) => told.push(...rows));
        for (const row of rows) {
            // an entry that was corrected has another in its place
            const isShown =
                row.active !== false && ["expected", "waiting", "inside"].includes(row.state);
            if (isShown) {
                this.rows[row.id] = row;
            } else {
                delete this.rows[row.id];
            }
            if (isShown && row.state === "inside") {
                this.people[row.id] = row;
            } else {
                delete this.people[row.id];
            }
        }
    }

    get waitingOperations() {
        return this.operations.filter((operation) => !operation.text);
    }

    /** What can be sent now; the rest waits for a person, or for the network. */
    get sendable() {
        return this.waitingOperations.filter((operation) => !this.isHeld(operation));
    }

    get conflicts() {
        return this.operations.filter((operation) => operation.text);
    }

    /** The rows of the lists as they stand here and now. */
    get current() {
        return replay(Object.values(this.rows), this.waitingOperations, this.gate);
    }

    /** And everybody inside besides, whom the lists do not show where there are many. */
    get all() {
        const rows = { ...this.people, ...this.rows };
        return replay(Object.values(rows), this.waitingOperations, this.gate);
    }

    /** Everybody inside here and now, by name, with what the roll call says of each. */
    get inside() {
        const marks = this.rollCall?.marks || {};
        return this.all
            .filter((row) => row.state === "inside")
            .map((row) => ({ ...row, mark: row.mark || marks[row.id] || "unknown" }))
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
        const isStart = last.verb === "start_roll_call";
        return isStart && { ...last.values, uid: last.uid, marks: {} };
    }

    /** A passage by its key; one that was registered here keeps the key that it had before the server knew it. */
    find(key) {
        const id = this.ids[key] || key;
        return this.all.find((row) => keyOf(row) === id);
    }

    // -- operations ----------------------------------------------------------------------------------------------------

    /**
     * Do ``verb`` of ``reception.gate.sync_passages`` with a passage, or without: register a new one, start a roll call.
     *
     * @returns {Promise<string|number>} the key of the passage
     */
    async do(verb, row, values = {}) {
        const uid = row ? row.client_uid : uuid();
        const kept = plain({
            client_id: uuid(),
            gate_id: this.gate.id,
            user_id: user.userId,
            verb,
            values,
            at: this.getNow(),
            log_id: row?.id || this.ids[uid] || false,
            uid,
            visitor: row ? row.visitor_name : values.visitor_name || values.place,
        });
        // shown at once, and sent when it is on disk
        this.operations.push({ ...kept, isStoring: true });
        const operation = this.operations.at(-1);
        await this.keeping(async () => {
            operation.seq = await this.store.addOperation(kept);
        });
        operation.isStoring = false;
        this.isVolatile ||= !operation.seq;
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
        await this.readStore();
        let operation;
        while ((operation = this.sendable[0])) {
            let result;
            try {
                const results = await this.ask("reception.gate", "sync_passages", [
                    [operation],
                    operation.gate_id,
                ]);
                this.isBarred = !results && this.isLoggedOut;
                if (!results) {
                    return;
                }
                result = results[0];
            } catch (error) {
                operation.tries = (operation.tries || 0) + 1;
                const isRefused = error.exceptionName?.startsWith("odoo.exceptions.");
                if (operation.tries < (isRefused ? 2 : TRIES)) {
                    if (isRefused) {
                        // the same was being done at that very moment: the next answer tells so
                        continue;
                    }
                    // the server is not well: later
                    return;
                }
                // not even noted there: it is kept until a person sends it again
                result = {
                    status: "conflict",
                    text: error.data?.message || error.message,
                    isUnsent: true,
                };
            }
            await this.settle(operation, result);
        }
    }

    /** What another page of this browser has noted, or has brought to an end, since. */
    async readStore() {
        const before = this.operations.filter(({ seq }) => seq);
        await this.keeping(async () => {
            const kept = await this.store.getOperations();
            const isKept = ({ client_id }) => kept.some((other) => other.client_id === client_id);
            const ended = before.filter((operation) => !isKept(operation)).map(({ seq }) => seq);
            const known = this.operations.map(({ client_id }) => client_id);
            this.operations = [
                ...this.operations.filter(({ seq }) => !ended.includes(seq)),
                ...kept.filter(({ client_id }) => !known.includes(client_id)),
            ];
        });
    }

    /**
     * Steps of a passage that the server does not know, or has not been told of, wait for a person to decide; those of
     * a gate that the user does not know, for another user.
     */
    isHeld({ client_id, gate_id, uid, log_id, values, isStoring }) {
        if (isStoring || (this.gates.length && !this.gates.some(({ id }) => id === gate_id))) {
            return true;
        }
        const isBefore = (other) =>
            (other.uid && [uid, values.roll_call].includes(other.uid)) ||
            (other.log_id && other.log_id === log_id);
        const place = this.operations.findIndex((other) => other.client_id === client_id);
        return this.operations
            .slice(0, place)
            .some(
                (other) =>
                    other.text && (other.isUnsent || STARTS.includes(other.verb)) && isBefore(other)
            );
    }

    async settle(operation, { status, text, row, isUnsent }) {
        if (row) {
            this.update([row]);
        }
        if (status !== "done") {
            // whom the list has already, who may be the person registered
            const may_be = operation.verb === "register" && row?.id;
            // what the server does not know yet is kept, and sent again as it is
            isUnsent ||= status === "unknown";
            Object.assign(operation, { text, isUnsent, may_be });
            await this.keeping(async () => {
                if (operation.seq) {
                    await this.store.change([plain(operation)]);
                }
            });
            this.onConflict(operation);
            return;
        }
        if (operation.verb === "mark" && this.roll && row) {
            this.roll.marks[row.id] = operation.values.state;
        }
        await this.forget([operation], row ? this.name(operation.uid, row.id) : []);
        if (ROLL_CALL.includes(operation.verb)) {
            await this.loadOffline();
        } else {
            await this.keep();
        }
    }

    /** From now on ``uid`` is a passage that the server knows; the steps that named it so. */
    name(uid, id) {
        if (!uid) {
            return [];
        }
        this.ids[uid] = id;
        const later = this.operations.filter((operation) => operation.uid === uid);
        later.forEach((operation) => Object.assign(operation, { log_id: id }));
        return later;
    }

    /** It is the person who is on the list already: what was noted since is of that passage. */
    async isSame(operation) {
        await this.forget([operation], this.name(operation.uid, operation.may_be));
        await this.send();
    }

    /** The guard has read why a step was not done; what would have followed a beginning is not done either. */
    async acknowledge(operation) {
        const isOf = ({ uid, values }) =>
            STARTS.includes(operation.verb) && [uid, values.roll_call].includes(operation.uid);
        await this.forget([operation, ...this.operations.filter(isOf)]);
        await this.send();
    }

    async forget(operations, changed = []) {
        const ids = operations.map((operation) => operation.client_id);
        const isLeft = (operation) => !ids.includes(operation.client_id);
        const forgotten = operations.filter((operation) => operation.seq);
        const kept = changed.filter((operation) => operation.seq && isLeft(operation));
        await this.keeping(() => this.store.change(plain(kept), forgotten));
        this.operations = this.operations.filter(isLeft);
    }

    /** Send a step again that the server did not note, or one that it refused, with more said. */
    async sendAgain(operation, values = {}) {
        Object.assign(operation, {
            values: { ...operation.values, ...values },
            client_id: operation.isUnsent ? operation.client_id : uuid(),
            text: "",
            isUnsent: false,
            tries: 0,
        });
        await this.keeping(async () => {
            if (operation.seq) {
                await this.store.change([plain(operation)]);
            }
        });
        await this.send();
    }

    /** Who leaves the desk for another menu before all is sent has it sent all the same. */
    sendLater() {
        const timer = setInterval(async () => {
            await this.send();
            if (!this.sendable.length) {
                clearInterval(timer);
            }
        }, PATIENCE);
    }
}
