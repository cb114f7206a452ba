import { rpcBus } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

const { DateTime } = luxon;

// One story in Chinese: each tour is the turn of one person. Things are found by name and class; the Chinese texts that
// are asserted beside them fail when a translation is missing.
const tours = registry.category("web_tour.tours");

// A tour types faster than a loaded server answers: an onchange that comes back meanwhile closes the next dropdown.
const openRequests = new Set();
rpcBus.addEventListener("RPC:REQUEST", ({ detail }) => openRequests.add(detail.data.id));
rpcBus.addEventListener("RPC:RESPONSE", ({ detail }) => openRequests.delete(detail.data.id));

const settle = {
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

const currentState = (state, label) =>
    `.o_statusbar_status .o_arrow_button_current[data-value=${state}]:contains(${label})`;

const field = (name, inside = "") => `${inside} .o_field_widget[name=${name}]`;

const write = (name, text, inside) => ({
    content: `write ${name}`,
    trigger: `${field(name, inside)} :is(input, textarea)`,
    run: `edit ${text}`,
});

/** Take a record in a many2one or many2many field. */
const choose = (name, text, inside) => [
    write(name, text, inside),
    {
        content: `take ${text}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) > a:contains(${text})`,
        run: "click",
    },
    settle,
];

const proposedGuests = ["林晓", "高明"].map((name) => ({
    content: `the form proposes ${name}`,
    trigger: `${field("guest_ids")} .o_tag:contains(${name})`,
}));

/** Take an option of a selection field. */
const select = (name, text, inside) => [
    {
        content: `open ${name}`,
        trigger: `${field(name, inside)} .o_select_menu_toggler`,
        run: "click",
    },
    {
        content: `take ${text}`,
        trigger: `.o_select_menu_item:contains(${text})`,
        run: "click",
    },
    settle,
];

/** A moment that lies so many days ahead, as people type it. */
const writeMoment = (name, days, hour) => [
    { content: `${name} is proposed`, trigger: `${field(name)} button.o_input`, run: "click" },
    settle,
    {
        content: `write ${name}`,
        trigger: `${field(name)} input`,
        async run({ edit }) {
            const moment = DateTime.now().plus({ days }).set({ hour, minute: 0, second: 0 });
            await edit(moment.toFormat("yyyy-MM-dd HH:mm:ss"));
        },
    },
];

const press = (name, label, inside = ".o_statusbar_buttons") => ({
    content: `press ${name}`,
    trigger: `${inside} button[name=${name}]:contains(${label})`,
    run: "click",
});

const smartButton = (name) => ({
    content: `open ${name}`,
    trigger: `.o-form-buttonbox button[name=${name}]`,
    run: "click",
});

const openPage = (name, label) => ({
    content: `turn to the page ${name}`,
    trigger: `.o_notebook_headers a[name=${name}]:contains(${label})`,
    run: "click",
});

/** The refusal is read: clause, reason and rule stand in the dialog. */
const readRefusal = (...texts) => [
    {
        content: "it is refused, and the refusal explains itself",
        trigger: ".modal .modal-body" + texts.map((text) => `:contains(${text})`).join(""),
    },
    { content: "close it", trigger: ".modal .modal-footer button", run: "click" },
    { content: "it is closed", trigger: "body:not(:has(.modal))" },
];

const addGuest = (number, name, position, rank) => {
    const line = `.o_field_widget[name=guest_ids] tbody tr.o_data_row:nth-child(${number}).o_selected_row`;
    return [
        {
            content: "add a line",
            trigger: ".o_field_widget[name=guest_ids] .o_field_x2many_list_row_add a",
            run: "click",
        },
        {
            content: `write the guest ${name}`,
            trigger: `${line} [name=name] input`,
            run: `edit ${name}`,
        },
        {
            content: "in which position",
            trigger: `${line} [name=position] input`,
            run: `edit ${position}`,
        },
        ...select("rank_id", rank, line),
    ];
};

tours.add("reception_main_job_notice", {
    steps: () => [
        { content: "write a notice", trigger: ".o_list_button_add", run: "click" },
        ...select("category_id", "重要客户"),
        ...choose("organisation_id", "Customer Ltd"),
        write("identity", "客户代表"),
        ...writeMoment("date_begin", 1, 10),
        ...writeMoment("date_end", 2, 16),
        ...addGuest(1, "林晓", "总经理助理", "B类"),
        ...addGuest(2, "高明", "采购员", "副总经理以下人员"),
        press("action_submit", "提交签发"),
        ...readRefusal("1-2.3", "请填写公务事由", "向总经理报告"),
        {
            content: "the form says so too",
            trigger: "div[name=missing_facts] li:contains(1-2.3):contains(请填写公务事由)",
        },
        write("purpose", "签订供货合同"),
        press("action_submit", "提交签发"),
        { content: "it waits for signatures", trigger: currentState("signing", "签批中") },
        {
            content: "of one of the two leaders",
            trigger: "div[name=pending] .o_field_widget[name=pending_signatory_ids] .o_tag",
        },
    ],
});

tours.add("reception_main_job_sign", {
    steps: () => [
        { content: "the notice waits", trigger: currentState("signing", "签批中") },
        {
            content: "sign from the activity",
            trigger: ".o-mail-Activity:contains(请求签字) .o_reception_sign:contains(同意)",
            run: "click",
        },
        {
            content: "it says so",
            trigger: ".o_notification:contains(您已签字) .o_notification_bar.bg-success",
        },
        { content: "it is issued", trigger: currentState("issued", "已签发") },
    ],
});

tours.add("reception_main_job_ticket", {
    steps: () => [
        { content: "the notice is issued", trigger: currentState("issued", "已签发") },
        smartButton("action_open_bookings"),
        { content: "write a booking", trigger: ".o_list_button_add", run: "click" },
        ...choose("class_id", "软卧"),
        ...proposedGuests,
        write("quantity", "2"),
        write("amount_planned", "640"),
        {
            content: "the form says that it is too much",
            trigger: `${field("entitlement_state")}:contains(超标准)`,
        },
        press("action_submit", "申请例外"),
        ...readRefusal("1-4.1n", "所选等级超标准，请选择例外原因", "如行程紧迫"),
        ...select("exception_reason", "预订不到相应票据"),
        press("action_submit", "申请例外"),
        { content: "it waits for a signature", trigger: currentState("signing", "签批中") },
    ],
});

tours.add("reception_main_job_exception", {
    steps: () => [
        {
            content: "read what is asked, whether in an input or as text",
            trigger: field("exception_reason"),
            run() {
                const shown = this.anchor.querySelector("input")?.value ?? this.anchor.textContent;
                if (shown !== "预订不到相应票据") {
                    throw new Error(`The reason reads ${shown}`);
                }
            },
        },
        press("action_sign", "同意"),
        { content: "the exception is agreed", trigger: currentState("approved", "已同意例外") },
    ],
});

tours.add("reception_main_job_book", {
    steps: () => [
        { content: "the exception is agreed", trigger: currentState("approved", "已同意例外") },
        press("action_book", "预订"),
        { content: "the ticket is booked", trigger: currentState("booked", "已预订") },
        smartButton("action_open_visit"),
        { content: "back on the notice", trigger: currentState("issued", "已签发") },
        openPage("bookings", "预订"),
        {
            content: "the ticket is listed",
            trigger: `${field("booking_ids")} .o_data_row:contains(软卧):contains(已预订)`,
        },
        press("action_add_booking", "新增预订"),
        ...proposedGuests,
        ...select("service", "酒店"),
        ...choose("class_id", "四星级标间"),
        write("amount_planned", "500"),
        {
            content: "the room is within the table",
            trigger: `${field("entitlement_state")}:contains(标准内)`,
        },
        press("action_book", "预订"),
        { content: "it is booked", trigger: currentState("booked", "已预订") },
        smartButton("action_open_visit"),
        openPage("bookings", "预订"),
        {
            content: "the list has followed",
            trigger: `${field("booking_ids")} .o_data_row:contains(四星级标间):contains(已预订)`,
        },
        { content: "and the notice is still issued", trigger: currentState("issued", "已签发") },
    ],
});

tours.add("reception_main_job_dinner", {
    steps: () => [
        smartButton("action_open_hospitality"),
        { content: "write an application", trigger: ".o_list_button_add", run: "click" },
        ...select("kind", "宴会"),
        ...select("place", "公司外就餐"),
        write("venue", "江畔酒家"),
        ...writeMoment("meal_at", 1, 18),
        write("reason", "欢迎晚宴"),
        write("business_relation", "合作十年的客户"),
        ...proposedGuests,
        {
            content: "the host is a companion already",
            trigger: `${field("companion_ids")} .o_tag:contains(Host)`,
        },
        write("amount_planned", "300"),
        {
            content: "three at table by the standard of the department",
            trigger: `${field("amount_standard")}:contains(300.00)`,
        },
        press("action_submit", "提交审批"),
        { content: "it waits for approval", trigger: currentState("signing", "签批中") },
    ],
});

tours.add("reception_main_job_approve", {
    steps: () => [
        { content: "open the application", trigger: ".o_data_row td[name=name]", run: "click" },
        { content: "it waits", trigger: currentState("signing", "签批中") },
        press("action_sign", "批准"),
        { content: "it is approved", trigger: currentState("approved", "已批准") },
    ],
});

tours.add("reception_main_job_claim", {
    steps: () => [
        { content: "the dinner is approved", trigger: currentState("approved", "已批准") },
        press("action_create_expense", "申请报销"),
        {
            content: "the claim knows its application and who was at table",
            trigger: `.o_form_view:has(${field("reception_guests")}:contains(林晓)) ${field(
                "hospitality_id"
            )}`,
        },
        write("total_amount_currency", "280"),
        press("action_submit", "提交"),
        {
            content: "it is submitted",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=submitted]",
        },
    ],
});

