from odoo import api, fields, models

from .reception_school_absence_mixin import READERS


class ReceptionSchoolLeave(models.Model):
    """A leave slip (请假条): the class teacher calls the parents, issues; the grade group stamps; the guard lets out.

    ========  =============================  ================================================================
    Verb      Who                            When
    ========  =============================  ================================================================
    contact   class teacher, deputy          draft, declined, issued, out
    submit    class teacher, deputy          draft, declined: a guardian has agreed (3-6a), nothing is open (3-5a)
    sign …    grade group of ``grade_id``    signing; who issued never stamps alone (D4)
    cancel    class teacher, grade group     until issued
    release   guard                          issued, within its hours, collector verified, both signed (3-5b, 3-5c)
    hold      guard                          issued: the slip stays, the class teacher is told
    return    guard                          out
    prolong   class teacher                  out, with a new contact
    explain   class teacher                  late
    close     class teacher                  out, and not to come back on this slip
    ========  =============================  ================================================================
    """

    _name = "reception.school.leave"
    _inherit = ["reception.school.absence.mixin", "reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Leave Slip"
    _order = "id desc"
    _check_company_auto = True
    _final_states = ("returned", "closed", "cancelled", "expired", "out")
    _link = "leave_id"
    _contact_states = ("draft", "declined", "issued", "out")
    _out_states = ("out",)

    name = fields.Char(string="Leave Slip No.", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(related="pupil_id.company_id", store=True, precompute=True, index=True, default=None)
    class_name = fields.Char(string="Class on the Slip", compute="_compute_place", store=True, precompute=True)
    kind = fields.Selection(
        [("sick", "Sick leave"), ("personal", "Personal leave"), ("official", "Official leave")],
        required=True,
        default="personal",
    )
    leave_from = fields.Datetime(string="Leaves From", required=True, default=fields.Datetime.now)
    leave_to = fields.Datetime(string="Until", required=True)
    returns = fields.Boolean(
        string="Comes Back", default=True, help="Else the pupil is back with the next arrival of the gate."
    )
    collector_id = fields.Many2one(
        "reception.school.custody",
        string="Is Collected By",
        ondelete="restrict",
        check_company=True,
        domain="[('pupil_id', '=', pupil_id), ('collect', '!=', 'must_not')]",
        help="Who is expected; anybody else who may collect will do.",
    )
    contact_ids = fields.One2many("reception.school.contact", "leave_id", readonly=True, copy=False)
    contact_id = fields.Many2one("reception.school.contact", string="Agreed", readonly=True, copy=False)
    contacted_at = fields.Datetime(related="contact_id.contacted_at")
    former_contact_count = fields.Integer(
        string="Contacts Before the Last Step", readonly=True, copy=False, help="Those after it are new (3-5b)."
    )
    issued_at = fields.Datetime(string="Stamped On", readonly=True, copy=False)
    reminded_at = fields.Datetime(string="Head of the Grade Group Reminded On", readonly=True, copy=False)
    cancel_reason = fields.Char(readonly=True, copy=False)
    released_at = fields.Datetime(string="Let Out On", readonly=True, copy=False)
    released_gate_id = fields.Many2one(
        "reception.gate", string="Let Out At", readonly=True, copy=False, ondelete="restrict"
    )
    collected_by_id = fields.Many2one("reception.school.custody", readonly=True, copy=False, ondelete="restrict")
    verified_manner = fields.Selection(
        [("document", "By document"), ("photo", "By photo"), ("called", "By a call")],
        string="Verified",
        readonly=True,
        copy=False,
    )
    collector_document = fields.Char(string="Document Shown", readonly=True, copy=False)
    verified_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    pupil_signature = fields.Binary(string="Pupil's Signature", readonly=True, copy=False, groups=READERS)
    guardian_signature = fields.Binary(string="Guardian's Signature", readonly=True, copy=False, groups=READERS)
    signed_on_paper = fields.Boolean(readonly=True, copy=False)
    due_back = fields.Datetime(readonly=True, copy=False)
    returned_at = fields.Datetime(string="Back On", readonly=True, copy=False)
    prolonged_at = fields.Datetime(readonly=True, copy=False)
    closing_remark = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "To be stamped"),
            ("issued", "Stamped"),
            ("out", "Out"),
            ("returned", "Back"),
            ("closed", "Closed"),
            ("declined", "Declined"),
            ("expired", "Expired"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
        index=True,
        tracking=True,
    )

    _name_uniq = models.UniqueIndex("(company_id, name) WHERE name <> '/'", "There is already a slip with this number.")
    _times_in_order = models.Constraint("CHECK (leave_from < leave_to)", "The pupil leaves before the end of the slip.")
    _open_idx = models.Index("(company_id, leave_to) WHERE state IN ('issued', 'out')")
    _pupil_idx = models.Index("(pupil_id, id DESC)")

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"draft", "issued", "declined", "cancelled"},
            "declined": {"draft", "signing", "cancelled"},
            "issued": {"out", "draft", "cancelled", "expired"},
            "out": {"returned", "closed"},
        }

    @api.model
    def _signoff_fields(self):
        return {"pupil_id", "leave_from", "leave_to", "kind", "reason", "returns"}

    @api.model
    def _signoff_flow(self):
        return {"none": "draft", "asked": "signing", "granted": "issued", "declined": "declined"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "class_name", "contact_id", "issued_at", "reminded_at", "cancel_reason", "released_at",
            "released_gate_id", "collected_by_id", "verified_manner", "collector_document", "verified_by_id",
            "pupil_signature", "guardian_signature", "signed_on_paper", "due_back", "returned_at", "closing_remark",
            "prolonged_at", "former_contact_count",
        }  # fmt: skip

    @api.depends("name", "pupil_id.name")
    def _compute_display_name(self):
        for slip in self:
            number = slip.name if slip.name != "/" else self.env._("New leave slip")
            # who signs reads the name of the pupil too
            slip.display_name = " ".join(filter(None, [number, slip.class_name, slip.pupil_id.sudo().name]))

    # ------------------------------------------------------------------------------------------------------------------
    # What the engine asks
    # ------------------------------------------------------------------------------------------------------------------

    def _get_place_vals(self):
        return {**super()._get_place_vals(), "class_name": self.pupil_id.class_id.name}

    def _signoff_department(self):
        return self.env["hr.department"]

    def _manages_signoff(self):
        """Class teacher and deputy; nobody else issues a slip, Administration and HR included (3-5a)."""
        if self.env.su:
            return self
        return self.filtered(lambda slip: slip.pupil_id._is_answered_for())

    def _missing_fact_fields(self):
        return ("state", "reason", "leave_from", "leave_to", "contact_ids.result", "pupil_id")

    def _missing_facts(self):
        self.ensure_one()
        _ = self.env._
        return self._collect_missing(
            [
                (not (self.reason or "").strip(), "3-6a", _("write the reason that the parents are told"), "reason"),
                (
                    not self._origin or self._is_contact_missing(),
                    "3-6a",
                    _("call a guardian on file and note that they agree"),
                    "contact_ids",
                ),
            ]
        )

    def _after_contact(self, contact):
        if contact.result == "agreed":
            self._as_engine().contact_id = contact
