from odoo import fields, models
from odoo.exceptions import UserError


class ReceptionPolicyRemoval(models.TransientModel):
    """Asks why rows of a policy table are removed; the reason stays on file with what stood in them."""

    _name = "reception.policy.removal"
    _description = "Removal From a Policy Table"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    reason = fields.Char(string="Why It Is Removed", required=True)

    def action_confirm(self):
        """Remove the rows.

        :raises UserError: they are no rows of a policy table
        """
        self.ensure_one()
        ids = self.res_ids if isinstance(self.res_ids, list) else []
        tables = self.env.registry.descendants(["reception.policy.table"], "_inherit")
        if self.res_model not in tables or not all(isinstance(row_id, int) for row_id in ids):
            raise UserError(self.env._("Choose rows of a policy table."))
        rows = self.env[self.res_model].browse(ids).exists()
        rows.with_context(policy_reason=self.reason).unlink()
        return {"type": "ir.actions.client", "tag": "soft_reload"}
