import { Component, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";
import { GateDesk } from "./gate_desk";

/** The gate desk in the menu of Odoo. */
export class GateDeskAction extends Component {
    static template = xml`<GateDesk isInMenu="true" />`;
    static components = { GateDesk };
    static props = { ...standardActionServiceProps };
}

registry.category("actions").add("visitor_reception.gate_desk", GateDeskAction);
