import { registry } from "@web/core/registry";
import {
    DeadXHR,
    DeafXHR,
    card,
    comeBack,
    cut,
    online,
    press,
    scan,
    type,
} from "./gate_desk_helpers";

const tours = registry.category("web_tour.tours");

// 3-3, 3-8a, 3-8b: what a guard does all day, by touch
tours.add("gate_desk", {
    steps: () => [
        {
            content: "an expected guest of an issued notice",
            trigger: `[data-list=expected] ${card("Guest 1")} .o_next[data-step=in]`,
            run: "click",
        },
        press("let_in"),
        {
            content: "is inside at once, and is sent",
            trigger: `${online} [data-list=inside] ${card("Guest 1")}`,
        },

        {
            content: "somebody whom nobody knows",
            trigger: ".o_reception_desk button[name=new]",
            run: "click",
        },
        { content: "what the rules ask for is asked for", ...press("register") },
        { trigger: ".modal .invalid-feedback" },
        type("visitor_name", "李四光"),
        type("visitor_phone", "139 0000 1111"),
        type("host_name", "Host"),
        { trigger: ".modal .list-group-item:contains(Marketing)", run: "click" },
        type("reason", "Deliver samples"),
        press("register"),
        {
            content: "the number of the host, large",
            trigger: ".modal .o_reception_numbers:contains(021-5555)",
        },
        { trigger: ".modal [data-sheet=ask] button.active:contains(Host)" },
        press("agreed"),
        { trigger: ".modal [data-sheet=in] input[name=pass_number]", run: "edit T901" },
        press("let_in"),
        {
            content: "wears the pass",
            trigger: `${online} [data-list=inside] ${card("李四光")}:contains(T901)`,
        },

        {
            content: "their pass is scanned",
            trigger: "body",
            run: () => scan("T901"),
        },
        { trigger: ".modal:contains(李四光) [data-sheet=out]" },
        { trigger: ".modal .btn-close", run: "click" },
        {
            content: "two Chinese characters find them",
            trigger: ".o_reception_search input",
            run: "edit 四光",
        },
        {
            trigger: `.o_found ${card("李四光")}:not(.o_pending) .o_next[data-step=out]`,
            run: "click",
        },
        {
            content: "the host has signed the slip",
            trigger: ".modal input[name=signed_by]:value(Host)",
        },
        press("let_out"),
        { content: "is gone", trigger: `.o_reception_desk:not(:has(${card("李四光")}))` },
        { trigger: online },

        { content: "known from now on", trigger: ".o_reception_search input", run: "edit 四光" },
        { trigger: `.o_found .o_known:contains(李四光) .o_next`, run: "click" },
        { content: "and filled in", trigger: ".modal input[name=host_name]:value(Host)" },
        press("register"),
        { trigger: ".modal [data-sheet=ask]" },
        press("refused"),
        {
            content: "the reason is at hand",
            trigger: ".modal [data-sheet=refuse] input[name=reason]:value(agree)",
        },
        press("refuse"),
        { trigger: `${online}:not(:has(${card("李四光")}))` },
    ],
});

// nothing is lost and nothing is done twice: without network, and with answers that are lost
tours.add("gate_desk_offline", {
    steps: () => [
        { trigger: `[data-list=expected] ${card("Guest 1")}` },
        cut(DeadXHR),
        { content: "the guard knows", trigger: ".o_reception_desk.o_offline" },
        { trigger: `[data-list=expected] ${card("Guest 1")} .o_next`, run: "click" },
        press("let_in"),
        { trigger: `[data-list=inside] ${card("Guest 1")}.o_pending` },
        { trigger: ".o_reception_desk button[name=new]", run: "click" },
        type("visitor_name", "Offline Walker"),
        type("host_name", "Tenant"),
        type("reason", "Repair"),
        press("register"),
        { trigger: ".modal [data-sheet=ask] input[name=spoke_with]:value(Tenant)" },
        press("agreed"),
        { trigger: ".modal [data-sheet=in]" },
        press("let_in"),
        { trigger: `[data-list=inside] ${card("Offline Walker")}.o_pending` },
        {
            content: "a slip is printed here",
            trigger: `[data-list=inside] ${card("Offline Walker")} button[name=print]`,
            run: "click",
        },
        {
            trigger: "iframe.o_reception_slip_frame:iframe b:contains(Offline Walker)",
        },
        { content: "four steps wait", trigger: ".o_waiting_operations:contains(4)" },
        {
            content: "the browser dies",
            trigger: "body",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "and all is sent when it comes back",
            trigger: `${online} [data-list=inside] ${card("Offline Walker")}:not(.o_pending)`,
        },
        { trigger: `[data-list=inside] ${card("Guest 1")}:not(.o_pending)` },
        { content: "the server does what is asked, and its answer is lost", ...cut(DeafXHR) },
        { trigger: `${card("Guest 1")} .o_next`, run: "click" },
        press("let_out"),
        { trigger: ".o_waiting_operations:contains(1)" },
        comeBack,
        {
            content: "gone, and expected again while the notice lasts",
            trigger: `${online}:not(.o_offline) [data-list=expected] ${card("Guest 1")}`,
        },
        { content: "nothing went wrong", trigger: ".o_reception_desk:not(:has(.o_conflict))" },
    ],
});

