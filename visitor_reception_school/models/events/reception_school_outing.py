from odoo import api, fields, models
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
    _inherit = ["reception.school.class.matter.mixin"]
    _description = "Outing"
    _order = "date_begin desc, id desc"
    _check_company_auto = True
    _final_states = ("out", "back", "cancelled")
    _clause = "3-5a"

    name = fields.Char(string="Outing No.")
    teacher_id = fields.Many2one(
        "res.users",
        string="Teacher in Charge",
        required=True,
        check_company=True,
        ondelete="restrict",
        default=lambda self: self.env.user,
    )
    destination = fields.Char(required=True)
    line_ids = fields.One2many("reception.school.outing.line", "outing_id", string="Pupils", readonly=True, copy=False)
    counted_out = fields.Integer(readonly=True, copy=False)
    counted_in = fields.Integer(readonly=True, copy=False)
    missing_count = fields.Integer(string="Not Back", compute="_compute_missing_count")
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
        return super()._guarded_fields() | {"line_ids", "counted_out", "counted_in"}

    @api.depends("name", "destination")
    def _compute_display_name(self):
        for outing in self:
            number = outing.name if outing.name != "/" else self.env._("New outing")
            outing.display_name = f"{number} {outing.destination or ''}".strip()

    @api.depends("line_ids.state")
    def _compute_missing_count(self):
        for outing in self:
            outing.missing_count = len(outing.line_ids.filtered(lambda line: line.state == "out"))

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
