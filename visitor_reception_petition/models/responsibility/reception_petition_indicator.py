from odoo import fields, models


class ReceptionPetitionIndicator(models.Model):
    """How much an indicator counts in the evaluation of a unit (考核指标)."""

    _name = "reception.petition.indicator"
    _description = "Indicator of the Evaluation"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Selection(
        [
            ("on_time", "On time"),
            ("satisfaction", "Satisfaction"),
            ("repeat", "Few repeats"),
            ("overdue", "Nothing overdue"),
        ],
        required=True,
    )
    sequence = fields.Integer(default=10)
    weight = fields.Integer(string="Points", required=True)
    deduction = fields.Integer(help="Points taken off for each term that is overdue.")

    _code_uniq = models.Constraint("UNIQUE(code)", "Each indicator is weighed once.")
    _weight_not_negative = models.Constraint(
        "CHECK (weight >= 0 AND COALESCE(deduction, 0) >= 0)", "Points are 0 or more."
    )
