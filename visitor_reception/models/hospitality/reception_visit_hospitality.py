from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """Meals of a visit."""

    _inherit = "reception.visit"

    hospitality_ids = fields.One2many("reception.hospitality", "visit_id", copy=False)

    def _get_costs(self):
        return [*super()._get_costs(), self.hospitality_ids]

    def _get_list_facts(self):
        alive = self.hospitality_ids.filtered(lambda meal: meal.state not in ("cancelled", "declined"))
        return {
            **super()._get_list_facts(),
            "meals": sorted([meal.id, meal.amount_planned, meal.head_count] for meal in alive),
        }

    @api.depends("hospitality_ids.state", "hospitality_ids.meal_at")
    def _compute_programme_warning(self):
        return super()._compute_programme_warning()
