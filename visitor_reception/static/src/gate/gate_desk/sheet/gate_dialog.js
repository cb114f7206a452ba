import { useEffect } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";

// how many are open: what is behind them is back when the last is closed
let open = 0;

function hideBehind(modal, isHidden) {
    for (const part of document.body.children) {
        if (!part.contains(modal)) {
            part.ariaHidden = isHidden ? "true" : null;
        }
    }
}

/** Odoo's dialog as who does not see it needs it: it has a name, and what is behind it is not read. */
export class GateDialog extends Dialog {
    setup() {
        super.setup();
        useEffect(
            (modal, title) => {
                modal.setAttribute("aria-label", title);
                modal.setAttribute("aria-modal", "true");
            },
            () => [this.modalRef.el, `${this.props.title}`]
        );
        useEffect(
            (modal) => {
                open += 1;
                hideBehind(modal, true);
                return () => {
                    open -= 1;
                    if (!open) {
                        hideBehind(modal, false);
                    }
                };
            },
            () => [this.modalRef.el]
        );
    }
}
