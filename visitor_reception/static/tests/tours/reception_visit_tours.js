import { registry } from "@web/core/registry";

// Selectors are names and classes, never texts: the tours run in every language.
const tours = registry.category("web_tour.tours");

const currentState = (state) => `.o_statusbar_status .o_arrow_button_current[data-value=${state}]`;

const choose = (field, text) => [
    {
        content: `look for ${text}`,
        trigger: `.o_field_widget[name=${field}] input`,
        run: `edit ${text}`,
    },
    {
        content: `take ${text}`,
        trigger: `.o-autocomplete--dropdown-item:not(.o_m2o_dropdown_option) > a:contains(${text})`,
        run: "click",
    },
];

/** Take an entry of a list that is shown whole. */
const select = (field, text) => [
    {
        content: `open ${field}`,
        trigger: `.o_field_widget[name=${field}] .o_select_menu_toggler`,
        run: "click",
    },
    { content: `take ${text}`, trigger: `.o_select_menu_item:contains(${text})`, run: "click" },
];

const guestLine = (number) =>
    `.o_field_widget[name=guest_ids] tbody tr.o_data_row:nth-child(${number}).o_selected_row`;

const addGuest = (number, name, position) => [
    {
        content: "add a line",
        trigger: ".o_field_widget[name=guest_ids] .o_field_x2many_list_row_add a",
        run: "click",
    },
    {
        content: `write the guest ${name}`,
        trigger: `${guestLine(number)} [name=name] input`,
        run: `edit ${name}`,
    },
    {
        content: "and in which position they come",
        trigger: `${guestLine(number)} [name=position] input`,
        run: `edit ${position}`,
    },
];

/** Ranks that are still empty are asked for; who is not sure leaves them. */
const submitWithoutRanks = {
    content: "the ranks are asked for in one list",
    trigger: ".modal:has(.o_field_widget[name=line_ids] .o_data_row) button[name=action_submit]",
    run: "click",
};

tours.add("reception_visit_submit", {
    url: "/odoo/reception",
    steps: () => [
        { content: "write a notice", trigger: ".o_list_button_add", run: "click" },
        ...select("category_id", "Tour customers"),
        {
            content: "the category says what is needed",
            trigger: ".o_field_widget[name=category_clause]:contains(1-1.9)",
        },
        ...choose("organisation_id", "Customer Ltd"),
        {
            content: "in what capacity they come",
            trigger: ".o_field_widget[name=identity] input",
            run: "edit Customers",
        },
        {
            content: "a moment is proposed",
            trigger: ".o_field_widget[name=date_begin] button",
            run: "click",
        },
        {
            content: "when they arrive",
            trigger: ".o_field_widget[name=date_begin] input",
            run: "edit 2026-12-01 10:00:00",
        },
        {
            content: "a moment is proposed",
            trigger: ".o_field_widget[name=date_end] button",
            run: "click",
        },
        {
            content: "when they leave",
            trigger: ".o_field_widget[name=date_end] input",
            run: "edit 2026-12-02 16:00:00",
        },
        ...addGuest(1, "Tour Guest One", "Director"),
        ...addGuest(2, "Tour Guest Two", "Engineer"),
        {
            content: "submit without a purpose",
            trigger: "button[name=action_submit]",
            run: "click",
        },
        {
            content: "it is refused, and the refusal names the clause",
            trigger: ".modal .modal-body:contains(1-2.3)",
        },
        { content: "close it", trigger: ".modal .modal-footer button", run: "click" },
        {
            content: "the form says so too",
            trigger: "div[name=missing_facts] li:contains(1-2.3)",
        },
        {
            content: "write the purpose",
            trigger: ".o_field_widget[name=purpose] textarea",
            run: "edit Sign the supply contract",
        },
        { content: "submit", trigger: "button[name=action_submit]", run: "click" },
        submitWithoutRanks,
        { content: "it waits for signatures", trigger: currentState("signing") },
        {
            content: "and says whose",
            trigger: "div[name=pending] .o_field_widget[name=pending_signatory_ids] .o_tag",
        },
    ],
});

