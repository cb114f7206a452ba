from odoo import fields, models


class ReceptionGateUnmasking(models.Model):
    """Who has read an identity number, when and why; nobody changes or deletes it."""

    _name = "reception.gate.unmasking"
    _description = "Reading of an Identity Number"
    _order = "id desc"

    log_id = fields.Many2one("reception.gate.log", string="Passage", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="log_id.company_id", store=True, precompute=True, index=True)
    user_id = fields.Many2one("res.users", string="Read By", required=True, ondelete="restrict", index=True)
    read_at = fields.Datetime(required=True, default=fields.Datetime.now)
    reason = fields.Char(required=True)
