from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPolicyChange(models.Model):
    """Who changed a policy table from what to what, when and why: one row a field, append-only.

    Written by ``reception.policy.table`` alone; read by policy administrators, Administration and HR, and auditors.
    """

    _name = "reception.policy.change"
    _inherit = ["reception.guarded.mixin"]
    _description = "Change of a Policy Table"
    _order = "changed_at desc, id desc"
    _rec_name = "record_name"

    changed_at = fields.Datetime(string="Changed On", required=True, readonly=True, index=True)
    user_id = fields.Many2one("res.users", string="Changed By", required=True, readonly=True, ondelete="restrict")
    model_id = fields.Many2one("ir.model", string="Table", required=True, readonly=True, ondelete="cascade", index=True)
    model = fields.Char(related="model_id.model", store=True, precompute=True, string="Technical Name")
    res_id = fields.Many2oneReference(string="Row", model_field="model", readonly=True, index=True)
    record_name = fields.Char(string="Which Row", readonly=True)
    company_id = fields.Many2one(
        "res.company", readonly=True, ondelete="cascade", index="btree_not_null", help="Empty: for all companies."
    )
    kind = fields.Selection(
        [("created", "Added"), ("changed", "Changed"), ("deleted", "Removed")], required=True, readonly=True
    )
    field_label = fields.Char(string="What", readonly=True)
    before = fields.Text(readonly=True)
    after = fields.Text(readonly=True)
    reason = fields.Char(readonly=True)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields) - set(models.MAGIC_COLUMNS)

    def write(self, vals):
        if self:
            raise UserError(self.env._("The history of the policy tables is never changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("The history of the policy tables is never changed."))

    def action_open_row(self):
        """Open the row that was changed, if it is still there."""
        self.ensure_one()
        row = self.env[self.model].browse(self.res_id).exists()
        if not row:
            raise UserError(self.env._("%(row)s is not in the table any more.", row=self.record_name))
        return row._get_records_action()
