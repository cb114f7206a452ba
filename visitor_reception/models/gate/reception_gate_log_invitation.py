from datetime import timedelta

from werkzeug.urls import url_encode

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command


class ReceptionGateLog(models.Model):
    """The letter that brings link and code to an invited guest; who sends it does not see them unless they are the host."""

    _inherit = "reception.gate.log"

    invitation_sent_at = fields.Datetime(string="Invitation Sent On", readonly=True, copy=False)
    invited_by_id = fields.Many2one(
        "res.users", readonly=True, ondelete="restrict", index="btree_not_null", copy=False,
        help="The host, or an assistant in their name.",
    )  # fmt: skip
    can_send_invitation = fields.Boolean(compute="_compute_can_send_invitation", export_string_translation=False)

    @api.depends_context("uid")
    @api.depends("state", "active", "host_user_id", "expected_until")
    def _compute_can_send_invitation(self):
        for log in self:
            log.can_send_invitation = log._is_expected_still() and log._may_send_invitation()

    def _is_expected_still(self):
        return self.active and self.state == "expected" and self._is_open()

    def _may_send_invitation(self):
        """Whether the user is the host, who has invited, or of Administration and HR."""
        user = self.env.user
        return not self._is_auditor() and (
            user in (self.host_user_id, self.invited_by_id)
            or user.has_group("visitor_reception.group_reception_officer")
        )

    def action_send_invitation(self, email=None):
        """Send guests who are expected their link and code by e-mail, or once more.

        :param str email: address of one guest, which is kept; left out: what is known
        :raises AccessError: the user is neither the host nor of Administration and HR
        :raises UserError: a guest is expected no more, or has no address
        :raises ValidationError: it is no address
        """
        self.check_access("read")
        if not all(log._may_send_invitation() for log in self):
            raise AccessError(self.env._("The host sends an invitation, or Administration and HR."))
        if email := self._clean_text("visitor_email", email):
            self.ensure_one()._as_engine().visitor_email = self._clean_email(email)
        self._raise_refusals(log._send_invitation_refusals() for log in self)
        self._mail_invitation()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Invitations on their way: %(count)s", count=len(self)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _send_invitation_refusals(self):
        self.ensure_one()
        if not self._is_expected_still():
            return [self.env._("%(visitor)s is expected no more: invite once more.", visitor=self.visitor_name)]
        if not self.visitor_email:
            return [self.env._("Write the e-mail address of %(visitor)s.", visitor=self.visitor_name)]
        return []

    def _mail_invitation(self):
        """Queue a letter each, bound to no document: guards read the messages of a passage, and the link is not theirs."""
        template = self.env.ref("visitor_reception.mail_template_gate_invitation", raise_if_not_found=False)
        if not (self and template):
            return
        engine = self._as_engine()
        # a host has no rights on templates and letters
        template.sudo().send_mail_batch(engine.ids, email_values={"model": False, "res_id": False})
        engine.write({"invitation_sent_at": fields.Datetime.now()})
        self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()

    def _get_invitation_qr_url(self):
        """Address of a picture of the code; a letter cannot carry the picture itself, for mail programs do not show it."""
        query = url_encode({"barcode_type": "QR", "value": self._get_invitation_url(), "width": 200, "height": 200})
        return f"{self.get_base_url()}/report/barcode?{query}"

    def _get_expected_text(self):
        """From when to when the guest is expected, in the company's time zone."""
        moments = (self.expected_at, self.expected_until)
        return " – ".join(self.env["reception.report.mixin"]._format_moment(at, self.company_id) for at in moments)

    def _get_place_text(self):
        """Which gate, or which gates there are, and the company's address in one line."""
        gates = self.gate_id or self.env["reception.gate"].search([("company_id", "=", self.company_id.id)])
        address = self.company_id.partner_id._display_address(without_company=True)
        names = self.env["reception.report.mixin"]._join_names(gates)
        return " · ".join(filter(None, (names, " ".join(address.split()))))

    def action_invite_again(self):
        """Ask when the same people come once more; who they are and why is filled in."""
        self.check_access("read")
        logs = self.filtered(lambda log: log.kind in dict(self._invited_kinds()))
        names = ("visitor_name", "visitor_phone", "visitor_email", "visitor_unit")
        first = logs[:1]
        return {
            **self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_gate_invite_action"),
            "context": {
                "default_line_ids": [Command.create({name: log[name] for name in names}) for log in logs],
                "default_reason": first.reason,
                **({"default_kind": first.kind} if first else {}),
                "default_area_id": first.area_id.id,
            },
        }

    @api.model
    def _get_inviting_host(self, host_id=None):
        """The employee in whose name the user invites.

        :raises UserError: the user is no employee, and names nobody
        :raises AccessError: an auditor, or no assistant of that employee
        """
        if self._is_auditor():
            raise AccessError(self.env._("An auditor reads passages and changes nothing: a host invites guests."))
        employee = self.env["hr.employee"].browse(host_id).exists() if host_id else self.env.user.employee_id
        if not employee:
            self._raise_refusals([[self.env._("Only an employee invites guests.")]])
        if employee != self.env.user.employee_id and not employee._may_be_invited_to_by(self.env.user):
            raise AccessError(
                self.env._(
                    "Who invites for another is named as an assistant on that employee, by Administration and HR."
                )
            )
        return employee

    @api.model
    def invite(self, vals_list, expected_at, expected_until, host_id=None):
        """Expect guests: each gets a link with which they tell their facts beforehand, by e-mail if they have one.

        :param list vals_list: dicts of ``_typed_fields``
        :param expected_at: like ``expected_until`` a moment in UTC
        :param int host_id: the employee in whose name an assistant invites; left out: the user's own
        :return: the passages (``reception.gate.log``); ``invitation_url`` and ``invitation_qr`` are for the guest
        :raises ValidationError: no name, no valid e-mail address, no end, or the end lies before the beginning or in the
            past
        :raises AccessError: the user is an auditor
        :raises UserError: the user is no employee, a trader is invited (3-8b), or the kind ``guest`` is given, a phone
            number is too short, or the end lies further ahead than the company allows
        """
        employee = self._get_inviting_host(host_id)
        begin, end = fields.Datetime.to_datetime(expected_at), fields.Datetime.to_datetime(expected_until)
        if not begin or not end or end < begin or end < fields.Datetime.now():
            raise ValidationError(self.env._("Write from when to when the guests are expected; the end is to come."))
        vals_list = [
            self._clean_typed({key: value for key, value in vals.items() if key in self._typed_fields()})
            for vals in vals_list
        ]
        kinds = {vals.get("kind") for vals in vals_list}
        self._raise_refusals(
            [
                [self._get_trader_reason()] if "trader" in kinds else [],
                [self._get_guest_reason()] if "guest" in kinds else [],
                self._invitation_end_refusals(end),
                *(self._phone_refusals(vals) for vals in vals_list),
            ]
        )
        invited = [
            {
                **vals,
                "host_id": employee.id,
                "invited_by_id": self.env.uid,
                "company_id": self.env.company.id,
                "state": "expected",
                "source": "invitation",
                "expected_at": begin,
                "expected_until": end,
                **self._get_consent("invitation", self.env.user.name),
            }
            for vals in vals_list
        ]
        engine = self._as_engine()
        logs = engine.create(engine._complete(invited))
        logs._match_watch()
        self.env["reception.gate"]._tell_desks_to_reload(logs.company_id)
        logs = logs.with_env(self.env)
        logs.filtered("visitor_email")._mail_invitation()
        return logs

    @api.model
    def _invitation_end_refusals(self, end):
        days = self.env.company.reception_invitation_days
        if end <= fields.Datetime.now() + timedelta(days=days):
            return []
        return [
            self.env._(
                "An invitation ends within %(days)s days from now. Who administers the settings of %(company)s changes this"
                " number; for longer, issue a notice.",
                days=days,
                company=self.env.company.name,
            )
        ]
