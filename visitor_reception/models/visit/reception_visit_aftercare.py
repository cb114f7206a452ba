import base64
import secrets

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize, formataddr, single_email_re

from ...tools.image import is_picture

# where the guests come from, and what for (4-2 to 4-5)
ORIGINS = [
    ("superior", "Superior department"),
    ("sister", "Sister unit"),
    ("neighbour", "Neighbouring unit"),
    ("grass_roots", "Grass-roots unit"),
    ("government", "Party or government body"),
    ("customer", "Customer"),
    ("other", "Other origin"),
]
VISIT_TYPES = [
    ("inspection", "Inspection"),
    ("study_visit", "Study visit"),
    ("survey", "Survey"),
    ("meeting_service", "Service of a meeting"),
    ("public_relations", "Public relations"),
    ("business", "Business"),
]
# which guidance a visit shows in each state
STAGES = {"draft": "before", "signing": "before", "issued": "before", "hosting": "during", "closed": "after"}
FEEDBACK_STATES = ("issued", "hosting", "closed")
# at most so many answers by one link within a minute
ANSWERS_A_MINUTE = 5


class ReceptionVisit(models.Model):
    """What is kept of a visit while the guests are here and after they have left.

    =====================  ====================================  ==================================================
    Verb                   Who                                   When
    =====================  ====================================  ==================================================
    register               as ``action_sign_register``           with a drawn signature or a scan (1-5.4.3)
    acknowledge secrecy    host, receiving department            issued or hosting (1-5.4.4); never blocks
    make feedback link     Administration and HR, host           issued, hosting or closed (4-12.3)
    revoke feedback link   as make                               there is a link
    thank                  Administration and HR, host           hosting or closed, with an address of the guests
    =====================  ====================================  ==================================================
    """

    _inherit = "reception.visit"

    # for the statistics
    origin = fields.Selection(ORIGINS, string="Origin of the Guests", tracking=True, help="For the statistics (4-2).")
    visit_type = fields.Selection(
        VISIT_TYPES, string="Type of Visit", tracking=True, help="For the statistics (4-3, 4-4, 4-5)."
    )

    guidance = fields.Html(compute="_compute_guidance", sanitize=False, help="Rules to keep in mind now.")

    # secrets of the company
    secrecy_rule = fields.Text(compute="_compute_guidance")
    areas_open = fields.Text(help="What the guests may be shown (1-5.4.4).")
    secrecy_acknowledged_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    secrecy_acknowledged_at = fields.Datetime(readonly=True, copy=False)
    can_acknowledge_secrecy = fields.Boolean(compute="_compute_can_do_aftercare")

    # guest register
    register_signature = fields.Binary(readonly=True, copy=False, attachment=True)
    register_scan_ids = fields.Many2many(
        "ir.attachment",
        "reception_visit_register_scan_rel",
        string="Scans of the Guest Register",
        bypass_search_access=True,
        readonly=True,
        copy=False,
    )

    # feedback
    feedback_ids = fields.One2many("reception.visit.feedback", "visit_id", copy=False)
    feedback_average = fields.Float(
        string="Feedback (1 to 5)",
        compute="_compute_feedback_average",
        store=True,
        digits=(3, 2),
        aggregator=None,  # visits without an answer would count as 0
        help="Average of all answers; 0 without any.",
    )
    feedback_count = fields.Integer(string="Number of Answers", compute="_compute_feedback_average", store=True)
    # only read by the code, for whoever has it may answer
    feedback_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    feedback_link_answers = fields.Integer(readonly=True, copy=False, help="Answers by the present link.")
    feedback_url = fields.Char(string="Feedback Link", compute="_compute_feedback_url")
    feedback_qr = fields.Binary(string="Feedback Code", compute="_compute_feedback_url")
    feedback_until = fields.Date(string="Feedback Open Until", compute="_compute_feedback_until")
    can_make_feedback_link = fields.Boolean(compute="_compute_can_do_aftercare")

    # thanks, and what was learned
    contact_email = fields.Char(help="Where thanks go to.")
    thanked_at = fields.Datetime(readonly=True, copy=False)
    information_gained = fields.Html(
        copy=False, help="What was learned from the guests, for the company's development (4-6)."
    )
    can_thank = fields.Boolean(compute="_compute_can_do_aftercare")
    can_note_aftercare = fields.Boolean(compute="_compute_can_do_aftercare")

    exception_ids = fields.One2many("reception.exception", "visit_id", string="Exceptions", copy=False)
    incident_ids = fields.One2many("reception.incident", "visit_id", string="Incidents", copy=False)
    exception_count = fields.Integer(
        string="Number of Exceptions", compute="_compute_document_counts", compute_sudo=True
    )
    incident_count = fields.Integer(string="Number of Incidents", compute="_compute_document_counts", compute_sudo=True)

    _feedback_token_uniq = models.UniqueIndex("(feedback_token) WHERE feedback_token IS NOT NULL")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "secrecy_acknowledged_by_id",
            "secrecy_acknowledged_at",
            "register_signature",
            "register_scan_ids",
            "feedback_average",
            "feedback_count",
            "feedback_token",
            "feedback_link_answers",
            "thanked_at",
        }

    @api.model
    def _get_counted_documents(self):
        return super()._get_counted_documents() | {
            "exception_count": ("reception.exception", "visit_id"),
            "incident_count": ("reception.incident", "visit_id"),
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_guidance(self):
        for visit in self:
            stage = STAGES.get(visit.state)
            rules = self.env["reception.clause"]._get_guidance(stage) if stage else ()
            items = Markup().join(Markup("<li><strong>%s</strong> %s</li>") % rule for rule in rules)
            visit.secrecy_rule = self.env["reception.clause"]._get_rule("1-5.4.4")
            visit.guidance = items and Markup("<ul class='mb-0'>%s</ul>") % items

    @api.depends_context("uid")
    @api.depends("state", "secrecy_acknowledged_by_id", "contact_email")
    def _compute_can_do_aftercare(self):
        for visit in self:
            in_charge = visit._is_host_or_officer()
            visit.can_acknowledge_secrecy = not visit._acknowledge_secrecy_refusals()
            visit.can_make_feedback_link = in_charge and visit.state in FEEDBACK_STATES
            visit.can_thank = not visit._thank_refusals()
            visit.can_note_aftercare = in_charge and visit.state not in ("cancelled", "declined")

    @api.depends("feedback_ids.average")
    def _compute_feedback_average(self):
        groups = self.env["reception.visit.feedback"]._read_group(
            [("visit_id", "in", self.ids)], ["visit_id"], ["average:avg", "__count"]
        )
        answers = {visit.id: numbers for visit, *numbers in groups}
        for visit in self:
            visit.feedback_average, visit.feedback_count = answers.get(visit._origin.id, (0.0, 0))

    @api.depends_context("uid", "lang")
    @api.depends("state", "feedback_token")
    def _compute_feedback_url(self):
        for visit in self:
            token = visit.can_make_feedback_link and visit.sudo().feedback_token
            visit.feedback_url = token and f"{visit.get_base_url()}/reception/feedback/{token}"
            visit.feedback_qr = token and base64.b64encode(
                self.env["ir.actions.report"].barcode("QR", visit.feedback_url, width=300, height=300)
            )

    @api.depends("date_end", "company_id", "feedback_token")
    def _compute_feedback_until(self):
        for visit in self:
            # no search for the deadline where nothing is asked
            visit.feedback_until = visit.sudo().feedback_token and visit._get_last_feedback_day()

    def _get_last_feedback_day(self):
        deadlines = self.env["reception.deadline"]
        departure = deadlines._to_company_day(self.date_end, self.company_id)
        return deadlines._get_due_date("feedback", departure, self.company_id)

    @api.constrains("contact_email")
    def _check_contact_email(self):
        for visit in self:
            if visit.contact_email and not single_email_re.match(visit.contact_email):
                raise ValidationError(
                    self.env._(
                        "%(email)s is no e-mail address. Write one, such as name@example.com.",
                        email=visit.contact_email,
                    )
                )

    # ------------------------------------------------------------------------------------------------------------------
    # Guest register: with a signature or a scan
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_register(self):
        """Ask for the drawn signature, or the scan of the paper, then sign the guest register (1-5.4.3).

        :raises UserError: as ``action_sign_register``
        """
        self.ensure_one()
        self._raise_refusals([self._sign_register_refusals()])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sign Guest Register"),
            "res_model": "reception.register.sign",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_visit_id": self.id},
        }

    def _sign_register_with(self, signature, scans):
        """Sign the guest register and keep the pictures.

        :param signature: base64 of the drawn signature, or False
        :param scans: list of ``(name, base64)``
        :raises UserError: neither is given, one is no PNG or JPEG, or as ``action_sign_register``
        """
        self.ensure_one()
        if not signature and not scans:
            raise UserError(self._explain("1-5.4.3", self.env._("draw the signature, or add a scan of the register.")))
        for name, content in [(self.env._("Signature"), signature), *scans]:
            if content:
                self._check_picture(name, content)
        self.action_sign_register()
        # the pictures are the visit's, as the visit is the engine's
        files = self.env["ir.attachment"].sudo()
        for name, content in scans:
            files |= files.create({"name": name, "datas": content, "res_model": self._name, "res_id": self.id})
        self._as_engine().write({"register_signature": signature, "register_scan_ids": [fields.Command.set(files.ids)]})

    @api.model
    def _check_picture(self, name, content):
        try:
            picture = base64.b64decode(content, validate=True)
        except (ValueError, TypeError):
            picture = b""
        if not is_picture(picture):
            raise UserError(
                self.env._("%(file)s is no picture that can be kept. Take a PNG or JPEG of at most 8 MB.", file=name)
            )

    @api.model
    def _kept_attachments(self):
        """The guest register too, as it was signed."""
        kept = super()._kept_attachments() | self.register_scan_ids
        signatures = Domain("res_model", "=", self._name) & Domain("res_field", "=", "register_signature")
        return kept | kept.search(signatures & Domain("res_id", "in", self.ids))

    def _forget_issue(self):
        """What was signed and acknowledged belongs to the issue that no longer holds."""
        super()._forget_issue()
        engine = self._as_engine()
        scans = engine.register_scan_ids
        engine.write(
            {
                "register_signature": False,
                "register_scan_ids": [fields.Command.clear()],
                "secrecy_acknowledged_by_id": False,
                "secrecy_acknowledged_at": False,
            }
        )
        scans.unlink()

    # ------------------------------------------------------------------------------------------------------------------
    # Secrecy
    # ------------------------------------------------------------------------------------------------------------------

    def action_acknowledge_secrecy(self):
        """Confirm that the receiving people know to keep the company's secrets (1-5.4.4).

        :raises UserError: confirmed already, not the time, or the user does not receive the guests
        """
        self._raise_refusals(visit._acknowledge_secrecy_refusals() for visit in self)
        self._as_engine().write(
            {"secrecy_acknowledged_by_id": self.env.uid, "secrecy_acknowledged_at": fields.Datetime.now()}
        )

    def _acknowledge_secrecy_refusals(self):
        self.ensure_one()
        if self.state not in ("issued", "hosting") or self.secrecy_acknowledged_by_id:
            return [self.env._("There is no secrecy to be acknowledged on %(visit)s now.", visit=self.display_name)]
        employee = self.env.user.employee_id.sudo()
        of_department = employee.department_id and employee.department_id == self.department_id
        if not self._is_auditor() and (of_department or self.host_id.sudo().user_id == self.env.user):
            return []
        return [self._explain("1-5.4.4", self.env._("the host, or somebody of the receiving department, does."))]

    # ------------------------------------------------------------------------------------------------------------------
    # Feedback by link
    # ------------------------------------------------------------------------------------------------------------------

    def action_make_feedback_link(self):
        """Make the link by which guests give feedback (4-12.3); a link that is there stays.

        :raises UserError: the visit is not issued, or the user neither hosts it nor is of Administration and HR
        """
        self._raise_refusals(visit._feedback_link_refusals() for visit in self)
        for visit in self._as_engine().filtered(lambda visit: not visit.feedback_token):
            visit.write({"feedback_token": secrets.token_urlsafe(32), "feedback_link_answers": 0})

    def action_revoke_feedback_link(self):
        """Make the link invalid; a new one may be made.

        :raises UserError: as ``action_make_feedback_link``
        """
        self._raise_refusals(visit._feedback_link_refusals() for visit in self)
        self._as_engine().write({"feedback_token": False, "feedback_link_answers": 0})

    def _feedback_link_refusals(self):
        self.ensure_one()
        if self.state not in FEEDBACK_STATES:
            return [self._explain("4-12.3", self.env._("%(visit)s has not been issued.", visit=self.display_name))]
        if not self._is_host_or_officer():
            return [self._explain("4-12.3", self.env._("the host or Administration and HR asks for feedback."))]
        return []

    @api.model
    def _find_by_feedback_token(self, token):
        """The visit of a link, as superuser; none for a link that is unknown or was revoked."""
        # a guest logs in nowhere: the link is what he may do
        return self.sudo().search([("feedback_token", "=", token)], limit=1) if token else self.sudo()

    def _get_feedback_obstacle(self):
        """Why the link takes no answer: ``expired``, ``used_up``, ``too_fast``, or None."""
        self.ensure_one()
        today = self.env["reception.deadline"]._get_today(self.company_id)
        if self.state not in FEEDBACK_STATES or self._get_last_feedback_day() < today:
            return "expired"
        if self.feedback_link_answers >= max(self.headcount, 1):
            return "used_up"
        minute_ago = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        recent = [("visit_id", "=", self.id), ("source", "=", "link"), ("date", ">", minute_ago)]
        return "too_fast" if self.env["reception.visit.feedback"].search_count(recent) >= ANSWERS_A_MINUTE else None

    def _answer_by_link(self, answer):
        """Keep the answer of a guest.

        Two at once both count on the visit, so that the database lets the second one see the first.
        """
        visit = self._as_engine()
        visit.feedback_link_answers += 1
        visit.flush_recordset(["feedback_link_answers"])
        self.env["reception.visit.feedback"]._as_engine().create({**answer, "visit_id": self.id, "source": "link"})

    # ------------------------------------------------------------------------------------------------------------------
    # Thanks
    # ------------------------------------------------------------------------------------------------------------------

    def action_thank(self):
        """Open a letter of thanks to the guests (4-12.3); once it is sent the visit says when.

        :raises UserError: the guests are not here yet, no address is known, or the user is neither host nor officer
        """
        self.ensure_one()
        self._raise_refusals([self._thank_refusals()])
        # a host who may not keep addresses writes to the guests of his visit all the same
        partner = self.env["res.partner"].sudo().find_or_create(formataddr((self.contact_name, self.contact_email)))
        template = self.env.ref("visitor_reception.mail_template_thanks", raise_if_not_found=False)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Thank the Guests"),
            "res_model": "mail.compose.message",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_template_id": template.id if template else False,
                "default_partner_ids": partner.ids,
                "reception_thanks": True,
            },
        }

    def _thank_refusals(self):
        self.ensure_one()
        if self.state not in ("hosting", "closed"):
            return [self._explain("4-12.3", self.env._("thanks are sent once the guests are here, or have left."))]
        if not self._is_host_or_officer():
            return [self._explain("4-12.3", self.env._("the host or Administration and HR thanks the guests."))]
        if not self.contact_email:
            return [self._explain("4-12.3", self.env._("write the e-mail address of the contact person first."))]
        return []

    def _message_post_after_hook(self, message, msg_values):
        """A letter of thanks that was sent is noted."""
        address = email_normalize(self.contact_email)
        is_told = address and address in message.partner_ids.mapped("email_normalized")
        if self.env.context.get("reception_thanks") and is_told and not self._thank_refusals():
            self._as_engine().thanked_at = fields.Datetime.now()
        return super()._message_post_after_hook(message, msg_values)

    # ------------------------------------------------------------------------------------------------------------------
    # Links
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_feedback(self):
        """Open the feedback of the visit (4-12.3)."""
        return self._open_costs("reception_visit_feedback_action", "visit_id")

    def action_open_exceptions(self):
        """Open the exceptions of the visit (1-8.1)."""
        return self._open_costs("reception_exception_action", "visit_id")

    def action_open_incidents(self):
        """Open the incidents of the visit (4-10)."""
        return self._open_costs("reception_incident_action", "visit_id")
