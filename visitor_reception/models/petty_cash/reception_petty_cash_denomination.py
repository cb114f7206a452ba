from odoo import api, fields, models


class ReceptionPettyCashDenomination(models.Model):
    """A note or coin that is counted (面额)."""

    _name = "reception.petty.cash.denomination"
    _description = "Denomination"
    _order = "value desc, id"

    value = fields.Float(required=True, digits=(16, 2), help="In the currency of the company.")
    is_coin = fields.Boolean()
    active = fields.Boolean(default=True)

    _value_positive = models.Constraint("CHECK (value > 0)", "A denomination is above 0.")
    _value_uniq = models.Constraint("UNIQUE(value, is_coin)", "There is already this denomination.")

    @api.depends("value", "is_coin")
    def _compute_display_name(self):
        for item in self:
            kind = self.env._("coin") if item.is_coin else self.env._("note")
            item.display_name = f"{item.value:g} {kind}"
