from odoo import fields, models
from odoo.fields import Command


class ReceptionNotReception(models.TransientModel):
    """Asks Finance why journal items on the accounts of reception costs are something else."""

    _name = "reception.not.reception"
    _description = "Declare as Not Reception"

    line_ids = fields.Many2many(
        "account.move.line",
        string="Journal Items",
        required=True,
        default=lambda self: [Command.set(self.env.context.get("active_ids", []))],
    )
    reason = fields.Char(required=True)

    def action_declare(self):
        """Note it on the items: what, by whom, when.

        :raises UserError: as ``account.move.line.action_declare_not_reception``
        """
        self.ensure_one()
        self.line_ids.action_declare_not_reception(self.reason)
        return {"type": "ir.actions.act_window_close"}
