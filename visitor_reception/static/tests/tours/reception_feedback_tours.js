import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("reception_feedback_officer", {
    steps: () => [
        {
            content: "how the guests found it stands at the top",
            trigger: ".oe_stat_button:has([name=feedback_average]):contains(4)",
        },
        {
            content: "look at what is kept after the visit",
            trigger: ".nav-link[name=aftercare]",
            run: "click",
        },
        {
            content: "the guest's words",
            trigger: ".o_field_widget[name=feedback_ids] .o_data_row:contains(The tea was good)",
        },
        {
            content: "the code for the others",
            trigger: ".o_field_widget[name=feedback_qr] img",
        },
        {
            content: "all feedback of the visit",
            trigger: ".oe_stat_button:has([name=feedback_average])",
            run: "click",
        },
        {
            content: "the answer in the list",
            trigger: ".o_list_view .o_data_row:contains(The tea was good)",
        },
    ],
});

tours.add("reception_register_draw", {
    steps: () => [
        {
            content: "open the register",
            trigger: "button[name=action_open_register]",
            run: "click",
        },
        {
            content: "sign on the screen",
            trigger: ".o_field_widget[name=signature] .o_signature",
            run: "click",
        },
        {
            content: "draw",
            trigger: ".modal canvas.o_web_sign_signature",
            run() {
                const { left, top } = this.anchor.getBoundingClientRect();
                const touch = (type, x, y) =>
                    new PointerEvent(type, {
                        bubbles: true,
                        button: 0,
                        buttons: type === "pointerup" ? 0 : 1,
                        clientX: left + x,
                        clientY: top + y,
                        isPrimary: true,
                        pressure: 0.5,
                    });
                this.anchor.dispatchEvent(touch("pointerdown", 20, 20));
                for (let step = 1; step < 20; step++) {
                    window.dispatchEvent(touch("pointermove", 20 + 6 * step, 20 + 3 * (step % 5)));
                }
                window.dispatchEvent(touch("pointerup", 140, 30));
            },
        },
        {
            content: "take it",
            trigger: ".modal:has(canvas) footer button.btn-primary:enabled",
            run: "click",
        },
        {
            content: "the signature is shown",
            trigger: ".o_field_widget[name=signature] img.o_signature",
        },
        { content: "sign", trigger: "button[name=action_confirm]", run: "click" },
        {
            content: "the register is signed",
            trigger: "body:not(:has(.modal)):not(:has(button[name=action_open_register]))",
        },
    ],
});

tours.add("reception_refusal_names_its_clause", {
    steps: () => [
        {
            content: "submit without a purpose",
            trigger: "button[name=action_submit]",
            run: "click",
        },
        {
            content: "the clause of the refusal leads to the rule",
            trigger: ".o_error_dialog a[href='/reception/clause/1-2.3'][target=_blank]",
        },
        { content: "the rest is text", trigger: ".o_error_dialog .text-prewrap:contains(1-2.3: )" },
        {
            content: "Enter closes it",
            trigger: ".o_error_dialog footer .btn-primary",
            run() {
                if (document.activeElement !== this.anchor) {
                    throw new Error("the button has the focus");
                }
                this.anchor.click();
            },
        },
        { content: "it is closed", trigger: "body:not(:has(.o_error_dialog))" },
    ],
});
