import { Component, onWillStart, useExternalListener, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { MultiRecordSelector } from "@web/core/record_selectors/multi_record_selector";
import { useDebounced } from "@web/core/utils/timing";
import { uuid } from "@web/core/utils/strings";
import { deserializeDateTime, serializeDateTime } from "@web/core/l10n/dates";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { intakeStore } from "./intake_store";

const { DateTime } = luxon;
const MODEL = "reception.petition.contact";
const CHANNELS = { 1: "call", 2: "petition_visit", 3: "letter" };
// what is written in every entry: Enter goes from one to the next, Tab reaches the others too
const WRITTEN = "input:not([type]), textarea, select[name=kind], select[name=field_id]";
const OUTCOMES = {
    a: "answered_on_spot",
    b: "accepted",
    c: "not_accepted",
    d: "no_longer_accepted",
    e: "follow_up_talk",
};
const CONTACT_FACTS = {
    call: ["caller_number", "number_withheld", "rings", "ended_by", "end_cause"],
    petition_visit: ["filled_by", "form_number"],
    letter: ["form_number"],
};

const newPerson = (role = "petitioner") => ({
    name: "",
    phone: "",
    address: "",
    unit: "",
    document_number: "",
    role,
});
const newEntry = (channel) => ({
    client_id: uuid(),
    channel,
    started_at: serializeDateTime(DateTime.now()),
    people: [newPerson()],
    kind: "appeal",
    field_id: false,
    headcount: 1,
    circumstances: "",
    request: "",
    answer: "",
    basis_id: false,
    caller_number: "",
    number_withheld: false,
    rings: 0,
    ended_by: "caller",
    end_cause: "",
    filled_by: "staff",
    form_number: "",
    name_missing: false,
    address_missing: false,
    same_matter_id: false,
    accused: [],
});

/** Intake of calls, visits and letters on one screen, by the keyboard alone (2-1, 2-2). */
export class IntakeDesk extends Component {
    static template = "visitor_reception_petition.IntakeDesk";
    static components = { MultiRecordSelector };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.root = useRef("root");
        this.state = useState({
            entry: intakeStore.read() || newEntry("call"),
            cards: [],
            saved: null,
            isBusy: false,
            queue: [],
            windowId: intakeStore.readWindow(),
            missed: null,
        });
        this.lookup = useDebounced(this.findCards.bind(this), 250);
        useExternalListener(window, "keydown", this.onKeydown.bind(this), { capture: true });
        onWillStart(async () => {
            this.data = await this.orm.call(MODEL, "get_intake_data", []);
            await this.loadQueue();
        });
    }

    get entry() {
        return this.state.entry;
    }

    get outcomes() {
        return [
            ["A", "answered_on_spot", _t("Answered on the spot")],
            ["B", "accepted", _t("Accepted")],
            ["C", "not_accepted", _t("Not accepted")],
            ["D", "no_longer_accepted", _t("No longer accepted")],
            ["E", "follow_up_talk", _t("Further talk")],
        ];
    }

    /** Articles of the chosen field first. */
    get articles() {
        const isOfField = (article) => article.field_ids.includes(this.entry.field_id);
        return [...this.data.articles].sort((one, other) => isOfField(other) - isOfField(one));
    }

    get channels() {
        return [
            ["1", "call", _t("Call")],
            ["2", "petition_visit", _t("Visit")],
            ["3", "letter", _t("Letter")],
        ];
    }

    /** Enter goes to the next field, except where text has lines, and where it ends a word of an input method. */
    onKeydown(ev) {
        if (document.querySelector(".modal") || !this.root.el || ev.isComposing) {
            return;
        }
        const key = ev.key.toLowerCase();
        const letter = ev.code.startsWith("Key") ? ev.code[3].toLowerCase() : key;
        const digit = ev.code.startsWith("Digit") ? ev.code[5] : key;
        let act = null;
        if (ev.altKey && !ev.ctrlKey && CHANNELS[digit]) {
            act = () => this.begin(CHANNELS[digit]);
        } else if (ev.altKey && !ev.ctrlKey && digit === "0") {
            act = () => this.callNext();
        } else if (ev.altKey && !ev.ctrlKey && OUTCOMES[letter]) {
            act = () => this.decide(OUTCOMES[letter]);
        } else if (ev.altKey && letter === "s") {
            act = () => this.state.cards.length && this.markSame(this.state.cards[0]);
        } else if (ev.altKey && letter === "n") {
            act = () => this.markSame({ id: false });
        } else if (ev.ctrlKey && key === "enter") {
            act = () => this.save();
        } else if (key === "enter" && ev.target.matches("input, select")) {
            act = () => this.focusAfter(ev.target);
        }
        if (act && (this.root.el.contains(ev.target) || ev.target === document.body)) {
            ev.preventDefault();
            ev.stopPropagation();
            act();
        }
    }

    focusAfter(element) {
        const fields = [...this.root.el.querySelectorAll("input, select, textarea")];
        const following = fields.slice(fields.indexOf(element) + 1);
        following.find((field) => field.matches(WRITTEN))?.focus();
    }

    getTimeLeft(card) {
        return _t("%(days)s days left, until %(day)s", {
            days: card.days_left,
            day: card.due_date,
        });
    }

    /** How long somebody waits. */
    getWait(row) {
        const { minutes } = DateTime.now().diff(deserializeDateTime(row.since), "minutes");
        return _t("waits %s min", Math.max(0, Math.round(minutes)));
    }

    begin(channel) {
        Object.assign(this.state, { entry: newEntry(channel), cards: [], saved: null });
        intakeStore.drop();
        browserFocus(this.root.el);
    }

    /** Each change is kept at once; numbers and names are looked up. */
    change(target, name, ev) {
        const input = ev.target;
        target[name] =
            input.type === "checkbox"
                ? input.checked
                : input.type === "number"
                  ? Number(input.value)
                  : input.value;
        intakeStore.keep(this.entry);
        if (["caller_number", "name", "phone", "document_number"].includes(name)) {
            this.lookup(target[name]);
        }
    }

    changeId(name, ev) {
        this.entry[name] = Number(ev.target.value) || false;
        intakeStore.keep(this.entry);
    }

    nameAccused(ids) {
        this.entry.accused = ids;
        intakeStore.keep(this.entry);
    }

    async findCards(term) {
        const cards = await this.orm.silent.call(MODEL, "lookup", [term]);
        if (cards.length || !this.entry.same_matter_id) {
            this.state.cards = cards;
        }
    }

    addPerson() {
        this.entry.people.push(newPerson("representative"));
        this.entry.headcount = Math.max(this.entry.headcount, this.entry.people.length);
    }

    markSame(card) {
        this.entry.same_matter_id = card.id;
        intakeStore.keep(this.entry);
    }

    get values() {
        const entry = this.entry;
        const people = entry.people
            .map((person) =>
                Object.fromEntries(Object.entries(person).filter(([, value]) => value))
            )
            .filter((person) => Object.keys(person).length > 1);
        const names = [
            "client_id",
            "channel",
            "started_at",
            "kind",
            "field_id",
            "headcount",
            "circumstances",
            "request",
        ];
        names.push(
            "answer",
            "basis_id",
            "name_missing",
            "address_missing",
            ...CONTACT_FACTS[entry.channel]
        );
        const values = Object.fromEntries(names.map((name) => [name, entry[name]]));
        if (entry.kind === "accusation" && entry.accused.length) {
            values.accused = [...entry.accused];
        }
        for (const name of ["same_matter_id", "contact_id"]) {
            if (entry[name]) {
                values[name] = entry[name];
            }
        }
        return { ...values, title: (entry.request || entry.circumstances).slice(0, 40), people };
    }

    async save() {
        if (this.state.isBusy || this.state.saved) {
            return this.state.saved;
        }
        this.state.isBusy = true;
        try {
            this.state.saved = await this.orm.call(MODEL, "register", [this.values]);
            intakeStore.drop();
            if (this.entry.kind !== "accusation") {
                this.state.cards = this.state.saved.candidates;
            }
        } finally {
            this.state.isBusy = false;
        }
        this.notification.add(_t("Registered as %s", this.state.saved.number), { type: "success" });
        return this.state.saved;
    }

    async decide(outcome) {
        const saved = await this.save();
        if (!saved || this.entry.kind === "accusation") {
            return;
        }
        if (this.entry.channel === "petition_visit") {
            await this.orm.call(MODEL, "action_verify", [[saved.contact_id]]);
        }
        await this.action.doAction(
            {
                type: "ir.actions.act_window",
                name: _t("Outcome of %s", saved.number),
                res_model: "reception.petition.outcome.set",
                views: [[false, "form"]],
                target: "new",
                context: {
                    default_contact_id: saved.contact_id,
                    default_outcome: outcome,
                    default_answer: this.entry.answer,
                    default_basis_id: this.entry.basis_id,
                },
            },
            { onClose: () => this.finish(saved) }
        );
    }

    /** The next one, unless the dialog was closed without an outcome. */
    async finish(saved) {
        const [contact] = await this.orm.read(MODEL, [saved.contact_id], ["outcome"]);
        if (!contact.outcome) {
            return;
        }
        await this.orm.call(MODEL, "action_close", [[saved.contact_id]]);
        this.begin(this.entry.channel);
    }

    // -- who waits ----------------------------------------------------------------------------

    async loadQueue() {
        this.state.queue = await this.orm.silent.call(MODEL, "get_queue", []);
    }

    chooseWindow(ev) {
        this.state.windowId = Number(ev.target.value) || false;
        intakeStore.keepWindow(this.state.windowId);
    }

    async callNext() {
        const next = await this.orm.call(MODEL, "call_next", [this.state.windowId]);
        if (!next) {
            this.notification.add(_t("Nobody waits."), { type: "info" });
            return;
        }
        this.receive(next);
    }

    async callWaiting(row) {
        this.receive(await this.orm.call(MODEL, "open_waiting", [[row.id]]));
    }

    /** What was typed at the kiosk is registered already; who has a number alone is written down now. */
    receive(next) {
        this.begin("petition_visit");
        const { entry } = this;
        entry.ticket = next.ticket;
        if (next.matter_id) {
            Object.assign(entry, next.matter);
            entry.people = next.people.length ? next.people : entry.people;
            this.state.saved = { ...next, candidates: [] };
            this.lookup(entry.people[0].phone || entry.people[0].name || "");
        } else {
            entry.contact_id = next.contact_id;
            intakeStore.keep(entry);
        }
        this.loadQueue();
    }

    async giveTicket() {
        const windowId = this.state.windowId || this.data.windows[0]?.id;
        const { ticket } = await this.orm.call(MODEL, "take_ticket", [windowId]);
        this.notification.add(_t("Number %s", ticket), { type: "success", sticky: true });
        await this.loadQueue();
    }

    async callBack(row) {
        await this.orm.call(MODEL, "action_call_back", [[row.id]]);
        this.begin("call");
        this.entry.caller_number = row.number;
        this.lookup(row.number);
        await this.loadQueue();
    }

    async miss(row) {
        await this.orm.call(MODEL, "action_miss", [[row.id]]);
        await this.loadQueue();
    }

    /** Numbers that nobody answered, one a line, as they are pasted. */
    async noteMissed() {
        const numbers = this.state.missed.split(/\s+/).filter(Boolean);
        const started_at = serializeDateTime(DateTime.now());
        const calls = numbers.map((caller_number) => ({ caller_number, started_at }));
        await this.orm.call(MODEL, "register_missed", [calls]);
        this.state.missed = null;
        await this.loadQueue();
    }

    openMatter(card) {
        this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "reception.petition.matter",
            res_id: card.id,
            views: [[false, "form"]],
        });
    }
}

function browserFocus(root) {
    root?.querySelector("input")?.focus();
}

registry.category("actions").add("reception_petition_intake", IntakeDesk);
