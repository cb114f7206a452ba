from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.tools import format_datetime

from .reception_visit_overlap import YEARS

# a day of work, by the company's clocks
FROM, UNTIL = time(9), time(17)
PURPOSE = 40  # characters of the purpose in the head line


class ReceptionVisit(models.Model):
    """How a notice is written in a minute: what is proposed, what only shows when a rule needs it, ranks asked once."""

    _inherit = "reception.visit"

    date_begin = fields.Datetime(default=lambda self: self._default_moment(FROM))
    date_end = fields.Datetime(default=lambda self: self._default_moment(UNTIL))
    facts_clause = fields.Char(related="procedure_category_id.facts_clause")
    counterpart_clause = fields.Char(related="procedure_category_id.counterpart_clause")
    grade_clause = fields.Char(related="procedure_category_id.grade_clause")
    head_line = fields.Char(compute="_compute_head_line", string="In One Line")

    @api.model
    def _default_moment(self, at):
        """``at`` (a time) tomorrow by the company's clocks, as stored."""
        company = self.env.company
        day = company._reception_day(fields.Datetime.now()) + timedelta(days=1)
        return company._reception_moment(datetime.combine(day, at))

    @api.onchange("date_begin")
    def _onchange_date_begin_in_order(self):
        """Who moves the arrival past the departure is proposed the end of that day."""
        in_order = not self.date_begin or not self.date_end or self.date_begin <= self.date_end
        if in_order or self.date_begin.year not in YEARS:
            return
        company = self.company_id or self.env.company
        evening = company._reception_moment(datetime.combine(company._reception_day(self.date_begin), UNTIL))
        self.date_end = max(evening, self.date_begin + timedelta(hours=1))

    @api.depends_context("lang", "tz")
    @api.depends(lambda self: self._get_head_line_fields())
    def _compute_head_line(self):
        for visit in self:
            visit.head_line = " · ".join(filter(None, visit._get_head_line_parts()))

    def _get_head_line_fields(self):
        return ("organisation_id.name", "principal_guest", "purpose", "date_begin", "date_end", "headcount")

    def _get_head_line_parts(self):
        """Who, why, when and how many, as texts; empty ones are left out."""
        self.ensure_one()
        purpose = " ".join((self.purpose or "").split())
        moments = [
            format_datetime(self.env, moment, dt_format="short")
            for moment in (self.date_begin, self.date_end)
            if moment
        ]
        return [
            self.organisation_id.name or self.principal_guest,
            purpose if len(purpose) <= PURPOSE else f"{purpose[:PURPOSE]}…",
            " – ".join(moments),
            self.headcount and self.env._("%(headcount)s guests", headcount=self.headcount),
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing: besides what the policy asks, what a notice cannot be kept without
    # ------------------------------------------------------------------------------------------------------------------

    def _missing_fact_fields(self):
        return (*super()._missing_fact_fields(), "host_id", "department_id", "date_begin", "date_end")

    def _missing_facts(self):
        _ = self.env._
        in_disorder = self.date_begin and self.date_end and self.date_begin > self.date_end
        checks = [
            (not self.category_id, "1-2.3", _("choose the category of the visitors"), "category_id"),
            (not self.date_begin, "1-2.3", _("write when they arrive"), "date_begin"),
            (not self.date_end, "1-2.3", _("write when they leave"), "date_end"),
            (in_disorder, "1-2.3", _("they cannot leave before they arrive: correct the departure"), "date_end"),
            (not self.host_id, "1-2.3", _("name who receives them"), "host_id"),
            (not self.department_id, "1-2.3", _("choose the receiving department"), "department_id"),
        ]
        return self._collect_missing(checks) + super()._missing_facts()

    # ------------------------------------------------------------------------------------------------------------------
    # Ranks, asked once
    # ------------------------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Besides: the form asks for the ranks that are still empty, all in one list; other callers are not asked."""
        if self.env.context.get("reception_ask_ranks"):
            self._check_can_submit()
            if self.guest_ids.filtered(lambda guest: not guest.rank_id):
                return self.env["reception.visit.ranks"]._open(self)
        return super().action_submit()
