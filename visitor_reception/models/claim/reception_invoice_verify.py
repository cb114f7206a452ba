from odoo import api, fields, models
from odoo.exceptions import UserError

VERIFIED = ("invoice_verified_by_id", "invoice_verified_at", "invoice_verified_note")


class ReceptionInvoice(models.Model):
    """Authenticity of an invoice (验真): looked up at the tax bureau by hand, noted on the invoice."""

    _inherit = "reception.invoice"

    verified_by_id = fields.Many2one("res.users")
    verified_at = fields.Datetime()
    verified_note = fields.Char(string="How It Was Verified")

    def _verify_refusals(self):
        """What speaks against the user's verifying the invoice: texts."""
        self.ensure_one()
        texts = []
        if not any(
            self.env.user.has_group(group)
            for group in ("account.group_account_invoice", "hr_expense.group_hr_expense_team_approver")
        ):
            texts.append(self.env._("Finance or an approver verifies invoices."))
        # not everybody may read whose employee record it is
        if self.sudo().expense_id.employee_id.user_id == self.env.user:
            texts.append(self.env._("nobody verifies an invoice of their own."))
        return [self.env["reception.clause"]._explain("4-14a", text) for text in texts]

    def action_verify(self, note):
        """Note that the invoice was looked up at the tax bureau and is genuine: by whom, when, how.

        :param str note: how, and what was found
        :raises UserError: one's own claim, no note, or no member of Finance
        """
        self.ensure_one().check_access("read")
        refusals = self._verify_refusals()
        if not isinstance(note, str) or not note.strip():
            refusals.append(self.env._("Write how the invoice was verified."))
        if refusals:
            raise UserError("\n\n".join(refusals))
        self._as_reader().write(
            {
                "verified_by_id": self.env.user.id,
                "verified_at": fields.Datetime.now(),
                "verified_note": " ".join(note.split())[:500],
            }
        )


class HrExpense(models.Model):
    _inherit = "hr.expense"

    invoice_verified_by_id = fields.Many2one("res.users", string="Verified By", compute="_compute_invoice_verified")
    invoice_verified_at = fields.Datetime(string="Verified At", compute="_compute_invoice_verified")
    invoice_verified_note = fields.Char(string="How It Was Verified", compute="_compute_invoice_verified")
    can_verify_invoice = fields.Boolean(compute="_compute_can_verify_invoice")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(VERIFIED)

    @api.depends("invoice_ids.is_red", "invoice_ids.verified_at", "invoice_ids.verified_note")
    def _compute_invoice_verified(self):
        for claim in self:
            # who reads the claim reads whether its invoice was verified
            invoice = claim.sudo().invoice_id
            for name in VERIFIED:
                claim[name] = invoice[name.removeprefix("invoice_")]

    @api.depends_context("uid")
    @api.depends("invoice_ids.is_red", "employee_id")
    def _compute_can_verify_invoice(self):
        for claim in self:
            # who reads the claim reads its invoice, and the question is about the user
            invoice = claim.sudo().invoice_id.sudo(False)
            claim.can_verify_invoice = bool(invoice) and not invoice._verify_refusals()

    def action_verify_invoice(self, note):
        """See ``reception.invoice.action_verify``.

        :raises UserError: as there, or the claim has no invoice number
        """
        self.ensure_one().check_access("read")
        if not self.invoice_id:
            raise UserError(self.env._("%(claim)s has no invoice number.", claim=self.name))
        self.sudo().invoice_id.with_user(self.env.user).action_verify(note)
