from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..policy.reception_visitor_category import INVITING_BODIES, MEETING_BODIES


class ReceptionVisit(models.Model):
    """Reception notice and case of one visit (接待通知单): who comes, why, when, who receives them, what it costs.

    Its verbs stand in ``reception_visit_workflow.py``; further concerns have files of their own, by ``_inherit``:
    ``reception_visit_procedure.py`` steps and preparation, ``reception_visit_host.py`` who receives,
    ``reception_visit_budget.py`` the cost plan, and others named alike. Rights, besides those of
    ``reception.signoff.mixin``:

    ==========  ====================================  ==================================
    Verb        Who                                   When
    ==========  ====================================  ==================================
    start       Administration and HR, host           issued; prepared as the procedure asks
    receive     Administration and HR, host           hosting, once
    undo start  Administration and HR, host           hosting, nothing recorded since
    set times   Administration and HR, host           hosting or closed; in order, none in the future
    register    receiving department, company leader  hosting (1-5.4.3)
    close       Administration and HR, host           hosting; register signed
    cancel      requester, Administration and HR      before hosting
    ==========  ====================================  ==================================
    """

    _name = "reception.visit"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Reception Notice"
    _order = "date_begin desc, id desc"
    _check_company_auto = True

    name = fields.Char(index="trigram")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("issued", "Issued"),
            ("hosting", "Hosting"),
            ("closed", "Closed"),
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

    # who reads the notice reads its activities: nobody's rights have to be asked for each of them
    activity_ids = fields.One2many(bypass_search_access=True)

    # who comes, and why
    category_id = fields.Many2one("reception.visitor.category", required=True, ondelete="restrict", tracking=True)
    category_clause = fields.Char(related="category_id.clause", string="Scope Clause")
    choose_inviting_body = fields.Boolean(related="category_id.choose_inviting_body")
    contract_clause = fields.Char(related="procedure_category_id.contract_clause")
    inviting_body = fields.Selection(
        INVITING_BODIES, compute="_compute_inviting_body", store=True, readonly=False, tracking=True
    )
    organisation_id = fields.Many2one(
        "res.partner",
        string="Visiting Unit",
        ondelete="restrict",
        index=True,
        domain=[("is_company", "=", True)],
        tracking=True,
    )
    identity = fields.Char(help="The capacity in which the visitors come, such as inspectors or customers.")
    purpose = fields.Text(help="The business reason of the visit.")
    batch = fields.Integer(default=1, help="Which group of the same visit this is.")
    guest_ids = fields.One2many("reception.visit.guest", "visit_id", string="Guests", copy=True)
    headcount = fields.Integer(
        compute="_compute_headcount", store=True, readonly=False, help="Guests in all, named or not."
    )
    principal_guest = fields.Char(compute="_compute_principal_guest", store=True)
    staff_kind = fields.Selection(
        [
            ("expert", "Invited expert"),
            ("general", "General staff"),
            ("technical", "Technical assistance or installation"),
        ],
        default="expert",
        help="General staff get work meals and the dormitory (1-5.2.1); technical staff what their contract says (1-5.2.2).",
    )
    contract_ref = fields.Char(string="Contract or Agreement")
    contact_name = fields.Char(string="Contact Person")
    contact_phone = fields.Char()

    # when
    date_begin = fields.Datetime(string="Arrival", required=True, index=True, tracking=True)
    date_end = fields.Datetime(string="Departure", required=True, tracking=True)

    # who receives
    host_id = fields.Many2one(
        "hr.employee",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        default=lambda self: self.env.user.employee_id,
        tracking=True,
        help="The receiving person.",
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Receiving Department",
        compute="_compute_department_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        tracking=True,
    )
    counterpart_department_id = fields.Many2one(
        "hr.department",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="Leads the contact with the visitors (1-5.3.1).",
    )
    grade = fields.Selection(
        [("ordinary", "Ordinary"), ("important", "Important"), ("highest", "Highest")],
        string="Reception Grade",
        tracking=True,
    )
    principal_host_id = fields.Many2one(
        "hr.employee", ondelete="restrict", check_company=True, index="btree_not_null", tracking=True
    )
    note = fields.Html(string="Remarks")

    # what became of it
    issued_at = fields.Datetime(readonly=True, copy=False)
    started_at = fields.Datetime(string="Guests Arrived At", readonly=True, copy=False)
    received_at = fields.Datetime(string="Guests Received At", readonly=True, copy=False)
    departed_at = fields.Datetime(string="Guests Left At", readonly=True, copy=False)
    waiting_minutes = fields.Integer(
        string="Waiting (Minutes)",
        compute="_compute_waiting_minutes",
        store=True,
        aggregator="avg",
        help="From the guests' arrival until they were received (4-11.3).",
    )
    closed_at = fields.Datetime(readonly=True, copy=False)

    _dates_in_order = models.Constraint(
        "CHECK (date_begin <= date_end)",
        "The guests cannot leave before they arrive: put arrival and departure in order.",
    )
    _year_plausible = models.Constraint(
        "CHECK (date_begin >= '1900-01-01' AND date_end < '3000-01-01')",
        "Look at the year of arrival and departure: write it with four digits.",
    )
    _headcount_not_negative = models.Constraint("CHECK (headcount >= 0)", "A headcount is 0 or more.")
    _batch_positive = models.Constraint("CHECK (batch > 0)", "Batches are counted from 1.")
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already a reception notice with this number."
    )

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("name", "organisation_id.name", "principal_guest")
    def _compute_display_name(self):
        for visit in self:
            who = visit.organisation_id.name or visit.principal_guest
            number = visit.name if visit.name != "/" else self.env._("New notice")
            visit.display_name = f"{number} {who}" if who else number

    @api.depends("category_id")
    def _compute_inviting_body(self):
        for visit in self:
            category = visit.category_id
            if not category.choose_inviting_body:
                visit.inviting_body = category.inviting_body
            elif visit.inviting_body not in MEETING_BODIES:
                visit.inviting_body = False

    @api.depends("guest_ids")
    def _compute_headcount(self):
        for visit in self:
            visit.headcount = max(visit.headcount, len(visit.guest_ids))

    @api.depends("guest_ids.name", "guest_ids.is_principal")
    def _compute_principal_guest(self):
        for visit in self:
            visit.principal_guest = visit.guest_ids.sorted(lambda guest: not guest.is_principal)[:1].name

    @api.depends("started_at", "received_at")
    def _compute_waiting_minutes(self):
        for visit in self:
            waited = visit.started_at and visit.received_at and visit.received_at - visit.started_at
            visit.waiting_minutes = waited.total_seconds() // 60 if waited else 0

    @api.depends("host_id")
    def _compute_department_id(self):
        for visit in self:
            # the department of a colleague is not readable for ordinary employees
            visit.department_id = visit.host_id.sudo().department_id or visit.department_id

    # ------------------------------------------------------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------------------------------------------------------

    @api.constrains("category_id", "inviting_body")
    def _check_inviting_body(self):
        for visit in self:
            category = visit.category_id
            if category.choose_inviting_body:
                if visit.inviting_body and visit.inviting_body not in MEETING_BODIES:
                    raise ValidationError(
                        self._explain(
                            "1-1.6",
                            self.env._(
                                "professionals of this category are invited by the shareholders' meeting, the board or "
                                "the supervisory board."
                            ),
                        )
                    )
            elif visit.inviting_body != category.inviting_body:
                raise ValidationError(
                    self._explain(
                        "1-3.8",
                        self.env._("the inviting body follows from the category %(category)s.", category=category.name),
                    )
                )

    @api.constrains("headcount", "guest_ids")
    def _check_headcount(self):
        for visit in self:
            if visit.headcount < len(visit.guest_ids):
                raise ValidationError(
                    self._explain(
                        "1-2.3",
                        self.env._(
                            "the headcount is %(headcount)s, but %(named)s guests are named.",
                            headcount=visit.headcount,
                            named=len(visit.guest_ids),
                        ),
                    )
                )

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------------------------------------------------------

    def _missing_fact_fields(self):
        return (
            "state",
            "act_ids.void_at",
            "category_id",
            "inviting_body",
            "purpose",
            "guest_ids.name",
            "guest_ids.position",
            "headcount",
            "identity",
            "staff_kind",
            "contract_ref",
            "counterpart_department_id",
            "grade",
            "principal_host_id",
        )

    def _get_missing_facts_now(self):
        if self.state == "issued":
            return self._missing_facts_for_start()
        if self.state == "hosting":
            return self._missing_facts_for_close()
        return super()._get_missing_facts_now()

    def _missing_facts(self):
        self.ensure_one()
        category = self.procedure_category_id
        _ = self.env._
        checks = [
            (
                self.category_id.choose_inviting_body and not self.inviting_body,
                "1-1.6",
                _("name the inviting body"),
                "inviting_body",
            ),
            (not (self.purpose or "").strip(), "1-2.3", _("write the purpose of the visit"), "purpose"),
            (not self.guest_ids, "1-2.3", _("list the guests by name"), "guest_ids"),
            (
                any(not (guest.name or "").strip() for guest in self.guest_ids),
                "1-2.3",
                _("write the name of every guest"),
                "guest_ids.name",
            ),
            (
                any(not (guest.position or "").strip() for guest in self.guest_ids),
                "1-2.3",
                _("write the position of every guest"),
                "guest_ids.position",
            ),
            (
                category.facts_clause and not (self.identity or "").strip(),
                category.facts_clause,
                _("write in what capacity they come"),
                "identity",
            ),
            (
                category.counterpart_clause and not self.counterpart_department_id,
                category.counterpart_clause,
                _("choose the counterpart department"),
                "counterpart_department_id",
            ),
            (
                category.contract_clause and self.staff_kind == "technical" and not (self.contract_ref or "").strip(),
                category.contract_clause,
                _("give the contract or agreement of the technical staff"),
                "contract_ref",
            ),
        ]
        return self._collect_missing(checks)

    def _missing_facts_for_start(self):
        """What execution waits for: grade and principal host (1-5.1.4)."""
        self.ensure_one()
        clause = self.procedure_category_id.grade_clause
        checks = [
            (clause and not self.grade, clause, self.env._("fix the reception grade"), "grade"),
            (clause and not self.principal_host_id, clause, self.env._("name the principal host"), "principal_host_id"),
        ]
        return self._collect_missing(checks)

    def _missing_facts_for_close(self):
        """What closing waits for: the signed guest register (1-5.4.3)."""
        self.ensure_one()
        clause = self.procedure_category_id.register_clause
        text = self.env._("have the guest register signed by the receiving department or a leader")
        is_missing = clause and not self._get_act("register")
        return self._collect_missing([(is_missing, clause, text, "action_open_register")])
