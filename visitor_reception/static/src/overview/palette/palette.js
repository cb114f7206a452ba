import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

// whoever has the menu may do what it is for; in the order of the day
const VERBS = [
    {
        menu: "reception_inbox_menu",
        action: "reception_inbox_action",
        name: _t("Sign what waits for me"),
    },
    {
        menu: "reception_visit_menu",
        action: "reception_visit_action",
        view: "form",
        name: _t("Write a reception notice"),
    },
    {
        menu: "reception_hospitality_menu",
        action: "reception_hospitality_action",
        view: "form",
        name: _t("Apply for a meal"),
    },
    {
        menu: "reception_booking_menu",
        action: "reception_booking_action",
        view: "form",
        name: _t("Book a ticket, a room or a car"),
    },
    {
        menu: "reception_petty_cash_menu",
        action: "reception_petty_cash_action",
        view: "form",
        name: _t("Ask for an advance"),
    },
    {
        menu: "reception_petty_cash_clearing_menu",
        action: "reception_petty_cash_clearing_action",
        view: "form",
        name: _t("Clear an advance"),
    },
    {
        menu: "reception_gate_desk_menu",
        action: "reception_gate_desk_action",
        name: _t("Register a visitor at the gate"),
    },
    {
        menu: "reception_gate_invite_menu",
        action: "reception_gate_invite_action",
        name: _t("Invite guests to the gate"),
    },
    {
        menu: "reception_today_menu",
        action: "reception_today_action",
        name: _t("What happens today"),
    },
    {
        menu: "reception_statistics_menu",
        action: "reception_statistics_action",
        name: _t("Show the reception statistics"),
    },
];
const ours = (id) => `visitor_reception.${id}`;

/** The quick-access palette knows what people of a reception do, besides where it stands. */
registry.category("command_provider").add("visitor_reception", {
    provide: (env) => {
        const menus = new Set(env.services.menu.getAll().map((menu) => menu.xmlid));
        return VERBS.filter(({ menu }) => menus.has(ours(menu))).map(({ action, view, name }) => ({
            name: name.toString(),
            category: "app",
            action: () =>
                env.services.action.doAction(ours(action), {
                    clearBreadcrumbs: true,
                    ...(view && { viewType: view }),
                }),
        }));
    },
});
