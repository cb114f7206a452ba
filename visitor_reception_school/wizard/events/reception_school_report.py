import io
from datetime import timedelta

import xlsxwriter
from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from odoo.addons.visitor_reception.report.document.workbook import OPTIONS

READERS = (
    "visitor_reception_school.group_reception_school_student_affairs,"
    "visitor_reception_school.group_reception_school_security,visitor_reception.group_reception_auditor"
)


class ReceptionSchoolReport(models.TransientModel):
    """The school gate in figures, of a day or a month: counts, and nobody's name."""

    _name = "reception.school.report"
    _description = "School Gate Report"

    date_from = fields.Date(string="From", required=True, default=lambda self: self._get_default_day())
    date_to = fields.Date(string="Until", required=True, default=lambda self: self._get_default_day())
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The report cannot end before it begins: put the dates in order."
    )

    @api.model
    def _get_default_day(self):
        return self.env["reception.deadline"]._get_today(self.env.company)

    def action_print(self):
        """Print the report."""
        self.ensure_one()
        return self.env.ref("visitor_reception_school.action_report_school_report").report_action(self)

    def action_export(self):
        """Download the report as a workbook."""
        self.ensure_one()
        query = url_encode({"report_id": self.id})
        return {"type": "ir.actions.act_url", "url": f"/reception/school/report.xlsx?{query}", "target": "download"}

    def _get_sections(self):
        """Titles with their rows of label and number, grouped by the database.

        :raises AccessError: by nobody who watches the gate as a whole
        """
        self.ensure_one()
        if not self.env.su and not self.env.user.has_groups(READERS):
            raise AccessError(self.env._("The report is for Security, Student Affairs and auditors."))
        report = self.sudo()  # counts of the whole school
        return [section for section in report._get_all_sections() if section[1]]

    def _get_all_sections(self):
        _ = self.env._
        return [
            (_("Passages of pupils"), self._count_passages()),
            (_("Late arrivals by class"), self._count_late()),
            (_("Visitors by kind"), self._count("reception.gate.log", "arrived_at", "kind")),
            (
                _("Not let in, by kind"),
                self._count("reception.gate.log", "arrived_at", "kind", Domain("state", "=", "refused")),
            ),
            (_("Still open"), self._count_open()),
            (_("Leave slips"), self._count("reception.school.leave", "leave_from", "state") + self._sum_slips()),
            (_("Gate passes"), self._count("reception.school.gate.pass", "valid_from", "purpose")),
            (_("Violations"), self._count("reception.school.violation", "at", "kind")),
            (_("Violations reported"), self._count("reception.school.violation.case", "create_date", "state")),
            (_("Things left for pupils"), self._count_deposits()),
            (_("Class events"), self._count("reception.school.event", "date_begin", "state")),
            (_("Incidents"), self._count("reception.incident", "occurred_at", None)),
            (_("Openings outside the schedule"), self._count_openings()),
        ]

    def _get_period(self, name):
        """The days of the report by a moment (UTC), or by a date."""
        begin, end = (fields.Datetime.to_datetime(day) for day in (self.date_from, self.date_to + timedelta(days=1)))
        begin, end = map(self.company_id._reception_moment, (begin, end))
        return Domain("company_id", "=", self.company_id.id) & Domain(name, ">=", begin) & Domain(name, "<", end)

    def _count(self, model, moment, group, domain=Domain.TRUE):
        """Rows of label and count, by a selection of the model; one query."""
        records = self.env[model]
        found = self._get_period(moment) & domain
        if not group:
            count = records.search_count(found)
            return [(self.env._("Number"), count)] if count else []
        labels = dict(records._fields[group]._description_selection(self.env))
        return [(labels[key], count) for key, count in records._read_group(found, [group], ["__count"]) if key]

    def _count_passages(self):
        """From the counts of the days, which stay when whereabouts are deleted."""
        counts = self.env["reception.school.day.count"]
        labels = {name: dict(counts._fields[name]._description_selection(self.env)) for name in ("direction", "permit")}
        days = Domain("company_id", "=", self.company_id.id) & Domain("day", ">=", self.date_from)
        groups = counts._read_group(
            days & Domain("day", "<=", self.date_to), ["direction", "permit"], ["count:sum", "refused:sum"]
        )
        rows = [
            (f"{labels['direction'][direction]} · {labels['permit'][permit]}", count)
            for direction, permit, count, _refused in groups
            if count
        ]
        refused = sum(row[3] for row in groups)
        return [*rows, (self.env._("Refused"), refused)] if rows or refused else []

    def _count_late(self):
        counts = self.env["reception.school.day.count"]._read_group(
            Domain("company_id", "=", self.company_id.id)
            & Domain("day", ">=", self.date_from)
            & Domain("day", "<=", self.date_to)
            & Domain("permit", "=", "called")
            & Domain("direction", "=", "in"),
            ["class_id"],
            ["count:sum"],
        )
        return [(school_class.name or "–", count) for school_class, count in counts]

    def _count_open(self):
        _ = self.env._
        logs, slips = self.env["reception.gate.log"], self.env["reception.school.leave"]
        company = Domain("company_id", "=", self.company_id.id)
        rows = [
            (_("Visitors inside"), logs.search_count(company & Domain("state", "=", "inside"))),
            (_("Return slips missing"), logs.search_count(company & Domain("slip_state", "=", "missing"))),
            (_("Pupils out on a slip"), slips.search_count(company & Domain("state", "=", "out"))),
        ]
        return [row for row in rows if row[1]]

    def _sum_slips(self):
        """How many were late, and how long pupils were out on the average."""
        _ = self.env._
        slips = self.env["reception.school.leave"]
        period = self._get_period("released_at")
        late = slips.search_count(period & Domain("late_minutes", ">", 0))
        back = slips.search_fetch(period & Domain("returned_at", "!=", False), ["released_at", "returned_at"])
        minutes = [(slip.returned_at - slip.released_at).total_seconds() / 60 for slip in back]
        rows = [(_("Came back late"), late)] if late else []
        return rows + ([(_("Minutes out on the average"), round(sum(minutes) / len(minutes)))] if minutes else [])

    def _count_deposits(self):
        rows = self._count("reception.gate.deposit", "taken_in_at", "state", Domain("pupil_id", "!=", False))
        waiting = self.env["reception.gate.deposit"].search_count(
            Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "kept")
            & Domain("reminded_at", "!=", False)
        )
        return rows + ([(self.env._("Not fetched for days"), waiting)] if waiting else [])

    def _count_openings(self):
        return self._count("reception.gate.opening", "at", "kind", Domain("is_deviation", "=", True))

    def _export_xlsx(self):
        """The report as a workbook: a binary file at its beginning."""
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, OPTIONS) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True})
            sheet.set_column(0, 0, 40)
            sheet.write_string(0, 0, f"{self.company_id.name} {self.date_from} – {self.date_to}", bold)
            line = 1
            for title, rows in self._get_sections():
                sheet.write_string(line + 1, 0, title, bold)
                line += 2
                for label, number in rows:
                    sheet.write_string(line, 0, label)
                    sheet.write_number(line, 1, number)
                    line += 1
        file.seek(0)
        return file
