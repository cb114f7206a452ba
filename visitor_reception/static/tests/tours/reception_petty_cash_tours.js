import { registry } from "@web/core/registry";

const { DateTime } = luxon;

// One advance from the application to the last yuan: each tour is the turn of one person.
const tours = registry.category("web_tour.tours");

const currentState = (state) => ({
    content: `it is ${state}`,
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]`,
});

const field = (name, inside = "") => `${inside} .o_field_widget[name=${name}]`;

const write = (name, text, inside) => ({
    content: `write ${name}`,
    trigger: `${field(name, inside)} :is(input, textarea)`,
    run: `edit ${text}`,
});

const press = (name, inside = ".o_statusbar_buttons") => ({
    content: `press ${name}`,
    trigger: `${inside} button[name=${name}]`,
    run: "click",
});

const confirm = [
    press("action_confirm", ".modal"),
    { content: "the dialog is closed", trigger: "body:not(:has(.modal))" },
];

const shows = (name, text, inside) => ({
    content: `${name} reads ${text}`,
    trigger: `${field(name, inside)}:contains(${text})`,
});

tours.add("reception_petty_cash_apply", {
    steps: () => [
        { content: "apply", trigger: ".o_list_button_add", run: "click" },
        write("purpose", "Exhibition stand"),
        {
            content: "in three days it is over",
            trigger: `${field("matter_end")} input`,
            async run({ edit }) {
                await edit(DateTime.now().plus({ days: 3 }).toFormat("MM/dd/yyyy"));
            },
        },
        press("action_submit"),
        {
            content: "the amount is missing, and the refusal says so",
            trigger: ".modal .modal-body:contains(1-7.2)",
        },
        { content: "close it", trigger: ".modal .modal-footer button", run: "click" },
        write("amount", "2000"),
        press("action_submit"),
        currentState("signing"),
    ],
});

tours.add("reception_petty_cash_pay", {
    steps: () => [
        currentState("approved"),
        press("action_open_pay"),
        {
            content: "all of it is proposed",
            trigger: `${field("amount", ".modal")} input`,
            run() {
                if (!this.anchor.value.includes("2,000.00")) {
                    throw new Error(`The dialog proposes ${this.anchor.value}`);
                }
            },
        },
        shows("box_balance", "100,000.00", ".modal"),
        ...confirm,
        currentState("paid"),
        shows("amount_open", "2,000.00"),
        {
            content: "a receipt can be printed",
            trigger: ".o_statusbar_buttons button:contains(Print Receipts)",
        },
    ],
});

const line = `${field("expense_ids")} tr.o_selected_row`;

tours.add("reception_petty_cash_hand_in", {
    steps: () => [
        currentState("paid"),
        press("action_new_clearing"),
        currentState("draft"),
        {
            content: "add a voucher",
            trigger: `${field("expense_ids")} .o_field_x2many_list_row_add a`,
            run: "click",
        },
        {
            content: "of which kind",
            trigger: `${line} [name=product_id] input`,
            run: "edit Local Transport",
        },
        {
            content: "take it",
            trigger: ".o-autocomplete--dropdown-item:contains(Local Transport) > a",
            run: "click",
        },
        {
            content: "it is taken",
            trigger: `${line} [name=product_id] input:value(Local Transport)`,
        },
        { content: "for what", trigger: `${line} [name=name] input`, run: "edit Taxi to the fair" },
        {
            content: "how much",
            trigger: `${line} [name=total_amount_currency] input`,
            run: "edit 1509",
        },
        press("action_submit"),
        currentState("signing"),
        shows("amount_total", "1,509.00"),
        shows("amount_to_return", "491.00"),
    ],
});

tours.add("reception_petty_cash_post", {
    steps: () => [
        currentState("approved"),
        press("action_open_post"),
        ...confirm,
        currentState("posted"),
    ],
});

tours.add("reception_petty_cash_return", {
    steps: () => [
        currentState("clearing"),
        shows("amount_open", "491.00"),
        press("action_open_return"),
        ...confirm,
        currentState("cleared"),
        shows("amount_returned", "491.00"),
    ],
});

tours.add("reception_petty_cash_confirm_count", {
    steps: () => [
        currentState("signed"),
        shows("difference", "200.00"),
        press("action_confirm"),
        currentState("done"),
    ],
});
