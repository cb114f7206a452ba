from datetime import timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import UserError

from .reception_gate_log import LONGEST_NAME, LONGEST_TEXT, NO_ACCESS


class ReceptionGateLog(models.Model):
    """The return slip: signed by the person visited, handed back at the gate, or missing and explained (3-3c)."""

    _inherit = "reception.gate.log"

    slip_state = fields.Selection(
        [
            ("none", "No slip"),
            ("issued", "With the visitor"),
            ("signed", "Signed by the person visited"),
            ("returned", "Returned"),
            ("missing", "Missing"),
            ("explained", "Missing, explained"),
        ],
        string="Return Slip",
        required=True,
        readonly=True,
        default="none",
        copy=False,
    )
    # of the code that the person visited signs by; a correction takes it over, for the visitor carries the paper
    slip_token = fields.Char(groups=NO_ACCESS, copy=False)
    slip_signed_by = fields.Char(readonly=True, copy=False, size=LONGEST_NAME)
    slip_signed_at = fields.Datetime(string="Slip Signed On", readonly=True, copy=False)
    slip_manner = fields.Selection(
        [("paper", "On paper"), ("qr", "By its QR code"), ("odoo", "In the system")],
        string="Slip Signed In",
        readonly=True,
        copy=False,
    )
    slip_explanation = fields.Char(string="Why Without Slip", readonly=True, copy=False, size=LONGEST_TEXT)
    walk_minutes = fields.Integer(string="Signature to Gate (Minutes)", readonly=True, copy=False, aggregator="avg")
    # worded as Odoo asks, like the indexes of who is inside
    _slip_token_uniq = models.UniqueIndex(
        "(slip_token) WHERE slip_token IS NOT NULL AND active IS TRUE", "This slip is taken."
    )

    def _needs_slip(self):
        """Whether the visitor leaves with a slip signed by the person visited (3-3c); add-ons widen or narrow it."""
        return self._get_asking_gate().slip_required and not self._is_of_notice()

    def _issue_slip(self):
        """Values of the slip that the visitor carries from now on (3-3c), if they need one."""
        return {"slip_state": "issued", "slip_token": uuid4().hex} if self._needs_slip() else {"slip_state": "none"}

    def action_sign_slip(self, signed_by=None):
        """The person visited has signed the slip: on paper (the guard notes the name), or themselves in the system.

        :return: rows of the desk; none to the person visited
        :raises UserError: the visitor has no slip out, nobody's name, or it is not the user's to sign
        """
        self.check_access("read")
        by_host = self._is_signed_by_host()
        signed_by = self.env.user.name if by_host else self._clean_text("slip_signed_by", signed_by)
        if not by_host:
            self._check_guard()
        self._sign_slip(signed_by, "odoo" if by_host else "paper")
        return self._get_desk_rows() if self._is_guard() else []

    def _is_signed_by_host(self):
        return all(log._may_consent() for log in self)

    def _sign_slip(self, signed_by, manner):
        self._raise_refusals(log._sign_slip_refusals(signed_by) for log in self)
        moment = self._get_moment()
        for log in self._as_engine():
            log.write(
                {
                    # who has left without the slip does not bring it back by a signature
                    "slip_state": "missing" if log.slip_state == "missing" else "signed",
                    "slip_signed_by": signed_by,
                    "slip_signed_at": moment,
                    "slip_manner": manner,
                    # the way to the gate is watched
                    "due_out": moment + timedelta(minutes=log.gate_id.minutes_to_gate),
                }
            )
        self._tell_desks("sign_slip")

    def _sign_slip_refusals(self, signed_by):
        self.ensure_one()
        if refusals := self._corrected_refusals():
            return refusals
        if self.state != "inside" or self.slip_state not in ("issued", "missing") or self.slip_signed_at:
            return [self._explain("3-3c", self.env._("%(visitor)s has no slip to sign.", visitor=self.visitor_name))]
        if not signed_by:
            return [self._explain("3-3c", self.env._("write who has signed the slip."))]
        return []

    @api.model
    def _sign_slip_by_token(self, token):
        """The person visited, who is logged in, signs by the QR code on the slip.

        :return: the passage, as superuser; none if the code is unknown
        :raises UserError: the visitor, who carries the code, or anybody else signs; see ``action_sign_slip``
        """
        log = self._find_by_slip_token(token)
        if log and not log.with_env(self.env)._may_consent():
            raise UserError(
                self._explain("3-3c", self.env._("the person visited signs: %(host)s.", host=log.host_name))
            )
        if log:
            log._sign_slip(self.env.user.name, "qr")
        return log

    def action_report_slip(self):
        """Somebody has left without the return slip: they stay on the list of people inside until it is explained (3-3c).

        :raises UserError: not inside, or without a slip
        """
        self._check_guard()
        self._raise_refusals(log._report_slip_refusals() for log in self)
        self._as_engine().write({"slip_state": "missing", "seen_out": self._get_moment()})
        self._tell_desks("report_slip")
        return self._get_desk_rows()

    def _report_slip_refusals(self):
        self.ensure_one()
        if self.state != "inside" or self.slip_state not in ("issued", "signed"):
            return [self._explain("3-3c", self.env._("%(visitor)s has no slip out.", visitor=self.visitor_name))]
        return []

    def action_explain_slip(self, explanation, pass_returned=False):
        """Close the passage of somebody who was seen leaving without slip (3-3c).

        :param bool pass_returned: whether their pass came back all the same; else it is lost
        :raises UserError: the slip is not missing, or there is no explanation
        """
        self._check_guard()
        explanation = self._clean_text("slip_explanation", explanation)
        self._raise_refusals(log._explain_slip_refusals(explanation) for log in self)
        engine = self._as_engine()
        if not pass_returned:
            engine._lose_passes()
        for log in engine:
            log._leave(log.seen_out, slip_state="explained", slip_explanation=explanation)
        engine._expect_again()
        self._tell_desks("explain_slip")
        return self._get_desk_rows()

    def _explain_slip_refusals(self, explanation):
        self.ensure_one()
        if self.state != "inside" or self.slip_state != "missing":
            return [
                self._explain("3-3c", self.env._("the slip of %(visitor)s is not missing.", visitor=self.visitor_name))
            ]
        return [] if explanation else [self._explain("3-3c", self.env._("write why the slip is missing."))]
