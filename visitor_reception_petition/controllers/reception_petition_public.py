from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.visitor_reception.controllers.document.kiosk_page import KioskPage
from odoo.addons.visitor_reception.controllers.document.public_page import LARGEST_POST

PERSON = ("name", "phone", "address", "unit")
FACTS = ("kind", "circumstances", "request")
LONGEST = {**dict.fromkeys(PERSON, 100), "kind": 20, "circumstances": 4000, "request": 2000}
REQUIRED = ("name", "request")
SECURITY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'self'; form-action 'self'"


class ReceptionPetitionPublic(KioskPage, http.Controller):
    """Pages of petitioners without login: the kiosk of a window, and how a matter stands."""

    STATUS = {**KioskPage.STATUS, "other_device": 403}
    LIMIT = "petition_page"
    COOKIE = "reception_petition_kiosk"

    @http.route("/reception/petition/status/<string:token>", type="http", auth="public", methods=["GET"])
    def status(self, token):
        """State, unit, due day and next step; no name and no content. 404 to an unknown code, and to what is sealed."""
        self._speak()
        matter = request.env["reception.petition.matter"]._find_by_status_token(self._clean(token))
        if obstacle := self._find_obstacle(matter):
            return self._show(obstacle)
        return self._render("petition_status", matter=matter)

    @http.route(
        "/reception/petition/kiosk/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def kiosk(self, token, **answer):
        """A visitor registers at the one device of the window, and waits with a number.

        Answers 404 to an unknown address, 403 to another device than the bound one, 429 to too many requests.
        """
        self._speak()
        window = request.env["reception.petition.window"]._find_by_kiosk_token(self._clean(token))
        if obstacle := self._find_obstacle(window, self._is_answer()):
            return self._show(obstacle)
        if not window.kiosk_bound_at:
            return self._bind_kiosk(window) if self._is_answer() else self._render("petition_kiosk_bind", window=window)
        if not self._is_kiosk_device(window):
            return self._show("other_device")
        if not self._is_answer():
            return self._render("petition_kiosk", window=window, values={}, error=None)
        values = self._read(answer, (*PERSON, *FACTS))
        error = self._find_error(values, window, answer)
        if not error:
            try:
                contact = request.env["reception.petition.contact"]._register_at_kiosk(
                    window,
                    {name: values[name] for name in PERSON if values[name]},
                    {name: values[name] for name in FACTS if values[name]},
                )
                return self._render("petition_kiosk_done", window=window, contact=contact, qr=self._draw(contact))
            except UserError as refusal:
                error = str(refusal)
        return self._render("petition_kiosk", window=window, values=values, error=error)

    def _find_error(self, values, window, answer):
        """What is wrong with typed values, as a key of the template ``gate_error``, or None."""
        if self._is_too_long(values):
            return "too_long"
        kinds = ("suggestion", "accusation", "appeal")
        if not all(values[name] for name in REQUIRED) or values["kind"] not in kinds:
            return "missing"
        if window.company_id.reception_privacy_notice_id and not answer.get("privacy"):
            return "privacy"
        return None

    def _draw(self, contact):
        """The code of the status page; none for what is sealed."""
        matter = contact.matter_id
        reports = request.env["report.visitor_reception.report_reception_gate_slip"]
        return reports._draw(matter._get_status_url()) if not matter.is_sealed else None

    def _get_limits(self):
        return LONGEST

    def _show(self, page):
        return self._render("petition_message", self.STATUS[page], page=page)

    def _render(self, template, status=200, **values):
        format_day = request.env["reception.report.mixin"]._format_day
        template = f"visitor_reception_petition.{template}"
        response = self._render_page(template, status, format_day=format_day, **values)
        response.headers["Content-Security-Policy"] = SECURITY
        return response
