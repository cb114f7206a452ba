from odoo import fields, models


class ReceptionSignoffAnswer(models.TransientModel):
    """Asks why a closed notice is opened again."""

    _inherit = "reception.signoff.answer"

    answer = fields.Selection(selection_add=[("reopen", "Open Again")], ondelete={"reopen": "cascade"})

    def action_confirm(self):
        if self.answer != "reopen":
            return super().action_confirm()
        visits = self._get_documents()
        if visits._name == "reception.visit":
            visits.action_reopen(self.reason)
        return {"type": "ir.actions.act_window_close"}
