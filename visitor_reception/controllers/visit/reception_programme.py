from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError
from odoo.http import request


class ReceptionProgrammeController(http.Controller):
    @http.route(
        "/reception/visit/<int:visit_id>/programme.ics", type="http", auth="user", methods=["GET"], readonly=True
    )
    def programme_ics(self, visit_id, **kw):
        """The programme of a visit for the guests' calendars (4-12.2).

        Answers 404 where there is no such visit, or none that the user may read.
        """
        visit = request.env["reception.visit"].with_context(lang=request.env.user.lang).browse(visit_id).exists()
        try:
            visit.check_access("read")
        except AccessError as error:
            raise NotFound from error
        if not visit:
            raise NotFound
        filename = f"{visit.display_name.replace('/', '-')}.ics"
        return request.make_response(
            visit._build_programme_ics(),
            headers=[
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", http.content_disposition(filename)),
            ],
        )
