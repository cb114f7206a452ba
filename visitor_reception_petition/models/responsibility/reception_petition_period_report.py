import base64
import io
from datetime import timedelta

import xlsxwriter
from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from odoo.addons.visitor_reception.report.document.workbook import OPTIONS, Sheet, make_formats

from ..matter.reception_petition_matter import OPEN_STATES

CYCLES = [("day", "Day"), ("week", "Week"), ("month", "Month"), ("year", "Year")]
COLUMNS = (("label", "text", 60), ("number", "number", 14))


class ReceptionPetitionPeriodReport(models.Model):
    """What happened in a day, week, month or year (信访日报、周报、月报、年报, 2-1.1, 5-3.3c, P1-41): figures and a workbook.

    Weeks, months and years are built and delivered by themselves when they are over; a day, and every other period, by
    the petition head. Of sealed matters there is one number. What was built does not change.
    """

    _name = "reception.petition.period.report"
    _inherit = ["reception.guarded.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Petition Report of a Period"
    _order = "date_from desc, id desc"
    _mail_post_access = "read"

    name = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    cycle = fields.Selection(CYCLES, required=True, readonly=True)
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="Until", required=True, readonly=True)
    figures = fields.Json(readonly=True, help="Sections with their rows of label and number.")
    figures_html = fields.Html(compute="_compute_figures_html", string="What Happened")
    workbook = fields.Binary(readonly=True, attachment=True)
    workbook_name = fields.Char(compute="_compute_workbook_name")
    recipient_ids = fields.Many2many("res.users", string="Delivered To", readonly=True)

    _period_uniq = models.Constraint(
        "UNIQUE(company_id, cycle, date_from)", "There is already a report of this period."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.depends("name")
    def _compute_workbook_name(self):
        for report in self:
            report.workbook_name = f"{report.name}.xlsx"

    @api.depends("figures")
    def _compute_figures_html(self):
        for report in self:
            report.figures_html = Markup().join(
                Markup("<h4>%s</h4><table class='table table-sm' style='max-width: 40rem'>%s</table>")
                % (
                    section["title"],
                    Markup().join(
                        Markup("<tr><td>%s</td><td class='text-end'>%s</td></tr>") % (label, number)
                        for label, number in section["rows"]
                    ),
                )
                for section in report.figures or []
            )

    # ------------------------------------------------------------------------------------------------------------------
    # Build
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def build(self, cycle, day=None):
        """The report of the period in which ``day`` lies; the one that is there, if it was built before.

        :param str cycle: ``day``, ``week``, ``month`` or ``year``
        :param date day: today if not given
        :returns: its id
        :raises UserError: not the petition head, or no such cycle
        """
        if not self.env.user.has_group("visitor_reception_petition.group_reception_petition_officer"):
            raise UserError(self._explain("5-3.3c", self.env._("only the petition head reports.")))
        if cycle not in dict(CYCLES):
            raise UserError(self.env._("Choose day, week, month or year."))
        company = self.env.company
        day = fields.Date.to_date(day) or self.env["reception.deadline"]._get_today(company)
        return self._build(company, cycle, day).id

    @api.model
    def action_build_today(self):
        """Open the report of today, built now.

        :raises UserError: not the petition head
        """
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "visitor_reception_petition.reception_petition_period_report_action"
        )
        return {**action, "res_id": self.build("day"), "views": [(False, "form")], "view_mode": "form"}

    @api.model
    def _cron_build(self):
        """Build and deliver what is over since yesterday: week, month, year."""
        for (company,) in self.env["reception.petition.matter"]._read_group([], ["company_id"]):
            today = self.env["reception.deadline"]._get_today(company)
            for cycle in ("week", "month", "year"):
                first, _last = self._get_period(cycle, today)
                report = self._build(company, cycle, first - timedelta(days=1))
                if not report.recipient_ids:
                    report._deliver()

    @api.model
    def _get_period(self, cycle, day):
        """First and last day of the period."""
        if cycle == "week":
            first = day - timedelta(days=day.weekday())
            return first, first + timedelta(days=6)
        if cycle == "month":
            first = day.replace(day=1)
            return first, first + relativedelta(months=1, days=-1)
        if cycle == "year":
            return day.replace(month=1, day=1), day.replace(month=12, day=31)
        return day, day

    @api.model
    def _build(self, company, cycle, day):
        first, last = self._get_period(cycle, day)
        known = self.sudo().search(
            [("company_id", "=", company.id), ("cycle", "=", cycle), ("date_from", "=", first)], limit=1
        )
        if known:
            return known.with_env(self.env)
        # figures are those of the company, in its language, whoever asks
        lang = company.sudo().partner_id.lang or self.env.lang
        reports = self._as_engine().with_context(lang=lang, allowed_company_ids=company.ids)
        labels = dict(self.with_context(lang=lang)._fields["cycle"]._description_selection(reports.env))
        name = f"{labels[cycle]} {first}" + (f" – {last}" if last != first else "")
        figures = reports._count(company, first, last)
        report = reports.create(
            {
                "name": name,
                "company_id": company.id,
                "cycle": cycle,
                "date_from": first,
                "date_to": last,
                "figures": figures,
                "workbook": base64.b64encode(self._write_workbook(name, figures)),
            }
        )
        return report.with_env(self.env)

    @api.model
    def _write_workbook(self, title, figures):
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, OPTIONS) as book:
            sheet = Sheet(book, make_formats(book, 2), "1", title, COLUMNS, None)
            for section in figures:
                sheet.write_texts([section["title"]], "header")
                for label, number in section["rows"]:
                    sheet.write_row({"label": label, "number": number})
        return file.getvalue()

    def _deliver(self):
        """Petition head and general manager get it."""
        heads = self.env.ref("visitor_reception_petition.reception_position_petition_head")
        managers = self.env.ref("visitor_reception.reception_position_general_manager")
        for report in self._as_engine():
            positions = (heads | managers).sudo()
            users = self.env["res.users"].union(
                *(user for position in positions for user, _shares in position._get_holders(report))
            )
            report.recipient_ids = users
            for user in users:
                report.activity_schedule(
                    "visitor_reception_petition.mail_activity_report", summary=report.name, user_id=user.id
                )

    # ------------------------------------------------------------------------------------------------------------------
    # Count
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _count(self, company, first, last):
        """The figures of a period: sections with rows of label and number; by groups of the database."""
        of_company = Domain("company_id", "=", company.id)
        days = Domain("date", ">=", first) & Domain("date", "<=", last)
        rows = self.env["reception.petition.statistics"]
        calls = self._count_calls(rows, of_company & days & Domain("channel", "=", "call"))
        sections = [
            (self.env._("Calls"), calls),
            (self.env._("Calls, visits, letters"), self._group(rows, of_company & days, "channel")),
            (self.env._("Outcomes"), self._group(rows, of_company & days, "outcome")),
            (self.env._("Kinds of new matters"), self._group(rows, of_company & days, "kind", "matters:sum")),
            (self.env._("Fields of new matters"), self._group(rows, of_company & days, "field_id", "matters:sum")),
            (self.env._("Units most named"), self._group(rows, of_company & days, "unit_id", "matters:sum")[:10]),
            (self.env._("Handed over"), self._count_handovers(of_company, first, last)),
            (self.env._("Supervision"), self._count_supervision(of_company, first, last)),
            (self.env._("Terms"), self._count_terms(of_company, first, last)),
            (self.env._("Service"), self._count_service(of_company, first, last)),
        ]
        return [{"title": title, "rows": section} for title, section in sections]

    @api.model
    def _group(self, model, domain, name, measure="__count"):
        """``[label, number]`` by ``name``, largest first."""
        field = model._fields[name]
        labels = dict(field._description_selection(self.env)) if field.type == "selection" else {}
        groups = [
            (labels.get(value) or (value.display_name if field.relational and value else self.env._("None")), number)
            for value, number in model._read_group(domain, [name], [measure])
            if number
        ]
        return [list(row) for row in sorted(groups, key=lambda row: -row[1])]

    @api.model
    def _count_calls(self, rows, calls):
        total = rows.search_count(calls)
        missed = rows.search_count(calls & Domain("contact_state", "=", "missed"))
        share = round(100 * (total - missed) / total, 1) if total else 0
        return [
            [self.env._("Calls in all"), total],
            [self.env._("Missed and not called back"), missed],
            [self.env._("Answered, in percent"), share],
            [self.env._("Rang too long"), rows.search_count(calls & Domain("is_rung_long", "=", True))],
        ]

    @api.model
    def _count_handovers(self, of_company, first, last):
        handovers = self.env["reception.petition.handover"]
        period = Domain("received_on", ">=", first) & Domain("received_on", "<=", last)
        return [
            *self._group(handovers, of_company & period & Domain("matter_id.is_sealed", "=", False), "kind"),
            [self.env._("Objected"), handovers.search_count(of_company & period & Domain("objected_on", "!=", False))],
        ]

    @api.model
    def _count_supervision(self, of_company, first, last):
        orders = self.env["reception.petition.supervision"]
        period = Domain("ordered_on", ">=", first) & Domain("ordered_on", "<=", last)
        domain = of_company & period & Domain("matter_id.is_sealed", "=", False)
        advised = domain & Domain("advice_taken", "!=", False)
        return [[self.env._("Orders"), orders.search_count(domain)], *self._group(orders, advised, "advice_taken")]

    @api.model
    def _count_terms(self, of_company, first, last):
        terms = self.env["reception.petition.term"]
        owed = of_company & Domain("deadline_id.is_right", "=", False) & Domain("matter_id.is_sealed", "=", False)
        due = owed & Domain("due_date", ">=", first) & Domain("due_date", "<=", last)
        overdue = owed & Domain("state", "=", "running") & Domain("due_date", "<=", last)
        matters = self.env["reception.petition.matter"]
        return [
            [self.env._("Met"), terms.search_count(due & Domain("state", "=", "met"))],
            [self.env._("Late"), terms.search_count(due & Domain("state", "=", "late"))],
            [self.env._("Past and still open"), terms.search_count(overdue)],
            [
                self.env._("Matters without an outcome"),
                matters.search_count(of_company & Domain("state", "in", OPEN_STATES) & Domain("outcome", "=", False)),
            ],
            [
                self.env._("Sealed matters"),
                matters.search_count(
                    of_company
                    & Domain("is_sealed", "=", True)
                    & Domain("first_contact_id.started_at", ">=", first)
                    & Domain("first_contact_id.started_at", "<", last + timedelta(days=1))
                ),
            ],
        ]

    @api.model
    def _count_service(self, of_company, first, last):
        days = Domain("date", ">=", first) & Domain("date", "<=", last)
        held = of_company & days & Domain("state", "=", "held")
        leader_days = self.env["reception.petition.leader.day"]
        complaints = self.env["reception.petition.attitude.complaint"]
        rows = self.env["reception.petition.statistics"]
        return [
            [self.env._("Leader reception days"), leader_days.search_count(held)],
            [self.env._("Matters received by leaders"), len(leader_days.search(held).session_ids)],
            [self.env._("Repeats"), rows.search_count(of_company & days & Domain("is_repeat", "=", True))],
            [self.env._("Group visits"), rows.search_count(of_company & days & Domain("is_group", "=", True))],
            [self.env._("Complaints about attitude (target 0)"), complaints.search_count(of_company & days)],
        ]
