from odoo import fields, models


class ReceptionPetitionWindow(models.Model):
    """A place where visitors are received (接待窗口), with its opening hours (2-2.1)."""

    _name = "reception.petition.window"
    _inherit = ["reception.placed.mixin"]
    _description = "Reception Window"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    place = fields.Char(translate=True)
    calendar_id = fields.Many2one("resource.calendar", string="Opening Hours", ondelete="restrict", check_company=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
