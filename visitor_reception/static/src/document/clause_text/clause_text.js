import { Component } from "@odoo/owl";

import { RedirectWarningDialog, WarningDialog } from "@web/core/errors/error_dialogs";
import { useAutofocus } from "@web/core/utils/hooks";
import { patch } from "@web/core/utils/patch";

// "1-6.1.2: ...", as refusals begin
const REFUSAL = /^([1-9]-[0-9A-Z][0-9A-Za-z.]*)(: .*)$/;

/** A text of the server: each line that begins with a clause leads to it, in a tab of its own; the rest stays text. */
export class ClauseText extends Component {
    static template = "visitor_reception.ClauseText";
    static props = { text: { optional: true } };

    get lines() {
        return String(this.props.text ?? "")
            .split("\n")
            .map((line) => {
                const [, clause, rest] = line.match(REFUSAL) || [];
                return { clause, text: clause ? rest : line };
            });
    }
}

for (const Dialog of [WarningDialog, RedirectWarningDialog]) {
    Dialog.components = { ...Dialog.components, ClauseText };
    patch(Dialog.prototype, {
        setup() {
            super.setup();
            // Enter goes on as it did before there was a link in the text
            useAutofocus();
        },
    });
}
