import { EventBus, reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { session } from "@web/session";

/** How many documents wait for the user's signature, whatever their deadline; changes come by the bus. */
export const toSignService = {
    dependencies: ["bus_service", "orm"],
    start(env, { bus_service: busService, orm }) {
        const state = reactive({ count: session.reception_to_sign || 0 });
        const bus = new EventBus();
        busService.subscribe("reception.inbox", async () => {
            state.count = await orm.silent.call("reception.inbox", "get_count", []);
            bus.trigger("changed");
        });
        return { state, bus };
    },
};

registry.category("services").add("reception_to_sign", toSignService);
