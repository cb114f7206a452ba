from odoo import models

READERS = (
    "visitor_reception.group_reception_officer,visitor_reception.group_reception_auditor,"
    "account.group_account_readonly,account.group_account_invoice"
)


FURTHER_ROLES = f"{READERS},visitor_reception.group_reception_cashier,visitor_reception.group_reception_manager"


class IrUiMenu(models.Model):
    """The reports are in the menu of those who read them all, and of the general manager (1-2.3).

    Who the general manager is says a position, not a group, so that the policy administrator names them without any
    right to users. What they may read is a matter of record rules; here it is only shown or not.
    """

    _inherit = "ir.ui.menu"

    def _get_report_menus(self):
        """``{menu: groups that see it besides the general manager}``, by external id."""
        return {
            "visitor_reception.reception_menu_reporting": READERS,
            "visitor_reception.reception_monthly_report_menu": (
                "visitor_reception.group_reception_officer,visitor_reception.group_reception_auditor"
            ),
        }

    def _get_role_menus(self):
        """``{group: menus that who has no further role does not see}``, by external id."""
        money = ["visitor_reception.reception_menu_petty_cash", "visitor_reception.reception_menu_policy"]
        visits = ["visitor_reception.reception_menu_visits", *money]
        return {
            "visitor_reception.group_reception_guard": [*visits, "visitor_reception.reception_menu_hospitality"],
            "visitor_reception.group_reception_kitchen": [
                *visits,
                "visitor_reception.reception_menu_gate",
                "visitor_reception.reception_hospitality_menu",
                "visitor_reception.reception_booking_menu",
                "visitor_reception.hr_expense_menu_reception",
            ],
        }

    def _get_hidden_by_role(self):
        """External ids of what concerns the user's role not at all: a guard's or the kitchen's, if it is the only one."""
        user = self.env.user
        roles = [group for group in self._get_role_menus() if user.has_group(group)]
        if len(roles) != 1 or user.has_groups(FURTHER_ROLES) or user._is_reception_leader():
            return []
        return self._get_role_menus()[roles[0]]

    def _load_menus_blacklist(self):
        blacklist = super()._load_menus_blacklist()
        user = self.env.user
        by_role = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid in self._get_hidden_by_role()]
        blacklist = [*blacklist, *(menu.id for menu in by_role if menu)]
        hidden = [xmlid for xmlid, groups in self._get_report_menus().items() if not user.has_groups(groups)]
        if not hidden or self.env["reception.position.holder"]._is_reported_to(user):
            return blacklist
        menus = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid in hidden]
        return [*blacklist, *(menu.id for menu in menus if menu)]
