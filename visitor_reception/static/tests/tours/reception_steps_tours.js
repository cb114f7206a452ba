import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("reception_step_ticked_in_todo", {
    steps: () => [
        {
            content: "the to-do lists its steps, and the first is ticked there",
            trigger: ".o-mail-Activity .o_reception_steps input:not(:disabled)",
            run: "click",
        },
        {
            content: "it is done",
            trigger: ".o-mail-Activity .o_reception_steps input:disabled",
        },
    ],
});
