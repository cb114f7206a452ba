from odoo import fields, models


class ReceptionSignoffPhrase(models.Model):
    """A phrase that people who sign choose instead of typing it (同意, 请从简)."""

    _name = "reception.signoff.phrase"
    _description = "Phrase for Signatures"
    _order = "answer desc, sequence, id"  # agreeing comes first

    name = fields.Char(string="Phrase", required=True, translate=True)
    answer = fields.Selection(
        [("sign", "I Agree"), ("decline", "Decline"), ("send_back", "Send Back")], required=True, default="sign"
    )
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    active = fields.Boolean(default=True)