// what another has decided meanwhile is told in the server's words, and stays until it is read
tours.add("gate_desk_conflict", {
    steps: () => [
        { trigger: `[data-list=waiting] ${card("张三丰")} .o_next[data-step=in]`, run: "click" },
        {
            content: "a pass that another desk loses at this very moment",
            trigger: ".modal input[name=pass_number]",
            run: "edit T901",
        },
        press("let_in"),
        { trigger: ".o_conflict:contains(张三丰):contains(T901)" },
        {
            content: "and they still wait",
            trigger: `[data-list=waiting] ${card("张三丰")}:not(.o_pending)`,
        },
        {
            content: "still so",
            trigger: "body",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        { trigger: ".o_conflict button[name=acknowledge]", run: "click" },
        { trigger: ".o_reception_desk:not(:has(.o_conflict))" },
    ],
});

// the watch list asks quietly; who leaves without slip is reported, and explained later (3-3c)
tours.add("gate_desk_exceptions", {
    steps: () => [
        { trigger: `[data-list=waiting] ${card("张三丰")} .o_next[data-step=watch]`, run: "click" },
        press("another"),
        { content: "on with the next step", trigger: ".modal [data-sheet=ask]" },
        press("no_answer"),
        {
            content: "the next contact is proposed",
            trigger: ".modal [data-sheet=ask] button.active:contains(Department)",
        },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: `${card("张三丰")}:contains(No answer)` },
        { trigger: `[data-list=inside] ${card("Leaver")} .o_next[data-step=out]`, run: "click" },
        press("report_slip"),
        {
            content: "stays on the list",
            trigger: `${online} [data-list=inside] ${card("Leaver")} .o_next[data-step=explain]`,
            run: "click",
        },
        press("explain"),
        { content: "an explanation is asked for", trigger: ".modal .invalid-feedback" },
        type("explanation", "The host kept it"),
        press("explain"),
        { trigger: `${online}:not(:has(${card("Leaver")}))` },
    ],
});

// who is no guard, or a server that is not well, does not make a step be lost
tours.add("gate_desk_not_taken", {
    steps: () => [
        { trigger: ".o_reception_desk button[name=new]", run: "click" },
        type("visitor_name", "Walker"),
        type("host_name", "Tenant"),
        type("reason", "Repair"),
        press("register"),
        { trigger: ".modal [data-sheet=ask]" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: ".o_reception_desk:has(.o_waiting_operations:contains(1)) a[href*=login]" },
        {
            content: "sent again by itself, refused without being noted, and kept",
            trigger: ".o_conflict:contains(Walker) button[name=send_again]",
            run: "click",
            timeout: 30000,
        },
        { trigger: `${online} [data-list=waiting] ${card("Walker")}:not(.o_pending)` },
        { trigger: ".o_reception_desk:not(:has(.o_conflict))" },
    ],
});

// a namesake: the guard says whether it is he, and what they have noted meanwhile follows
const registerNamesake = [
    { trigger: ".o_reception_desk button[name=new]", run: "click" },
    type("visitor_name", "张三丰"),
    type("host_name", "Tenant"),
    type("reason", "Repair"),
    press("register"),
    { trigger: "body:has(.o_conflict button[name=same]) .modal [data-sheet=ask]" },
    press("agreed"),
    { trigger: "body:not(:has(.modal)) .o_conflict:contains(张三丰) button[name=same]" },
];
tours.add("gate_desk_namesake", {
    steps: () => [
        { trigger: `[data-list=waiting] ${card("张三丰")}` },
        ...registerNamesake,
        { trigger: ".o_conflict button[name=another]", run: "click" },
        { content: "two of the name", trigger: `${online} [data-list=waiting] .badge:contains(2)` },
        { trigger: `[data-list=waiting] ${card("张三丰")} .o_next[data-step=in]` },
    ],
});
tours.add("gate_desk_same_person", {
    steps: () => [
        { trigger: `[data-list=waiting] ${card("张三丰")} .o_next[data-step=ask]` },
        ...registerNamesake,
        { trigger: ".o_conflict button[name=same]", run: "click" },
        {
            content: "the consent is of the one who waits",
            trigger: `${online} [data-list=waiting] ${card("张三丰")} .o_next[data-step=in]`,
        },
        { trigger: ".o_reception_desk:not(:has(.o_conflict))" },
    ],
});

