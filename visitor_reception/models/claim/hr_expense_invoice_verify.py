from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_expense_invoice import HOLDING, NUMBER

VERIFIED = ("invoice_verified_by_id", "invoice_verified_at", "invoice_verified_note")


class HrExpense(models.Model):
    """Authenticity of an invoice (验真): looked up at the tax bureau by hand, noted on the claim."""

    _inherit = "hr.expense"

    invoice_verified_by_id = fields.Many2one("res.users", string="Verified By", readonly=True, copy=False)
    invoice_verified_at = fields.Datetime(string="Verified At", readonly=True, copy=False)
    invoice_verified_note = fields.Char(string="How It Was Verified", readonly=True, copy=False)
    can_verify_invoice = fields.Boolean(compute="_compute_can_verify_invoice")

    @api.depends_context("uid")
    @api.depends(*HOLDING, "employee_id")
    def _compute_can_verify_invoice(self):
        for claim in self:
            claim.can_verify_invoice = not claim._verify_refusals()

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(VERIFIED)

    def write(self, vals):
        verified = self.filtered("invoice_verified_at") if not set(NUMBER).isdisjoint(vals) else self.browse()
        keys = {claim: claim._get_fapiao_key() for claim in verified}
        result = super().write(vals)
        # another invoice is another truth
        if changed := verified.filtered(lambda claim: claim._get_fapiao_key() != keys[claim]):
            changed._as_engine().write(dict.fromkeys(VERIFIED, False))
        return result

    def _verify_refusals(self):
        """What speaks against the user's verifying the invoice: texts."""
        self.ensure_one()
        texts = []
        if not self.fapiao_number:
            texts.append(self.env._("%(claim)s has no invoice number.", claim=self.name))
        if not any(
            self.env.user.has_group(group)
            for group in ("account.group_account_invoice", "hr_expense.group_hr_expense_team_approver")
        ):
            texts.append(self.env._("Finance or an approver verifies invoices."))
        # not everybody may read whose employee record it is
        if self.sudo().employee_id.user_id == self.env.user:
            texts.append(self.env._("nobody verifies an invoice of his own."))
        return [self.env["reception.clause"]._explain("4-14a", text) for text in texts]

    def action_verify_invoice(self, note):
        """Note that the invoice was looked up at the tax bureau and is genuine: by whom, when, how.

        :param str note: how, and what was found
        :raises UserError: one's own claim, no number, no note, or no member of Finance
        """
        self.ensure_one().check_access("read")
        refusals = self._verify_refusals()
        if not isinstance(note, str) or not note.strip():
            refusals.append(self.env._("Write how the invoice was verified."))
        if refusals:
            raise UserError("\n\n".join(refusals))
        self._as_engine().write(
            {
                "invoice_verified_by_id": self.env.user.id,
                "invoice_verified_at": fields.Datetime.now(),
                "invoice_verified_note": " ".join(note.split())[:500],
            }
        )
