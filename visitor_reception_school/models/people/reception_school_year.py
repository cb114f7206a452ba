from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionSchoolYear(models.Model):
    """A school year with its terms (学年). A day in no term is a holiday (3-6b)."""

    _name = "reception.school.year"
    _inherit = ["reception.placed.mixin"]
    _description = "School Year"
    _order = "date_from desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True, help="Last day.")
    state = fields.Selection([("open", "Open"), ("closed", "Closed")], required=True, default="open", copy=False)
    term_ids = fields.One2many("reception.school.term", "year_id", string="Terms")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A school year cannot end before it begins: put the dates in order."
    )

    @api.constrains("date_from", "date_to", "company_id")
    def _check_overlap(self):
        for year in self:
            if self.search_count(
                [
                    ("id", "!=", year.id),
                    ("company_id", "=", year.company_id.id),
                    ("date_from", "<=", year.date_to),
                    ("date_to", ">=", year.date_from),
                ],
                limit=1,
            ):
                raise ValidationError(
                    self.env._("%(year)s overlaps another school year: change its dates.", year=year.name)
                )
