from odoo import api, fields, models

from .account_move_petty_cash import BOOKS

# what the entry and the receipt say; ``state`` follows the entry
SEALED_FIELDS = {
    "amount",
    "amount_company_currency_signed",
    "company_id",
    "currency_id",
    "date",
    "destination_account_id",
    "is_matched",
    "is_reconciled",
    "journal_id",
    "memo",
    "move_id",
    "name",
    "outstanding_account_id",
    "paired_internal_transfer_payment_id",
    "partner_bank_id",
    "partner_id",
    "partner_type",
    "payment_method_line_id",
    "payment_reference",
    "payment_type",
    "state",
}


class AccountPayment(models.Model):
    """Payments of petty cash, and the receipt that is given for them."""

    _name = "account.payment"
    _inherit = ["account.payment", "reception.guarded.mixin"]
    _engine_opens = BOOKS

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

    def write(self, vals):
        if not SEALED_FIELDS.isdisjoint(vals):
            self.filtered("petty_cash_id").move_id._check_not_sealed()
        return super().write(vals)

    def _get_aml_default_display_name_list(self):
        """The books say what was paid, in the company's language; Odoo says by which method, in English (Manual Payment)."""
        if not self.petty_cash_id and not self.invoice_ids.expense_ids:
            return super()._get_aml_default_display_name_list()
        _ = self.with_context(lang=self.company_id.sudo()._get_books_lang()).env._
        if not self.petty_cash_id:
            label = _("Claim paid")
        elif self.payment_type == "outbound":
            label = _("Petty cash paid out")
        else:
            label = _("Petty cash returned")
        return [("label", label), *([("sep", ": "), ("memo", self.memo)] if self.memo else [])]

    def _differs_from_entry(self):
        """Whether a payment says something else than its entry, which counts."""
        self.ensure_one()
        entry = self.move_id
        return (
            self.date != entry.date
            or self.partner_id != entry.partner_id
            or self.currency_id.compare_amounts(self.amount, abs(entry._get_petty_cash_amount())) != 0
        )

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
        return payments.sorted(lambda payment: (payment.move_id.date, payment.id))
