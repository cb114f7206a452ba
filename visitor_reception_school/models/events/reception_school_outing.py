from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command


class ReceptionSchoolOuting(models.Model):
    """A class leaves the school together and comes back together (外出活动); count out equals count in.

    ===============  ===========================================  ==============================================
    Verb             Who                                          When
    ===============  ===========================================  ==============================================
    submit           class teacher or deputy of a class           draft, declined; teacher in charge, place, times
    sign …           grade group, then Security Office            signing
    cancel           class teacher                                until approved
    leave            guard with the teacher in charge             approved, on its days; count = names
    come back        guard with the teacher in charge             out; count = names
    explain missing  class teacher, teacher in charge             out: somebody went home from there
    ===============  ===========================================  ==============================================
    """

    _name = "reception.school.outing"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin", "reception.school.asking.mixin"]
    _description = "Outing"
    _order = "date_begin desc, id desc"
    _check_company_auto = True
    _final_states = ("out", "back", "cancelled")

    name = fields.Char(string="Outing No.", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    class_ids = fields.Many2many("reception.school.class", string="Classes", required=True, check_company=True)
    grade_id = fields.Many2one(
        "reception.school.grade", compute="_compute_grade_id", store=True, ondelete="restrict", index="btree_not_null"
    )
    teacher_id = fields.Many2one(
        "res.users",
        string="Teacher in Charge",
        required=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    destination = fields.Char(required=True)
    date_begin = fields.Datetime(string="Begins", required=True)
    date_end = fields.Datetime(string="Ends", required=True)
    line_ids = fields.One2many("reception.school.outing.line", "outing_id", string="Pupils", readonly=True, copy=False)
    counted_out = fields.Integer(readonly=True, copy=False)
    counted_in = fields.Integer(readonly=True, copy=False)
    missing_count = fields.Integer(string="Not Back", compute="_compute_missing_count")
    cancel_reason = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "Approved"),
            ("out", "Out"),
            ("back", "Back"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
        index=True,
        tracking=True,
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already an outing with this number."
    )
    _times_in_order = models.Constraint("CHECK (date_begin < date_end)", "An outing begins before it ends.")

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"draft", "approved", "declined", "cancelled"},
            "declined": {"draft", "signing", "cancelled"},
            "approved": {"out", "draft", "cancelled"},
            "out": {"back"},
        }

    @api.model
    def _signoff_fields(self):
        return {"class_ids", "teacher_id", "destination", "date_begin", "date_end"}

    @api.model
    def _signoff_flow(self):
        return {"none": "draft", "asked": "signing", "granted": "approved", "declined": "declined"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name", "line_ids", "counted_out", "counted_in", "cancel_reason"}

    @api.depends("name", "destination")
    def _compute_display_name(self):
        for outing in self:
            number = outing.name if outing.name != "/" else self.env._("New outing")
            outing.display_name = f"{number} {outing.destination or ''}".strip()

    @api.depends("class_ids.grade_id")
    def _compute_grade_id(self):
        for outing in self:
            outing.grade_id = outing.class_ids.grade_id[:1]

    @api.depends("line_ids.state")
    def _compute_missing_count(self):
        for outing in self:
            outing.missing_count = len(outing.line_ids.filtered(lambda line: line.state == "out"))

    @api.constrains("class_ids")
    def _check_class_ids(self):
        for outing in self:
            if len(outing.class_ids.grade_id) != 1:
                raise ValidationError(self.env._("Name classes of one grade: its grade group signs."))

    @api.model_create_multi
    def create(self, vals_list):
        outings = super().create(vals_list)
        outings._check_own()
        return outings

    def write(self, vals):
        result = super().write(vals)
        if "class_ids" in vals and not self._is_engine():
            self._check_own()
        return result

    def _check_own(self):
        """Outings are for classes one teaches.

        :raises AccessError: another's class
        """
        if not self.env.su and any(self.env.user not in outing._get_class_teachers() for outing in self):
            raise AccessError(self.env._("The class teacher or the deputy applies for an outing of the class."))

    def _get_class_teachers(self):
        """Class teachers and deputies of the classes (res.users)."""
        return self.sudo().class_ids._get_teachers()  # who teaches a class is no secret

    # ------------------------------------------------------------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_department(self):
        return self.env["hr.department"]

    def _manages_signoff(self):
        if self.env.su:
            return self
        return self.filtered(lambda outing: self.env.user in outing._get_class_teachers())

    def _submit_refusals(self):
        self.ensure_one()
        if self not in self._manages_signoff():
            return [self._explain("3-5a", self.env._("the class teacher or the deputy applies for an outing."))]
        return super()._submit_refusals()

    def _missing_fact_fields(self):
        return ("state", "destination")

    def _missing_facts(self):
        self.ensure_one()
        return self._collect_missing(
            [(not (self.destination or "").strip(), "3-5a", self.env._("write where you go"), "destination")]
        )

    def _on_signoff_granted(self):
        """The list of those who may go, as the classes are now."""
        super()._on_signoff_granted()
        for outing in self._as_engine():
            pupils = (
                self.env["reception.school.pupil"]
                .sudo()
                .search(  # who signs need not read pupils
                    [("class_id", "in", outing.class_ids.ids), ("state", "=", "enrolled")]
                )
            )
            outing.line_ids = [Command.clear(), *(Command.create({"pupil_id": pupil.id}) for pupil in pupils)]

    def action_cancel(self, reason):
        """Take the outing back.

        :raises UserError: out already, no reason, or not the class teacher
        """
        self._signoff_lock()
        text = self._to_text(reason)
        self._raise_refusals(outing._cancel_refusals(text) for outing in self)
        self._void(self._get_round_rows().filtered(lambda row: row.state in ("asked", "waiting")))
        self._move("cancelled", cancel_reason=text)

    def _cancel_refusals(self, text):
        if self not in self._manages_signoff():
            return [self._explain("3-5a", self.env._("the class teacher or the deputy does this."))]
        if "cancelled" not in self._transitions().get(self.state, ()):
            return [self.env._("%(outing)s cannot be cancelled any more.", outing=self.display_name)]
        return [] if text else [self.env._("Write why the outing is cancelled.")]
