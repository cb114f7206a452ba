from odoo import fields, models


class ReceptionInvoiceVerify(models.TransientModel):
    """Asks how an invoice was verified (验真), before the claim notes by whom and when."""

    _name = "reception.invoice.verify"
    _description = "Verify an Invoice"

    expense_id = fields.Many2one("hr.expense", string="Claim", required=True, readonly=True)
    fapiao_number = fields.Char(related="expense_id.fapiao_number", related_sudo=False)
    note = fields.Char(string="How It Was Verified", required=True)

    def action_verify(self):
        """Note it on the claim.

        :raises UserError: as ``hr.expense.action_verify_invoice``
        """
        self.ensure_one()
        self.expense_id.action_verify_invoice(self.note)
        return {"type": "ir.actions.act_window_close"}
