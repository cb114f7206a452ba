from odoo import api, models


class ReceptionVisitCostMixin(models.AbstractModel):
    """A document of a visit that costs something: who signed the reception list signed it too (P2)."""

    _name = "reception.visit.cost.mixin"
    _description = "Cost of a Visit"

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents.visit_id._void_changed_acts()
        return documents

    def write(self, vals):
        visits = self.visit_id
        result = super().write(vals)
        (visits | self.visit_id)._void_changed_acts()
        return result

    def unlink(self):
        visits = self.visit_id
        result = super().unlink()
        visits.exists()._void_changed_acts()
        return result
