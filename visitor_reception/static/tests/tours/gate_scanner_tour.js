import { registry } from "@web/core/registry";
import { card, online, hitEnter, scan, scanComposing } from "./gate_desk_helpers";

const URL = "http://house/c/T901";
const focus = (selector) => ({
    trigger: selector,
    run() {
        this.anchor.focus();
    },
});
const act = (content, run) => ({ content, trigger: ":is(.modal, body:not(:has(.modal)))", run });
const untouched = ".modal [data-sheet=ask] input[name=spoke_with]:value(/^Host$/)";
const close = { trigger: ".modal .btn-close", run: "click" };

// a code is a code wherever the focus is: no text, no button, and above all no answer of the person visited (3-3a)
registry.category("web_tour.tours").add("gate_desk_scanner", {
    steps: () => [
        { trigger: `[data-list=waiting] ${card("张三丰")} .o_next[data-step=ask]`, run: "click" },
        focus(".modal input[name=spoke_with]"),
        act("the pass of somebody else", () => scan(URL)),
        { content: "is told", trigger: ".o_notification:contains(T901)" },
        { content: "and is no text", trigger: untouched },
        act("with an input method on", () => scanComposing(URL)),
        { trigger: untouched },
        act("Enter by hand answers nothing either", () => hitEnter()),
        { trigger: untouched },
        focus(".modal button[name=agreed]"),
        act("on the button", () => scan("T901")),
        { trigger: untouched },
        close,
        { content: "it was not lost", trigger: ".modal:contains(李四光) [data-sheet=out]" },

        focus(".modal button[name=let_out]"),
        act("their own pass", () => scan("T901")),
        { trigger: ".o_notification:contains(李四光)" },
        { content: "lets nobody out", trigger: ".modal:contains(李四光) [data-sheet=out]" },
        focus(".modal input[name=signed_by]"),
        act("nor does any other", () => scan("6901234567892")),
        { trigger: ".modal [data-sheet=out] input[name=signed_by]:value(/^Host$/)" },
        close,
        { trigger: ".o_found .o_register_typed:contains(6901234567892)" },

        { trigger: ".o_reception_search input", run: "edit 四" },
        focus(".o_reception_search input"),
        act("half a name is in the search", () => scan("T901")),
        { trigger: ".modal:contains(李四光) [data-sheet=out]" },
        close,
        focus(".o_reception_desk button[name=new]"),
        act("a button of the desk", () => scan("T901")),
        { trigger: ".modal:contains(李四光) [data-sheet=out]" },
        close,
        { trigger: `${online}:not(:has(.o_pending))` },
    ],
});
