import { registry } from "@web/core/registry";

const scan = (code, status) => [
    {
        content: `Scan ${code}`,
        trigger: ".o_school_rush input[name=code]",
        run: `edit ${code} && press Enter`,
    },
    { content: `It is ${status}`, trigger: `.o_school_rush .o_shown[data-status=${status}]` },
];

/** The rush: badges one after the other, one taken back, one pupil without badge. */
registry.category("web_tour.tours").add("school_rush", {
    steps: () => [
        { content: "Open the rush", trigger: "button[name=rush]", run: "click" },
        ...scan("AAA1", "passed"),
        { content: "The pupil is shown", trigger: ".o_school_rush .o_shown:contains('李小明')" },
        ...scan("AAA1", "repeated"),
        ...scan("WRONG", "unknown"),
        ...scan("CCC3", "passed"),
        { content: "Take it back", trigger: ".o_last li:first button[name=undo]", run: "click" },
        { content: "It is struck out", trigger: ".o_last li.text-decoration-line-through" },
        {
            content: "Somebody without badge",
            trigger: ".o_school_rush input[name=find]",
            run: "edit 王住",
        },
        { trigger: ".o_school_rush .list-group-item:contains('王住校')", run: "click" },
        { trigger: ".o_named button[name=pass_named]", run: "click" },
        { content: "It is noted", trigger: ".o_school_rush:not(:has(.o_named))" },
        { content: "Close the panel", trigger: ".modal-header button.btn-close", run: "click" },
        {
            content: "Nothing waits",
            trigger: ".o_reception_desk:not(:has(.o_waiting_operations))",
        },
    ],
});

/** Release: the slip of today, who collects, document, both signed on paper. */
registry.category("web_tour.tours").add("school_release", {
    steps: () => [
        {
            content: "The slip is listed",
            trigger: ".o_reception_list[data-list=leaving] [data-step=release]",
            run: "click",
        },
        { content: "Who must be heeded is marked", trigger: ".o_person:contains('⚑')" },
        { content: "The mother collects", trigger: ".o_person:contains('李母')", run: "click" },
        { trigger: "input[name=document_tail]", run: "edit 1234" },
        { trigger: "#o_gate_signed_on_paper", run: "click" },
        { trigger: "button[name=let_out]", run: "click" },
        {
            content: "The pupil is out",
            trigger: ".o_reception_list[data-list=away] [data-step=return]",
            run: "click",
        },
        {
            content: "The pupil is back",
            trigger: ".o_reception_list[data-list=away]:not(:has([data-step=return]))",
        },
        {
            content: "Nothing waits",
            trigger: ".o_reception_desk:not(:has(.o_waiting_operations))",
        },
    ],
});

/** A class event: take notice, let parents in, all out. */
registry.category("web_tour.tours").add("school_event", {
    steps: () => [
        {
            content: "Take notice",
            trigger: ".o_reception_list[data-list=events] [data-step=acknowledge_event]",
            run: "click",
        },
        {
            content: "Let parents in",
            trigger: ".o_reception_list[data-list=events] [data-step=event]",
            run: "click",
        },
        { trigger: ".o_school_pupils button:contains('李小明')", run: "click" },
        { trigger: ".o_person:contains('李母')", run: "click" },
        { trigger: "button[name=let_in]", run: "click" },
        {
            content: "The next pupil",
            trigger: ".o_school_pupils button:not(.active):contains('李小明')",
        },
        { trigger: "input[name=counted]", run: "edit 1" },
        { trigger: "button[name=all_out]", run: "click" },
        {
            content: "The event is over",
            trigger: ".o_reception_list[data-list=events]:not(:has([data-step=event]))",
        },
        {
            content: "Nothing waits",
            trigger: ".o_reception_desk:not(:has(.o_waiting_operations))",
        },
    ],
});
