import { registry } from "@web/core/registry";
import { session } from "@web/session";
import { GateStore } from "./gate_store";

const items = registry.category("user_menuitems");
const getLogOut = items.get("log_out");

/** Log out of Odoo, and out of the lists that a desk in this browser keeps for days without network. */
items.add(
    "log_out",
    (env) => {
        const item = getLogOut(env);
        const forget = () =>
            Promise.all([
                new GateStore(session.db).forgetFacts(),
                window.caches?.delete("visitor_reception.gate_desk"),
            ]);
        // a browser without disk has kept nothing
        const callback = () =>
            forget()
                .catch(() => {})
                .finally(item.callback);
        return { ...item, callback };
    },
    { force: true }
);