tours.add("reception_visit_sign_activity", {
    steps: () => [
        { content: "the notice waits", trigger: currentState("signing") },
        {
            content: "two are asked, and each sees only their own buttons",
            trigger: ".o-mail-Activity .o_reception_sign",
            run() {
                const activities = document.querySelectorAll(".o-mail-Activity");
                const buttons = document.querySelectorAll(".o-mail-Activity .o_reception_sign");
                if (activities.length !== 2 || buttons.length !== 1) {
                    throw new Error(
                        `${buttons.length} Sign buttons in ${activities.length} activities`
                    );
                }
                if (document.querySelector(".o-mail-Activity-markDone, .o-mail-Activity-edit")) {
                    throw new Error("A request to sign offers Mark Done or Edit");
                }
            },
        },
        { content: "sign", trigger: ".o-mail-Activity .o_reception_sign", run: "click" },
        { content: "it says so", trigger: ".o_notification_bar.bg-success" },
        { content: "the form has followed", trigger: currentState("issued") },
        {
            content: "nothing is left to sign",
            trigger: ".o-mail-Chatter:not(:has(.o_reception_sign))",
        },
    ],
});

tours.add("reception_visit_sign_list", {
    url: "/odoo/reception-to-sign",
    steps: () => [
        {
            content: "choose all",
            trigger: "thead .o_list_record_selector input",
            run: "click",
        },
        {
            content: "sign them",
            trigger: ".o_control_panel button[name=action_sign]",
            run: "click",
        },
        { content: "the list is empty", trigger: ".o_view_nocontent" },
    ],
});

tours.add("reception_visit_sign_popover", {
    url: "/odoo/reception",
    steps: () => [
        {
            content: "open the activities of the line",
            trigger: ".o_data_row:has(td:contains(Customer Ltd)) .o-mail-ActivityButton",
            run: "click",
        },
        {
            content: "a request to sign is not marked done",
            trigger:
                ".o-mail-ActivityListPopover:not(:has(.o-mail-ActivityListPopoverItem-markAsDone))",
        },
        {
            content: "sign",
            trigger: ".o-mail-ActivityListPopover .o_reception_sign",
            run: "click",
        },
        {
            content: "the line has followed",
            trigger: ".o_data_row:has(td:contains(Customer Ltd)) [name=state] .text-bg-success",
        },
    ],
});

tours.add("reception_visit_sign_menu", {
    url: "/odoo",
    steps: () => [
        {
            content: "open the activity menu",
            trigger: ".o_menu_systray button:has(.fa-clock-o)",
            run: "click",
        },
        {
            content: "see what waits for my signature",
            trigger: "[data-model_name='reception.visit'] .o_reception_to_sign",
            run: "click",
        },
        { content: "open it", trigger: ".o_data_row td[name=name]", run: "click" },
        { content: "sign", trigger: ".o_statusbar_buttons button[name=action_sign]", run: "click" },
        { content: "it is issued", trigger: currentState("issued") },
    ],
});

tours.add("reception_visit_decline", {
    steps: () => [
        {
            content: "decline",
            trigger: ".o-mail-Activity .o_reception_decline",
            run: "click",
        },
        {
            content: "the reason is asked for",
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit The hall is taken that week",
        },
        {
            content: "confirm",
            trigger: ".modal button[name=action_confirm]:visible",
            run: "click",
        },
        { content: "the form has followed", trigger: currentState("declined") },
        {
            content: "the reason is on file",
            trigger: ".o-mail-Message:contains(The hall is taken)",
        },
        {
            content: "nothing left to answer",
            trigger: ".o-mail-Chatter:not(:has(.o_reception_decline))",
        },
    ],
});

tours.add("reception_visit_correct", {
    steps: () => [
        { content: "it was declined", trigger: currentState("declined") },
        {
            content: "correct it",
            trigger: ".o_field_widget[name=purpose] textarea",
            run: "edit Sign the supply contract in the small hall",
        },
        { content: "submit anew", trigger: "button[name=action_submit]", run: "click" },
        submitWithoutRanks,
        { content: "it waits again", trigger: currentState("signing") },
    ],
});

tours.add("reception_visit_sign_phone", {
    url: "/odoo/reception-to-sign",
    steps: () => [
        {
            content: "open the card",
            trigger: ".o_kanban_record:contains(Customer Ltd)",
            run: "click",
        },
        {
            content: "Sign and Decline are on the first screen",
            trigger: "div[name=answer_on_phone] button[name=action_sign]",
            run() {
                for (const name of ["action_sign", "action_open_decline"]) {
                    const button = document.querySelector(
                        `div[name=answer_on_phone] button[name=${name}]`
                    );
                    const { bottom, right } = button.getBoundingClientRect();
                    if (bottom > window.innerHeight || right > window.innerWidth) {
                        throw new Error(`${name} is off the screen: ${right} × ${bottom}`);
                    }
                }
            },
        },
        {
            content: "sign",
            trigger: "div[name=answer_on_phone] button[name=action_sign]",
            run: "click",
        },
        {
            content: "nothing is left to sign",
            trigger:
                ".o_form_view:not(:has(div[name=answer_on_phone])) .o_field_widget[name=purpose]",
        },
    ],
});
