from odoo import api, fields, models


class ReceptionVisitGuest(models.Model):
    """The meals of a guest."""

    _inherit = "reception.visit.guest"

    hospitality_ids = fields.Many2many("reception.hospitality", string="Meals", copy=False)

    @api.model
    def _document_fields(self):
        return super()._document_fields() | {"hospitality_ids"}
