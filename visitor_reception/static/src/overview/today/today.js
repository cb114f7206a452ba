import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { useBus, useService } from "@web/core/utils/hooks";
import { Layout } from "@web/search/layout";
import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

// what comes by no message, such as passages at the gate
const REFRESH = 60000;

/** Today: a tile for each thing that happens or waits, with its count and the way in. */
export class ReceptionToday extends Component {
    static template = "visitor_reception.Today";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.display = { controlPanel: {} };
        this.state = useState({ day: "", tiles: [], setup: [] });
        onWillStart(() => this.load());
        useBus(useService("reception_to_sign").bus, "changed", () => this.load());
        const busService = useService("bus_service");
        const reload = () => this.load();
        busService.subscribe("reception.today", reload);
        const timer = browser.setInterval(() => document.hidden || this.load(), REFRESH);
        // a page that somebody left before it was there is never unmounted
        onWillDestroy(() => {
            busService.unsubscribe("reception.today", reload);
            browser.clearInterval(timer);
        });
    }

    async load() {
        Object.assign(this.state, await this.orm.silent.call("reception.today", "get_tiles", []));
    }

    open({ action }) {
        return this.action.doAction(action);
    }
}

registry.category("actions").add("reception_today", ReceptionToday);
