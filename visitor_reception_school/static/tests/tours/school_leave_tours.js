import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

// The way of one leave slip: each tour is the turn of one person.
const tours = registry.category("web_tour.tours");

// a tour types faster than a loaded server answers
const openRequests = new Set();
rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => openRequests.add(detail.data.id));
rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => openRequests.delete(detail.data.id));

export const settle = {
    content: "the server has answered",
    trigger: "body",
    async run() {
        let quiet = 0;
        while (quiet < 3) {
            await new Promise((resolve) => setTimeout(resolve, 20));
            quiet = openRequests.size ? 0 : quiet + 1;
        }
    },
};

const write = (name, text, inside = "") => ({
    content: `write ${name}`,
    trigger: `${inside} .o_field_widget[name=${name}] :is(input, textarea)`,
    run: `edit ${text}`,
});

const choose = (name, text, inside) => [
    write(name, text, inside),
    {
        content: `take ${text}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) > a:contains(${text})`,
        run: "click",
    },
    settle,
];

const press = (name, inside = ".o_form_statusbar") => ({
    content: `press ${name}`,
    trigger: `${inside} button[name=${name}]:visible`,
    run: "click",
});

const seeState = (state) => ({
    content: `the state is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]`,
});

tours.add("school_leave_teacher", {
    steps: () => [
        { content: "no slip yet", trigger: ".o_view_nocontent:contains(Write a leave slip)" },
        { content: "new", trigger: ".o_list_button_add", run: "click" },
        ...choose("pupil_id", "李小明"),
        write("reason", "Fever"),
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        settle,
        {
            content: "the parents are missing",
            trigger: ".o_field_widget[name=missing_facts]:contains(3-6a)",
        },
        press("action_open_answer"),
        {
            content: "the pad shows the number",
            trigger: ".modal .o_field_widget[name=pad_html] a[href='tel:13811110001']",
        },
        ...choose("custody_id", "李母", ".modal"),
        {
            content: "agrees",
            trigger: ".modal .o_field_widget[name=result] input[data-value=agreed]",
            run: "click",
        },
        press("action_answer", ".modal"),
        settle,
        press("action_submit"),
        seeState("signing"),
    ],
});

tours.add("school_leave_grade", {
    steps: () => [
        { content: "open the slip", trigger: ".o_data_row td[name=pupil_id]", run: "click" },
        press("action_sign"),
        seeState("issued"),
    ],
});

tours.add("school_leave_guard", {
    steps: () => [
        ...choose("gate_id", "North Gate"),
        write("term", "小明"),
        press("action_find"),
        {
            content: "the slip is shown",
            trigger: "h1 .o_field_widget[name=title]:contains(李小明)",
        },
        {
            content: "choose the mother",
            trigger: ".o_data_row:contains(李母) td[name=is_chosen]",
            run: "click",
        },
        {
            content: "she collects",
            trigger: ".o_data_row:contains(李母) td[name=is_chosen] input:checked",
        },
        write("document_tail", "1234", ".o_group"),
        {
            content: "both signed on paper",
            trigger: ".o_field_widget[name=signed_on_paper] input",
            run: "click",
        },
        press("action_release"),
        { content: "ready for the next", trigger: ".o_form_statusbar button[name=action_find]" },
    ],
});

tours.add("school_board", {
    steps: () => [
        { content: "one is out", trigger: ".o_school_board_count:contains(1)" },
        {
            content: "who and on what",
            trigger: ".o_school_board tr:contains(李小明):contains(Leave slip)",
        },
    ],
});