tours.add("reception_main_job_post", {
    steps: () => [
        {
            content: "open the claim",
            trigger: ".o_data_row:contains(江畔酒家) td[name=name]",
            run: "click",
        },
        press("action_approve", "批准"),
        {
            content: "it is approved",
            trigger: ".o_statusbar_status .o_arrow_button_current[data-value=approved]",
        },
        {
            content: "post it",
            trigger: ".o_statusbar_buttons button[name=action_post]",
            run: "click",
        },
        {
            content: "in the journal that is proposed",
            trigger: ".modal button[name=action_post_entry]",
            run: "click",
        },
        {
            content: "the entry is posted",
            trigger:
                ".o_form_view:has([name=invoice_line_ids], [name=line_ids]) .o_arrow_button_current[data-value=posted]",
        },
        {
            content: "back to the claim",
            trigger: ".breadcrumb .o_back_button, .o_back_button",
            run: "click",
        },
        {
            content: "the claim leads to its entry",
            trigger: ".o-form-buttonbox button[name=action_open_account_move]",
            run: "click",
        },
        {
            content: "the entry is there",
            trigger: ".o_form_view .o_arrow_button_current[data-value=posted]",
        },
    ],
});

tours.add("reception_main_job_cost", {
    steps: () => [
        {
            content: "open the notice",
            trigger: ".o_data_row:contains(林晓) td[name=name]",
            run: "click",
        },
        {
            content: "one claim, one meal, two bookings",
            trigger:
                ".o-form-buttonbox:has(button[name=action_open_bookings]:contains(2)):has(button[name=action_open_hospitality]:contains(1)) button[name=action_open_expenses]:contains(1)",
        },
        openPage("cost", "费用"),
        { content: "planned", trigger: `${field("cost_planned")}:contains(1,440.00)` },
        { content: "in the books", trigger: `${field("cost_actual")}:contains(280.00)` },
        {
            content: "by kind",
            trigger: `${field("cost_table")} tr:contains(合计):contains(1,440.00):contains(280.00)`,
        },
        {
            content: "in the words of the users",
            trigger: `${field("cost_table")} thead:contains(预计):contains(实际)`,
        },
    ],
});

