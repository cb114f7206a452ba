import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// P2: the policy administrator looks at what changes, then applies it; things are found by name in every language
tours.add("reception_preset_apply", {
    steps: () => [
        { trigger: ".o_data_row [name=code]:contains(P2)", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=letter_required]" },
        { trigger: ".o_statusbar_buttons button.btn-primary", run: "click" },
        {
            content: "the preset is proposed, and what changes is shown with its clauses",
            trigger: ".modal .o_field_widget[name=changes] td:contains(P2)",
        },
        { trigger: ".modal .o_field_widget[name=changes] td:contains(1-6.2.4)" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal))" },
        { trigger: ".o-mail-Message:contains(P2)" },
    ],
});

tours.add("reception_preset_tables", {
    steps: () => [
        { trigger: ".o_data_row [name=preset_id]:contains(P3)", run: "click" },
        {
            trigger:
                ".o_form_view [name=share_denominator], .o_form_view [name=decided_by_approver]",
        },
    ],
});

tours.add("reception_preset_visit", {
    steps: () => [
        {
            content: "the guidance stands above the notice",
            trigger: ".alert[name=preset_guidance]:contains(P2) [name=preset_guidance]",
        },
        { content: "the badge", trigger: ".oe_title [name=preset_id]:contains(P2)" },
        { content: "what is missing", trigger: ".alert[name=missing_facts]:contains(P2)" },
        { trigger: ".o_field_widget[name=letter_number] input", run: "edit 江政函〔2026〕5号" },
        { trigger: ".o_field_widget[name=letter_attachment_ids]" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});

tours.add("reception_preset_meal", {
    steps: () => [
        { content: "the last day", trigger: ".alert[name=to_make_up]" },
        { content: "who agreed is asked for", trigger: ".o_field_widget[name=agreed_by_id]" },
        {
            content: "another meal close to this one",
            trigger: ".alert[name=similar]:contains(1-6.2.2)",
        },
        {
            content: "planned and standard side by side",
            trigger: "div[name=per_head]:has([name=amount_per_head]) [name=standard_per_head]",
        },
    ],
});
