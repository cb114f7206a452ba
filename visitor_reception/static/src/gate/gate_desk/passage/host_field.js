import { Component, useState } from "@odoo/owl";
import { useDebounced } from "@web/core/utils/timing";
import { isComposing } from "../gate_scanner";

/** The person visited: one whom the house knows, or the name as the visitor says it. */
export class HostField extends Component {
    static template = "visitor_reception.HostField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };

    setup() {
        this.state = useState({ hosts: [] });
        this.search = useDebounced((term) => this.load(term), 200);
    }

    onInput(ev) {
        Object.assign(this.props.values, { host_name: ev.target.value, host_id: false });
        this.search(ev.target.value);
    }

    async load(term) {
        const { desk } = this.props;
        this.state.hosts =
            (await desk.read("reception.gate", "search_hosts", [term, desk.gate.id])) || [];
    }

    choose(host) {
        Object.assign(this.props.values, { host_name: host.name, host_id: host.id });
        this.state.hosts = [];
    }

    onKey(ev) {
        if (ev.key === "Enter" && !isComposing(ev) && this.state.hosts.length === 1) {
            ev.preventDefault();
            this.choose(this.state.hosts[0]);
        }
    }
}
