from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request


class ReceptionClauseController(http.Controller):
    @http.route("/reception/clause/<string:code>", type="http", auth="user", methods=["GET"], readonly=True)
    def clause(self, code):
        """Open a clause by its number, as refusals name it; 404 if there is none."""
        clause_id = request.env["reception.clause"]._id_by_code(code.replace("\0", ""))
        if not clause_id:
            raise NotFound
        return request.redirect(f"/odoo/reception-clauses/{clause_id}")
