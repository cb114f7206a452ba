from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..schedule.reception_school_window import WEEKDAYS
from .reception_school_absence_mixin import clean

LONGEST_RECURRING = 31  # days of a pass that is used again and again: one month, as schools issue them


class ReceptionSchoolGatePass(models.Model):
    """A temporary pass through the locked gate (住校生临时出入校门请假条, 3-6b), for day pupils too (D15).

    =======  ==========================================  ====================================================
    Verb     Who                                         When
    =======  ==========================================  ====================================================
    contact  class teacher, deputy, mentor               draft, issued
    issue    class teacher, deputy, mentor; Student      draft; a boarder's: a guardian has agreed; nothing late
             Affairs by telephone                        is unexplained; by telephone it is confirmed afterwards
    confirm  the class teacher who permitted it          permitted by telephone, not confirmed
    cancel   class teacher, deputy, mentor               draft, issued
    use      guard                                       in its hours, the reason was asked; never out in school
                                                         time (3-5a), but for interns
    explain  class teacher, deputy, mentor               late
    =======  ==========================================  ====================================================
    """

    _name = "reception.school.gate.pass"
    _inherit = ["reception.school.absence.mixin", "reception.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Temporary Gate Pass"
    _order = "id desc"
    _check_company_auto = True
    _mail_post_access = "read"
    _link = "gate_pass_id"
    _contact_states = ("draft", "issued")
    _out_states = ("in_use",)
    _also_written_by = "visitor_reception_school.group_reception_school_student_affairs"

    name = fields.Char(string="Gate Pass No.", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True)
    purpose = fields.Selection(
        [
            ("boarder_out", "Out and back"),
            ("day_pupil_in", "In outside the gate's hours"),
            ("late_arrival", "Late arrival"),
        ],
        required=True,
        default="boarder_out",
    )
    valid_from = fields.Datetime(required=True, default=fields.Datetime.now)
    valid_to = fields.Datetime(string="Valid Until", required=True)
    is_recurring = fields.Boolean(
        string="Again and Again", help="On the weekdays below, between the two times of day, at most 31 days."
    )
    monday = fields.Boolean()
    tuesday = fields.Boolean()
    wednesday = fields.Boolean()
    thursday = fields.Boolean()
    friday = fields.Boolean()
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    permitted_by_id = fields.Many2one("res.users", ondelete="restrict", check_company=True)
    permitted_manner = fields.Selection(
        [("odoo", "In the system"), ("phone", "By telephone")], string="Permitted", required=True, default="odoo"
    )
    confirm_by = fields.Date(string="To Be Confirmed By", readonly=True, copy=False)
    confirmed_at = fields.Datetime(string="Confirmed On", readonly=True, copy=False)
    contact_ids = fields.One2many("reception.school.contact", "gate_pass_id", readonly=True, copy=False)
    reason_told = fields.Char(string="Reason Told at the Gate", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    first_at = fields.Datetime(string="First Used On", readonly=True, copy=False)
    back_at = fields.Datetime(string="Back On", readonly=True, copy=False)
    expected_back_at = fields.Datetime(readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("issued", "Issued"),
            ("in_use", "In use"),
            ("ended", "Ended"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )

    _name_uniq = models.UniqueIndex("(company_id, name) WHERE name <> '/'", "There is already a pass with this number.")
    _times_in_order = models.Constraint("CHECK (valid_from < valid_to)", "A pass begins before it ends.")
    _back_in_order = models.Constraint(
        "CHECK (due_back IS NULL OR due_back > valid_from)", "The pupil comes back after having left."
    )
    _open_idx = models.Index("(company_id, valid_to) WHERE state IN ('issued', 'in_use')")
    _pupil_idx = models.Index("(pupil_id, id DESC)")

    @api.model
    def _transitions(self):
        return {
            "draft": {"issued", "cancelled"},
            "issued": {"in_use", "cancelled", "expired"},
            "in_use": {"issued", "ended"},
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "confirm_by", "confirmed_at", "reason_told", "verified_by_id", "first_at", "back_at",
            "expected_back_at", "cancel_reason",
        }  # fmt: skip

    @api.depends("name", "pupil_id.name")
    def _compute_display_name(self):
        for gate_pass in self:
            number = gate_pass.name if gate_pass.name != "/" else self.env._("New gate pass")
            gate_pass.display_name = f"{number} {gate_pass.pupil_id.sudo().name or ''}".strip()

    @api.constrains("purpose", "due_back")
    def _check_due_back(self):
        if any(gate_pass.purpose == "boarder_out" and not gate_pass.due_back for gate_pass in self):
            raise ValidationError(self.env._("Write when the pupil is to be back."))

    @api.constrains("is_recurring", "valid_from", "valid_to", *WEEKDAYS)
    def _check_recurring(self):
        for gate_pass in self.filtered("is_recurring"):
            if gate_pass.valid_to - gate_pass.valid_from > timedelta(days=LONGEST_RECURRING):
                raise ValidationError(
                    self.env._("A pass is used again and again for %(days)s days at most.", days=LONGEST_RECURRING)
                )
            if not any(gate_pass[weekday] for weekday in WEEKDAYS):
                raise ValidationError(self.env._("Choose the weekdays of the pass."))

    def write(self, vals):
        """What was issued stays as it was: another pass is issued instead."""
        if not self._is_engine() and (fixed := FIXED.intersection(vals)) and self.filtered(is_issued):
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(fixed))
            raise ValidationError(
                self.env._("%(fields)s: the pass is issued. Cancel it, and issue another.", fields=labels)
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if self.filtered(is_issued):
            raise ValidationError(self.env._("A pass that was issued stays on file. Cancel it instead."))

    # ------------------------------------------------------------------------------------------------------------------
    # Issue, confirm, cancel
    # ------------------------------------------------------------------------------------------------------------------

    def action_issue(self):
        """Issue the pass; the gate knows it at once.

        :raises UserError: not the class teacher, a boarder's parents have not agreed (3-6b), or something is late
        """
        self.check_access("read")
        self._raise_refusals(gate_pass._issue_refusals() for gate_pass in self)
        for gate_pass in self:
            gate_pass._do_issue()
        self.env["reception.gate"]._tell_desks_to_reload(self.company_id)

    def _issue_refusals(self):
        self.ensure_one()
        _ = self.env._
        if self.state != "draft":
            return [_("%(document)s has been issued or cancelled already.", document=self.display_name)]
        if refusal := self._permit_refusal():
            return [self._explain("3-6b", refusal)]
        refusals = []
        if not (self.reason or "").strip():
            refusals.append(self._explain("3-6b", _("write the reason.")))
        if self.purpose == "boarder_out" and self.pupil_id.kind != "intern" and self._is_contact_missing():
            refusals.append(self._explain("3-6a", _("call a guardian on file and note that they agree.")))
        return refusals + self._former_refusals()

    def _permit_refusal(self):
        """Why the current user cannot permit it; empty if they can."""
        if self.env.su or self.pupil_id._is_answered_for():
            return ""
        if self.permitted_manner != "phone" or self.permitted_by_id not in self.pupil_id._get_answering_users():
            return self.env._("the class teacher permits it. On duty, write who of them permitted it by telephone.")
        return ""

    def _do_issue(self):
        number = self.env["ir.sequence"].sudo().with_company(self.company_id).next_by_code(self._name)  # nobody's own
        vals = {"name": number or "/"}
        if self.pupil_id._is_answered_for():
            vals |= {"permitted_by_id": self.env.uid, "permitted_manner": "odoo"}
        if self.permitted_manner == "phone" and not self.pupil_id._is_answered_for():
            deadlines = self.env["reception.deadline"]
            today = deadlines._get_today(self.company_id)
            vals["confirm_by"] = deadlines._get_due_date("school_confirmation", today, self.company_id)
        self._copy_place()
        self._move("issued", **vals)
        if "confirm_by" in vals:
            self.activity_schedule(
                "visitor_reception_school.mail_activity_confirm_pass",
                user_id=self.permitted_by_id.id,
                date_deadline=vals["confirm_by"],
                summary=self.display_name,
            )

    def action_confirm(self):
        """The class teacher confirms what was permitted by telephone (D30).

        :raises UserError: nothing to confirm, or by somebody else
        """
        self.check_access("read")
        for gate_pass in self:
            if not gate_pass.confirm_by or gate_pass.confirmed_at:
                self._raise_refusals(
                    [[self.env._("%(document)s: nothing to confirm.", document=gate_pass.display_name)]]
                )
            if not gate_pass.pupil_id._is_answered_for():
                self._raise_refusals([[self._explain("3-6b", self.env._("the class teacher confirms it."))]])
        self._as_engine().confirmed_at = fields.Datetime.now()
        self.sudo().activity_unlink(["visitor_reception_school.mail_activity_confirm_pass"])  # the same teacher's to-do

    def action_cancel(self, reason):
        """Take the pass back; desks are told at once.

        :raises UserError: in use or over, no reason, or not the class teacher
        """
        self.check_access("read")
        text = clean(reason)
        for gate_pass in self:
            if not gate_pass.pupil_id._is_answered_for() and not self.env.su:
                self._raise_refusals([[self._explain("3-6b", self.env._("the class teacher cancels it."))]])
        if not text:
            self._raise_refusals([[self.env._("Write why the pass is cancelled.")]])
        self._move("cancelled", cancel_reason=text)
        self.env["reception.gate"]._tell_desks_to_reload(self.company_id)

    @api.model
    def _cron_tell_late(self):
        super()._cron_tell_late()
        over = self.search([("state", "=", "issued"), ("valid_to", "<", fields.Datetime.now())])
        over._move("expired")
        self._end_stays()

    @api.model
    def _end_stays(self):
        """Who came in on a pass and left when the gate was open has left."""
        stays = self.search([("state", "=", "in_use"), ("purpose", "=", "day_pupil_in")])
        for stay in stays:
            pupil = stay.pupil_id
            if pupil.presence == "outside" and pupil.presence_at > stay.first_at:
                stay._end_use(pupil.presence_at, self.env["reception.school.passage"])

    @api.autovacuum
    def _gc_reasons(self):
        self._empty_old("valid_to", ("ended", "expired", "cancelled"), ("reason_told",))


# what was permitted
FIXED = {
    "pupil_id", "purpose", "reason", "valid_from", "valid_to", "due_back", "is_recurring", "permitted_by_id",
    "permitted_manner", *WEEKDAYS,
}  # fmt: skip


def is_issued(gate_pass):
    return gate_pass.state != "draft"
