import { registry } from "@web/core/registry";

// Selectors are names and classes, never texts: the tours run in every language.
const tours = registry.category("web_tour.tours");

const currentState = (state) => `.o_statusbar_status .o_arrow_button_current[data-value=${state}]`;
const missing = (target) => `div[name=missing_facts] button[data-target=${target}]`;
const notMissing = (target) => `.o_form_view:not(:has(button[data-target=${target}]))`;

tours.add("reception_clerk_prepares_and_hosts", {
    steps: () => [
        { content: "the notice is issued", trigger: currentState("issued") },
        {
            content: "the rule of a missing fact is one click away",
            trigger: "div[name=missing_facts] button:contains(1-5.1.1)",
            run: "click",
        },
        {
            content: "it is shown",
            trigger: ".modal .o_field_widget[name=rule]",
        },
        { content: "back", trigger: ".modal .btn-close", run: "click" },
        {
            content: "the six facts are missing: go there",
            trigger: missing("action_open_confirm"),
            run: "click",
        },
        {
            content: "whom we asked",
            trigger: ".modal .o_field_widget[name=confirmed_with] input",
            run: "edit Secretary Li",
        },
        { content: "confirmed", trigger: ".modal button[name=action_confirm]", run: "click" },
        { content: "nothing is missing there", trigger: notMissing("action_open_confirm") },
        {
            content: "the plan is missing: go there",
            trigger: missing("reception_plan"),
            run: "click",
        },
        {
            content: "write it",
            trigger: ".o_field_widget[name=reception_plan] .odoo-editor-editable",
            run: "editor Tea at ten in room one",
        },
        { content: "save", trigger: ".o_form_button_save", run: "click" },
        { content: "the plan is there", trigger: notMissing("reception_plan") },
        {
            content: "the last step is shown on the page of the procedure",
            trigger: ".o_field_widget[name=step_ids] tbody tr.o_data_row",
        },
        {
            content: "a step that the start waits for is missing: go there",
            trigger: missing("step_ids"),
            run: "click",
        },
        {
            content: "it is done",
            trigger:
                ".o_field_widget[name=step_ids] tr.o_data_row:contains(Guarded step) button[name=action_done]",
            run: "click",
        },
        { content: "the start does not wait for it any more", trigger: notMissing("step_ids") },
        {
            content: "everything is in place",
            trigger: missing("action_final_check"),
            run: "click",
        },
        { content: "the check is made", trigger: notMissing("action_final_check") },
        { content: "the guests arrive", trigger: "button[name=action_start]", run: "click" },
        { content: "they are here", trigger: currentState("hosting") },
        {
            content: "and are led in",
            trigger: "button[name=action_receive]:not(:disabled)",
            run: "click",
        },
        {
            content: "they do not wait any more",
            trigger: ".o_form_view:not(:has(button[name=action_receive]))",
        },
        { content: "close the visit", trigger: "button[name=action_close]", run: "click" },
        { content: "yes", trigger: ".modal .modal-footer .btn-primary", run: "click" },
        { content: "it is closed", trigger: currentState("closed") },
    ],
});
