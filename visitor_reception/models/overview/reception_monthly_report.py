from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools.misc import babel_locale_parse, get_lang

FROZEN = {
    "month",
    "visits",
    "headcount",
    "transport_count",
    "lodging_count",
    "cost_planned",
    "cost_actual",
    "over_standard_count",
}


class ReceptionMonthlyReport(models.Model):
    """Monthly report of the reception statistics to the general manager (月报, 1-2.3).

    Built and delivered by a cron on the first day of the next month; its figures and workbook then stay as they are.
    Its verbs are those of every delivered report. Nobody writes a report by hand. Read by Administration and HR, auditors
    and the general managers it went to.
    """

    _name = "reception.monthly.report"
    _inherit = ["reception.delivered.report.mixin"]
    _description = "Monthly Report"
    _order = "month desc, company_id, id desc"

    _delivery_template = "visitor_reception.mail_template_monthly_report"
    _delivery_activity = "visitor_reception.mail_activity_monthly_report"
    _undelivered_activity = "visitor_reception.mail_activity_monthly_report_undelivered"
    _delivery_clause = "1-2.3"

    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, readonly=True, help="First day of the month reported on.")
    month_label = fields.Char(string="Month in Words", compute="_compute_month_label")
    visits = fields.Integer(string="Number of Visits", readonly=True)
    headcount = fields.Integer(readonly=True)
    transport_count = fields.Integer(string="Transport Bookings", readonly=True)
    lodging_count = fields.Integer(string="Lodging Bookings", readonly=True)
    cost_planned = fields.Monetary(string="Planned Cost", readonly=True)
    cost_actual = fields.Monetary(string="Reception Cost", readonly=True)
    over_standard_count = fields.Integer(string="Cases Over Standard", readonly=True)
    recipient_ids = fields.Many2many(string="General Managers")

    _company_month_uniq = models.Constraint(
        "UNIQUE(company_id, month)", "There is already a report for this month. Rebuild it instead."
    )
    _month_is_first_day = models.Constraint(
        "CHECK (EXTRACT(day FROM month) = 1)", "A month is written as its first day."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | FROZEN

    @api.depends_context("lang")
    @api.depends("month")
    def _compute_month_label(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        for report in self:
            report.month_label = report.month and format_skeleton("yMMMM", report.month, locale=locale)

    @api.depends("month_label", "company_id.name")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Reception report %(month)s, %(company)s",
                month=report.month_label,
                company=report.company_id.name,
            )

    @api.model
    def _get_dues(self, company):
        """The ended months without report: those since the first one, else the month before (1-2.3)."""
        last_month, _last_day = self.env["reception.statistics"]._get_last_month(company)
        built = set(self.search_fetch([("company_id", "=", company.id)], ["month"]).mapped("month"))
        month = min(built, default=last_month)
        dues = super()._get_dues(company)
        while month <= last_month:
            if month not in built:
                dues.append({"month": month})
            month += relativedelta(months=1)
        return dues

    def _build_file(self):
        statistics = self.env["reception.statistics"].sudo()  # the report is of all visits, whoever builds it
        last_day = self.month + relativedelta(months=1, days=-1)
        earlier = self._get_earlier()
        file, sums = statistics._export_xlsx(self.company_id, self.month, last_day, earlier=earlier)
        added = {
            "earlier": earlier or False,
            "cost_earlier": sum(figures["cost_actual"] for _month, figures in earlier),
        }
        with file:
            return statistics._get_filename(self.month, last_day), file.read(), {**sums, **added}

    def _recipients(self):
        """Who holds the position general_manager in the report's company today (res.users)."""
        position = self.env["reception.position"].sudo().search([("code", "=", "general_manager")])
        holders = position._get_named_holders(self.company_id) if position else []
        return super()._recipients().union(*(user for user, _shares in holders))

    def _delivery_summary(self):
        return self.env._("Read the monthly report")

    def _undelivered_summary(self):
        return self.env._("Nobody holds the position of general manager: name the holder, then the report is delivered")

    def action_build_last_month(self):
        """Build the report of the month before for the company, if the system has not yet, and open it (1-2.3)."""
        self._check_can_build()
        company = self.env.company
        month, _last_day = self.env["reception.statistics"]._get_last_month(company)
        report = self.search([("company_id", "=", company.id), ("month", "=", month)])
        if not report:
            report = self._build(company, month=month).with_env(self.env)
            report._deliver()
        return report._get_records_action()
