from werkzeug.utils import send_file

from odoo import http
from odoo.http import request

from odoo.addons.visitor_reception.report.document.workbook import XLSX_TYPE


class ReceptionSchoolReportController(http.Controller):
    @http.route("/reception/school/report.xlsx", type="http", auth="user", methods=["GET"])
    def report_xlsx(self, report_id="", **_kwargs):
        """The report that somebody has asked for, as a workbook; 404 if it is not theirs."""
        # compared as text: an address may hold anything, also numbers that the database cannot
        reports = request.env["reception.school.report"].search([])
        report = reports.filtered(lambda report: str(report.id) == report_id)
        if not report:
            raise request.not_found()
        report = report.with_context(lang=request.env.user.lang)
        return send_file(
            report._export_xlsx(),
            request.httprequest.environ,
            mimetype=XLSX_TYPE,
            as_attachment=True,
            download_name=f"{report.date_from}_{report.date_to}.xlsx",
            max_age=0,
            response_class=http.Response,
        )
