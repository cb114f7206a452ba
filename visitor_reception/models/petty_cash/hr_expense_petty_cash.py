from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..claim.hr_expense import SETTLED_FIELDS

# what the signatories of a clearing sheet sign of a voucher, and what it is worked out from
VOUCHER_FIELDS = ("name", "date", *SETTLED_FIELDS)


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
                            "%(voucher)s: a voucher of petty cash is of the borrower, and paid by him.",
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
