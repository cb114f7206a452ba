from odoo import api, fields, models


class AccountPayment(models.Model):
    """Payments of petty cash, and the receipt that is given for them."""

    _name = "account.payment"
    _inherit = ["account.payment", "reception.guarded.mixin"]

    petty_cash_id = fields.Many2one(
        "reception.petty.cash",
        string="Petty Cash Advance",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"petty_cash_id"}

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
