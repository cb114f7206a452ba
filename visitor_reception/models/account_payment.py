from odoo import api, fields, models
from odoo.exceptions import AccessError

from .reception_workflow_mixin import ENGINE


class AccountPayment(models.Model):
    """Payments of petty cash, and the receipt that is given for them."""

    _inherit = "account.payment"

    petty_cash_id = fields.Many2one(
        "reception.petty.cash",
        string="Petty Cash Advance",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_petty_cash_vals(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_petty_cash_vals(vals)
        return super().write(vals)

    def _check_petty_cash_vals(self, vals):
        if "petty_cash_id" in vals and self.env.context.get("reception_engine") is not ENGINE:
            raise AccessError(self.env._("Money of petty cash is handed out and taken back on its advance alone."))

    def _generate_move_vals(self, *args, **kwargs):
        """The entry says which advance it belongs to before it is posted."""
        vals = super()._generate_move_vals(*args, **kwargs)
        if self.petty_cash_id:
            part = "payout" if self.payment_type == "outbound" else "return"
            vals |= {"petty_cash_id": self.petty_cash_id.id, "petty_cash_part": part}
        return vals

    @api.model
    def _get_petty_cash_money(self, advances, payment_type=None):
        """Payments of ``advances`` that were posted and not reversed, oldest first.

        :param str payment_type: ``outbound`` for what was paid out alone, ``inbound`` for what came back
        """
        payments = advances.move_ids.filtered(lambda move: move._is_reversible_petty_cash()).origin_payment_id
        if payment_type:
            payments = payments.filtered(lambda payment: payment.payment_type == payment_type)
        return payments.sorted(lambda payment: (payment.date, payment.id))
