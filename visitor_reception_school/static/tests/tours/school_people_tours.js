import { registry } from "@web/core/registry";
import { settle } from "./school_leave_tours";

const tours = registry.category("web_tour.tours");

/** What the thumb needs is on the screen, and nothing is wider than the phone. */
const fits = (trigger) => ({
    content: `${trigger} fits the phone`,
    trigger,
    run() {
        const { right, left } = this.anchor.getBoundingClientRect();
        const { scrollWidth } = document.documentElement;
        if (left < 0 || right > window.innerWidth || scrollWidth > window.innerWidth) {
            throw new Error(`${trigger}: ${left} to ${right}, page ${scrollWidth} px`);
        }
    },
});

const LINES = `学号,姓名,班级
S001,李小明,Senior 1(1)
S500,新同学,Senior 1(2)
S501,错班级,高九(9)
S501,同号,Senior 1(1)`;

/** A class teacher in the corridor: slip, call, issue. */
tours.add("school_phone_teacher", {
    steps: () => [
        { content: "new", trigger: ".o-kanban-button-new", run: "click" },
        { trigger: ".o_field_widget[name=pupil_id] input", run: "click" },
        { trigger: ".modal .o_kanban_record:contains(李小明)", run: "click" },
        settle,
        { trigger: ".o_field_widget[name=reason] input", run: "edit Fever" },
        {
            content: "save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        settle,
        fits("button[name=action_open_answer]:visible"),
        { trigger: "button[name=action_open_answer]:visible", run: "click" },
        fits(".modal a[href='tel:13811110001']"),
        {
            content: "the first to call is chosen",
            trigger: ".modal .o_field_widget[name=custody_id] input:value(李母)",
        },
        {
            content: "agrees",
            trigger: ".modal .o_field_widget[name=result] input[data-value=agreed]",
            run: "click",
        },
        { trigger: ".modal button[name=action_answer]", run: "click" },
        settle,
        fits("button[name=action_submit]:visible"),
        { trigger: "button[name=action_submit]:visible", run: "click" },
        { content: "it waits for the stamp", trigger: "div[name=pending]:visible" },
    ],
});

/** The grade group between two lessons. */
tours.add("school_phone_grade", {
    steps: () => [
        { trigger: ".o_kanban_record:contains(李小明)", run: "click" },
        fits("div[name=answer_on_phone] button[name=action_sign]"),
        { trigger: "div[name=answer_on_phone] button[name=action_sign]", run: "click" },
        { content: "stamped", trigger: ".o_form_view:not(:has(div[name=pending]:visible))" },
    ],
});

/** The registrar's list: looked at, one line corrected, one left out, applied. */
tours.add("school_registrar", {
    steps: () => [
        {
            content: "paste the lines",
            trigger: ".modal .o_field_widget[name=source] input[data-value=paste]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=text] textarea",
            async run({ edit }) {
                await edit(LINES);
            },
        },
        { trigger: ".modal button[name=action_read]", run: "click" },
        {
            content: "two lines have one number",
            trigger: ".modal .o_data_row:contains(同号).text-danger",
        },
        {
            content: "nothing is changed by that",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "the lines are named",
            trigger: ".modal:contains(Nothing was changed):contains(S501)",
        },
        {
            trigger: ".modal:contains(Nothing was changed) .modal-footer button",
            run: "click",
        },
        {
            content: "leave them out",
            trigger: ".modal .o_field_widget[name=leave_out_errors] input",
            run: "click",
        },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { content: "done", trigger: "body:not(:has(.modal))" },
    ],
});
