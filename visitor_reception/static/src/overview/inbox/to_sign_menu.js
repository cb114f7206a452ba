import { Component, useState } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";

/** The true count in the top bar; one tap opens the inbox. */
export class ToSignMenu extends Component {
    static template = "visitor_reception.ToSignMenu";
    static props = [];

    setup() {
        this.action = useService("action");
        this.state = useState(useService("reception_to_sign").state);
    }

    open() {
        this.action.doAction("visitor_reception.reception_inbox_action", {
            clearBreadcrumbs: true,
        });
    }
}

registry
    .category("systray")
    .add("visitor_reception.to_sign", { Component: ToSignMenu }, { sequence: 21 });
