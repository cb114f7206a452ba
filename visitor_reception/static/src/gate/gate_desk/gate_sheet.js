import { Component, onMounted, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { keyOf } from "./gate_desk_rows";

/** Names as they are typed one after the other, in Chinese or not; a name may have spaces. */
const splitNames = (text) =>
    (text || "")
        .split(/[、,，;；\n]/)
        .map((name) => name.trim())
        .filter(Boolean);

const getSigner = (row) => row.slip_signed_by || row.host_name || "";

const filled = (values) =>
    Object.fromEntries(
        Object.entries(values).filter(([, value]) => value !== "" && value !== null)
    );

/** What one step of one visitor, or of a group, needs to know: as few touches as the rules allow. */
export class GateSheet extends Component {
    static template = "visitor_reception.GateSheet";
    static components = { Dialog };
    static props = {
        kind: String,
        rows: Array,
        values: Object,
        desk: Object,
        goOn: Function,
        done: Function,
        close: Function,
    };

    setup() {
        this.notification = useService("notification");
        this.desk = useState(this.props.desk);
        this.state = useState({
            values: { ...this.getDefaults(), ...this.props.values },
            contacts: [],
            contact: null,
            number: false,
            hosts: [],
            missing: [],
        });
        this.searchHosts = useDebounced((term) => this.loadHosts(term), 200);
        onMounted(() => {
            if (this.props.kind === "ask") {
                this.loading = this.loadContacts();
            }
        });
    }

    get row() {
        return this.props.rows[0];
    }

    get title() {
        const names = this.props.rows.map((row) => row.visitor_name);
        const who = names.length > 3 ? _t("%s visitors", names.length) : names.join("、");
        return {
            register: _t("Register a visitor"),
            ask: _t("%s: ask the host", who),
            in: _t("%s: let in", who),
            out: _t("%s: let out", who),
            refuse: _t("%s: refuse", who),
            watch: who,
            explain: _t("%s: left without slip", who),
        }[this.props.kind];
    }

    getDefaults() {
        const { kind, rows } = this.props;
        const row = rows[0];
        return {
            register: { kind: "visitor", headcount: 1, document_kind: "identity_card" },
            ask: { spoke_with: row?.host_name || "" },
            in: {
                document_kind:
                    row?.document_kind ||
                    (rows.every(({ kind }) => kind === "guest") ? "" : "identity_card"),
                // of one visitor; a group differs
                ...(rows.length === 1
                    ? {
                          plate: row.plate || "",
                          headcount: row.headcount || 1,
                          area_id: row.area_id || false,
                          escort: row.escort || "",
                      }
                    : {}),
            },
            out: {
                signed_by: rows.length === 1 ? getSigner(row) : "",
                pass_returned: true,
            },
            refuse: {
                reason: row?.consent_state === "refused" ? _t("The host does not agree.") : "",
            },
            watch: {},
            explain: { explanation: "", signed_by: row && getSigner(row), pass_returned: false },
        }[kind];
    }

    /** What is typed, in order; ``required`` fields are what the rules ask for. */
    get fields() {
        const { kind, rows } = this.props;
        const isOne = rows.length === 1;
        const lacks = (name) => isOne && !this.row[name];
        const text = (name, label, options) => ({ name, label, type: "text", ...options });
        const documents = {
            name: "document_kind",
            label: _t("Document shown"),
            type: "choice",
            choices: this.desk.facts.document_kinds,
        };
        const reason = text("reason", _t("Reason of the visit"), { required: true });
        const host = {
            name: "host_name",
            label: _t("Person visited"),
            type: "host",
            required: true,
        };
        const number = text("document_typed", _t("Number of the document"), { half: true });
        const areas = this.desk.facts.areas || [];
        const area = {
            name: "area_id",
            label: _t("Where to"),
            type: "choice",
            choices: areas.map(({ id, name }) => [id, name]),
        };
        const isEscorted =
            (isOne && this.row?.needs_escort) ||
            areas.some(({ id, needs_escort }) => needs_escort && id === this.state.values.area_id);
        const escort = text("escort", _t("Escorted by"), { half: true, required: isEscorted });
        const where = [...(areas.length ? [area] : []), ...(isEscorted ? [escort] : [])];
        const people = {
            name: "headcount",
            label: _t("People"),
            type: "number",
            max: 999,
            half: true,
        };
        const plate = text("plate", _t("Number plate"), { half: true });
        const relation = text("relation", _t("Relation to the employee"), { required: true });
        if (kind === "register") {
            const isTrader = this.state.values.kind === "trader";
            return [
                {
                    name: "kind",
                    label: _t("Kind of visitor"),
                    type: "choice",
                    choices: this.desk.facts.kinds?.filter(([name]) => name !== "guest"),
                },
                text("visitor_name", _t("Name of the visitor"), {
                    required: true,
                    half: true,
                    placeholder: _t("Several: one, two, three"),
                }),
                { name: "visitor_phone", label: _t("Phone"), type: "tel", half: true },
                text("visitor_unit", _t("Unit"), { half: true }),
                ...(splitNames(this.state.values.visitor_name).length > 1 ? [] : [people]),
                ...(isTrader ? [] : [host, reason]),
                ...(this.state.values.kind === "family" ? [relation] : []),
                ...(isTrader ? [] : where),
                ...(this.desk.gate.document_required && !isTrader ? [documents, number] : []),
                plate,
                text("goods_in", _t("Goods brought in"), { half: true }),
            ];
        }
        if (kind === "in") {
            // the person visited has agreed to as many as he was told of
            const isMore = isOne && this.state.values.headcount > (this.row.headcount || 1);
            return [
                ...(lacks("host_name") ? [host] : []),
                ...(lacks("reason") ? [reason] : []),
                ...(this.row.kind === "family" && lacks("relation") ? [relation] : []),
                ...(this.desk.gate.document_required && rows.some((row) => row.kind !== "guest")
                    ? [documents]
                    : []),
                ...(isOne
                    ? [
                          text("pass_number", _t("Number of the pass"), { half: true }),
                          people,
                          ...(isMore
                              ? [
                                    text("consent_by", _t("Who has agreed to more people"), {
                                        required: true,
                                    }),
                                ]
                              : []),
                          plate,
                          ...(this.row.document_masked ? [] : [number]),
                          ...where,
                      ]
                    : []),
            ];
        }
        if (kind === "out") {
            const hasSlip = rows.some((row) => row.slip_state === "issued");
            return [
                ...(hasSlip
                    ? [
                          text("signed_by", _t("Slip signed by"), {
                              placeholder: isOne ? "" : _t("Each by the person visited"),
                          }),
                      ]
                    : []),
                ...(isOne ? [text("goods_out", _t("Goods taken out"))] : []),
            ];
        }
        return (
            {
                refuse: [text("reason", _t("Why refused"), { required: true })],
                explain: [text("explanation", _t("Why without slip"), { required: true })],
                ask: [text("spoke_with", _t("Who spoke"))],
            }[kind] || []
        );
    }

    get refusals() {
        return [
            _t("The host does not agree."),
            _t("No valid document."),
            _t("Nobody knows of the visit."),
        ];
    }

    get hasSlip() {
        return this.props.rows.some((row) => row.slip_state !== "none");
    }

    /** Whether what the rules ask for is there; marks what is not. */
    check() {
        this.state.missing = this.fields
            .filter(({ name, required }) => required && !splitNames(this.state.values[name]).length)
            .map(({ name }) => name);
        return !this.state.missing.length;
    }

    /** Do ``verb`` with each row; ``values`` of all, or a function of the row. */
    async finish(verb, values, next = []) {
        const getValues = typeof values === "function" ? values : () => values;
        await this.finishAll(
            this.props.rows.map((row) => [verb, row, getValues(row)]),
            next
        );
    }

    /** Do steps in order, close the sheet, and go on; a second tap of an impatient finger does nothing. */
    async finishAll(steps, next) {
        if (this.isBusy) {
            return;
        }
        this.isBusy = true;
        const keys = [];
        try {
            for (const step of steps) {
                keys.push(await this.desk.do(...step));
            }
        } finally {
            this.isBusy = false;
        }
        this.props.done();
        this.props.close();
        this.props.goOn(next, keys);
    }

    /** Enter is the next useful button, as on the desk. */
    onKey(ev) {
        if (ev.key !== "Enter" || ev.target.tagName !== "INPUT" || ev.isComposing) {
            return;
        }
        if (ev.target.name === "host_name" && this.state.hosts.length === 1) {
            this.chooseHost(this.state.hosts[0]);
        } else {
            ev.target.closest(".modal-content").querySelector("footer .btn")?.click();
        }
    }

    /** What is the same as on the list. */
    get watchMatch() {
        const labels = { name: _t("Name"), phone: _t("Phone"), plate: _t("Number plate") };
        return (this.row.watch_match || []).map((name) => labels[name]).join("、");
    }

    // -- register ------------------------------------------------------------------------------------------------------

    onHost(ev) {
        Object.assign(this.state.values, { host_name: ev.target.value, host_id: false });
        this.searchHosts(ev.target.value);
    }

    async loadHosts(term) {
        this.state.hosts =
            (await this.desk.read("reception.gate", "search_hosts", [term, this.desk.gate.id])) ||
            [];
    }

    chooseHost(host) {
        Object.assign(this.state.values, { host_name: host.name, host_id: host.id });
        this.state.hosts = [];
    }

    async register() {
        if (!this.check()) {
            return;
        }
        const { values } = this.state;
        const names = splitNames(values.visitor_name);
        // each of a group is one person, and the number is of who was named first
        const people = names.map((visitor_name, index) => ({
            ...values,
            visitor_name,
            ...(names.length > 1 ? { headcount: 1 } : {}),
            ...(index ? { visitor_phone: "" } : {}),
        }));
        await this.finishAll(
            people.map((person) => ["register", null, filled(person)]),
            ["watch", "ask", "in"]
        );
    }

    // -- consent -------------------------------------------------------------------------------------------------------

    async loadContacts() {
        const { host_id, host_name } = this.row;
        const kept = this.desk.contacts[host_id];
        this.show(kept || [{ level: "host", name: host_name || "", phones: [], user_id: false }]);
        await this.desk.send();
        const rows = this.props.rows.map((row) => this.desk.find(keyOf(row)));
        this.ids = rows.filter((row) => row?.id).map((row) => row.id);
        const contacts =
            this.ids.length &&
            (await this.desk.read("reception.gate.log", "get_contacts", [this.ids.slice(0, 1)]));
        if (contacts?.length) {
            this.show(contacts);
        }
    }

    show(contacts) {
        this.state.contacts = contacts;
        // what the guard has chosen or typed meanwhile stays
        if (!this.isTouched) {
            const level = this.row.consent_level;
            this.propose(contacts.find((contact) => contact.level === level) || contacts[0]);
        }
    }

    propose(contact) {
        Object.assign(this.state, { contact, number: contact.phones[0] || false });
        this.state.values.spoke_with = contact.name;
    }

    choose(contact) {
        this.isTouched = true;
        this.propose(contact);
    }

    dial(phone) {
        this.isTouched = true;
        this.state.number = phone;
    }

    levelLabel(contact) {
        return { host: _t("Person visited"), deputy: _t("Deputy"), department: _t("Department") }[
            contact.level
        ];
    }

    async noteCall(result) {
        const spoke_with = (this.state.values.spoke_with || "").trim();
        if (result !== "no_answer" && !spoke_with) {
            this.state.missing = ["spoke_with"];
            return;
        }
        const { contact, number } = this.state;
        const values = { result, number, level: contact.level };
        if (result !== "no_answer") {
            await this.finish("consent", { ...values, spoke_with }, [
                "watch",
                result === "agreed" ? "in" : "refuse",
            ]);
            return;
        }
        if (this.isBusy) {
            return;
        }
        this.isBusy = true;
        for (const row of this.props.rows) {
            await this.desk.do("consent", row, values);
        }
        // whom else there is to call may still be on its way
        await this.loading;
        this.isBusy = false;
        const place = this.state.contacts.findIndex(({ level }) => level === contact.level);
        const next = this.state.contacts[place + 1];
        if (next) {
            this.propose(next);
        } else {
            this.props.close();
        }
    }

    async askInSystem() {
        try {
            const rows = await this.desk.ask("reception.gate.log", "action_ask_host", [this.ids]);
            this.desk.update(rows || []);
            this.props.close();
        } catch (error) {
            this.notification.add(error.data?.message || error.message, { type: "danger" });
        }
    }

    // -- in and out ----------------------------------------------------------------------------------------------------

    async letIn() {
        if (this.check()) {
            // a guest of a notice among others shows no document
            const isGroup = this.props.rows.length > 1;
            await this.finish("check_in", (row) =>
                filled({
                    ...this.state.values,
                    ...(isGroup && row.kind === "guest" ? { document_kind: "" } : {}),
                })
            );
        }
    }

    /** Who has signed the slip of each: what is typed, or the person whom he visited. */
    get signers() {
        const typed = (this.state.values.signed_by || "").trim();
        return this.props.rows.map((row) => row.slip_state === "none" || typed || getSigner(row));
    }

    async letOut() {
        if (!this.signers.every(Boolean)) {
            this.state.missing = ["signed_by"];
            return;
        }
        const { signed_by, goods_out, pass_returned } = this.state.values;
        // the slip of who was reported without it has come back, and with it the pass
        const isReturned = this.props.kind === "explain" || pass_returned;
        await this.finish("check_out", (row) =>
            filled({
                goods_out,
                pass_returned: isReturned,
                signed_by: signed_by || getSigner(row),
                slip_returned: row.slip_state !== "none",
            })
        );
    }

    async signSlip() {
        await this.finish("sign_slip", (row) => ({
            signed_by: this.state.values.signed_by || getSigner(row),
        }));
    }

    async reportSlip() {
        await this.finish("report_slip", {});
    }

    async refuse() {
        if (this.check()) {
            await this.finish("refuse", { reason: this.state.values.reason });
        }
    }

    async giveUp() {
        await this.finish("give_up", {});
    }

    async explain() {
        if (this.check()) {
            const { explanation, pass_returned } = this.state.values;
            await this.finish("explain_slip", { explanation, pass_returned });
        }
    }

    async decideMatch(is_match) {
        await this.finish("watch", { is_match }, is_match ? ["refuse"] : ["ask", "in"]);
    }
}
