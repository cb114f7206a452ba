from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ...tools.keys import name_key
from .reception_gate_log import LONGEST_NAME, LONGEST_TEXT

RESULTS = ("agreed", "refused", "no_answer")
NEXT_LEVEL = {"host": "deputy", "deputy": "department", "department": "department"}
# what is written when nobody has agreed any more, or the person visited is no employee
NO_CONSENT = {
    "consent_state": "none", "consent_level": "host", "consent_by": False, "consent_at": False, "consent_manner": False,
    "consent_remark": False, "asked_user_id": False,
}  # fmt: skip
NO_HOST = {"host_id": False, "host_user_id": False, "host_department": False}


class ReceptionGateLog(models.Model):
    """Consent of the person visited (3-3a, 3-8a): by phone, in the system, by link; deputy and department after them."""

    _inherit = "reception.gate.log"

    consent_state = fields.Selection(
        [
            ("none", "Not asked"),
            ("asked", "Asked"),
            ("no_answer", "No answer"),
            ("agreed", "Agreed"),
            ("refused", "Not agreed"),
        ],
        string="Consent",
        required=True,
        readonly=True,
        default="none",
        copy=False,
    )
    consent_level = fields.Selection(
        [("host", "Person visited"), ("deputy", "Deputy"), ("department", "Department")],
        string="Who Is Asked",
        readonly=True,
        default="host",
        copy=False,
    )
    consent_by = fields.Char(readonly=True, copy=False, size=LONGEST_NAME, help="Who spoke.")
    consent_at = fields.Datetime(string="Time of Consent", readonly=True, copy=False)
    consent_manner = fields.Selection(
        [
            ("phone", "By phone"),
            ("odoo", "In the system"),
            ("link", "By link"),
            ("invitation", "By invitation"),
            ("notice", "By a reception notice"),
        ],
        string="Manner of Consent",
        readonly=True,
        copy=False,
    )
    consent_remark = fields.Char(string="Said By the Person Visited", readonly=True, copy=False, size=LONGEST_TEXT)
    asked_user_id = fields.Many2one(
        "res.users", string="User Asked", readonly=True, ondelete="set null", index="btree_not_null", copy=False
    )
    call_ids = fields.One2many("reception.gate.call", "log_id", string="Requests for Consent", readonly=True)
    can_consent = fields.Boolean(compute="_compute_can_consent")

    @api.depends_context("uid")
    @api.depends("state", "consent_state", "asked_user_id", "host_user_id")
    def _compute_can_consent(self):
        for log in self:
            log.can_consent = log.state in ("expected", "waiting") and log._may_consent()

    def _may_consent(self):
        """Whether the user answers for the person visited."""
        return not self._is_auditor() and self.env.user in (self.host_user_id | self.asked_user_id)

    @api.model
    def _is_auditor(self):
        return not self.env.su and self.env.user.has_group("visitor_reception.group_reception_auditor")

    @api.model
    def _get_consent(self, manner, spoke_with):
        """Values of a consent that is given now."""
        return {
            "consent_state": "agreed",
            "consent_by": spoke_with,
            "consent_at": self._get_moment(),
            "consent_manner": manner,
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Taken back
    # ------------------------------------------------------------------------------------------------------------------

    def _is_other_host(self, vals):
        """Whether ``vals`` make somebody else the person visited."""
        self.ensure_one()
        if not self.host_name:
            return False
        host_id = vals.get("host_id")
        is_other_employee = host_id and self.host_id and host_id != self.host_id.id
        return bool(is_other_employee) or name_key(vals.get("host_name", self.host_name)) != name_key(self.host_name)

    def _is_other_visit(self, vals):
        """Whether ``vals`` make it another visit than the one that was agreed to, asked for or refused (3-8a).

        Another person visited, another visitor, more people; who is visited may change them themselves.
        """
        self.ensure_one()
        is_other_host = self._is_other_host(vals)
        host_user_id = vals.get("host_user_id") if is_other_host else self.host_user_id.id
        if self.consent_state == "none" or host_user_id == self.env.uid:
            return False
        is_other_visitor = name_key(vals.get("visitor_name", self.visitor_name)) != self.name_key
        # more people do not undo a refusal
        are_more = self.consent_state != "refused" and int(vals.get("headcount") or 0) > self.headcount
        return is_other_host or is_other_visitor or are_more

    def _take_back_consent(self, vals):
        """Before ``vals`` are written: nobody has agreed to what they make of the visit; as engine.

        :return: the passages that need a new consent
        """
        others = self.filtered(lambda log: log._is_other_visit(vals))
        if others:
            others._drop_requests()
            others.write(NO_CONSENT)
        if elsewhere := self.filtered(lambda log: log._is_other_host(vals)):
            # whoever invited to somebody else has nothing to do with it any more
            elsewhere.write({"invited_by_id": False, **({} if vals.get("host_id") else NO_HOST)})
        return others

    # ------------------------------------------------------------------------------------------------------------------
    # Asking
    # ------------------------------------------------------------------------------------------------------------------

    def get_contacts(self):
        """Whom a guard may call about a passage, in turn: person visited, deputy, department.

        :return: list of dicts: ``level``, ``name``, ``phones`` (list), ``user_id`` or ``False``
        """
        self.ensure_one()
        self.check_access("read")
        host = self.sudo().host_id  # a guard reads neither employees nor who stands in for whom
        contacts = self._get_contacts_of(host, self.company_id)[host.id] if host else []
        if self.host_name and not host:
            contacts.append({"level": "host", "name": self.host_name, "phones": [], "user_id": False})
        return contacts

    @api.model
    def _get_contacts_of(self, hosts, company):
        """Whom to call about the visitors of each of ``hosts`` (hr.employee as superuser): lists by id of the host."""
        absent = hosts.env["reception.position.holder"].search(
            [("company_id", "=", company.id), ("user_id", "in", hosts.user_id.ids), ("deputy_id", "!=", False)]
        )
        result = {}
        for host in hosts:
            deputy = absent._get_deputy_of(host.user_id, company).with_company(company).employee_id
            people = (
                ("host", host),
                ("deputy", deputy or host.parent_id),
                ("department", host.department_id.manager_id),
            )
            result[host.id] = [
                {
                    "level": level,
                    "name": employee.name,
                    "phones": [phone for phone in (employee.work_phone, employee.mobile_phone) if phone],
                    "user_id": employee.user_id.id,
                }
                for level, employee in people
                if employee
            ]
        return result

    def action_ask_host(self):
        """Ask for consent in the system: an activity and a message on the screen of who is to answer now.

        :raises UserError: nobody who could answer there, or the visitor is not at the gate
        """
        self._check_guard()
        self._raise_refusals(log._ask_host_refusals() for log in self)
        for log in self:
            log._ask()
        self._tell_desks("ask")
        return self._get_desk_rows()

    def _ask_host_refusals(self):
        self.ensure_one()
        if refusals := self._trader_refusals():
            return refusals
        if self.state not in ("expected", "waiting"):
            return [self._explain("3-8a", self.env._("%(visitor)s does not wait.", visitor=self.visitor_name))]
        if not self._get_asked_contact():
            return [
                self._explain(
                    "3-8a", self.env._("the person visited has no login: call, and note who spoke and what was said.")
                )
            ]
        return []

    def _get_asked_contact(self):
        """The first contact with a login that has not been tried in vain, as in ``get_contacts``, or None."""
        contacts = self.get_contacts()
        levels = [contact["level"] for contact in contacts]
        start = levels.index(self.consent_level) if self.consent_level in levels else 0
        return next((contact for contact in contacts[start:] if contact["user_id"]), None)

    def _ask(self, is_changed=False):
        """Ask whose turn it is, if they have a login; ``is_changed``: the guest has, by their link, and is not there yet."""
        contact = self._get_asked_contact()
        if not contact:
            return
        user = self.env["res.users"].browse(contact["user_id"])
        engine = self._as_engine()
        user = user.with_env(engine.env)
        engine.write({"consent_state": "asked", "asked_user_id": user.id, "consent_level": contact["level"]})
        engine._drop_requests()
        env = engine.with_context(lang=user.lang).env
        text = (
            env._("%(visitor)s has changed the details of the visit: do you agree?", visitor=self.visitor_name)
            if is_changed
            else env._("%(visitor)s is at the gate: do you agree?", visitor=self.visitor_name)
        )
        # told on the screen, not by a letter that takes its time
        asking = engine.with_context(mail_activity_quick_update=True)
        asking.activity_schedule("visitor_reception.mail_activity_gate_consent", user_id=user.id, summary=text)
        engine._mail_consent_url(user, text)
        user._bus_send("simple_notification", {"type": "warning", "sticky": True, "message": text})

    def _mail_consent_url(self, user, text):
        """Send the link to the mailbox of who is asked and nowhere else: guards read the activities of a passage."""
        if not user.email:
            return
        self.env["mail.mail"].create(
            {
                "subject": text,
                "body_html": Markup('<a href="%s">%s</a>') % (self._get_consent_url(), text),
                "email_from": self.company_id.email_formatted or user.email_formatted,
                "email_to": user.email_formatted,
                "auto_delete": True,
            }
        )
        self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Odoo makes who has an activity follow its document: a passage has neither chatter nor followers."""
        return True

    def _drop_requests(self):
        # the activity is another's: who answers for the person visited drops it too
        self.sudo().activity_ids.filtered(
            lambda activity: (
                activity.activity_type_id
                == self.env.ref("visitor_reception.mail_activity_gate_consent", raise_if_not_found=False)
            )
        ).unlink()

    # ------------------------------------------------------------------------------------------------------------------
    # Answers
    # ------------------------------------------------------------------------------------------------------------------

    def action_agree(self):
        """The person visited, or who was asked in their place, lets the visitor in.

        :raises UserError: it is not the user's to answer, or the visitor does not wait
        """
        return self._answer("agreed")

    def action_disagree(self, reason=None):
        """The person visited, or who was asked in their place, does not receive the visitor: the guard is told why.

        :raises UserError: there is no reason; see ``action_agree``
        """
        return self._answer("refused", self._clean_text("consent_remark", reason))

    def _answer(self, result, remark=None):
        self._raise_refusals(log._consent_refusals(log._may_consent()) for log in self)
        if result == "refused" and not remark:
            self._raise_refusals([[self._explain("3-8a", self.env._("write why you do not receive the visitor."))]])
        self._raise_refusals([self._call_refusals(remark=remark)])
        for log in self:
            level = "host" if self.env.user == log.host_user_id else log.consent_level
            log._do_consent(result, "odoo", self.env.user.name, level=level, remark=remark)
        self._tell_desks("consent")

    def action_consent(self, result, spoke_with=None, number=None, remark=None, level=None):
        """Note a call of the guard: what was said, and who spoke; without an answer the next contact is proposed.

        :param str result: ``agreed``, ``refused``, or ``no_answer``: deputy, then department
        :param str number: the number called
        :param str level: who was called: ``host``, ``deputy`` or ``department``; left out: whose turn it is
        :return: rows of the desk
        :raises UserError: nobody waits, nobody spoke (3-3a), another result or level, or no text
        """
        self._check_guard()
        spoke_with = self._clean_text("consent_by", spoke_with)
        number, remark = self._clean_text("consent_number", number), self._clean_text("consent_remark", remark)
        self._raise_refusals(log._consent_refusals(result in RESULTS, result, spoke_with) for log in self)
        self._raise_refusals([self._call_refusals(level, spoke_with, number, remark)])
        for log in self:
            log._do_consent(result, "phone", spoke_with, number=number, remark=remark, level=level)
        self._tell_desks("consent")
        return self._get_desk_rows()

    @api.model
    def _call_refusals(self, level=None, spoke_with=None, number=None, remark=None):
        if level and level not in tuple(NEXT_LEVEL):
            return [self._explain("3-8a", self.env._("the person visited, the deputy or the department is called."))]
        limits = ((spoke_with, LONGEST_NAME), (number, LONGEST_NAME), (remark, LONGEST_TEXT))
        if any(text and (not isinstance(text, str) or len(text) > limit) for text, limit in limits):
            return [
                self.env._(
                    "Who spoke and the number called are texts of %(name)s characters at most, a remark of %(remark)s.",
                    name=LONGEST_NAME,
                    remark=LONGEST_TEXT,
                )
            ]
        return []

    def _consent_refusals(self, is_allowed, result=None, spoke_with=True):
        self.ensure_one()
        if refusals := self._corrected_refusals():
            return refusals
        if refusals := self._trader_refusals():
            return refusals
        if self.state not in ("expected", "waiting"):
            return [self._explain("3-8a", self.env._("%(visitor)s does not wait.", visitor=self.visitor_name))]
        if not is_allowed:
            return [self._explain("3-8a", self.env._("the person visited, or who is asked in their place, answers."))]
        if result != "no_answer" and not spoke_with:
            return [self._explain("3-3a", self.env._("write who spoke."))]
        return []

    def _do_consent(self, result, manner, spoke_with, number=None, remark=None, level=None):
        """Keep the attempt, and the result on the passage; without an answer the next contact's turn comes."""
        moment = self._get_moment()
        level = level or self.consent_level
        engine = self._as_engine()
        engine.env["reception.gate.call"].create(
            {
                "log_id": self.id,
                "called_at": moment,
                "level": level,
                "number": number,
                "spoke_with": spoke_with,
                "result": result,
                "manner": manner,
                "remark": remark,
                "user_id": self._get_doer_id(),
            }
        )
        engine._drop_requests()
        if result == "no_answer":
            engine.write({"consent_state": "no_answer", "consent_level": NEXT_LEVEL[level]})
        else:
            engine.write(
                {
                    "consent_state": result,
                    "consent_level": level,
                    "consent_by": spoke_with,
                    "consent_at": moment,
                    "consent_manner": manner,
                    **({"consent_remark": remark} if remark else {}),
                }
            )

    def _check_guard(self):
        """Before a guard's verb.

        :raises AccessError: the user is neither guard nor of Administration and HR, or may not read the passage
        :raises UserError: the entry was corrected by another
        """
        self.check_access("read")
        if not self.env.su and not self._is_guard():
            raise AccessError(self.env._("Guards do this, or Administration and HR."))
        self._raise_refusals(log._corrected_refusals() for log in self)

    def _corrected_refusals(self):
        self.ensure_one()
        if self.active:
            return []
        return [
            self.env._(
                "%(visitor)s: entry %(number)s was corrected by %(entry)s; go on with that one.",
                visitor=self.visitor_name,
                number=self.name,
                entry=self._get_latest().display_name,
            )
        ]

    @api.model
    def _is_guard(self):
        user = self.env.user
        return not self._is_auditor() and (
            user.has_group("visitor_reception.group_reception_guard")
            or user.has_group("visitor_reception.group_reception_officer")
        )
