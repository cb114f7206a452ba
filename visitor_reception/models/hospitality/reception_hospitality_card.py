from odoo import api, models


class ReceptionHospitality(models.Model):
    """What a leader sees of a meal before signing: who dines, why, and what it costs a head against the standard."""

    _inherit = "reception.hospitality"

    @api.model
    def _signoff_card_fields(self):
        names = ("guest_names", "companion_names", "head_count", "reason", "kind", "place", "meal_at", "amount_planned")
        return "visit_id", *super()._signoff_card_fields(), *names, "amount_per_head", "standard_per_head"

    def _signoff_card_alerts(self):
        alerts = super()._signoff_card_alerts()
        if self.is_over_standard:
            over = self.currency_id.format(self.amount_per_head - self.standard_per_head)
            alerts.append(self.env._("%(amount)s a head over the standard.", amount=over))
            alerts += [self.over_reason] if self.over_reason else []
        if self.is_made_up:
            alerts.append(self.env._("Made up after the meal."))
        return alerts
