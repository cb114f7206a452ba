import { Component, onWillDestroy, onWillStart, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { GateCard } from "./gate_card";
import { GateConflicts } from "./gate_conflicts";
import { GateDeskModel } from "./gate_desk_model";
import { isComposing } from "./gate_scanner";
import { GateScans } from "./gate_scans";
import { GateSearch } from "./gate_search";
import { getCardValues, parseCard, readCard } from "./reader/card_reader";
import { getKnownValues, getTypedValues } from "./passage/known_visitor";
import { bus, cards, getStep, keyOf, panels, sheets } from "./registries";

const POLL = 10000;
// who is expected tomorrow is expected today after midnight, with no message
const RELOAD = 300000;

/** One screen for a guard: who is expected, waits, is inside, is overdue; one search; the next useful button. */
export class GateDesk extends Component {
    static template = "visitor_reception.GateDesk";
    static components = { GateCard, GateConflicts };
    static props = { isInMenu: { type: Boolean, optional: true } };

    setup() {
        this.dialog = useService("dialog");
        this.notification = useService("notification");
        this.input = useRef("search");
        this.desk = useState(
            new GateDeskModel({
                orm: useService("orm"),
                onConflict: ({ text }) => this.ui.notify(text, { type: "danger" }),
            })
        );
        this.search = useState(new GateSearch(this.desk));
        this.state = useState({ tab: "waiting", selected: null });
        // what sheets, panels and scans of all add-ons are given
        this.ui = {
            open: (step, rows, values) => this.open(step, rows, values),
            openDialog: (Dialog, props) => this.openDialog(Dialog, props),
            doNext: (row, values) => this.doNext(row, values),
            search: (term) => this.lookFor(term),
            notify: (text, options) => this.notification.add(text, options),
        };
        this.keyOf = keyOf;
        this.panels = panels;
        this.user = user.name;
        this.lookUp = useDebounced(() => this.search.lookUp(), 200);
        this.scans = new GateScans({ desk: this.desk, ui: this.ui });
        this.listenToServer();
        this.desk.watchPage();
        // what the guard did not send yet is not thrown away by the browser when its disk is full
        navigator.storage?.persist?.();
    }

    // -- the network ---------------------------------------------------------------------------------------------------

    listenToServer() {
        this.bus = useService("bus_service");
        const onReturn = () => this.desk.reload();
        const onLoss = () => {
            this.desk.isOnline = false;
        };
        const messages = bus
            .getEntries()
            .map(([message, take]) => [message, (payload) => take(this.desk, payload)]);
        messages.forEach(([message, take]) => this.bus.subscribe(message, take));
        this.bus.addEventListener("BUS:RECONNECT", onReturn);
        browser.addEventListener("online", onReturn);
        browser.addEventListener("offline", onLoss);
        const poll = browser.setInterval(() => this.onPoll(), POLL);
        this.loadedAt = Date.now();
        onWillStart(async () => {
            await this.desk.start();
            this.openFirstList();
            // a page that was opened without network hears nothing: it asks
            this.isLive = this.desk.isOnline;
            this.listen();
        });
        onWillDestroy(() => {
            messages.forEach(([message, take]) => this.bus.unsubscribe(message, take));
            this.bus.removeEventListener("BUS:RECONNECT", onReturn);
            browser.removeEventListener("online", onReturn);
            browser.removeEventListener("offline", onLoss);
            browser.clearInterval(poll);
            this.desk.sendLater();
        });
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

    async chooseGate(id) {
        await this.desk.chooseGate(id);
        this.openFirstList();
        this.listen();
    }

    /** Whom nobody has to call about comes first. */
    openFirstList() {
        const isExpected = ({ name, count }) => name === "expected" && count;
        this.state.tab = this.desk.lists.some(isExpected) ? "expected" : "waiting";
    }

    /** What has changed, for who hears the desk. */
    get told() {
        const { isOnline, waitingOperations } = this.desk;
        const { found } = this.search;
        return [
            isOnline ? _t("Online") : _t("No network: keep working"),
            ...(waitingOperations.length ? [_t("%s to send", waitingOperations.length)] : []),
            ...(found ? [_t("%s found", found.open.length)] : []),
        ].join(". ");
    }

    // -- search --------------------------------------------------------------------------------------------------------

    onSearch(ev) {
        this.search.term = ev.target.value;
        this.lookUp();
    }

    onSearchKey(ev) {
        if (isComposing(ev)) {
            return;
        }
        if (ev.key === "Enter" && this.search.term.trim()) {
            this.scans.take(this.search.term.trim());
        } else if (ev.key === "Escape") {
            this.clearSearch();
        }
    }

    clearSearch() {
        this.search.clear();
        this.input.el.value = "";
    }

    /** Show what ``term`` may mean; what is meant without doubt is opened. */
    async lookFor(term) {
        this.search.term = term;
        this.input.el.value = term;
        await this.search.lookUp();
        const { found } = this.search;
        if (found?.open.length === 1) {
            this.doNext(found.open[0], found.values);
        } else if (found && !found.open.length && Object.keys(found.values || {}).length) {
            // a card reader has read who it is
            this.register(found.values);
        }
    }

    /** The card on the reader beside the desk: who is expected is let in next, anybody else is filled in. */
    async readCard() {
        const { reader_url, takes_photo } = this.desk.gate;
        let text;
        try {
            text = await readCard(reader_url);
        } catch {
            this.ui.notify(_t("The card reader does not answer."), { type: "danger" });
            return;
        }
        const args = [text, this.desk.gate.id];
        const found = text && (await this.desk.read("reception.gate", "desk_search", args));
        const { photo } = parseCard(text);
        const read = found ? found.values : getCardValues(text);
        if (!Object.keys(read).length) {
            this.ui.notify(_t("No card is read: lay it on the reader."), { type: "warning" });
            return;
        }
        const values = { ...read, ...(takes_photo && photo ? { photo } : {}) };
        const isNamed = (row) =>
            ["expected", "waiting"].includes(row.state) && row.visitor_name === values.visitor_name;
        const rows = found ? found.open : this.desk.all.filter(isNamed);
        if (rows.length === 1) {
            this.doNext(rows[0], values);
        } else {
            this.register(values);
        }
    }

    // -- steps ---------------------------------------------------------------------------------------------------------

    openDialog(Dialog, props, rows = []) {
        return this.dialog.add(Dialog, props, { onClose: this.scans.open(rows) });
    }

    open(step, rows = [], values = {}) {
        const done = () => {
            this.state.selected = null;
            this.clearSearch();
        };
        // what a card says is not read twice
        const goOn = (steps, keys) => this.goOn(steps, keys, rows.length ? values : {});
        const props = { rows, values, desk: this.desk, goOn, done };
        this.openDialog(sheets.get(step).Component, props, rows);
    }

    /** From one step of the same rows to the first of ``steps`` that some of them need now. */
    goOn(steps, keys, values = {}) {
        const rows = keys.map((key) => this.desk.find(key)).filter(Boolean);
        const next = steps.find((step) => rows.some((row) => getStep(row) === step));
        if (next) {
            const those = rows.filter((row) => getStep(row) === next);
            this.open(next, sheets.get(next).isOfOne ? those.slice(0, 1) : those, values);
        }
    }

    /** The next step of a row: its sheet, or, where nothing is to be said, the verb of that name. */
    doNext(row, values = {}) {
        const step = getStep(row);
        if (sheets.contains(step)) {
            const { document_kind, document_typed, photo } = values;
            const read = { document_kind, document_typed, photo };
            this.open(step, [row], JSON.parse(JSON.stringify(read)));
        } else if (step) {
            this.desk.do(step, row);
            this.clearSearch();
        }
    }

    register(values = {}) {
        this.open("register", [], values);
    }

    registerKnown(row) {
        this.register(getKnownValues(row));
    }

    registerTyped() {
        this.register(getTypedValues(this.search.term.trim()));
    }

    openPanel({ Component: Panel }) {
        this.openDialog(Panel, { desk: this.desk, ui: this.ui });
    }

    // -- a group -------------------------------------------------------------------------------------------------------

    toggleSelecting() {
        this.state.selected = this.state.selected ? null : new Set();
    }

    toggle(row) {
        const key = keyOf(row);
        if (!this.state.selected.delete(key)) {
            this.state.selected.add(key);
        }
    }

    /** What can be done with those chosen: one button a step. */
    get groups() {
        const chosen = this.desk.current.filter((row) => this.state.selected.has(keyOf(row)));
        const groups = new Map();
        for (const row of chosen) {
            const step = getStep(row);
            const card = cards.get(row.model);
            if (card.groupSteps?.includes(step)) {
                const key = `${row.model}:${step}`;
                groups.set(key, { step, label: card.getStepLabel(row), ...groups.get(key) });
                (groups.get(key).rows ||= []).push(row);
            }
        }
        return [...groups.values()];
    }
}
