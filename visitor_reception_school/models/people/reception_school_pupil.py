from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.insert_rows import insert_rows

KINDS = [("day_pupil", "Day pupil"), ("boarder", "Boarder"), ("intern", "Intern")]
# who a pupil is placed as: a change begins a new enrolment
PLACE = ("class_id", "kind")
OFFICES = (
    "visitor_reception_school.group_reception_school_registrar,"
    "visitor_reception_school.group_reception_school_student_affairs,visitor_reception.group_reception_auditor"
)
SEEN_BY = f"{OFFICES},visitor_reception_school.group_reception_school_teacher"
UNDER_AGE = 14  # years; regulations that hold for every school, not a policy of one


class ReceptionSchoolPupil(models.Model):
    """A pupil or intern (学生、实习生). Not a contact, and no user.

    ==============================  =========================  =============================================
    Verb                            Who                        When
    ==============================  =========================  =============================================
    issue_badge                     registrar                  enrolled
    move                            registrar                  any state but left
    suspend, leave, return          registrar                  as ``_transitions``; who is out does not leave
    get_contacts                    class teacher, mentor;     always, each reading is logged
                                    Student Affairs            with a reason
                                    guard                      a leave slip of today
    ==============================  =========================  =============================================

    Where the pupil is (``presence``, ``out_*``) is written by passages, slips and passes alone.
    """

    _name = "reception.school.pupil"
    _inherit = ["reception.workflow.mixin"]
    _description = "Pupil"
    _order = "class_id, number, id"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True

    number = fields.Char(string="Pupil No.", required=True, copy=False)
    name = fields.Char(required=True, index="trigram")
    kind = fields.Selection(KINDS, required=True, default="day_pupil", index=True)
    class_id = fields.Many2one(
        "reception.school.class", ondelete="restrict", index="btree_not_null", check_company=True
    )
    grade_id = fields.Many2one(related="class_id.grade_id", store=True, precompute=True, index="btree_not_null")
    mentor_id = fields.Many2one(
        "res.users",
        check_company=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Answers for an intern as a class teacher does for pupils.",
    )
    dormitory_id = fields.Many2one(
        "reception.school.dormitory", ondelete="restrict", index="btree_not_null", check_company=True
    )
    room = fields.Char(string="Room in the Dormitory")
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    birth_date = fields.Date(groups=OFFICES, copy=False)
    is_under_14 = fields.Boolean(string="Under 14", compute="_compute_is_under_14")
    photo = fields.Image(max_width=512, max_height=512, groups=SEEN_BY, copy=False)
    state = fields.Selection(
        [("enrolled", "Enrolled"), ("suspended", "Suspended"), ("left", "Left")],
        required=True,
        readonly=True,
        default="enrolled",
        index=True,
    )
    state_remark = fields.Char(string="Why", readonly=True, copy=False)
    left_on = fields.Date(readonly=True, copy=False)
    presence = fields.Selection(
        [("inside", "Inside"), ("outside", "Outside"), ("unknown", "Not known")],
        required=True,
        readonly=True,
        default="unknown",
        copy=False,
    )
    presence_at = fields.Datetime(string="Since", readonly=True, copy=False)
    has_alert = fields.Boolean(
        string="Custody Note", compute="_compute_has_alert", help="Somebody on file may not simply collect this child."
    )
    badge_ids = fields.One2many("reception.school.badge", "pupil_id", string="Badges")
    custody_ids = fields.One2many("reception.school.custody", "pupil_id", string="Guardians")
    enrolment_ids = fields.One2many("reception.school.enrolment", "pupil_id", string="Enrolments")
    consent_ids = fields.One2many("reception.school.consent", "pupil_id", string="Consents")
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _number_uniq = models.UniqueIndex("(company_id, number)", "There is already a pupil with this number.")
    _name_idx = models.Index("(company_id, name text_pattern_ops)")

    # ------------------------------------------------------------------------------------------------------------------
    # Compute and constraint methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _transitions(self):
        return {
            "enrolled": {"suspended", "left"},
            "suspended": {"enrolled", "left"},
            "left": {"enrolled"},
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"presence", "presence_at", "state_remark", "left_on"}

    @api.depends("number", "name", "class_id.name")
    def _compute_display_name(self):
        for pupil in self:
            pupil.display_name = " ".join(filter(None, [pupil.class_id.name, pupil.name]))

    @api.depends("birth_date")
    def _compute_is_under_14(self):
        today = fields.Date.context_today(self)
        for pupil in self.sudo():  # the age group is no secret where the birthday is
            born = pupil.birth_date
            age = born and today.year - born.year - ((today.month, today.day) < (born.month, born.day))
            pupil.is_under_14 = bool(born) and age < UNDER_AGE

    @api.depends("custody_ids.collect", "custody_ids.date_from", "custody_ids.date_to")
    def _compute_has_alert(self):
        # that there is something is for everybody who sees the pupil, what it is for those who read custody
        rows = self.sudo().custody_ids._filter_valid().filtered(lambda row: row.collect != "may_collect")
        for pupil in self:
            pupil.has_alert = pupil._origin in rows.pupil_id

    @api.constrains("kind", "class_id", "mentor_id", "dormitory_id")
    def _check_place(self):
        for pupil in self:
            if pupil.kind == "intern" and not pupil.mentor_id:
                raise ValidationError(self.env._("%(name)s is an intern: name the mentor.", name=pupil.name))
            if pupil.kind != "intern" and not pupil.class_id:
                raise ValidationError(self.env._("%(name)s is a pupil: name the class.", name=pupil.name))
            if pupil.dormitory_id and pupil.kind != "boarder":
                raise ValidationError(self.env._("%(name)s lives in a dormitory: only boarders do.", name=pupil.name))

    @api.constrains("birth_date")
    def _check_birth_date(self):
        today = fields.Date.context_today(self)
        if any(pupil.birth_date and pupil.birth_date > today for pupil in self):
            raise ValidationError(self.env._("A birthday does not lie in the future."))

    @api.constrains("photo")
    def _check_photo(self):
        pictured = self.filtered("photo")
        allowed = pictured.consent_ids._filter_valid("photo").pupil_id
        if missing := pictured - allowed:
            raise ValidationError(
                self.env._(
                    "A photo is kept with the consent of a guardian only. Record it first: %(names)s.",
                    names=", ".join(missing.mapped("name")),
                )
            )

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD: who was where, when
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        pupils = super().create(vals_list)
        pupils._begin_enrolment(self._get_day())
        return pupils

    def write(self, vals):
        moved = self.browse()
        if not set(PLACE).isdisjoint(vals):
            moved = self.filtered(
                lambda pupil: any(
                    name in vals and pupil._fields[name].convert_to_write(pupil[name], pupil) != (vals[name] or False)
                    for name in PLACE
                )
            )
        result = super().write(vals)
        if moved := moved.filtered(lambda pupil: pupil.state == "enrolled"):
            moved._end_enrolment(self._get_day())
            moved._begin_enrolment(self._get_day())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Pupils are not deleted: let them leave, their data are anonymised in time."))

    @api.model
    def _get_day(self):
        """The day of a change: today, or the one that a verb was given."""
        return self.env.context.get("reception_school_day") or fields.Date.context_today(self)

    def _begin_enrolment(self, day):
        # no group writes enrolments: they follow from the pupil
        insert_rows(
            self.env["reception.school.enrolment"].sudo(),
            [
                {
                    "pupil_id": pupil.id,
                    "class_id": pupil.class_id.id or None,
                    "grade_id": pupil.grade_id.id or None,
                    "kind": pupil.kind,
                    "date_from": day,
                    "company_id": pupil.company_id.id,
                }
                for pupil in self
            ],
        )

    def _end_enrolment(self, day):
        """End the open rows the day before; one that began today, or later, never was."""
        rows = (
            self.env["reception.school.enrolment"]
            .sudo()  # as above
            .search([("pupil_id", "in", self.ids), ("date_to", "=", False)])
        )
        begun = rows.filtered(lambda row: row.date_from < day)
        begun.date_to = day - timedelta(days=1)
        begun.flush_recordset()  # the open row is unique: it ends before the next begins
        (rows - begun).unlink()

    # ------------------------------------------------------------------------------------------------------------------
    # Verbs of the registrar
    # ------------------------------------------------------------------------------------------------------------------

    def action_move(self, class_id, day=None):
        """Move to another class from ``day`` (today) on.

        :param int class_id: of the same school
        :raises UserError: somebody has left, or there is no such class
        """
        self.check_access("write")
        target = self.env["reception.school.class"].browse(class_id).exists()
        if not target:
            raise UserError(self.env._("Choose the class they move to."))
        if gone := self.filtered(lambda pupil: pupil.state == "left"):
            raise UserError(self.env._("%(names)s: has left.", names=", ".join(gone.mapped("name"))))
        self.with_context(reception_school_day=fields.Date.to_date(day) or None).class_id = target

    def action_suspend(self, day=None, remark=None):
        """Enrolled, but not at school for a while, such as for illness.

        :raises UserError: not enrolled
        """
        self._change_state("suspended", day, remark)

    def action_leave(self, day=None, remark=None):
        """The pupil has left the school; the badge ends.

        :raises UserError: has left already, or is out on a slip, pass or outing
        """
        self._raise_refusals(pupil._leave_refusals() for pupil in self)
        self._change_state("left", day, remark, left_on=fields.Date.to_date(day) or fields.Date.context_today(self))
        badges = self.sudo().badge_ids.filtered(lambda badge: badge.state == "active")  # of those who have left
        badges._move("retired")

    def _leave_refusals(self):
        """Why the pupil cannot be let go from the roll now: a list of texts."""
        self.ensure_one()
        return []

    def action_return(self, day=None, remark=None):
        """Back on the roll after a suspension, or after having left.

        :raises UserError: enrolled already
        """
        self._change_state("enrolled", day, remark)
        self._begin_enrolment(fields.Date.to_date(day) or fields.Date.context_today(self))

    def _change_state(self, state, day, remark, **vals):
        self.check_access("write")
        was_enrolled = self.filtered(lambda pupil: pupil.state == "enrolled")
        self._move(state, state_remark=remark or False, **{"left_on": False, **vals})
        was_enrolled._end_enrolment(fields.Date.to_date(day) or fields.Date.context_today(self))

    def action_issue_badge(self, code=None):
        """Give a new badge; what was worn until now is refused from this second (3-2a).

        :param str code: of the card, if it brings one; left out: a random one
        :return: the badge (reception.school.badge)
        :raises UserError: not enrolled, or the code has been used before
        """
        self.ensure_one()
        self.check_access("write")
        return self.env["reception.school.badge"]._issue({self: code})
