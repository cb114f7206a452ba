from odoo import models


class ReceptionPettyCash(models.Model):
    """Verbs that ask for an amount, a day or a reason first (``reception.petty.cash.money``)."""

    _inherit = "reception.petty.cash"

    def action_open_pay(self):
        """Ask how much is paid out, from where."""
        return self._open_money("payout", self.amount_to_pay)

    def action_open_return(self):
        """Ask how much is returned, to where."""
        return self._open_money("return", self.amount_open)

    def action_open_not_recognise(self):
        """Ask what is not recognised, and why."""
        return self._open_money("personal", self.amount_open)

    def action_open_matter_end(self):
        """Ask when the matter ended."""
        return self._open_money("matter_end", 0)

    def action_open_allow(self):
        """Ask why Finance allows it."""
        return self._open_money("allow", 0)

    def action_open_reverse(self):
        """Ask which entry is reversed, and why."""
        return self._open_money("reverse", 0)

    def _open_money(self, kind, amount):
        self.ensure_one()
        titles = {
            "payout": self.env._("Pay Out"),
            "return": self.env._("Take Back"),
            "personal": self.env._("Not Recognised"),
            "matter_end": self.env._("End of the Matter"),
            "allow": self.env._("Allow in Spite of Overdue Advances"),
            "reverse": self.env._("Reverse an Entry"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[kind],
            "res_model": "reception.petty.cash.money",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_kind": kind,
                "default_petty_cash_id": self.id,
                "default_amount": amount,
                "default_matter_end": self.matter_end,
            },
        }
