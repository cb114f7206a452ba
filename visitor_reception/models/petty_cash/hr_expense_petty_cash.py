from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..claim.hr_expense import SETTLED_FIELDS

# what the signatories of a clearing sheet sign of a voucher, and what it is worked out from
VOUCHER_FIELDS = ("name", "date", "over_invoice_reason", *SETTLED_FIELDS)


class HrExpense(models.Model):
    """Vouchers of petty cash: claims that are signed, approved and posted with their clearing sheet (1-7.3b)."""

    _inherit = "hr.expense"

    petty_cash_id = fields.Many2one(
        "reception.petty.cash",
        string="Petty Cash Advance",
        compute="_compute_petty_cash_id",
        store=True,
        readonly=False,
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        domain="[('borrower_id', '=', employee_id), ('state', 'in', ('paid', 'clearing'))]",
        tracking=True,
    )
    petty_cash_clearing_id = fields.Many2one(
        "reception.petty.cash.clearing",
        string="Clearing Sheet",
        copy=False,
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
    )

    over_invoice_reason = fields.Char(
        string="Why More Than the Invoice",
        copy=False,
        help="A voucher of petty cash above its invoice is agreed to by those who sign the clearing sheet (1-7.3b).",
    )

    @api.depends("petty_cash_clearing_id")
    def _compute_petty_cash_id(self):
        for voucher in self:
            # who sees the voucher may know which advance it clears
            advance = voucher.petty_cash_clearing_id.sudo().petty_cash_id.sudo(False)
            voucher.petty_cash_id = advance or voucher.petty_cash_id

    @api.constrains("petty_cash_id", "petty_cash_clearing_id", "employee_id", "payment_mode")
    def _check_petty_cash(self):
        for voucher in self.filtered("petty_cash_id"):
            sheet = voucher.petty_cash_clearing_id
            if sheet and sheet.petty_cash_id != voucher.petty_cash_id:
                raise ValidationError(
                    self.env._("%(voucher)s: its clearing sheet is of another advance.", voucher=voucher.name)
                )
            if voucher.employee_id != voucher.petty_cash_id.borrower_id or voucher.payment_mode != "own_account":
                raise ValidationError(
                    self.env["reception.clause"]._explain(
                        "1-7.3b",
                        self.env._(
                            "%(voucher)s: a voucher of petty cash is of the borrower, and paid by them.",
                            voucher=voucher.name,
                        ),
                    )
                )

    def _raise_claim_refusals(self, exception=UserError, with_self=False):
        super()._raise_claim_refusals(exception, with_self)
        if texts := [text for voucher in self for text in voucher._sheet_refusals()]:
            raise exception("\n\n".join(texts))

    def _sheet_refusals(self):
        """What speaks against settling a voucher without its signed clearing sheet (1-7.3b): texts."""
        voucher = self.sudo()  # approvers settle claims whose advance they cannot open
        needed = ("granted",) if voucher.approval_state == "approved" else ("asked", "granted")
        if not voucher.petty_cash_id or voucher.petty_cash_clearing_id.signoff_state in needed:
            return []
        return [
            self.env["reception.clause"]._explain(
                "1-7.3b",
                self.env._(
                    "%(claim)s clears %(advance)s: it goes with its signed clearing sheet.",
                    claim=voucher.name,
                    advance=voucher.petty_cash_id.name,
                ),
            )
        ]

    def _claim_refusals(self):
        return super()._claim_refusals() + self._over_invoice_refusals()

    def _get_category_explainers(self):
        """Those too who are asked to sign the sheet: their signatures are the approval (1-7.3b)."""
        return super()._get_category_explainers() | self.petty_cash_clearing_id.signatory_ids

    def _over_invoice_refusals(self):
        """A voucher above its invoice needs a reason, which those who sign the sheet agree to (1-7.3b): texts."""
        voucher = self.sudo()  # as above
        if not voucher.petty_cash_id or (voucher.over_invoice_reason or "").strip():
            return []
        texts = []
        for invoice in voucher.invoice_ids.filtered(
            lambda invoice: invoice.amount_total > 0 and invoice.currency_id == voucher.currency_id
        ):
            claimed = sum(voucher._get_invoice_parts().mapped("total_amount_currency"))
            if invoice.currency_id.compare_amounts(claimed, invoice.amount_total) <= 0:
                continue
            texts.append(
                self.env["reception.clause"]._explain(
                    "1-7.3b",
                    self.env._(
                        "%(voucher)s: %(claimed)s are claimed on an invoice of %(total)s.",
                        voucher=voucher.name,
                        claimed=invoice.currency_id.format(claimed),
                        total=invoice.currency_id.format(invoice.amount_total),
                    ),
                    self.env._(
                        "Claim what the invoice says, or write on the voucher why it is more: who signs the sheet agrees to it."
                    ),
                )
            )
        return texts

    def _get_invoice_parts(self):
        """The vouchers that one invoice was split into; the voucher itself where it was not."""
        origin = self.split_expense_origin_id
        return (self.search([("split_expense_origin_id", "=", origin.id)]) if origin else self) | self

    def _prepare_receipts_vals(self):
        for company, claims in self.grouped("company_id").items():
            # contacts of colleagues are the personnel department's, settings Finance's
            company.sudo()._set_person_accounts(claims.sudo().employee_id.work_contact_id)
        return super(
            HrExpense, self.with_context(lang=self.company_id[:1].sudo()._get_books_lang())
        )._prepare_receipts_vals()

    def _get_claim_clause(self):
        if self.petty_cash_id and not self._is_meal_claim():
            return "1-7.3b"
        return super()._get_claim_clause()

    def _post_on(self, day):
        """Post vouchers that the accountant clears, with ``day`` as their accounting date.

        Odoo's own way without the wizard takes today.
        """
        self._check_can_create_move()
        company = self.company_id
        journals = self.env["account.journal"]
        journal = company.expense_journal_id or journals.search(
            [*journals._check_company_domain(company), ("type", "=", "purchase")], limit=1
        )
        self.petty_cash_id._check_day_open(day, journal, has_tax=bool(self.tax_ids))
        receipts = (
            self.env["account.move"]
            .sudo()
            .create(
                [
                    {**vals, "journal_id": journal.id, "invoice_date": day, "date": day}
                    for vals in self._prepare_receipts_vals()
                ]
            )
        )
        for receipt in receipts:
            receipt._message_set_main_attachment_id(receipt.attachment_ids, force=True, filter_xml=False)
        receipts.action_post()
        self.petty_cash_id._check_day_kept(receipts, day)
        return receipts

    def action_open_voucher(self):
        """Open the voucher from its clearing sheet, to add papers."""
        return self._get_records_action()

    # ------------------------------------------------------------------------------------------------------------------
    # What is signed with the sheet
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        vouchers = super().create(vals_list)
        vouchers.petty_cash_clearing_id._signoff_void_if_changed()
        return vouchers

    def write(self, vals):
        sheets = self.petty_cash_clearing_id
        result = super().write(vals)
        if not set(VOUCHER_FIELDS).isdisjoint(vals):
            (sheets | self.petty_cash_clearing_id)._signoff_void_if_changed()
        return result

    def unlink(self):
        sheets = self.petty_cash_clearing_id
        result = super().unlink()
        sheets._signoff_void_if_changed()
        return result
