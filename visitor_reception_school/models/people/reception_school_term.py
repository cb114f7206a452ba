from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionSchoolTerm(models.Model):
    """A term of a school year (学期): only on its days does the gate open by the schedule (3-1a, 3-1b)."""

    _name = "reception.school.term"
    _inherit = ["reception.school.kept.mixin"]
    _description = "Term"
    _order = "date_from desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    year_id = fields.Many2one("reception.school.year", required=True, ondelete="cascade", index=True)
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(string="Until", required=True, help="Last day.")
    company_id = fields.Many2one(related="year_id.company_id", store=True, precompute=True, index=True)

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A term cannot end before it begins: put the dates in order."
    )

    @api.constrains("date_from", "date_to", "year_id")
    def _check_within_year(self):
        for term in self:
            if term.date_from < term.year_id.date_from or term.date_to > term.year_id.date_to:
                raise ValidationError(
                    self.env._(
                        "%(term)s is not within %(year)s: change the dates of one of them.",
                        term=term.name,
                        year=term.year_id.name,
                    )
                )

    @api.model
    def _is_term_day(self, company, day):
        """Whether the school teaches in the days around ``day``: it lies in a term (company's calendar day)."""
        # a schedule that everybody is held to
        return bool(
            self.sudo().search_count(
                [("company_id", "=", company.id), ("date_from", "<=", day), ("date_to", ">=", day)], limit=1
            )
        )
