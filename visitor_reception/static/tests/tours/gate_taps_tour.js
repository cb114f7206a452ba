import { registry } from "@web/core/registry";
import { card, online, press, type } from "./gate_desk_helpers";

const tours = registry.category("web_tour.tours");

let taps = 0;
const count = {
    trigger: online,
    run() {
        taps = 0;
        const isThere = (ev) => ev.target === document.activeElement && ev.target.matches("input");
        window.addEventListener("pointerdown", (ev) => (taps += isThere(ev) ? 0 : 1), {
            capture: true,
        });
    },
};
/** How many touches it took, those included that put the focus into a field which does not have it. */
const most = (flow, number) => ({
    content: flow,
    trigger: `${online}:not(:has(.modal))`,
    run() {
        if (taps > number) {
            throw new Error(`${flow}: ${taps} taps, ${number} at most`);
        }
        taps = 0;
    },
});
const tap = (trigger) => ({ trigger, run: "click" });

// 3-3: the flows of a day, with no more touches than they took
tours.add("gate_desk_taps", {
    steps: () => [
        count,
        tap(`[data-list=expected] ${card("Guest 1")} .o_next`),
        press("let_in"),
        { trigger: `[data-list=inside] ${card("Guest 1")}` },
        most("expected guest in", 2),
        tap(`[data-list=inside] ${card("Guest 1")} .o_next`),
        press("let_out"),
        { trigger: `[data-list=expected] ${card("Guest 1")}` },
        most("guest out", 2),

        tap("button[name=new]"),
        type("visitor_name", "李四光"),
        type("visitor_phone", "13900001111"),
        type("host_name", "Host"),
        tap(".modal .list-group-item:contains(Marketing)"),
        type("reason", "Deliver samples"),
        press("register"),
        press("agreed"),
        press("let_in"),
        { trigger: `[data-list=inside] ${card("李四光")}:not(.o_pending)` },
        most("walk-in", 8),
        tap(`[data-list=inside] ${card("李四光")} .o_next`),
        press("let_out"),
        { trigger: `.o_reception_desk:not(:has(${card("李四光")}))` },
        most("visitor out", 2),

        tap(".o_reception_search input"),
        { trigger: ".o_reception_search input", run: "edit 四光" },
        tap(".o_found .o_known:contains(李四光) .o_next"),
        press("register"),
        press("agreed"),
        press("let_in"),
        { trigger: `[data-list=inside] ${card("李四光")}:not(.o_pending)` },
        most("known visitor in", 5),

        tap("button[name=new]"),
        type("visitor_name", "甲一；乙二；丙三；丁四；戊五"),
        type("host_name", "Tenant"),
        type("reason", "Repair"),
        press("register"),
        press("agreed"),
        press("let_in"),
        { trigger: `[data-list=inside] ${card("戊五")}:not(.o_pending)` },
        most("group of five in", 7),

        tap("button[name=new]"),
        tap(".modal .o_choice:contains(Trader)"),
        type("visitor_name", "Seller"),
        press("register"),
        most("trader refused", 4),
    ],
});
