import { Component, onWillStart, useState } from "@odoo/owl";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

/**
 * To Sign: every document that waits for the user's signature, what is due first. One is open, and when it is answered
 * the next one opens by itself; on a phone the buttons stand under the thumb.
 */
export class ReceptionInbox extends Component {
    static template = "visitor_reception.Inbox";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.toSign = useService("reception_to_sign");
        this.display = { controlPanel: {} };
        this.state = useState({ cards: [], phrases: [], key: null, comment: "", isBusy: false });
        onWillStart(() => this.load());
        useBus(this.toSign.bus, "changed", () => this.state.isBusy || this.load());
    }

    async load() {
        const { cards, phrases } = await this.orm.call("reception.inbox", "get_inbox", []);
        Object.assign(this.state, { cards, phrases });
        if (!this.card) {
            this.open(cards[0]);
        }
    }

    keyOf(card) {
        return `${card.model}:${card.id}`;
    }

    get card() {
        return this.state.cards.find((card) => this.keyOf(card) === this.state.key);
    }

    get place() {
        return this.state.cards.indexOf(this.card) + 1;
    }

    open(card) {
        this.state.key = card ? this.keyOf(card) : null;
        this.state.comment = "";
    }

    skip() {
        this.open(this.state.cards[this.place % this.state.cards.length]);
    }

    write(phrase) {
        this.state.comment = [this.state.comment.trim(), phrase.name].filter(Boolean).join(" ");
    }

    async answer(verb) {
        const card = this.card;
        const text = this.state.comment.trim();
        if (verb !== "sign" && !text) {
            this.notification.add(_t("Write the reason, or choose a phrase."), { type: "warning" });
            return;
        }
        this.state.isBusy = true;
        try {
            await this.orm.call("reception.inbox", "answer", [card.model, card.id, verb, text]);
            const done = {
                sign: _t("Agreed"),
                decline: _t("Declined"),
                send_back: _t("Sent back"),
            };
            this.notification.add(`${done[verb]}: ${card.title}`, { type: "success" });
            const next = this.state.cards[this.place] || this.state.cards[this.place - 2];
            this.open(next);
        } finally {
            this.state.isBusy = false;
            await this.load();
        }
    }

    openDocument() {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: this.card.model,
            res_id: this.card.id,
            views: [[false, "form"]],
        });
    }
}

registry.category("actions").add("reception_inbox", ReceptionInbox);
