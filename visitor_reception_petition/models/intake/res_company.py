from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    reception_petition_rings = fields.Integer(
        string="Rings at Most", default=5, help="A call that rings more often is shown and reported (2-1.2)."
    )
    reception_petition_document_days = fields.Integer(
        string="Document Numbers Kept", default=30, help="Days after the last matter of a petitioner is closed."
    )
