import { ConnectionLostError } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** A desk says itself that the network is gone, and works on: no notification lies over its buttons. */
registry
    .category("error_handlers")
    .add(
        "visitor_reception.gate_desk",
        (env, error, originalError) =>
            originalError instanceof ConnectionLostError &&
            Boolean(document.querySelector(".o_reception_desk")),
        { sequence: 95 }
    );
