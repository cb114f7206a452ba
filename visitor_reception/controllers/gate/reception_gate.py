from werkzeug.utils import send_file

from odoo import http
from odoo.http import request
from odoo.tools import file_open

from ...report.document.workbook import XLSX_TYPE


class ReceptionGateController(http.Controller):
    @http.route("/reception/gate_book.xlsx", type="http", auth="user", methods=["GET"])
    def gate_book_xlsx(self, book_id="", **_kwargs):
        """The day book that somebody has asked for, as a workbook; 404 if it is not theirs."""
        # compared as text: an address may hold anything, also numbers that the database cannot
        book = request.env["reception.gate.book"].search([]).filtered(lambda book: str(book.id) == book_id)
        if not book:
            raise request.not_found()
        book = book.with_context(lang=request.env.user.lang)
        return send_file(
            book._export_xlsx(),
            request.httprequest.environ,
            mimetype=XLSX_TYPE,
            as_attachment=True,
            download_name=f"{book.date_from}_{book.date_to}.xlsx",
            max_age=0,
            response_class=http.Response,
        )

    @http.route("/reception/gate/desk", type="http", auth="user", methods=["GET"])
    def gate_desk(self):
        """The gate desk as a page of its own, which its service worker opens without network too; guards only."""
        if not request.env["reception.gate.log"]._is_guard():
            raise request.not_found()
        session_info = request.env["ir.http"].session_info()
        response = request.render("visitor_reception.gate_desk_page", {"session_info": session_info})
        response.headers["Cache-Control"] = "no-store"
        return response

    @http.route("/reception/gate/desk/service-worker.js", type="http", auth="public", methods=["GET"], readonly=True)
    def gate_desk_service_worker(self):
        with file_open("visitor_reception/static/src/gate/gate_desk/page/service_worker.js") as file:
            headers = [("Content-Type", "text/javascript"), ("Service-Worker-Allowed", "/reception/gate/desk")]
            return request.make_response(file.read(), headers)
