from odoo import fields, models


class ReceptionCategoryReason(models.TransientModel):
    """Asks who approves why the category of a claim is right although its invoice says something else."""

    _name = "reception.category.reason"
    _description = "Reason for the Category"

    expense_id = fields.Many2one("hr.expense", string="Claim", required=True, readonly=True)
    invoice_says = fields.Char(related="expense_id.invoice_says", related_sudo=False)
    reason = fields.Char(required=True)

    def action_explain(self):
        """Note it on the claim.

        :raises UserError: as ``hr.expense.action_explain_category``
        """
        self.ensure_one()
        self.expense_id.action_explain_category(self.reason)
        return {"type": "ir.actions.act_window_close"}
