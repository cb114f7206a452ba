from odoo import models

# everybody else who has to do with petitions is named by a unit, an appointment, or a request to sign
OFFICE = (
    "visitor_reception_petition.group_reception_petition_receiver,visitor_reception.group_reception_auditor,"
    "visitor_reception.group_reception_manager"
)


class IrUiMenu(models.Model):
    """The petition office is in the menu of its people, of units that answer, of keepers and of those asked to sign.

    What they may read is a matter of rules; here it is only shown or not.
    """

    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        blacklist = super()._load_menus_blacklist()
        user = self.env.user
        if user.has_groups(OFFICE):
            return blacklist
        is_keeper = self.env["reception.petition.keeper"]._is_keeper(user)
        hidden = [] if is_keeper else ["reception_petition_menu_sealed"]
        if not is_keeper and not self._has_to_do_with_petitions():
            hidden.append("reception_petition_menu")
        menus = [self.env.ref(f"visitor_reception_petition.{name}", raise_if_not_found=False) for name in hidden]
        return [*blacklist, *(menu.id for menu in menus if menu)]

    def _has_to_do_with_petitions(self):
        """Whether the user answers for a unit, heads a department, receives petitioners, or was asked to sign."""
        uid, units = self.env.uid, self.env["reception.petition.unit"]
        # whether, not what: nothing is read
        return any(
            self.env[model].sudo().search_count(domain, limit=1)
            for model, domain in (
                ("reception.petition.unit", units._mine_domain()),
                ("hr.department", [("manager_id.user_id", "=", uid)]),
                ("reception.petition.leader.day", [("leader_id", "=", uid)]),
                ("reception.petition.matter", ["|", ("leader_charge_id", "=", uid), ("reader_ids", "in", uid)]),
                ("reception.signoff", [("res_model", "=like", "reception.petition.%"), ("user_id", "=", uid)]),
            )
        )
