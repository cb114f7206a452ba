import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// The commonest job of each role, shown on the screen itself; opened by the link that the guides name, or by Odoo's own
// list of tours.
const tours = registry.category("web_tour.tours");

tours.add("reception_tour_notice", {
    url: "/odoo/reception",
    steps: () => [
        {
            trigger: ".o_list_button_add",
            content: _t("A visit begins with a notice."),
            run: "click",
        },
        {
            trigger: ".o_form_view .o_field_widget[name=organisation_id] input",
            content: _t("Type the unit they come from. One that is not known yet is created here."),
            run: "edit Tour Visitors Ltd",
        },
        {
            trigger: ".o_field_widget[name=category_id]",
            content: _t("The category decides who signs and what is needed."),
        },
        {
            trigger: ".o_field_widget[name=purpose] textarea",
            content: _t(
                "What do they come for? Tomorrow, nine to five, and yourself as host are proposed."
            ),
            run: "edit Sign the contract",
        },
        {
            trigger: "button[name=action_add_guests]",
            content: _t("Paste the list of guests as it came, or type them below."),
        },
        {
            trigger: "div[name=missing_facts]",
            content: _t("What is still missing stands here, each line with the way to it."),
        },
        {
            trigger: "button[name=action_submit]",
            content: _t("Then submit: whoever the policy names is asked to sign."),
        },
    ],
});

tours.add("reception_tour_sign", {
    url: "/odoo/action-visitor_reception.reception_inbox_action",
    steps: () => [
        {
            trigger: ".o_reception_inbox_facts",
            content: _t(
                "Who comes, why, how many, at what cost against the standard: all on one card."
            ),
        },
        {
            trigger: ".o_reception_inbox_answer button[name=decline]",
            content: _t("To decline, choose a phrase or write the reason; who asked is told."),
        },
        {
            trigger: ".o_reception_inbox_answer button[name=sign]",
            content: _t("Agree, and the next document opens by itself."),
            run: "click",
        },
    ],
});

tours.add("reception_tour_gate", {
    url: "/odoo/action-visitor_reception.reception_gate_desk_action",
    steps: () => [
        {
            trigger: ".o_reception_desk_bar",
            content: _t(
                "One screen for the whole gate; where there are several gates, choose yours here."
            ),
        },
        {
            trigger: ".o_reception_search input",
            content: _t(
                "Type a name, a phone number or a plate, or scan: whoever is known is found."
            ),
            run: "edit Nobody",
        },
        {
            trigger: ".o_reception_desk",
            content: _t("The button of a card is always its next step: let in, let out."),
        },
    ],
});
