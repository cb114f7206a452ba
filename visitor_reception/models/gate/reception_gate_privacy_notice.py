from odoo import fields, models


class ReceptionGatePrivacyNotice(models.Model):
    """A version of the privacy notice shown at the gate; passages name the one that was shown, so it never changes."""

    _name = "reception.gate.privacy.notice"
    _description = "Privacy Notice of the Gate"
    _order = "id desc"
    _rec_name = "create_date"

    text = fields.Text(string="Text Shown", required=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
