from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    reception_privacy_notice = fields.Text(related="company_id.reception_privacy_notice", readonly=False)
    reception_document_days = fields.Integer(related="company_id.reception_document_days", readonly=False)
    reception_photo_days = fields.Integer(related="company_id.reception_photo_days", readonly=False)
    reception_gate_log_days = fields.Integer(related="company_id.reception_gate_log_days", readonly=False)
    reception_invitation_days = fields.Integer(related="company_id.reception_invitation_days", readonly=False)
    reception_gate_grace_hours = fields.Integer(related="company_id.reception_gate_grace_hours", readonly=False)
