from werkzeug.utils import send_file

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.http import request

from ...report.document.workbook import XLSX_TYPE


class ReceptionStatisticsController(http.Controller):
    @http.route("/reception/statistics.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def statistics_xlsx(self, date_from=None, date_to=None, company_id=None, **kw):
        """The reception statistics of a period (1-2.3), by default of the month before, as a workbook.

        Answers 400 to dates or companies that are none, 403 to those who may not read the statistics.
        """
        return self._answer_workbook("reception.statistics", date_from, date_to, company_id)

    @http.route("/reception/reconciliation.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def reconciliation_xlsx(self, date_from=None, date_to=None, company_id=None, basis=None, **kw):
        """The reconciliation of a period, by default of the month before, as a workbook; answers as the statistics.

        ``basis=posting_date`` selects by accounting date, anything else by the day of the cost.
        """
        by_posting = basis == "posting_date"
        return self._answer_workbook("reception.reconciliation", date_from, date_to, company_id, by_posting=by_posting)

    def _answer_workbook(self, model, date_from, date_to, company_id, **context):
        report = request.env[model].with_context(lang=request.env.user.lang, **context)
        try:
            company = self._parse_company(company_id)
            first, last = self._parse_period(company, date_from, date_to)
        except ValueError:
            text = report.env._(
                "Write the dates as year-month-day, the first not after the last, and the company by its number."
            )
            return self._answer(text, 400)
        try:
            file, _sums = report._export_xlsx(company, first, last)
        except AccessError as error:
            return self._answer(str(error), 403)
        return send_file(
            file,
            request.httprequest.environ,
            mimetype=XLSX_TYPE,
            as_attachment=True,
            download_name=report._get_filename(first, last),
            max_age=0,
            response_class=http.Response,
        )

    def _parse_company(self, company_id):
        company = request.env["res.company"].browse(int(company_id)) if company_id else request.env.company
        # only whether the number names a company; the caller's rights to it are checked before the export
        if not company.sudo().exists():
            raise ValueError(company_id)
        return company

    def _parse_period(self, company, date_from, date_to):
        first, last = request.env["reception.statistics"]._get_last_month(company)
        first = fields.Date.to_date(date_from) or first
        last = fields.Date.to_date(date_to) or last
        if first > last:
            raise ValueError(date_from)
        return first, last

    def _answer(self, text, status):
        return request.make_response(text, headers=[("Content-Type", "text/plain; charset=utf-8")], status=status)
