from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from ...models.gate.reception_gate_log import LARGEST_HEADCOUNT, LONGEST_TEXT
from ..document.kiosk_page import KioskPage
from ..document.public_page import LARGEST_POST, PublicPage

SECURITY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src 'self'; form-action 'self'"
PERSON_FIELDS = ("visitor_name", "visitor_unit", "visitor_phone", "plate", "headcount")
GUEST_FIELDS = (*PERSON_FIELDS, "companions")
# of whom is visited, the end of the number: it is compared, not kept
KIOSK_FIELDS = (*PERSON_FIELDS, "host_name", "host_phone", "reason")
LONGEST_NUMBER = 30
# the number tells two visitors of one name apart
KIOSK_REQUIRED = ("visitor_name", "visitor_phone", "host_name", "reason")


class ReceptionGatePublicController(KioskPage, http.Controller):
    """The gate's pages without login: nothing changes by opening one, and none lists people."""

    STATUS = {**PublicPage.STATUS, "other_device": 403, "closed": 410}
    COOKIE = "reception_gate_kiosk"

    # ------------------------------------------------------------------------------------------------------------------
    # Invitation
    # ------------------------------------------------------------------------------------------------------------------

    @http.route(
        "/reception/gate/invitation/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def invitation(self, token, edit=None, **answer):
        """An invited guest tells their facts, then shows the pass; they correct them until they are at the gate.

        Answers 404 to an unknown link, 410 once the visit is over, refused or too late, 429 to too many requests.
        """
        self._speak()
        log = request.env["reception.gate.log"]._find_ever_by_token(self._clean(token))
        if obstacle := self._find_obstacle(log, self._is_answer()) or (not log._is_open() and "closed"):
            return self._show(obstacle)
        error = None
        if self._is_answer():
            values = self._read(answer, GUEST_FIELDS)
            required = ("visitor_name",) if log.source == "invitation" else ()
            error = self._find_error(values, required, log.company_id, answer)
            if not error and (error := self._try(log._answer_by_token, self._to_facts(values))) is None:
                return self._go_on()
        else:
            values = {name: log[name] or "" for name in GUEST_FIELDS}
        if log.state == "expected" and (error or edit or not log.answered_at):
            return self._render("gate_invitation", log=log, values=values, error=error)
        reports = request.env["report.visitor_reception.report_reception_gate_slip"]
        return self._render("gate_pass", log=log, qr=reports._get_pass_qr(log))

    # ------------------------------------------------------------------------------------------------------------------
    # Consent and slip
    # ------------------------------------------------------------------------------------------------------------------

    @http.route(
        "/reception/gate/consent/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def consent(self, token, **answer):
        """The person visited agrees, or does not and says why (3-8a); one answer a link.

        Answers 404 to an unknown link and to one whose visitor waits no more, 429 to too many requests.
        """
        self._speak()
        log_id, _dash, code = self._clean(token).partition("-")
        log = request.env["reception.gate.log"]
        if log_id.isascii() and log_id.isdigit():
            log = log._find_by_consent_token(int(log_id[:9]), code if code.isascii() else "")
        if obstacle := self._find_obstacle(log, self._is_answer()):
            return self._show(obstacle)
        if log.consent_state in ("agreed", "refused"):
            return self._render("gate_message", page=log.consent_state)
        error = None
        if self._is_answer():
            result, remark = self._read(answer, ("result", "remark")).values()
            error = self._find_consent_error(result, remark)
            # who it is that was asked, the guard knows; who has the link answers for them
            spoke_with = log.asked_user_id.name or log.host_name
            if not error and (error := self._try(log._consent_by_link, result, spoke_with, remark)) is None:
                return self._go_on()
        return self._render("gate_consent", log=log, error=error)

    def _find_consent_error(self, result, remark):
        if self._is_too_long({"remark": remark}):
            return "too_long"
        return "no_reason" if result == "refused" and not remark else None

    @http.route(
        "/reception/gate/slip/<string:token>",
        type="http",
        auth="user",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def slip(self, token):
        """The person visited, logged in, signs the slip by its QR code: the visitor carries the code (3-3c).

        Answers 404 to an unknown code, 410 to that of somebody who is not inside, 429 to too many requests.
        """
        self._speak()
        logs = request.env["reception.gate.log"]
        log = logs._find_by_slip_token(self._clean(token))
        if obstacle := self._find_obstacle(log, self._is_answer()) or (log.state != "inside" and "closed"):
            return self._show(obstacle)
        if log.slip_state == "signed":
            return self._render("gate_message", page="signed")
        error = None
        if self._is_answer():
            error = self._try(logs._sign_slip_by_token, log.slip_token)
            if error is None:
                return self._go_on()
        return self._render("gate_slip", log=log, values={}, error=error)

    # ------------------------------------------------------------------------------------------------------------------
    # Kiosk
    # ------------------------------------------------------------------------------------------------------------------

    @http.route(
        "/reception/gate/kiosk/<string:token>",
        type="http",
        auth="public",
        methods=["GET", "POST"],
        max_content_length=LARGEST_POST,
    )
    def kiosk(self, token, number=None, **answer):
        """A visitor registers themselves at the one device of the gate, and waits for the guard.

        Answers 404 to an unknown address, 403 to another device than the bound one, 429 to too many requests.
        """
        self._speak()
        gate = request.env["reception.gate"]._find_by_kiosk_token(self._clean(token))
        if obstacle := self._find_obstacle(gate, self._is_answer()):
            return self._show(obstacle)
        if not gate.kiosk_bound_at:
            return self._bind_kiosk(gate) if self._is_answer() else self._render("gate_kiosk_bind", gate=gate)
        if not self._is_kiosk_device(gate):
            return self._show("other_device")
        if not self._is_answer():
            own = Domain("name", "=", self._clean(number)) & Domain("company_id", "=", gate.company_id.id)
            # a visitor has no rights: the device has, and learns the number that it has told
            if number and (log := request.env["reception.gate.log"].sudo().search(own)):
                return self._render("gate_kiosk_done", gate=gate, log=log)
            return self._render("gate_kiosk", gate=gate, values={"headcount": "1"}, error=None)
        if "code" in answer:
            return self._take_code(gate, self._clean(answer["code"]))
        values = self._read(answer, KIOSK_FIELDS)
        error = self._find_error(values, KIOSK_REQUIRED, gate.company_id, answer)
        if not error:
            facts = self._to_facts(values)
            # whether somebody was found is not told: the page answers the same
            host = gate._match_host(facts["host_name"], facts.pop("host_phone"))
            try:
                log = gate._register_at_kiosk({**facts, "host_id": host.id}, gate.id)
                return self._go_on(number=log.name)
            except UserError as refusal:
                error = str(refusal)
        return self._render("gate_kiosk", gate=gate, values=values, error=error)

    def _take_code(self, gate, code):
        """Who is invited types the short code, and waits; a wrong one is told as such, and nothing else."""
        log = request.env["reception.gate.log"]._find_by_short_code(code, gate, f"kiosk {gate.id}")
        if not log:
            return self._render("gate_kiosk", gate=gate, values={"headcount": "1"}, error="code")
        log._arrive_by_short_code(gate)
        return self._go_on(number=log.name)

    # ------------------------------------------------------------------------------------------------------------------
    # What the pages share
    # ------------------------------------------------------------------------------------------------------------------

    def _to_facts(self, values):
        return {**values, "headcount": int(values["headcount"])}

    def _find_error(self, values, required, company, answer):
        """What is wrong with typed values, as a key of the template ``gate_error``, or None."""
        headcount = values["headcount"]
        if self._is_too_long(values):
            return "too_long"
        if not all(values[name] for name in required):
            return "missing"
        if not (headcount.isascii() and headcount.isdigit() and 0 < int(headcount[:9]) <= LARGEST_HEADCOUNT):
            return "headcount"
        if company.reception_privacy_notice_id and not answer.get("privacy"):
            return "privacy"
        return None

    def _try(self, method, *args, **kwargs):
        """Do what an answer says.

        :return: the text of a refusal, or None
        """
        try:
            method(*args, **kwargs)
        except UserError as error:
            return str(error)
        return None

    def _get_limits(self):
        fields = request.env["reception.gate.log"]._fields
        sizes = {name: field.size for name, field in fields.items() if field.type == "char" and field.size}
        return {**sizes, "remark": LONGEST_TEXT, "host_phone": LONGEST_NUMBER}

    def _show(self, page):
        return self._render("gate_message", self.STATUS[page], page=page)

    def _render(self, template, status=200, **values):
        format_moment = request.env["reception.report.mixin"]._format_moment
        response = self._render_page(template, status, format_moment=format_moment, **values)
        response.headers["Content-Security-Policy"] = SECURITY
        return response