/** Dates of the month before, as the company counts days. */
const lastMonth = () => {
    const day = DateTime.now().setZone("Asia/Shanghai").minus({ months: 1 });
    return { date_from: day.startOf("month"), date_to: day.endOf("month") };
};

const checkPeriod = (name) => ({
    content: `${name} is of the month before`,
    trigger: `${field(name, ".modal")} [data-field=${name}]`,
    run() {
        const [year, month, day] = this.anchor.dataset.tooltip.match(/\d+/g).map(Number);
        const expected = lastMonth()[name];
        if (year !== expected.year || month !== expected.month || day !== expected.day) {
            throw new Error(
                `${name} is ${this.anchor.dataset.tooltip}, not ${expected.toISODate()}`
            );
        }
    },
});

tours.add("reception_main_job_statistics", {
    steps: () => [
        {
            content: "of all months",
            trigger: ".o_searchview_facet .o_facet_remove",
            run: "click",
        },
        {
            content: "the visit is there with its cost",
            trigger: ".o_data_row:contains(林晓):contains(签订供货合同):contains(280.00)",
        },
        { content: "as a pivot", trigger: ".o_switch_view.o_pivot", run: "click" },
        {
            content: "by category",
            trigger: ".o_pivot table:contains(重要客户):contains(1,440.00):contains(280.00)",
        },
        { content: "as a list again", trigger: ".o_switch_view.o_list", run: "click" },
        {
            content: "export",
            trigger: ".o_control_panel button:contains(导出Excel)",
            run: "click",
        },
        checkPeriod("date_from"),
        checkPeriod("date_to"),
        {
            content: "the button to download is there",
            trigger: ".modal button[name=action_export]:contains(导出Excel)",
        },
        { content: "leave", trigger: ".modal button[special=cancel]", run: "click" },
        { content: "left", trigger: "body:not(:has(.modal)) .o_list_view" },
    ],
});
