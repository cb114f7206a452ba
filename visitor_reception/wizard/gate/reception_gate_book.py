import io

import xlsxwriter
from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime

from ...report.document.workbook import OPTIONS

# columns of the day book as of the paper book: field of the passage, width in characters
COLUMNS = (
    ("name", 14), ("visitor_name", 12), ("visitor_unit", 24), ("visitor_phone", 16), ("document_masked", 22),
    ("headcount", 8), ("reason", 30), ("host_name", 12), ("host_department", 16), ("consent_by", 12),
    ("plate", 12), ("goods_in", 20), ("pass_number", 10), ("checked_in", 18), ("checked_out", 18),
    ("slip_signed_by", 12), ("state", 12), ("refusal_reason", 30),
)  # fmt: skip
BATCH = 1000


class ReceptionGateBook(models.TransientModel):
    """Asks for the days of the gate's day book, to print or to export."""

    _name = "reception.gate.book"
    _description = "Day Book of the Gate"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    gate_id = fields.Many2one("reception.gate", help="Empty: all gates.")
    date_from = fields.Date(string="From", required=True, default=lambda self: self._get_default_day())
    date_to = fields.Date(string="Until", required=True, default=lambda self: self._get_default_day())

    @api.model
    def _get_default_day(self):
        return self.env["reception.deadline"]._get_today(self.env.company)

    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "The day book cannot end before it begins: put the dates in order."
    )

    def action_print(self):
        """Print the day book."""
        self.ensure_one()
        return self.env.ref("visitor_reception.action_report_reception_gate_book").report_action(self)

    def action_export(self):
        """Download the day book as a workbook."""
        self.ensure_one()
        query = url_encode({"book_id": self.id})
        return {"type": "ir.actions.act_url", "url": f"/reception/gate_book.xlsx?{query}", "target": "download"}

    def _get_domain(self):
        """Passages of the days (of the company): let in, refused, or gone away."""
        begin, end = (
            fields.Datetime.to_datetime(day) for day in (self.date_from, fields.Date.add(self.date_to, days=1))
        )
        begin, end = map(self.company_id._reception_moment, (begin, end))
        period = Domain.OR(
            Domain(name, ">=", begin) & Domain(name, "<", end) & states
            for name, states in (
                ("checked_in", Domain.TRUE),
                ("arrived_at", Domain("state", "in", ("refused", "gone"))),
            )
        )
        gate = Domain("gate_id", "=", self.gate_id.id) if self.gate_id else Domain.TRUE
        return Domain("company_id", "=", self.company_id.id) & period & gate

    @api.model
    def _get_labels(self):
        labels = self.env["reception.gate.log"].fields_get([name for name, _width in COLUMNS], ["string"])
        return [labels[name]["string"] for name, _width in COLUMNS]

    def _get_rows(self):
        """Rows of texts and numbers, in the order of the numbers; in batches, so that memory stays flat."""
        logs = self.env["reception.gate.log"]
        names = [name for name, _width in COLUMNS]
        states = dict(logs._fields["state"]._description_selection(self.env))
        timezone = self.company_id._reception_zone().zone
        last = 0
        while batch := logs.search_fetch(self._get_domain() & Domain("id", ">", last), names, order="id", limit=BATCH):
            for log in batch:
                values = {name: log[name] for name in names} | {"state": states[log.state]}
                for name in ("checked_in", "checked_out"):
                    values[name] = values[name] and format_datetime(self.env, values[name], tz=timezone)
                yield [values[name] or "" for name in names]
            last = batch[-1].id
            batch.invalidate_recordset()

    def _export_xlsx(self):
        """The day book as a workbook: a binary file at its beginning.

        :raises AccessError: the user does not read passages
        """
        self.env["reception.gate.log"].check_access("read")
        file = io.BytesIO()
        with xlsxwriter.Workbook(file, OPTIONS) as book:
            sheet = book.add_worksheet()
            bold = book.add_format({"bold": True, "text_wrap": True})
            for number, ((_name, width), label) in enumerate(zip(COLUMNS, self._get_labels(), strict=True)):
                sheet.set_column(number, number, width)
                sheet.write_string(0, number, label, bold)
            sheet.freeze_panes(1, 0)
            for line, row in enumerate(self._get_rows(), start=1):
                for number, value in enumerate(row):
                    write = sheet.write_number if isinstance(value, int) else sheet.write_string
                    write(line, number, value)
        file.seek(0)
        return file
