from odoo import api, fields, models
from odoo.tools import ormcache


class ReceptionCalendarYear(models.Model):
    """Whether the holidays of a year are announced (节假日安排); before that, its days go by their weekdays alone."""

    _name = "reception.calendar.year"
    _inherit = ["reception.policy.table"]
    _description = "Calendar Year"
    _order = "year desc"
    _rec_name = "year"

    year = fields.Integer(required=True, aggregator=None)
    state = fields.Selection([("draft", "Not Announced"), ("announced", "Announced")], required=True, default="draft")
    source = fields.Char(help="Where the days were announced, such as the number of the notice.")

    _year_uniq = models.Constraint("UNIQUE(year)", "There is already a record for this year.")
    _year_of_four_digits = models.Constraint("CHECK (year BETWEEN 1900 AND 9999)", "A year has four digits.")

    @api.depends("year")
    def _compute_display_name(self):
        for year in self:
            year.display_name = str(year.year or "")

    @api.model_create_multi
    def create(self, vals_list):
        years = super().create(vals_list)
        self.env.registry.clear_cache()
        return years

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    @ormcache()
    def _get_announced(self):
        """The numbers of the years whose holidays are announced."""
        # a policy table that everybody is held to, whatever they may read
        return frozenset(self.sudo().search([("state", "=", "announced")]).mapped("year"))

    def action_open_days(self):
        """The holidays and make-up working days of the year."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_calendar_day_action")
        action["domain"] = [("date", ">=", f"{self.year:04}-01-01"), ("date", "<=", f"{self.year:04}-12-31")]
        return action