// each of a group has their own host and their own plate
tours.add("gate_desk_group_out", {
    steps: () => [
        { trigger: "button[name=select]", run: "click" },
        { trigger: `[data-list=inside] ${card("Alpha")} .o_next`, run: "click" },
        { trigger: `[data-list=inside] ${card("Beta")} .o_next`, run: "click" },
        { trigger: ".o_reception_group button[name=group_out]", run: "click" },
        press("let_out"),
        { trigger: `${online}:not(:has(${card("Alpha")})):not(:has(${card("Beta")}))` },
    ],
});

// several names in one form: one step for all of them
tours.add("gate_desk_group", {
    steps: () => [
        { trigger: ".o_reception_desk button[name=new]", run: "click" },
        type("visitor_name", "甲一、乙二,丙三"),
        {
            content: "each is one",
            trigger: ".modal:not(:has(input[name=headcount]))",
        },
        type("host_name", "Tenant"),
        type("reason", "Tour"),
        press("register"),
        { trigger: ".modal-title:contains(甲一、乙二、丙三)" },
        { trigger: ".modal [data-sheet=ask] input[name=spoke_with]:value(Tenant)" },
        press("agreed"),
        { trigger: ".modal [data-sheet=in]" },
        press("let_in"),
        { trigger: `${online} [data-list=inside] ${card("甲一")}:not(.o_pending)` },
        { trigger: `[data-list=inside] ${card("乙二")}:not(.o_pending)` },
        { trigger: `[data-list=inside] ${card("丙三")}:not(.o_pending)` },
    ],
});

// the alarm comes when the network is gone: everybody inside is listed and marked all the same
const rollRow = (name) => `.modal .o_roll_row[data-visitor="${name}"]`;
tours.add("gate_desk_roll_call", {
    steps: () => [
        { trigger: `[data-list=inside] ${card("Alpha")}` },
        cut(DeadXHR),
        { trigger: ".o_reception_desk.o_offline button[name=roll_call]", run: "click" },
        { content: "the list is there", trigger: rollRow("Alpha") },
        press("start_roll_call"),
        { content: "a place is asked for", trigger: ".modal .invalid-feedback" },
        type("place", "Yard"),
        press("start_roll_call"),
        { trigger: `${rollRow("Alpha")} button[name=safe]`, run: "click" },
        { trigger: ".modal .o_counts:contains(1):contains(4)" },
        { trigger: `${rollRow("Beta")} button[name=missing]`, run: "click" },
        { trigger: `${rollRow("Beta")} button[name=missing].active` },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: ".o_waiting_operations:contains(3)" },
        comeBack,
        { trigger: `${online}:not(.o_offline):not(:has(.o_conflict))` },
        { trigger: "button[name=roll_call].btn-danger", run: "click" },
        { trigger: `${rollRow("Alpha")} button[name=safe].active` },
        press("end_roll_call"),
        { trigger: `${online}:has(button[name=roll_call].btn-light)` },
    ],
});

tours.add("gate_desk_phone", {
    steps: () => [
        {
            content: "where the desk stands",
            trigger: ".o_choose_gate:contains(North)",
            run: "click",
        },
        { content: "whom nobody has to call about", trigger: "[data-tab=expected].active" },
        {
            content: "nothing is wider than the phone",
            trigger: `[data-list=expected].o_shown ${card("Guest 1")}`,
            run() {
                if (document.documentElement.scrollWidth > window.innerWidth) {
                    throw new Error(`The desk is ${document.documentElement.scrollWidth} px wide.`);
                }
            },
        },
        { content: "a group in one go", trigger: "button[name=select]", run: "click" },
        { trigger: `${card("Guest 1")} .o_next`, run: "click" },
        { trigger: `${card("Guest 2")} .o_next`, run: "click" },
        { trigger: ".o_reception_group button[name=group_in]:contains(2)", run: "click" },
        press("let_in"),
        { trigger: online },
        { trigger: "[data-tab=inside]:contains(2)", run: "click" },
        { trigger: `[data-list=inside].o_shown ${card("Guest 2")}:not(.o_pending)` },
    ],
});
