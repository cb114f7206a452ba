from odoo import models

READERS = (
    "visitor_reception.group_reception_officer,visitor_reception.group_reception_auditor,"
    "account.group_account_readonly,account.group_account_invoice"
)


class IrUiMenu(models.Model):
    """The reports are in the menu of those who read them all, and of the general manager (1-2.3).

    Who the general manager is says a position, not a group, so that the policy administrator names him without any
    right to users. What he may read is a matter of record rules; here it is only shown or not.
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

    def _load_menus_blacklist(self):
        blacklist = super()._load_menus_blacklist()
        user = self.env.user
        hidden = [xmlid for xmlid, groups in self._get_report_menus().items() if not user.has_groups(groups)]
        if not hidden or self.env["reception.position.holder"]._is_reported_to(user):
            return blacklist
        menus = [self.env.ref(xmlid, raise_if_not_found=False) for xmlid in hidden]
        return [*blacklist, *(menu.id for menu in menus if menu)]
