import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Command, Domain

# what a person could be recognised by
PERSONAL_FIELDS = (
    "visitor_phone", "visitor_email", "visitor_unit", "companions", "photo", "relation", "plate", "document_kind", "document_masked",
    "document_number", "slip_signed_by", "escort", "correction_reason", "watch_id", "guest_id",
)  # fmt: skip
ANONYMOUS = "***"
# of a code; what a guard types is shorter
SHORTEST_TOKEN = 32
BATCH = 1000
TOKEN_FIELDS = (
    "visitor_phone", "visitor_unit", "headcount", "companions", "plate", "goods_in", "document_kind", "document_number",
)  # fmt: skip


class ReceptionGateLog(models.Model):
    """Personal data: links of invited guests, masked numbers, and how long anything is kept."""

    _inherit = "reception.gate.log"

    invitation_url = fields.Char(string="Link for the Guest", compute="_compute_invitation_url")
    invitation_qr = fields.Binary(string="Code for the Guest", compute="_compute_invitation_qr")
    answered_at = fields.Datetime(
        string="Answered On", readonly=True, copy=False, help="When the guest told their facts by link."
    )
    can_unmask = fields.Boolean(compute="_compute_can_unmask")

    _document_idx = models.Index("(company_id, checked_out) WHERE document_number IS NOT NULL")

    @api.depends_context("uid")
    @api.depends("state", "source")
    def _compute_invitation_url(self):
        """The host who invites passes it on; it is worth nothing after the visit."""
        for log in self:
            log.invitation_url = log.state == "expected" and log._may_consent() and log._get_invitation_url()

    def _get_invitation_url(self):
        """The guest's link; no field, for it is told to nobody but the guest and who passes it on."""
        self.ensure_one()
        return f"{self.get_base_url()}/reception/gate/invitation/{self._get_invitation_token()}"

    def _get_invitation_token(self):
        """What the guest's link and code hold."""
        return self.sudo().access_token  # read nowhere else

    @api.depends_context("uid")
    @api.depends("invitation_url")
    def _compute_invitation_qr(self):
        for log in self:
            log.invitation_qr = log.invitation_url and base64.b64encode(
                self.env["ir.actions.report"].barcode("QR", log.invitation_url, width=200, height=200)
            )

    @api.depends_context("uid")
    @api.depends("document_masked")
    def _compute_can_unmask(self):
        allowed = self.env.user.has_group("visitor_reception.group_reception_identity")
        for log in self:
            log.can_unmask = allowed and bool(log.document_masked)

    @api.model
    def _find_by_token(self, token):
        """The passage of a guest's link, or none; as superuser.

        It expires with the passage: nothing is found once the visitor has left, was refused or did not come in time.
        """
        return self._find_ever_by_token(token).filtered(lambda log: log._is_open())

    @api.model
    def _find_ever_by_token(self, token):
        """As ``_find_by_token``, whatever has become of the passage."""
        return self._search_tokens(token, "access_token")

    @api.model
    def _find_by_slip_token(self, token):
        """The passage of the QR code on a slip, whatever has become of it, or none; as superuser."""
        return self._search_tokens(token, "slip_token")

    @api.model
    def _find_by_code(self, code, company):
        """The passage of a code that is shown at the gate of ``company``; as ``_find_by_token``.

        A guest's code, a slip's or its number, or the number of a pass that is worn; one of digits alone is the end of a
        phone number as well, and is searched for.
        """
        if found := self._search_tokens(code, "access_token", "slip_token").filtered(lambda log: log._is_open()):
            return found
        if not isinstance(code, str) or not code or code.isdigit():
            return self.sudo().browse()
        is_named = Domain("name", "=", code.upper()) | Domain("state", "=", "inside") & Domain("pass_number", "=", code)
        # who has it in hand shows it
        found = self.sudo().search(self._get_open_domain(company) & is_named, limit=2)
        return found if len(found) == 1 else found.browse()

    @api.model
    def _search_tokens(self, token, *names):
        logs = self.sudo()  # who has the token has the right, and nobody else reads it
        if not isinstance(token, str) or len(token) < SHORTEST_TOKEN:
            return logs.browse()
        found = logs.search(Domain.OR(Domain(name, "=", token) for name in names))
        if not found and "access_token" in names:
            # in the guest's hand is the link of the entry before it was corrected
            corrected = logs.with_context(active_test=False).search([("access_token", "=", token)])
            found = corrected._get_latest().with_env(logs.env)
        return found

    def _answer_by_token(self, values):
        """Keep what an invited guest tells by their link; ``self`` comes from ``_find_by_token``.

        The host has agreed to the person whom they named: with another name, or more people, they are asked once more.

        :param dict values: of ``TOKEN_FIELDS``, and ``visitor_name`` of who is not named by a notice; others are
            left out
        :raises UserError: the guest is at the gate already
        :raises ValidationError: a value that the field does not take
        """
        self.ensure_one()
        if self.state != "expected":
            self._raise_refusals([[self.env._("You are expected no more: speak to the guard.")]])
        name = self.source == "invitation" and values.get("visitor_name")
        facts = self._clean_typed(
            {
                **{key: value for key, value in values.items() if key in TOKEN_FIELDS},
                "visitor_name": name or self.visitor_name,
            }
        )
        self._raise_refusals([self._phone_refusals(facts)])
        notice = self.company_id.reception_privacy_notice_id
        engine = self._as_engine()
        others = engine._take_back_consent(facts)
        engine.write({**facts, "answered_at": fields.Datetime.now(), "privacy_notice_id": notice.id})
        engine._match_watch()
        for log in others:
            log._ask(is_changed=True)
        engine._tell_desks("ask")

    def action_unmask(self, reason):
        """The whole number of the document; who read it and why is kept.

        :returns: the number
        :raises AccessError: not of the group Unmask Identity Numbers
        :raises UserError: no reason, or no number is kept (any more)
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("visitor_reception.group_reception_identity"):
            raise AccessError(self.env._("Only the group Unmask Identity Numbers reads whole numbers."))
        reason = self._clean_text("reason", reason)
        if not reason:
            self._raise_refusals([[self.env._("Write why you need the whole number.")]])
        number = self.sudo().document_number  # read nowhere else
        if not number:
            self._raise_refusals([[self.env._("No number is kept.")]])
        self.env["reception.gate.unmasking"].sudo().create(  # nobody writes this log by hand
            {"log_id": self.id, "user_id": self.env.uid, "reason": reason}
        )
        return number

    # ------------------------------------------------------------------------------------------------------------------
    # Kept only as long as the company says
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_anonymise(self):
        """Delete document numbers, and later what a person could be recognised by, after the company's time limits."""
        engine = self._as_engine().with_context(active_test=False)
        for company in self.env["reception.gate"]._get_companies():
            of_company = Domain("company_id", "=", company.id)
            numbers = Domain("document_number", "!=", False) & self._get_gone_domain(company.reception_document_days)
            for logs in get_batches(engine, of_company & numbers):
                logs.write({"document_number": False})
            photos = Domain("photo", "!=", False) & self._get_gone_domain(company.reception_photo_days)
            for logs in get_batches(engine, of_company & photos):
                logs.write({"photo": False})
            people = Domain("anonymised_at", "=", False) & self._get_gone_domain(company.reception_gate_log_days)
            for logs in get_batches(engine, of_company & people):
                logs._anonymise()
            limit = fields.Datetime.now() - timedelta(days=company.reception_gate_log_days)
            handed_out = Domain("collected_at", "<", limit) & Domain("depositor_name", "!=", ANONYMOUS)
            for deposits in get_batches(engine.env["reception.gate.deposit"], of_company & handed_out):
                deposits._anonymise()
            handed_over = Domain("anonymised_at", "=", False) & Domain("ended_at", "<", limit)
            for shifts in get_batches(engine.env["reception.gate.shift"], of_company & handed_over):
                shifts._anonymise()
            typed = (Domain("text", "!=", False) | Domain("values", "!=", False)) & Domain("at", "<", limit)
            for operations in get_batches(engine.env["reception.gate.operation"], of_company & typed):
                operations.write({"values": False, "text": False})
            gates = engine.env["reception.gate"].search(of_company)
            # what Administration and HR and guards were told; what is written on the gate itself stays
            told = Domain("model", "=", gates._name) & Domain("res_id", "in", gates.ids)
            told &= Domain("message_type", "=", "user_notification") & Domain("create_date", "<", limit)
            for messages in get_batches(engine.env["mail.message"], told):
                messages.unlink()

    @api.model
    def _personal_fields(self):
        """Names of what is emptied when a passage becomes anonymous; add-ons add theirs."""
        return PERSONAL_FIELDS

    def _anonymise(self):
        """Forget who passed, and what calls, requests and roll calls copied of it; as engine."""
        self._drop_requests()
        self.write(
            {
                **dict.fromkeys(self._personal_fields(), False),
                "visitor_name": ANONYMOUS,
                "watch_dismissed_ids": [Command.clear()],
                "anonymised_at": fields.Datetime.now(),
            }
        )
        self.env["reception.gate.operation"]._forget(self)
        of_logs = [("log_id", "in", self.ids)]
        self.env["reception.gate.call"].search(of_logs).write({"number": False, "spoke_with": False, "remark": False})
        self.env["reception.gate.roll.call.line"]._as_engine().search(of_logs).write(
            {"visitor_name": ANONYMOUS, "visitor_phone": False, "remark": False}
        )

    @api.model
    def _get_gone_domain(self, days):
        """Who left, was refused, went away, did not come, or whose entry was corrected or never went on, before ``days``."""
        limit = fields.Datetime.now() - timedelta(days=days)
        return Domain.OR(
            (
                Domain("state", "=", "left") & Domain("checked_out", "<", limit),
                Domain("state", "in", ("refused", "gone", "waiting")) & Domain("arrived_at", "<", limit),
                Domain("state", "=", "expected") & Domain("expected_until", "<", limit),
                Domain("active", "=", False) & Domain("create_date", "<", limit),
            )
        )


def get_batches(model, domain):
    """Records of ``domain`` by the thousand, each batch written before the next; what is written leaves the domain."""
    while records := model.search(domain, limit=BATCH, order="id"):
        yield records
        records.flush_recordset()
        records.invalidate_recordset()
