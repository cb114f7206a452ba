from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _reception_home(self):
        """External id of the action that opens first for this user; other add-ons extend it with ``super()``.

        Whoever has a page of their own in the preferences keeps it.
        """
        self.ensure_one()
        homes = (
            ("visitor_reception.group_reception_guard", "visitor_reception.reception_gate_desk_action"),
            ("visitor_reception.group_reception_kitchen", "visitor_reception.reception_kitchen_order_action"),
            ("visitor_reception.group_reception_cashier", "visitor_reception.reception_petty_cash_action_to_pay"),
        )
        if self._is_reception_leader():
            return "visitor_reception.reception_inbox_action"
        is_officer = self.has_group("visitor_reception.group_reception_officer")
        for group, action in homes:
            if not is_officer and self.has_group(group):
                return action
        return "visitor_reception.reception_today_action"

    def _is_reception_leader(self):
        """Whether the user holds a position that is held by name today: a leader, and no head of a department alone."""
        self.ensure_one()
        # who holds a position is known to everybody
        holders = self.env["reception.position.holder"].sudo().search([("user_id", "=", self.id)])
        return any(holders._filter_valid(company) for company in holders.company_id)
