import { ActivityMenu } from "@mail/core/web/activity_menu";

import { markup } from "@odoo/owl";

import { _t } from "@web/core/l10n/translation";
import { patch } from "@web/core/utils/patch";

/**
 * A request to sign is due in some days, while the menu counts what is due today: so it says besides how many
 * documents wait for a signature, and opens just these; on a phone as cards, which carry the buttons.
 */
patch(ActivityMenu.prototype, {
    openDocumentsToSign(group, newWindow) {
        this.dropdown.close();
        const nothing = _t("Nothing is left to sign");
        this.action.doAction(
            {
                name: _t("To Sign by Me"),
                type: "ir.actions.act_window",
                res_model: group.model,
                views: [
                    [false, "list"],
                    [false, "kanban"],
                    [false, "form"],
                ],
                mobile_view_mode: "kanban",
                domain: [["can_sign", "=", true]],
                context: { create: false },
                help: markup`<p class="o_view_nocontent_smiling_face">${nothing}</p>`,
            },
            { newWindow, clearBreadcrumbs: true }
        );
    },
});
