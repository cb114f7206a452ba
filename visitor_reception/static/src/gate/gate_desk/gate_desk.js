import { Component, onWillStart, onWillUnmount, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useBus, useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { GateDeskModel } from "./gate_desk_model";
import { LISTS, findRows, isOverdue, keyOf, nextStep, sortInLists, toTime } from "./gate_desk_rows";
import { GateRollCall } from "./gate_roll_call";
import { GateSheet } from "./gate_sheet";
import { printSlip } from "./gate_slip";

const POLL = 10000;
// who is expected tomorrow is expected today after midnight, with no message
const RELOAD = 300000;

/** One screen for a guard: who is expected, waits, is inside, is overdue; one search; the next useful button. */
export class GateDesk extends Component {
    static template = "visitor_reception.GateDesk";
    static props = { isInMenu: { type: Boolean, optional: true } };

    setup() {
        this.bus = useService("bus_service");
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.search = useRef("search");
        this.desk = useState(
            new GateDeskModel({
                orm: useService("orm"),
                onConflict: (operation) =>
                    this.notification.add(operation.text, { type: "danger" }),
            })
        );
        this.state = useState({ tab: "waiting", term: "", found: null, selected: null });
        this.lists = LISTS;
        this.keyOf = keyOf;
        this.nextStep = nextStep;
        this.toTime = toTime;
        this.askSearch = useDebounced(() => this.lookUp(), 200);

        useBus(useService("barcode").bus, "barcode_scanned", ({ detail }) => {
            // one visitor at a time
            if (!document.querySelector(".o_dialog")) {
                this.onScan(detail.barcode);
            }
        });
        const onPassage = ({ rows }) => this.desk.update(rows);
        const onRollCall = ({ roll_call }) => {
            this.desk.roll = roll_call;
        };
        const onReturn = () => this.desk.reload();
        // many notices may be issued at once
        const onReload = useDebounced(onReturn, 1000);
        const onLoss = () => {
            this.desk.isOnline = false;
        };
        this.bus.subscribe("reception.gate/passage", onPassage);
        this.bus.subscribe("reception.gate/reload", onReload);
        this.bus.subscribe("reception.gate/roll_call", onRollCall);
        this.bus.addEventListener("BUS:RECONNECT", onReturn);
        browser.addEventListener("online", onReturn);
        browser.addEventListener("offline", onLoss);
        const poll = browser.setInterval(() => this.onPoll(), POLL);
        this.loadedAt = Date.now();
        onWillStart(async () => {
            await this.desk.start();
            // a page that was opened without network hears nothing: it asks
            this.isLive = this.desk.isOnline;
            this.listen();
        });
        onWillUnmount(() => {
            this.bus.unsubscribe("reception.gate/passage", onPassage);
            this.bus.unsubscribe("reception.gate/reload", onReload);
            this.bus.unsubscribe("reception.gate/roll_call", onRollCall);
            this.bus.removeEventListener("BUS:RECONNECT", onReturn);
            browser.removeEventListener("online", onReturn);
            browser.removeEventListener("offline", onLoss);
            browser.clearInterval(poll);
            this.desk.sendLater();
        });
        // what the guard did not send yet is not thrown away by the browser when its disk is full
        navigator.storage?.persist?.();
    }

    listen() {
        (this.desk.facts.channels || []).forEach((channel) => this.bus.addChannel(channel));
    }

    async onPoll() {
        this.desk.now = this.desk.getNow();
        const isDue =
            Date.now() - this.loadedAt > (this.isLive ? RELOAD : POLL) && !document.hidden;
        if (isDue || !this.desk.isOnline || this.desk.sendable.length) {
            if (isDue) {
                this.loadedAt = Date.now();
            }
            await (isDue ? this.desk.reload() : this.desk.refresh());
            this.listen();
        }
    }

    /** A step that the server has not noted is nowhere else: it is thrown away on purpose only. */
    acknowledge(conflict) {
        if (!conflict.isUnsent) {
            this.desk.acknowledge(conflict);
            return;
        }
        this.dialog.add(ConfirmationDialog, {
            title: conflict.visitor,
            body: _t("The server has not noted this step. Throw it away?"),
            confirmLabel: _t("Throw away"),
            confirm: () => this.desk.acknowledge(conflict),
            cancel: () => {},
        });
    }

    async chooseGate(ev) {
        await this.desk.chooseGate(Number(ev.target.value));
        this.listen();
    }

    // -- what is shown -------------------------------------------------------------------------------------------------

    get columns() {
        const lists = sortInLists(this.desk.current, this.desk.now);
        return LISTS.map((name) => ({
            name,
            title: this.titles[name],
            rows: lists[name],
            count: lists[name].length + (this.desk.hidden[name] || 0),
        }));
    }

    get titles() {
        return {
            expected: _t("Expected today"),
            waiting: _t("Waiting"),
            inside: _t("Inside"),
            overdue: _t("Late to leave"),
        };
    }

    get user() {
        return user.name;
    }

    /** Found rows as they stand here and now: what was done since the server answered counts. */
    get found() {
        const rows = new Map(this.desk.all.map((row) => [row.id, row]));
        const open = this.state.found.open
            .map((row) => rows.get(row.id) || row)
            .filter((row) => ["expected", "waiting", "inside"].includes(row.state));
        return { ...this.state.found, open };
    }

    stepLabel(row) {
        return {
            ask: row.consent_state === "asked" ? _t("Host was asked: call") : _t("Ask the host"),
            in: _t("Let in"),
            out: _t("Let out"),
            refuse: _t("Refuse"),
            watch: _t("Compare with the list"),
            explain: _t("Explain the missing slip"),
        }[nextStep(row)];
    }

    consentLabel(row) {
        return {
            none: _t("Host not asked"),
            asked: _t("Host asked"),
            no_answer: _t("No answer"),
            agreed: row.consent_by ? _t("Agreed: %s", row.consent_by) : _t("Agreed"),
            refused: _t("Host does not agree"),
        }[row.consent_state];
    }

    slipLabel(row) {
        return {
            issued: _t("Slip with the visitor"),
            signed: _t("Slip signed: %s", row.slip_signed_by),
            missing: _t("Left without slip"),
        }[row.slip_state];
    }

    timeLabel(row) {
        if (row.state === "expected") {
            return row.expected_at ? _t("from %s", toTime(row.expected_at)) : "";
        }
        if (row.state === "waiting") {
            return _t("waits since %s", toTime(row.arrived_at));
        }
        return isOverdue(row, this.desk.now)
            ? _t("in %(since)s, due out %(due)s", {
                  since: toTime(row.checked_in),
                  due: toTime(row.due_out),
              })
            : _t("in since %s", toTime(row.checked_in));
    }

    kindLabel(row) {
        return this.desk.facts.kinds?.find(([name]) => name === row.kind)?.[1];
    }

    // -- search --------------------------------------------------------------------------------------------------------

    onSearch(ev) {
        this.state.term = ev.target.value;
        this.askSearch();
    }

    onSearchKey(ev) {
        // Enter and Escape belong to the input method while it composes
        if (ev.isComposing) {
            return;
        }
        if (ev.key === "Enter" && this.state.term.trim()) {
            this.onScan(this.state.term);
        } else if (ev.key === "Escape") {
            this.clearSearch();
        }
    }

    clearSearch() {
        Object.assign(this.state, { term: "", found: null });
        if (this.search.el) {
            this.search.el.value = "";
        }
    }

    async lookUp() {
        const term = this.state.term.trim();
        if (!term) {
            this.state.found = null;
            return;
        }
        // at once from what is here; then what the server knows of everybody
        this.state.found = { open: findRows(this.desk.all, term), known: [] };
        const found = await this.desk.read("reception.gate", "desk_search", [
            term,
            this.desk.gate.id,
        ]);
        if (found && term === this.state.term.trim()) {
            const local = this.state.found.open.filter((row) => !row.id);
            this.state.found = { ...found, open: [...found.open, ...local] };
        }
    }

    /** A pass, slip or plate was scanned, or a name typed to the end: what is meant without doubt is opened. */
    async onScan(code) {
        this.state.term = code;
        if (this.search.el) {
            this.search.el.value = code;
        }
        await this.lookUp();
        if (this.state.found?.open.length === 1) {
            this.doNext(this.found.open[0] || this.state.found.open[0]);
        }
    }

    // -- steps ---------------------------------------------------------------------------------------------------------

    open(kind, rows = [], values = {}) {
        this.dialog.add(GateSheet, {
            kind,
            rows,
            values,
            desk: this.desk,
            goOn: (steps, keys) => this.goOn(steps, keys),
            done: () => {
                this.state.selected = null;
                this.clearSearch();
            },
        });
    }

    /** From one step of the same passages to the first of ``steps`` that some of them need now. */
    goOn(steps, keys) {
        const rows = keys.map((key) => this.desk.find(key)).filter(Boolean);
        const step = steps.find((name) => rows.some((row) => nextStep(row) === name));
        if (step) {
            const those = rows.filter((row) => nextStep(row) === step);
            // who may be of the watch list is looked at one by one
            this.open(step, step === "watch" ? those.slice(0, 1) : those);
        }
    }

    doNext(row) {
        this.open(nextStep(row), [row]);
    }

    register(values = {}) {
        this.open("register", [], values);
    }

    registerKnown(row) {
        const {
            visitor_name,
            visitor_phone,
            visitor_unit,
            kind,
            host_id,
            host_name,
            reason,
            plate,
            document_kind,
        } = row;
        this.register({
            visitor_name,
            visitor_phone,
            visitor_unit,
            host_id,
            host_name,
            reason,
            plate,
            document_kind,
            kind: kind === "guest" || kind === "trader" ? "visitor" : kind,
        });
    }

    registerTyped() {
        const term = this.state.term.trim();
        const isNumber = /^[\d\s+\-()]+$/.test(term);
        this.register({ [isNumber ? "visitor_phone" : "visitor_name"]: term });
    }

    callRoll() {
        this.dialog.add(GateRollCall, { desk: this.desk });
    }

    print(row) {
        printSlip(row, this.desk);
    }

    // -- a group -------------------------------------------------------------------------------------------------------

    toggleSelecting() {
        this.state.selected = this.state.selected ? null : new Set();
    }

    canSelect(row) {
        return nextStep(row) === "in" || (row.state === "inside" && row.slip_state !== "missing");
    }

    toggle(row) {
        const key = keyOf(row);
        if (!this.state.selected.delete(key)) {
            this.state.selected.add(key);
        }
    }

    get selectedRows() {
        const rows = this.desk.current.filter((row) => this.state.selected.has(keyOf(row)));
        return {
            in: rows.filter((row) => nextStep(row) === "in"),
            out: rows.filter((row) => nextStep(row) === "out"),
        };
    }
}
