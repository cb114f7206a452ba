import { registry } from "@web/core/registry";

const cell = (label) => `.o_reception_table button[aria-label^="${label}"]`;

// 1-4.1: a tick goes and comes back with a click; what it implied goes and comes with it
registry.category("web_tour.tours").add("entitlement_matrix_tour", {
    steps: () => [
        {
            trigger: `${cell("Chairman, vice chairman, executive director, First class")}[aria-checked=true]`,
            run: "click",
        },
        {
            content: "without first class the tick is gone, and economy is no longer implied",
            trigger: `${cell("Chairman, vice chairman, executive director, Economy class: not allowed")}`,
        },
        {
            trigger: `${cell("Chairman, vice chairman, executive director, First class")}[aria-checked=false][aria-busy=false]`,
            run: "click",
        },
        { trigger: cell("Chairman, vice chairman, executive director, Economy class: implied") },
        {
            trigger: `${cell("Chairman, vice chairman, executive director, First class: ticked")}[aria-checked=true][aria-busy=false]`,
        },
        {
            content: "the table of hotels has two header rows",
            trigger: "th[scope=colgroup]:contains(Five-star)",
        },
    ],
});

registry.category("web_tour.tours").add("entitlement_matrix_readonly_tour", {
    steps: () => [
        { trigger: ".o_reception_table[data-table=transport]:not(:has(button))" },
        { trigger: ".o_reception_table span.o_ticked" },
        { trigger: ".o_reception_table span.o_implied" },
    ],
});
