import { registry } from "@web/core/registry";

const press = (trigger, hotkey) => ({ trigger, run: `press ${hotkey}` });

registry.category("web_tour.tours").add("reception_petition_receiver_call", {
    steps: () => [
        {
            content: "a call: its number first",
            trigger: ".o_petition_intake input[name=caller_number]",
            run: "edit 13800138000",
        },
        {
            content: "what is known of this number is there while it is typed",
            trigger: ".o_petition_card:contains(Pay the wages):contains(P1-23)",
        },
        press("input[name=caller_number]", "Enter"),
        {
            content: "Enter goes on to the name",
            trigger: "input[name=name]:focus",
            run: "edit 李四",
        },
        {
            content: "Enter that ends a word of an input method stays in the field",
            trigger: "input[name=name]",
            run({ anchor }) {
                const options = { key: "Enter", code: "Enter", isComposing: true, bubbles: true };
                anchor.dispatchEvent(new KeyboardEvent("keydown", options));
            },
        },
        press("input[name=name]:focus", "Enter"),
        { trigger: "input[name=phone]:focus", run: "edit 13900139000" },
        { trigger: "input[name=address]", run: "edit Second Street 2" },
        { trigger: "textarea[name=circumstances]", run: "edit The street lamp is dark" },
        { trigger: "textarea[name=request]", run: "edit Repair the lamp" },
        { trigger: "select[name=field_id]", run: "selectByLabel 90 Other" },
        { trigger: "textarea[name=answer]", run: "edit It is repaired tomorrow" },
        {
            content: "answered on the spot, by the keyboard",
            ...press("textarea[name=answer]", "alt+a"),
        },
        { content: "the number is there", trigger: ".o_petition_number:contains(XF/)" },
        {
            content: "the answer has come along",
            trigger: ".modal .o_field_widget[name=answer] textarea:value(It is repaired tomorrow)",
        },
        { trigger: ".modal button[name=action_decide]", run: "click" },
        {
            content: "ready for the next call",
            trigger: ".o_petition_intake:not(:has(.o_petition_number))",
        },
    ],
});

registry.category("web_tour.tours").add("reception_petition_unit", {
    steps: () => [
        {
            content: "what the unit holds",
            trigger: ".o_data_row:contains(XF/) .o_data_cell[name=title]",
            run: "click",
        },
        { trigger: "button[name=action_accept]", run: "click" },
        {
            content: "its term to conclude runs",
            trigger: ".o_statusbar_status button.o_arrow_button_current:contains(Being Handled)",
        },
        { trigger: ".nav-link[name=terms]", run: "click" },
        { trigger: ".o_field_widget[name=term_ids] .o_data_row:contains(Concluding an appeal)" },
    ],
});

registry.category("web_tour.tours").add("reception_petition_keeper", {
    steps: () => [
        {
            content: "the sealed matter by its number",
            trigger: ".o_data_row:contains(MJ/) .o_data_cell[name=name]",
            run: "click",
        },
        { trigger: "button[name=action_open_sealed]", run: "click" },
        {
            content: "the reason first",
            trigger: ".o_petition_sealed input[name=reason]",
            run: "edit To handle it",
        },
        { trigger: ".o_petition_sealed button[name=open]", run: "click" },
        {
            trigger:
                ".o_petition_sealed_content:contains(Three months of wages):contains(Accused):contains(张三)",
        },
        { trigger: ".o_petition_sealed textarea[name=note]", run: "edit They were asked" },
        { trigger: ".o_petition_sealed button[name=write]", run: "click" },
        {
            content: "the note is there",
            trigger: ".o_petition_sealed_content:contains(They were asked)",
        },
    ],
});

registry.category("web_tour.tours").add("reception_petition_leader_phone", {
    steps: () => [
        {
            content: "what the leader signs stands on the first screen",
            trigger: "div[name=answer_on_phone] button[name=action_sign]",
            run() {
                const { bottom, right } = this.anchor.getBoundingClientRect();
                if (bottom > window.innerHeight || right > window.innerWidth) {
                    throw new Error(`off the screen: ${right} × ${bottom}`);
                }
            },
        },
        {
            content: "the facts are read",
            trigger: ".o_field_widget[name=facts]:contains(Found true)",
        },
        {
            trigger: "div[name=answer_on_phone] button[name=action_sign]",
            run: "click",
        },
        {
            content: "nothing is left to sign",
            trigger:
                ".o_form_view:not(:has(div[name=answer_on_phone])) .o_field_widget[name=facts]",
        },
    ],
});

registry.category("web_tour.tours").add("reception_petition_unit_answers", {
    steps: () => [
        {
            content: "the order on the unit's desk",
            trigger: ".o_data_row:contains(DB/) .o_data_cell[name=matter_id]",
            run: "click",
        },
        { trigger: "button[name=action_open_answer]", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            run: "edit It was paid yesterday",
        },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        {
            content: "answered in writing",
            trigger: ".o_form_view .o_field_widget[name=answer]:contains(It was paid yesterday)",
        },
    ],
});

registry.category("web_tour.tours").add("reception_petition_queue", {
    steps: () => [
        {
            content: "a number for who comes",
            trigger: "button[name=give_ticket]",
            run: "click",
        },
        { trigger: ".o_petition_queue td:contains(001)" },
        { content: "the next one", trigger: "button[name=call_next]", run: "click" },
        { content: "the visit is open", trigger: ".o_petition_ticket:contains(001)" },
        { trigger: "input[name=name]", run: "edit 王五" },
        { trigger: "textarea[name=circumstances]", run: "edit The lift is broken" },
        { trigger: "textarea[name=request]", run: "edit Repair it" },
        { trigger: "button[name=save]", run: "click" },
        { trigger: ".o_petition_number:contains(XF/)" },
    ],
});
