import { registry } from "@web/core/registry";

const tours = registry.category("web_tour.tours");

// 1-3.8: from the first page to the signature with one thumb; the next document opens by itself
tours.add("reception_inbox_phone", {
    steps: () => [
        {
            content: "a leader lands in the inbox, the count in the top bar is true",
            trigger: ".o_reception_to_sign .badge:contains(3)",
        },
        {
            content: "what a leader needs",
            trigger: ".o_reception_inbox_facts:contains(Sign the supply contract)",
        },
        {
            content:
                "the button is at the foot of the screen, under the thumb, and nothing empty is spelled out",
            trigger: ".o_reception_inbox_answer button[name=sign]",
            run() {
                const { bottom } = this.anchor.getBoundingClientRect();
                if (bottom > window.innerHeight || bottom < window.innerHeight - 24) {
                    throw new Error(
                        `the button ends at ${bottom}, the screen at ${window.innerHeight}`
                    );
                }
                if (/\bfalse\b/.test(document.querySelector(".o_reception_inbox_card").innerText)) {
                    throw new Error("an empty value is shown as false");
                }
            },
        },
        {
            content: "agree",
            trigger: ".o_reception_inbox_answer button[name=sign]",
            run: "click",
        },
        {
            content: "the next one opens by itself",
            trigger:
                ".o_reception_inbox_card:contains(1 / 2), .o_reception_inbox_card:contains(2 / 2)",
        },
        {
            content: "declining asks for the reason",
            trigger: ".o_reception_inbox_answer button[name=decline]",
            run: "click",
        },
        {
            content: "it says so",
            trigger: ".o_notification:contains(Write the reason)",
        },
        {
            content: "a phrase writes it",
            trigger: ".o_reception_inbox_phrases button:contains(Not needed)",
            run: "click",
        },
        {
            content: "decline",
            trigger: ".o_reception_inbox_answer:has(textarea) button[name=decline]",
            run: "click",
        },
        {
            content: "one is left",
            trigger: ".o_reception_to_sign .badge:contains(1)",
        },
    ],
});
