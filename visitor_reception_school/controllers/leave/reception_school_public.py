from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.visitor_reception.controllers.document.public_page import LARGEST_POST, PublicPage

from ...models.people.reception_school_custody_link import LONGEST

SECURITY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'"


class ReceptionSchoolPublicController(PublicPage, http.Controller):
    """Pages of guardians, who have no login: one link, one guardian, and nothing about anybody else."""

    STATUS = {**PublicPage.STATUS, "closed": 410}
    LIMIT = "school_page"

    @http.route(
        "/reception/school/leave/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def leave(self, token, result=None, **_answer):
        """A guardian agrees that the child leaves, or does not (3-6a).

        Answers 404 to whatever is not this guardian's, 410 once the slip is over, 429 to too many requests.
        """
        self._speak()
        slip, guardian = request.env["reception.school.leave"]._find_by_link(*self._split(token))
        if obstacle := self._find_obstacle(slip, self._is_answer()) or (slip._is_link_over() and "closed"):
            return self._show(obstacle)
        error = None
        if self._is_answer():
            error = self._try(slip._answer_by_link, guardian, self._clean(result))
            if error is None:
                return self._go_on()
        elif answer := slip._get_link_answer(guardian):
            return self._show(answer.result)
        return self._render("school_leave_page", facts=slip._get_page_facts(), guardian=guardian.name, error=error)

    @http.route(
        "/reception/school/child/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def child(self, token, **answer):
        """What is kept about the child: a guardian consents, withdraws, asks for a correction.

        Answers 404 to whatever is not this guardian's, 429 to too many requests.
        """
        self._speak()
        row = request.env["reception.school.custody"]._find_by_child_link(*self._split(token))
        if obstacle := self._find_obstacle(row, self._is_answer()):
            return self._show(obstacle)
        error = None
        if self._is_answer():
            values = self._read(answer, ("give", "withdraw", "wrong"))
            if self._is_too_long(values):
                error = request.env._("What you wrote is too long. Please shorten it.")
            elif purpose := values["give"] or values["withdraw"]:
                error = self._try(row._change_consent, purpose, bool(values["give"]))
            else:
                error = self._try(row._ask_correction, values["wrong"])
            if error is None:
                return self._go_on(done=1)
        done = request.httprequest.args.get("done")
        return self._render("school_child_page", facts=row._get_child_facts(), error=error, done=done)

    def _split(self, token):
        record_id, _dash, code = self._clean(token).partition("-")
        is_number = record_id.isascii() and record_id.isdigit()
        return int(record_id[:9]) if is_number else 0, code if code.isascii() else ""

    def _try(self, method, *args):
        try:
            method(*args)
        except UserError as error:
            return str(error)
        return None

    def _get_limits(self):
        return {"wrong": LONGEST}

    def _show(self, page):
        return self._render("school_message", self.STATUS.get(page, 200), page=page)

    def _render(self, template, status=200, **values):
        response = self._render_page(f"visitor_reception_school.{template}", status, **values)
        response.headers["Content-Security-Policy"] = SECURITY
        return response
