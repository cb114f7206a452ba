import { Component, useState } from "@odoo/owl";
import { useDebounced } from "@web/core/utils/timing";
import { isComposing } from "../gate_scanner";

const MOST = 10;

/** Of the staff that the desk knows without network, who is named ``term``, or sounds so. */
function findStaff(desk, term) {
    const wanted = term.trim().toLowerCase();
    if (wanted.length < 2) {
        return [];
    }
    return (desk.offline.staff || [])
        .filter((employee) =>
            [employee[1], employee[3]].some((text) => text.toLowerCase().includes(wanted))
        )
        .slice(0, MOST)
        .map(([id, name, department]) => ({ id, name, department }));
}

/** The person visited: one whom the house knows, or the name as the visitor says it. */
export class HostField extends Component {
    static template = "visitor_reception.HostField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };
    /** Names of the values that it writes. */
    static names = { id: "host_id", name: "host_name" };

    setup() {
        this.state = useState({ hosts: [] });
        this.search = useDebounced((term) => this.load(term), 200);
    }

    get names() {
        return this.constructor.names;
    }

    set(name, id) {
        Object.assign(this.props.values, { [this.names.name]: name, [this.names.id]: id });
    }

    onInput(ev) {
        this.set(ev.target.value, false);
        this.search(ev.target.value);
    }

    async load(term) {
        const { desk } = this.props;
        this.state.hosts =
            (await desk.read("reception.gate", "search_hosts", [term, desk.gate.id])) ||
            findStaff(desk, term);
    }

    choose(host) {
        this.set(host.name, host.id);
        this.state.hosts = [];
    }

    onKey(ev) {
        if (ev.key === "Enter" && !isComposing(ev) && this.state.hosts.length === 1) {
            ev.preventDefault();
            this.choose(this.state.hosts[0]);
        }
    }
}
