from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

OPEN_STATES = ("registered", "follow_up_talk", "accepted", "passed_on", "returned")

OUTCOMES = [
    ("answered_on_spot", "Answered on the spot"),
    ("accepted", "Accepted"),
    ("not_accepted", "Not accepted"),
    ("no_longer_accepted", "No longer accepted"),
    ("follow_up_talk", "Appointment for a further talk"),
]


class ReceptionPetitionMatter(models.Model):
    """A petition matter (信访事项): what calls, visits and letters are about; one matter, one answer (5-1.2a).

    ==============  ==========================================  ====================================================
    Verb            Who                                         When
    ==============  ==========================================  ====================================================
    classify        receiver, holder, petition head             before an outcome; later the head with a reason
    pass on         petition head; a receiver to the unit       registered, accepted or returned (P1-22, P1-24)
                    that the field names
    recall          petition head, with a reason                passed on
    accept          who holds it, petition head                 not accepted yet (P1-23)
    take            handlers of the unit that holds it          open
    end             petition head, with a reason                open (5-2.2)
    reopen          petition head, with a reason                not accepted
    ==============  ==========================================  ====================================================

    Here stands what a matter is. Further concerns have files of their own, by ``_inherit``.
    """

    _name = "reception.petition.matter"
    _inherit = [
        "reception.petition.guard.mixin",
        "reception.workflow.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "hr.mixin",
    ]
    _description = "Petition Matter"
    _order = "id desc"
    _rec_names_search = ["name", "title"]
    _check_company_auto = True
    _guard_field = "id"
    _mail_post_access = "read"

    name = fields.Char(string="Matter No.", required=True, readonly=True, default="/", copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    title = fields.Char()
    kind = fields.Selection(
        [("suggestion", "Suggestion"), ("accusation", "Accusation"), ("appeal", "Appeal")],
        help="Suggestions are studied and answered, accusations go to discipline inspection, appeals are decided.",
    )
    field_id = fields.Many2one("reception.petition.field", ondelete="restrict", index="btree_not_null")
    request = fields.Text(help="What the petitioner asks for.")
    circumstances = fields.Text(string="Main Circumstances")
    headcount = fields.Integer(string="Number of People", default=1)
    is_group = fields.Boolean(string="Group Visit", compute="_compute_is_group", store=True)
    repeat_count = fields.Integer(string="Repeats", readonly=True)
    importance = fields.Selection([("normal", "Normal"), ("important", "Important")], required=True, default="normal")
    importance_reason = fields.Selection(
        [
            ("frequent", "Raised often"),
            ("great_effect", "Of great effect"),
            ("vital_interest", "Touches people's vital interests"),
        ],
        string="Why Important",
    )
    is_difficult = fields.Boolean(string="Difficult Matter")
    is_litigation_related = fields.Boolean(string="Law and Litigation")
    outcome = fields.Selection(
        OUTCOMES,
        readonly=True,
    )
    level = fields.Selection(
        [("handling", "Handling"), ("review", "Review"), ("re_review", "Re-review")],
        required=True,
        readonly=True,
        default="handling",
    )
    state = fields.Selection(
        [
            ("registered", "Registered"),
            ("follow_up_talk", "Further Talk Agreed"),
            ("accepted", "Being Handled"),
            ("passed_on", "Passed On"),
            ("returned", "Came Back"),
            ("concluded", "Concluded"),
            ("not_accepted", "Not Accepted"),
            ("no_longer_accepted", "No Longer Accepted"),
            ("closed", "Closed"),
            ("final", "Final"),
        ],
        required=True,
        readonly=True,
        default="registered",
        group_expand="_expand_states",
        index=True,
    )
    result = fields.Selection(
        [
            ("supported", "Supported"),
            ("explained", "Explained"),
            ("not_supported", "Not Supported"),
            ("answered", "Answered"),
            ("mediated", "Mediated"),
            ("withdrawn", "Withdrawn"),
            ("merged", "Merged"),
        ],
        readonly=True,
    )
    end_reason = fields.Text(string="Why It Ended", readonly=True)
    merged_into_id = fields.Many2one(
        "reception.petition.matter", string="Merged With", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    holder_unit_id = fields.Many2one(
        "reception.petition.unit",
        string="Held By",
        readonly=True,
        ondelete="restrict",
        help="Empty: the petition office itself.",
    )
    holder_id = fields.Many2one(
        "res.users", string="Handler", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    held_since = fields.Datetime(readonly=True, default=fields.Datetime.now)
    first_unit_id = fields.Many2one("reception.petition.unit", readonly=True, ondelete="restrict")
    first_handler_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    accepted_on = fields.Date(readonly=True)
    concluded_on = fields.Date(readonly=True)
    closed_on = fields.Date(readonly=True, copy=False)
    resolved_on = fields.Date(help="The dispute itself is settled.")
    leader_charge_id = fields.Many2one(
        "res.users", string="Leader in Charge of It", ondelete="restrict", index="btree_not_null"
    )
    function = fields.Selection(
        [
            ("reception", "Central reception"),
            ("mediation", "Direct mediation"),
            ("coordination", "Coordination and guidance"),
            ("supervision", "Supervision and investigation"),
        ],
        compute="_compute_function",
        help="In which function of the centre the matter is (5-1.1).",
    )
    reader_ids = fields.Many2many(
        "res.users",
        "reception_petition_matter_reader_rel",
        string="Readers",
        readonly=True,
        copy=False,
        help="May read the matter beside the petition office: the handlers of the unit that holds it.",
    )
    move_count = fields.Integer(readonly=True, copy=False, help="Counts the verbs, so that two at once see each other.")
    can_handle = fields.Boolean(compute="_compute_can_handle")
    is_office = fields.Boolean(compute="_compute_can_handle")

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already a matter with this number."
    )
    _register_idx = models.Index("(company_id, id DESC)")

    @api.model
    def _transitions(self):
        settled = {"concluded", "not_accepted", "no_longer_accepted"}
        return {
            "registered": {"follow_up_talk", "accepted", "passed_on", *settled},
            "follow_up_talk": {"follow_up_talk", "accepted", "passed_on", *settled},
            "passed_on": {"accepted", "returned", "concluded"},
            "returned": {"passed_on", "accepted", "not_accepted", "concluded"},
            "accepted": {"passed_on", "concluded"},
            "concluded": {"accepted", "closed", "final"},
            "not_accepted": {"registered"},
            "no_longer_accepted": set(),
            "closed": set(),
            "final": set(),
        }

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "accepted_on",
            "barred_department_ids",
            "barred_user_ids",
            "closed_on",
            "company_id",
            "concluded_on",
            "end_reason",
            "first_handler_id",
            "first_unit_id",
            "held_since",
            "holder_id",
            "holder_unit_id",
            "kind",
            "level",
            "merged_into_id",
            "move_count",
            "name",
            "outcome",
            "reader_ids",
            "repeat_count",
            "result",
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("name")
    def _compute_display_name(self):
        """The number alone: Odoo shows names even to those who may not read the record."""
        for matter in self:
            matter.display_name = matter.name

    @api.depends("headcount", "company_id.reception_petition_group_size")
    def _compute_is_group(self):
        for matter in self:
            matter.is_group = matter.headcount >= matter.company_id.sudo().reception_petition_group_size > 0

    @api.depends("state", "holder_unit_id")
    def _compute_function(self):
        for matter in self:
            matter.function = matter._get_function()

    def _get_function(self):
        return "coordination" if self.state in ("passed_on", "returned") or self.holder_unit_id else "reception"

    @api.depends_context("uid")
    @api.depends("state", "holder_unit_id", "holder_id")
    def _compute_can_handle(self):
        for matter in self:
            matter.is_office = matter._acts_for_office()
            matter.can_handle = matter.state in OPEN_STATES and matter._acts_as_holder()

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sequences_sudo = self.env["ir.sequence"].sudo()  # a counter that nobody owns
        for vals in vals_list:
            company = self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            code = self._get_sequence_code(vals)
            vals["name"] = sequences_sudo.with_company(company).next_by_code(code) or "/"
        matters = super().create(vals_list)
        matters.filtered(lambda matter: matter.sudo().accused_ids or matter.accused_department_id)._bar()
        return matters

    @api.model
    def _get_sequence_code(self, vals):
        return self._name

    def _move(self, state, **vals):
        if not self._transitions()[state]:
            vals.setdefault("closed_on", self._get_today())
        return super()._move(state, **vals)

    def write(self, vals):
        self._check_open_facts(vals)
        flagged = self.filtered(lambda matter: matter.importance != "important")
        result = super().write(vals)
        if vals.get("importance") == "important":
            for matter in flagged:
                matter._on_important()
        if not {"accused_ids", "accused_department_id", "bars_unit", "kind"}.isdisjoint(vals):
            self._bar()
        if "leader_charge_id" in vals:
            for matter in self:
                matter._check_not_kept_out(matter.sudo().leader_charge_id)
        return result

    def _check_open_facts(self, vals):
        """What was answered stays as it was asked (5-2.2).

        :raises AccessError: the facts of a matter that has ended are changed
        """
        if self.env.su or not {"title", "request", "circumstances", "field_id", "headcount"}.intersection(vals):
            return
        if ended := self.filtered(lambda matter: matter.state not in OPEN_STATES):
            raise AccessError(
                self.env._("%(matter)s has ended; its facts stay as they are.", matter=ended[0].display_name)
            )

    # ------------------------------------------------------------------------------------------------------------------
    # Who may do what
    # ------------------------------------------------------------------------------------------------------------------

    def _acts_for_office(self):
        """Whether the current user decides for the petition office on this matter."""
        self.ensure_one()
        return self.env.user.has_group("visitor_reception_petition.group_reception_petition_officer")

    def _acts_as_holder(self):
        """Whether the matter is on the current user's desk: as handler, as a handler of its unit, or for the office."""
        self.ensure_one()
        if self._acts_for_office() or self.sudo().holder_id == self.env.user:
            return True
        return self.holder_unit_id._acts_for()

    def _check_office(self, what):
        if not self._acts_for_office():
            raise UserError(self._explain("5-3.3c", self.env._("only the petition head %(what)s.", what=what)))

    def _check_holder(self, what):
        if not self._acts_as_holder():
            raise UserError(
                self._explain(
                    "5-1.2a",
                    self.env._(
                        "only %(holder)s or the petition head %(what)s.",
                        holder=self.holder_unit_id.name or self.sudo().holder_id.name or self.env._("its handler"),
                        what=what,
                    ),
                )
            )

    def _lock(self):
        """Two who act on one matter act one after the other."""
        self.check_access("read")
        self._wait_turn()

    @api.model
    def _get_today(self):
        return self.env["reception.deadline"]._get_today(self.company_id or self.env.company)

    def _get_event_day(self, day, not_before=None):
        """The day of an event that somebody notes; today if none is given.

        :raises UserError: it is still to come, or before ``not_before``: a clock would be set by what is typed
        """
        today = self._get_today()
        day = fields.Date.to_date(day) or today
        if day > today:
            raise UserError(self._explain("5-2.3", self.env._("%(day)s is still to come.", day=day)))
        if not_before and day < not_before:
            raise UserError(
                self._explain("5-2.3", self.env._("it cannot have happened before %(day)s.", day=not_before))
            )
        return day
