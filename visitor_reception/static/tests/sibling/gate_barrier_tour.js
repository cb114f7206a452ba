import { registry } from "@web/core/registry";
import {
    DeadXHR,
    card,
    comeBack,
    cut,
    online,
    press,
    scan,
    type,
} from "@visitor_reception/../tests/tours/gate_desk_helpers";

const scanBarrier = [
    { content: "its code is scanned", trigger: "body", run: () => scan("BARRIER") },
    { trigger: ".modal:contains(Barrier) [data-sheet=raise]" },
];

registry.category("web_tour.tours").add("gate_desk_sibling", {
    steps: () => [
        {
            content: "a list and a card of another add-on, before ours",
            trigger: `[data-list]:first-child:has([data-model="reception.gate.area"]) ${card("Barrier")}:contains(7 m)`,
        },
        { trigger: `${card("Barrier")} .o_next[data-step=raise]`, run: "click" },
        { content: "what is required is asked for", ...press("raise") },
        { trigger: ".modal .invalid-feedback" },
        type("height", "3"),
        press("raise"),
        { trigger: `${online} ${card("Barrier")}:not(.o_pending):contains(3 m)` },
        ...scanBarrier,
        { trigger: ".modal .btn-close", run: "click" },

        cut(DeadXHR),
        { trigger: ".o_reception_desk.o_offline" },
        ...scanBarrier,
        type("height", "5"),
        press("raise"),
        { content: "shown at once", trigger: `${card("Barrier")}:contains(5 m)` },
        { trigger: "button[name=barriers]", run: "click" },
        { content: "begun here, and gone on with", ...press("add") },
        { trigger: `${card("South")}:contains(4 m)` },
        { trigger: ".o_waiting_operations:contains(3)" },
        { trigger: "button[name=barriers]", run: "click" },
        press("badges"),
        { trigger: ".o_waiting_operations:contains(63)" },
        comeBack,
        { trigger: `${online}:not(.o_offline) ${card("South")}:contains(4 m)` },

        { trigger: `${card("Barrier")} .o_next[data-step=raise]`, run: "click" },
        type("height", "95"),
        press("raise"),
        { content: "an alarm", trigger: "[data-list=barriers] .text-bg-danger" },
        {
            content: "a step that needs no sheet, which this server does not know",
            trigger: `${online} ${card("Barrier")} .o_next[data-step=lower]`,
            run: "click",
        },
        { content: "is kept", trigger: ".o_conflict:contains(lower) button[name=send_again]" },
        { trigger: `${card("Barrier")}:contains(95 m)` },
    ],
});
