import { onMounted, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { useService } from "@web/core/utils/hooks";
import { keyOf, sheets } from "../registries";
import { GateSheet, text } from "../sheet/gate_sheet";

/** Whom to call for a visitor, and what was answered (3-3a): only a person's finger answers, never a key. */
export class AskSheet extends GateSheet {
    static step = "ask";
    static head = "visitor_reception.AskSheetHead";

    setup() {
        super.setup();
        this.notification = useService("notification");
        this.call = useState({ contacts: [], contact: null, number: false });
        onMounted(() => {
            this.loading = this.loadContacts();
        });
    }

    get title() {
        return _t("%s: ask the host", this.who);
    }

    getDefaults() {
        return { spoke_with: this.row.host_name || "" };
    }

    get fields() {
        return [text("spoke_with", _t("Who spoke"))];
    }

    get buttons() {
        const canAsk = this.desk.isOnline && this.call.contacts.some(({ user_id }) => user_id);
        return [
            ...[
                ["agreed", _t("Agreed"), "btn-success"],
                ["refused", _t("Not agreed"), "btn-danger"],
                ["no_answer", _t("No answer"), "btn-secondary"],
            ].map(([name, label, style]) => ({
                name,
                label,
                style: `${style} flex-grow-1`,
                press: () => this.noteCall(name),
            })),
            ...(canAsk
                ? [
                      {
                          name: "ask",
                          label: _t("Ask on the screen of the host"),
                          style: "btn-light w-100",
                          press: () => this.askInSystem(),
                      },
                  ]
                : []),
        ];
    }

    async loadContacts() {
        const { host_id, host_name } = this.row;
        const kept = this.desk.offline.contacts?.[host_id];
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
        this.call.contacts = contacts;
        // what the guard has chosen or typed meanwhile stays
        if (!this.isTouched) {
            const level = this.row.consent_level;
            this.propose(contacts.find((contact) => contact.level === level) || contacts[0]);
        }
    }

    propose(contact) {
        Object.assign(this.call, { contact, number: contact.phones[0] || false });
        this.state.values.spoke_with = contact.name;
    }

    choose(contact) {
        this.isTouched = true;
        this.propose(contact);
    }

    dial(phone) {
        this.isTouched = true;
        this.call.number = phone;
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
        const { contact, number } = this.call;
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
        const place = this.call.contacts.findIndex(({ level }) => level === contact.level);
        const next = this.call.contacts[place + 1];
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
}

sheets.add(AskSheet.step, { Component: AskSheet });
