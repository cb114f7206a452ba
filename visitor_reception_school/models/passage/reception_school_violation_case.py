from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError


class ReceptionSchoolViolationCase(models.Model):
    """A pupil who is reported to Student Affairs, for a serious violation or for repeated ones (3-2b).

    =======  ===============  ========
    Verb     Who              When
    =======  ===============  ========
    decide   Student Affairs  reported
    dismiss  Student Affairs  reported
    =======  ===============  ========
    """

    _name = "reception.school.violation.case"
    _inherit = ["reception.workflow.mixin", "reception.school.asking.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Violations Reported"
    _order = "id desc"
    _rec_name = "pupil_id"
    _check_company_auto = True

    pupil_id = fields.Many2one(
        "reception.school.pupil", required=True, readonly=True, ondelete="restrict", index=True, check_company=True
    )
    class_id = fields.Many2one("reception.school.class", readonly=True, ondelete="restrict", index="btree_not_null")
    grade_id = fields.Many2one("reception.school.grade", readonly=True, ondelete="restrict")
    reason = fields.Selection(
        [("repeated", "Repeated"), ("serious", "Serious")], string="Reported For", required=True, readonly=True
    )
    violation_ids = fields.One2many("reception.school.violation", "case_id", string="Violations", readonly=True)
    decision = fields.Selection(
        [
            ("talk", "Talk with the pupil"),
            ("parents_told", "Parents told"),
            ("criticism", "Criticism"),
            ("warning", "Warning"),
            ("none", "No measure"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    decision_text = fields.Text(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    decided_at = fields.Datetime(string="Decided On", readonly=True, copy=False)
    state = fields.Selection(
        [("reported", "Reported"), ("decided", "Decided"), ("dismissed", "Dismissed")],
        required=True,
        readonly=True,
        default="reported",
        index=True,
        tracking=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)

    _open_uniq = models.UniqueIndex("(pupil_id) WHERE state = 'reported'", "This pupil is reported already.")

    @api.model
    def _transitions(self):
        return {"reported": {"decided", "dismissed"}}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"decision", "decision_text", "decided_by_id", "decided_at"}

    @api.model
    def _report(self, violation):
        """Report the pupil of a violation, or add it to the case that is open; counted anew after a decision (D31).

        :param violation: as superuser, with the engine's mark
        """
        pupil, company = violation.pupil_id, violation.company_id
        case = self.search([("pupil_id", "=", pupil.id), ("state", "=", "reported")], limit=1)
        if case:
            violation.case_id = case
            return
        since = violation.at - timedelta(days=company.reception_school_violation_days)
        counted = violation.search([("pupil_id", "=", pupil.id), ("case_id", "=", False), ("at", ">=", since)])
        if not violation.is_serious and len(counted) < company.reception_school_violation_count:
            return
        case = self.create(
            {
                "pupil_id": pupil.id,
                "class_id": pupil.class_id.id,
                "grade_id": pupil.grade_id.id,
                "reason": "serious" if violation.is_serious else "repeated",
                "company_id": company.id,
            }
        )
        (counted | violation).case_id = case
        case._tell_offices()

    def _tell_offices(self):
        """Student Affairs decides, and the class teacher talks with the parents: each has it to do."""
        offices = self.env.ref("visitor_reception_school.group_reception_school_student_affairs").all_user_ids
        for user in offices.filtered(lambda user: self.company_id in user.company_ids):
            self.activity_schedule(
                "visitor_reception_school.mail_activity_case", user_id=user.id, summary=self.pupil_id.display_name
            )
        for user in self.pupil_id._get_answering_users():
            self.activity_schedule(
                "visitor_reception_school.mail_activity_case_parents",
                user_id=user.id,
                summary=self.pupil_id.display_name,
            )

    def action_decide(self, decision, text=None):
        """Student Affairs decides (3-2b).

        :param str decision: a token of ``decision``
        :raises AccessError: by anybody else
        :raises UserError: decided already, or no such decision
        """
        self._check_office()
        if decision not in dict(self._fields["decision"].selection):
            self._raise_refusals([[self.env._("Choose what is decided.")]])
        self._close("decided", decision, text)

    def action_dismiss(self, text):
        """Nothing to decide, such as after a mistake at the gate; the reason is written.

        :raises AccessError: by anybody but Student Affairs
        :raises UserError: decided already, or no reason
        """
        self._check_office()
        if not (isinstance(text, str) and text.strip()):
            self._raise_refusals([[self.env._("Write why the case is dismissed.")]])
        self._close("dismissed", "none", text)

    def _check_office(self):
        self.check_access("read")
        if not self.env.su and not self.env.user.has_group(
            "visitor_reception_school.group_reception_school_student_affairs"
        ):
            raise AccessError(
                self.env["reception.clause"]._explain("3-2b", self.env._("the Student Affairs Office decides this."))
            )

    def _close(self, state, decision, text):
        self._move(
            state,
            decision=decision,
            decision_text=(text or "").strip() if isinstance(text, str) else False,
            decided_by_id=self.env.uid,
            decided_at=fields.Datetime.now(),
        )
        self.sudo().activity_unlink(
            ["visitor_reception_school.mail_activity_case"]
        )  # the office's to-do, of all its people
