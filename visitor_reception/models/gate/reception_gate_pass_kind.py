from odoo import fields, models


class ReceptionGatePassKind(models.Model):
    """A kind of visitors' passes, told apart by colour (访客证种类)."""

    _name = "reception.gate.pass.kind"
    _description = "Kind of Passes"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer(string="Colour")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
