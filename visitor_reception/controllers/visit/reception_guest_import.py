import io

from werkzeug.utils import send_file

from odoo import http
from odoo.http import request

from ...report.document.workbook import XLSX_TYPE


class ReceptionGuestImportController(http.Controller):
    @http.route("/reception/guest_list.xlsx", type="http", auth="user", methods=["GET"], readonly=True)
    def guest_list_xlsx(self, **kw):
        """An empty list of guests to fill in, with headings in the user's language."""
        wizard = request.env["reception.guest.import"].with_context(lang=request.env.user.lang)
        wizard.check_access("create")
        file = io.BytesIO()
        wizard._write_sample(file)
        file.seek(0)
        return send_file(
            file,
            request.httprequest.environ,
            mimetype=XLSX_TYPE,
            as_attachment=True,
            download_name=wizard.env._("Guest list.xlsx"),
            max_age=0,
            response_class=http.Response,
        )
