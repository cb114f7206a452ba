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

    def _get_list_items(self):
        kinds = dict(self.hospitality_ids._fields["kind"]._description_selection(self.env))
        return super()._get_list_items() + [
            (kinds[meal.kind], meal.meal_at, meal.venue, meal.amount_actual or meal.amount_planned)
            for meal in self.hospitality_ids
            if meal.is_agreed
        ]

    def _get_list_companions(self):
        alive = self.hospitality_ids.filtered(lambda meal: meal.state not in ("cancelled", "declined"))
        return super()._get_list_companions() | alive.companion_ids

    @api.depends("hospitality_ids.state", "hospitality_ids.meal_at")
    def _compute_programme_warning(self):
        return super()._compute_programme_warning()
