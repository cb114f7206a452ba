import { registry } from "@web/core/registry";
import { DeadXHR, comeBack, cut, online, press, type } from "./gate_desk_helpers";

const tours = registry.category("web_tour.tours");
const panel = (name) => ({ trigger: `.o_reception_desk button[name=${name}]`, run: "click" });
const line = (kind) => `.modal .o_shift_line[data-kind=${kind}]`;
const count = (kind, number) => ({
    trigger: `${line(kind)} input[name=${kind}]`,
    run: `edit ${number}`,
});
const close = { trigger: ".modal .btn-close", run: "click" };

// 3-1c, 3-4a: begun, taken in, counted and signed without network; all is sent when it comes back
tours.add("gate_desk_shift", {
    steps: () => [
        { trigger: online },
        cut(DeadXHR),
        panel("shift"),
        press("start_shift"),
        { content: "somebody is on duty", trigger: ".modal button[name=hand_over]" },
        press("note_opened"),
        close,
        panel("deposits"),
        press("take_deposit"),
        type("recipient_name", "Host"),
        {
            content: "the staff is known without network",
            trigger: ".modal .list-group-item:contains(Marketing)",
            run: "click",
        },
        type("items", "Parcel"),
        type("depositor_name", "Courier"),
        press("take_deposit"),
        { trigger: "body:not(:has(.modal)) .o_waiting_operations:contains(3)" },
        comeBack,
        { trigger: `${online}:not(.o_offline)` },
        panel("shift"),
        {
            content: "what was taken in is counted",
            trigger: `${line("deposit")} .o_expected:contains(1)`,
        },
        press("hand_over"),
        { content: "nothing is signed uncounted", trigger: ".modal .invalid-feedback" },
        {
            content: "nothing of the rest, of other add-ons too",
            trigger: ".modal [data-sheet=shift]",
            run() {
                for (const input of this.anchor.querySelectorAll("input[type=number]")) {
                    input.value = "0";
                    input.dispatchEvent(new InputEvent("input", { bubbles: true }));
                }
            },
        },
        count("deposit", 2),
        { trigger: ".modal input[name=why_deposit]", run: "edit One is the caretaker's" },
        press("hand_over"),
        {
            content: "stays until the next guard takes over",
            trigger: ".modal button[name=recall_shift]",
        },
        close,
        { trigger: online },
    ],
});

// who fetches it signs with a finger
tours.add("gate_desk_deposit", {
    steps: () => [
        { trigger: online },
        panel("deposits"),
        { trigger: ".modal .o_reception_card:contains(Parcel) .o_next", run: "click" },
        press("collect_deposit"),
        { content: "without signature it stays", trigger: ".modal .invalid-feedback" },
        {
            trigger: ".modal canvas.o_signature",
            run() {
                const point = (type, x, y) =>
                    this.anchor.dispatchEvent(
                        new PointerEvent(type, {
                            clientX: x,
                            clientY: y,
                            bubbles: true,
                            cancelable: true,
                        })
                    );
                const { left, top } = this.anchor.getBoundingClientRect();
                point("pointerdown", left + 5, top + 5);
                point("pointermove", left + 40, top + 20);
                point("pointerup", left + 40, top + 20);
            },
        },
        press("collect_deposit"),
        { trigger: `body:not(:has(.modal)) ${online}` },
    ],
});

// whoever is unmarked is asked about, and a roll call that was ended too early goes on
tours.add("gate_desk_reopen", {
    steps: () => [
        { trigger: online },
        panel("roll_call"),
        type("place", "Yard"),
        press("start_roll_call"),
        press("end_roll_call"),
        {
            content: "one is unmarked",
            trigger: ".modal:contains(1. End the roll call) .btn-primary",
            run: "click",
        },
        { trigger: `body:not(:has(.modal)) ${online}:has(button[name=roll_call].btn-light)` },
        panel("roll_call"),
        press("reopen_roll_call"),
        { trigger: `.modal button[name=end_roll_call]` },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: `${online}:has(button[name=roll_call].btn-danger)` },
    ],
});

// 3-3: a number that is on no pass, told before the sheet closes
tours.add("gate_desk_pass", {
    steps: () => [
        { trigger: `[data-list=expected] .o_next[data-step=in]`, run: "click" },
        type("pass_number", "T999"),
        press("let_in"),
        { trigger: ".modal .invalid-feedback:contains(T999)" },
        type("pass_number", "T901"),
        press("let_in"),
        { trigger: `${online} [data-list=inside] .o_reception_card:contains(T901)` },
    ],
});

// 3-3b: the card on the reader says who it is: two taps
tours.add("gate_desk_card_expected", {
    steps: () => [
        { trigger: `${online} button[name=read_card]`, run: "click" },
        { trigger: ".modal:contains(Guest 1) [data-sheet=in]" },
        press("let_in"),
        { trigger: `${online} [data-list=inside] .o_reception_card:contains(Guest 1)` },
    ],
});
tours.add("gate_desk_card_new", {
    steps: () => [
        { trigger: `${online} button[name=read_card]`, run: "click" },
        { trigger: ".modal input[name=visitor_name]:value(张三)" },
        { trigger: ".modal img.o_photo" },
        type("host_name", "Tenant"),
        type("reason", "Repair"),
        press("register"),
        { trigger: ".modal [data-sheet=ask]" },
        { trigger: ".modal .btn-close", run: "click" },
        { trigger: `${online} [data-list=waiting] .o_reception_card:contains(张三)` },
    ],
});

// 3-1c: a 0 that is written is counted, in Odoo's form too
tours.add("gate_shift_form", {
    steps: () => [
        { trigger: ".o_data_row:contains(People inside) td[name=counted]", run: "click" },
        {
            trigger: ".o_data_row:contains(People inside) td[name=counted] input",
            run: "edit 0 && press Tab",
        },
        { trigger: ".o_form_button_save:visible", run: "click" },
        { trigger: ".o_form_saved" },
    ],
});
