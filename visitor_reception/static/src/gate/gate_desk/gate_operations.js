import { markRaw } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { uuid } from "@web/core/utils/strings";
import { session } from "@web/session";
import { GateConnection, PATIENCE, plain } from "./gate_connection";
import { GateStore } from "./gate_store";
import { keyOf, nameOf, verbs } from "./registries";

// a step that makes the server fail does not hold up those behind it for ever
const TRIES = 5;
// operations of one call
const MOST = 50;

/** One tab of the browser sends at a time, where the browser can see to that; the server sees to it anyway. */
const alone = (work) =>
    navigator.locks ? navigator.locks.request("visitor_reception.gate_desk", work) : work();

/** Of an operation that a desk has noted before an update. */
const renew = ({ log_id, ...operation }) =>
    log_id === undefined
        ? operation
        : { model: verbs.get(operation.verb, {}).model, res_id: log_id, ...operation };

/** Whether ``later`` names what ``operation`` has begun, or is done with the same record. */
const isBefore = (operation, later) =>
    (operation.uid && [later.uid, ...Object.values(later.values)].includes(operation.uid)) ||
    (operation.res_id && operation.res_id === later.res_id && operation.model === later.model);

/**
 * Every step is an operation with an id made here: it is put on disk, shown as done, and sent; without network it is sent
 * later. There is no other way, so a step is never lost and never done twice.
 */
