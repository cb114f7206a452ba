import { registry } from "@web/core/registry";
import { cut, DeadXHR, scan } from "@visitor_reception/../tests/tours/gate_desk_helpers";

const online = ".o_reception_desk:not(:has(.o_waiting_operations))";
const shown = ".o_school_rush .o_shown";
const openRush = { content: "Open the rush", trigger: "button[name=rush]", run: "click" };
const close = { content: "Close", trigger: ".modal-header button.btn-close", run: "click" };
const nothingWaits = { content: "Nothing waits", trigger: online };

/** Badges that a scanner types one after the other, and what the panel then says. */
const scanBadges = (status, name, ...codes) => [
    {
        content: `Scan ${codes}`,
        trigger: ".o_school_rush input[name=code]",
        run: () => codes.forEach(scan),
    },
    {
        content: `${name} ${status}`,
        trigger: `${shown}[data-status=${status}]:contains(${name})`,
    },
];
const findWithoutBadge = [
    {
        content: "Somebody without badge",
        trigger: ".o_school_rush input[name=find]",
        run: "edit 王住",
    },
    { trigger: ".o_school_rush .list-group-item:contains('王住校')", run: "click" },
    { trigger: ".o_named button[name=pass_named]", run: "click" },
    { content: "It is noted", trigger: ".o_school_rush:not(:has(.o_named))" },
];

/** The rush: a scanner that stutters, an unknown badge, one taken back, one pupil without badge. */
registry.category("web_tour.tours").add("school_rush", {
    steps: () => [
        openRush,
        ...scanBadges("repeated", "李小明", "AAA1", "AAA1"),
        { content: "One has come in", trigger: ".o_school_rush .o_count_in:contains(/1$/)" },
        ...scanBadges("unknown", "?", "WRONG"),
        ...scanBadges("passed", "赵他班", "CCC3"),
        { content: "Take it back", trigger: ".o_last li:first button[name=undo]", run: "click" },
        { content: "It is struck out", trigger: ".o_last li.text-decoration-line-through" },
        ...findWithoutBadge,
        close,
        nothingWaits,
    ],
});

/** Without network: badges, somebody without badge, a slip; the browser dies, and nothing is lost. */
registry.category("web_tour.tours").add("school_offline", {
    steps: () => [
        { trigger: `${online} .o_reception_list[data-list=leaving] [data-step=release]` },
        cut(DeadXHR),
        { content: "The guard knows", trigger: ".o_reception_desk.o_offline" },
        openRush,
        ...scanBadges("passed", "赵他班", "CCC3"),
        ...scanBadges("unknown", "?", "WRONG"),
        ...findWithoutBadge,
        close,
        {
            content: "The slip of today",
            trigger: ".o_reception_list[data-list=leaving] [data-step=release]",
            run: "click",
        },
        { trigger: ".o_person:contains('李母')", run: "click" },
        { trigger: "input[name=document_tail]", run: "edit 1234" },
        { trigger: "#o_gate_signed_on_paper", run: "click" },
        { trigger: "button[name=let_out]", run: "click" },
        { trigger: ".o_reception_list[data-list=away] .o_pending" },
        { content: "Four steps wait", trigger: ".o_waiting_operations:contains(4)" },
        {
            content: "The browser dies",
            trigger: "body",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "All is sent when it comes back",
            trigger: `${online} .o_reception_list[data-list=away] [data-step=return]`,
        },
        { content: "Nothing went wrong", trigger: ".o_reception_desk:not(:has(.o_conflict))" },
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
        nothingWaits,
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
        nothingWaits,
    ],
});
