from werkzeug.utils import send_file

from odoo import http
from odoo.http import request

from .reception_statistics import XLSX_TYPE


class ReceptionGateController(http.Controller):
    @http.route("/reception/gate_book.xlsx", type="http", auth="user", methods=["GET"])
    def gate_book_xlsx(self, book_id):
        """The day book that somebody has asked for, as a workbook; 404 if it is not his."""
        book = request.env["reception.gate.book"].search([("id", "=", int(book_id))]) if book_id.isdigit() else None
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
