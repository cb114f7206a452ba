from odoo import fields, models


class ReceptionGateArea(models.Model):
    """Where visitors go, and whether they are escorted there (1-5.4.4)."""

    _name = "reception.gate.area"
    _inherit = ["reception.placed.mixin"]
    _description = "Area for Visitors"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    needs_escort = fields.Boolean(string="Visitors Are Escorted", help="Nobody is let in without an escort's name.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