export class GateOperations extends GateConnection {
    constructor({ orm, onConflict }) {
        super({ orm });
        this.onConflict = onConflict;
        this.store = markRaw(new GateStore(session.db));
        this.isBarred = false;
        // the browser keeps nothing: what is not sent is lost with the page
        this.isVolatile = false;
        this.gates = [];
        this.gate = null;
        this.operations = [];
        // keys of rows that were begun here: the desk's own, and the one with the id that the server gave
        this.keys = {};
        this.sending = null;
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

    async getKeptOperations() {
        return (await this.store.getOperations()).map(renew);
    }

    get waitingOperations() {
        return this.operations.filter((operation) => !operation.text);
    }

    /**
     * What can be sent now; the rest waits for a person, or for the network: steps of a row that the server does not know,
     * or has not been told of; and those of a gate that the user does not know, for another user.
     */
    get sendable() {
        const refused = [];
        const result = [];
        for (const operation of this.operations) {
            const { text, isUnsent, isStoring, verb, gate_id } = operation;
            const isOfOther = this.gates.length && !this.gates.some(({ id }) => id === gate_id);
            if (text && (isUnsent || verbs.get(verb, {}).starts)) {
                refused.push(operation);
            } else if (!text && !isStoring && !isOfOther) {
                if (!refused.some((other) => isBefore(other, operation))) {
                    result.push(operation);
                }
            }
        }
        return result;
    }

    /** What is shown as done: what waits, and what has happened at the gate, until somebody has decided about it. */
    get shownOperations() {
        return this.operations.filter(({ text, row }) => !text || row);
    }

    get conflicts() {
        return this.operations.filter((operation) => operation.text);
    }

    /**
     * Do ``verb`` of ``reception.gate.sync_passages`` with a row, or without: register somebody, start a roll call.
     *
     * @returns {Promise<string>} the key of the row
     */
    async do(verb, row, values = {}) {
        const { model = false, getLabel } = verbs.get(verb);
        const uid = row ? row.client_uid || false : uuid();
        const kept = plain({
            client_id: uuid(),
            gate_id: this.gate.id,
            user_id: user.userId,
            user_name: user.name,
            // what is done without network has happened whatever the server says afterwards
            isOffline: !this.isOnline,
            verb,
            values,
            at: this.getNow(),
            model,
            res_id: row?.id || false,
            uid,
            visitor: row ? nameOf(row) : getLabel?.(values) || nameOf(values),
        });
        // the row may have got its id meanwhile
        Object.assign(kept, this.getNamed(kept));
        // shown at once, and sent when it is on disk
        this.operations.push({ ...kept, isStoring: true });
        const operation = this.operations.at(-1);
        await this.keeping(async () => {
            operation.seq = await this.store.addOperation(kept);
        });
        operation.isStoring = false;
        this.isVolatile ||= !operation.seq;
        this.send();
        return keyOf({ model, id: operation.res_id, client_uid: uid });
    }

    /** Send what waits, in order. */
    send() {
        this.sending ||= alone(() => this.sendAll()).finally(() => {
            this.sending = null;
        });
        return this.sending;
    }

    /**
     * The next operations to send in one call, in order: none that follows from another of them, for that one may be
     * refused. Those of a verb that takes many at once follow each other.
     */
    getNextCall(most) {
        const call = [];
        for (const operation of this.sendable) {
            const isBatch = verbs.get(operation.verb, {}).isBatch;
            const isAfter = call.some(
                (other) => !(isBatch && other.verb === operation.verb) && isBefore(other, operation)
            );
            const isElsewhere = call.length && call[0].gate_id !== operation.gate_id;
            if (call.length === most || isAfter || isElsewhere) {
                break;
            }
            call.push(operation);
        }
        return call;
    }

    async sendAll() {
        await this.readStore();
        let call;
        let most = MOST;
        while ((call = this.getNextCall(most)).length) {
            const operation = call[0];
            let results;
            try {
                results = await this.ask("reception.gate", "sync_passages", [
                    call,
                    operation.gate_id,
                ]);
                this.isBarred = !results && this.isLoggedOut;
                if (!results) {
                    const late = this.waitingOperations.filter(({ isOffline }) => !isOffline);
                    late.forEach((waiting) => Object.assign(waiting, { isOffline: true }));
                    await this.forget([], late);
                    return;
                }
            } catch (error) {
                if (call.length > 1) {
                    // one of them makes the server fail: which is it?
                    most = 1;
                    continue;
                }
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
                const text = error.data?.message || error.message;
                results = [{ client_id: operation.client_id, status: "unknown", text }];
            }
            await this.settleAll(call, results);
        }
    }

    /** What another page of this browser has noted, or has brought to an end, since. */
    async readStore() {
        const before = this.operations.filter(({ seq }) => seq);
        await this.keeping(async () => {
            const kept = await this.getKeptOperations();
            const isKept = ({ client_id }) => kept.some((other) => other.client_id === client_id);
            const ended = before.filter((operation) => !isKept(operation)).map(({ seq }) => seq);
            const known = this.operations.map(({ client_id }) => client_id);
            this.operations = [
                ...this.operations.filter(({ seq }) => !ended.includes(seq)),
                ...kept.filter(({ client_id }) => !known.includes(client_id)),
            ];
        });
    }

    /** What the server answers to a call. */
    async settleAll(call, results) {
        const done = [];
        const changed = [];
        for (const operation of call) {
            const result = results.find(({ client_id }) => client_id === operation.client_id) || {
                status: "unknown",
                text: _t("The server has not answered this step."),
            };
            if (result.row) {
                this.update([result.row]);
            }
            if (result.status === "done") {
                done.push(operation);
                changed.push(...(result.row ? this.name(operation, result.row) : []));
            } else {
                this.keepConflict(operation, result);
                changed.push(operation);
            }
            verbs.get(operation.verb, {}).onAnswer?.(operation, result, this);
        }
        await this.forget(done, changed);
        await this.keep();
    }

    keepConflict(operation, { status, text, row }) {
        Object.assign(operation, {
            text: text || _t("The server cannot do this."),
            // what the server does not know yet is kept, and sent again as it is
            isUnsent: status === "unknown",
            // which the list has already, and may be what was begun here
            may_be: verbs.get(operation.verb, {}).starts && row?.id,
            row: operation.isOffline && verbs.get(operation.verb, {}).isFact && row,
        });
        this.onConflict(operation);
    }

    /** The id of a row that was begun here, once the server has given it. */
    getNamed({ model, res_id, uid }) {
        const key = this.keys[keyOf({ model, client_uid: uid })];
        return { res_id: res_id || (key ? Number(key.split(":")[1]) : false) };
    }

    /** From now on what ``operation`` has begun is ``row``; the steps that named it by its ``uid``. */
    name({ uid, model }, row) {
        if (!uid) {
            return [];
        }
        this.keys[keyOf({ model, client_uid: uid })] = keyOf(row);
        const later = this.operations.filter(
            (operation) => operation.uid === uid && operation.model === row.model
        );
        later.forEach((operation) => Object.assign(operation, { res_id: row.id }));
        return later;
    }

    /** It is what is on the list already: what was noted since is of that. */
    async isSame(operation) {
        const { model, may_be } = operation;
        await this.forget([operation], this.name(operation, { model, id: may_be }));
        await this.send();
    }

    /** The guard has read why a step was not done; what would have followed a beginning is not done either. */
    async acknowledge(operation) {
        const isOf = (other) =>
            verbs.get(operation.verb, {}).starts &&
            [other.uid, ...Object.values(other.values)].includes(operation.uid);
        await this.forget([operation, ...this.operations.filter(isOf)]);
        await this.send();
    }

    /** Forget some operations and put others on disk as they are now. */
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
            row: false,
            isUnsent: false,
            tries: 0,
        });
        await this.forget([], [operation]);
        await this.send();
    }

    /** The browser asks before it leaves a page with steps that are nowhere else. */
    watchPage() {
        this.onLeave = (ev) => {
            if (this.operations.some(({ seq }) => !seq)) {
                ev.preventDefault();
            }
        };
        window.addEventListener("beforeunload", this.onLeave);
    }

    /** Who leaves the desk for another menu before all is sent has it sent all the same. */
    sendLater() {
        const timer = setInterval(async () => {
            await this.send();
            if (!this.sendable.length) {
                clearInterval(timer);
                window.removeEventListener("beforeunload", this.onLeave);
            }
        }, PATIENCE);
    }
}
