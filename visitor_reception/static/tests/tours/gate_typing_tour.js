import { ConnectionLostError } from "@web/core/network/rpc";
import { UncaughtPromiseError } from "@web/core/errors/error_service";
import { registry } from "@web/core/registry";
import { DeadXHR, card, comeBack, cut, online, press, type } from "./gate_desk_helpers";

const tours = registry.category("web_tour.tours");
const fail = (text) => {
    throw new Error(text);
};
const compose = (key) => ({
    trigger: ".o_reception_search input",
    run() {
        const facts = { bubbles: true, isComposing: true };
        this.anchor.dispatchEvent(new KeyboardEvent("keydown", { key, ...facts }));
    },
});
const openNew = { trigger: ".o_reception_desk button[name=new]", run: "click" };
// a phone has an arrow in its place
const close = { trigger: ".modal-header button[aria-label=Close]", run: "click" };
const clear = { trigger: ".o_reception_search input", run: "clear" };

// names and numbers as people write them, and keys that belong to the input method
tours.add("gate_desk_typing", {
    steps: () => [
        { trigger: ".o_reception_search input", run: "edit 张" },
        {
            content: "one letter finds who is here, also when the server has answered",
            trigger: `.o_found ${card("张三丰")}`,
            async run() {
                await new Promise((resolve) => setTimeout(resolve, 1000));
            },
        },
        { trigger: `.o_found ${card("张三丰")} .o_next[aria-label*="张三丰"]` },
        { trigger: "[role=status]:contains(1 found)" },
        { content: "Enter of the input method opens nobody", ...compose("Enter") },
        { content: "Escape of the input method clears nothing", ...compose("Escape") },
        { trigger: `body:not(:has(.modal)) .o_found ${card("张三丰")}` },

        { trigger: ".o_reception_search input", run: "edit 11010519491231002X" },
        { trigger: ".o_register_typed", run: "click" },
        { trigger: ".modal input[name=document_typed]:value(11010519491231002X)" },
        { trigger: ".modal input[name=visitor_phone]:not(:value(1))" },
        {
            content: "the name has the focus",
            trigger: ".modal input[name=visitor_name]",
            run() {
                if (document.activeElement !== this.anchor) {
                    fail(`The focus is on ${document.activeElement.outerHTML}.`);
                }
            },
        },
        close,
        clear,

        openNew,
        type("visitor_name", "Armstrong, Neil"),
        { content: "one person", trigger: ".modal input[name=headcount]" },
        type("visitor_name", "甲一；乙二、丙三"),
        { trigger: ".modal:not(:has(input[name=headcount]))" },
        type("visitor_name", "Armstrong, Neil"),
        type("host_name", "Tenant"),
        type("reason", "Repair"),
        press("register"),
        { trigger: ".modal-title:contains(Armstrong, Neil) " },
        close,

        cut(DeadXHR),
        openNew,
        { trigger: ".modal .o_choice:contains(Trader)", run: "click" },
        type("visitor_name", "Seller"),
        press("register"),
        {
            content: "refused is refused: no further step, on no list (3-8b)",
            trigger: `body:not(:has(.modal)) .o_reception_desk:not(:has(${card("Seller")})) .o_waiting_operations:contains(1)`,
        },
        {
            content: "the desk says by itself that the network is gone",
            trigger: ".o_reception_desk.o_offline",
            run() {
                // as the web client does with what nobody has caught
                const { env } = odoo.__WOWL_DEBUG__.root;
                const facts = [env, new UncaughtPromiseError(), new ConnectionLostError("/x")];
                registry
                    .category("error_handlers")
                    .getAll()
                    .find((handle) => handle(...facts));
            },
        },
        { trigger: "body:not(:has(.o_notification:contains(Connection lost)))" },
        comeBack,
        { trigger: `${online}:not(.o_offline)` },
    ],
});

// who was let in without network is in the house, whatever was decided elsewhere: until somebody has found out
const disputed = `[data-list=inside] ${card("张三丰")} .o_disputed`;
tours.add("gate_desk_disputed", {
    steps: () => [
        { trigger: `[data-list=waiting] ${card("张三丰")}` },
        cut(DeadXHR),
        { trigger: `.o_offline [data-list=waiting] ${card("张三丰")} .o_next`, run: "click" },
        press("let_in"),
        { trigger: `[data-list=inside] ${card("张三丰")}.o_pending` },
        comeBack,
        {
            content: "which steps, of whom, when",
            trigger:
                ".o_conflict:contains(张三丰):contains(Let in):contains(/Refused \\(.*, \\d\\d-\\d\\d /)",
        },
        { trigger: disputed },
        {
            content: "after the browser died, too",
            trigger: "body",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        { trigger: disputed },
        { trigger: "button[name=roll_call]", run: "click" },
        { trigger: `.modal .o_roll_row[data-visitor="张三丰"]` },
        close,
        { trigger: ".o_conflict button[name=register_anew]" },
        { trigger: ".o_conflict button[name=acknowledge]", run: "click" },
        { trigger: `.o_reception_desk:not(:has(.o_conflict)):not(:has(${card("张三丰")}))` },
    ],
});

// the clock of the gate, wherever the tablet comes from
tours.add("gate_desk_zone", {
    steps: () => [
        {
            trigger: `[data-list=inside] ${card("Alpha")} .o_details`,
            run() {
                const at = luxon.DateTime.now().setZone("Pacific/Auckland");
                const times = [0, 10].map((minutes) => at.minus({ minutes }).toFormat("HH:"));
                if (!times.some((time) => this.anchor.textContent.includes(`since ${time}`))) {
                    fail(`${this.anchor.textContent} is not ${times}`);
                }
            },
        },
    ],
});

// what a finger hits on a phone: 44 px both ways
tours.add("gate_desk_touch", {
    steps: () => {
        const measure = (trigger) => ({
            trigger,
            run() {
                const targets = document.querySelectorAll(
                    `:is(.o_reception_desk, .o_reception_sheet) :is(button, a, select, input:not([type=checkbox]))`
                );
                for (const target of targets) {
                    const { width, height } = target.getBoundingClientRect();
                    if (width && (width < 44 || height < 44)) {
                        fail(`${width} x ${height}: ${target.outerHTML}`);
                    }
                }
            },
        });
        return [
            { content: "who is expected is shown first", trigger: "[data-tab=expected].active" },
            measure(`[data-list=expected].o_shown ${card("Guest 1")}`),
            openNew,
            measure(".modal [data-sheet=register]"),
            close,
            { trigger: "button[name=roll_call]", run: "click" },
            measure(".modal [data-sheet=roll_call]"),
            close,
            { trigger: "[data-tab=waiting]", run: "click" },
            { trigger: `.o_shown ${card("张三丰")} .o_next[data-step=ask]`, run: "click" },
            measure(".modal [data-sheet=ask] .o_reception_numbers a"),
            close,
        ];
    },
});
