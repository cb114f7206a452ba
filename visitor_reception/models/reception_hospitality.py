from odoo import api, fields, models
from odoo.exceptions import ValidationError

from .reception_booking import BOOKED_STATES
from .reception_meal_standard import MEAL_KINDS, PLACES


class ReceptionHospitality(models.Model):
    """Hospitality application (来客招待申请单): applied for and approved before the meal (1-6.1.1, 1-6.1.2).

    Its verbs stand in ``reception_hospitality_workflow.py``. Rights, besides those of ``reception.signoff.mixin``:

    =================  =====================================  ===================================================
    Verb               Who                                    When
    =================  =====================================  ===================================================
    submit             requester, Administration and HR;      visit issued, nothing missing; up to the third day
                       where a leader is host only the latter  after the meal with a reason (1-6.1.2)
    permit companions  asked signatory                        above the table of 1-6.2.4
    cancel             requester, Administration and HR       before any claim is under way
    create expense     any employee who sees it               approved, and not used up
    =================  =====================================  ===================================================
    """

    _name = "reception.hospitality"
    # hr.mixin: employees may name colleagues as companions
    _inherit = ["hr.mixin", "reception.signoff.mixin", "reception.editable.mixin", "reception.amount.mixin"]
    _description = "Hospitality Application"
    _order = "meal_at desc, id desc"
    _check_company_auto = True
    _exact_amounts = ("amount_planned",)

    name = fields.Char(string="Number", default="/", required=True, readonly=True, copy=False, index="trigram")
    visit_id = fields.Many2one("reception.visit", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "Approved"),
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

    # who applies, for what
    department_id = fields.Many2one(
        "hr.department",
        string="Applying Department",
        compute="_compute_from_visit",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    host_id = fields.Many2one(
        "hr.employee",
        compute="_compute_from_visit",
        store=True,
        readonly=False,
        precompute=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        help="Who receives the guests at table.",
    )
    kind = fields.Selection(MEAL_KINDS, string="Kind of Meal", required=True, default="work_meal", tracking=True)
    place = fields.Selection(PLACES, required=True, default="inside", tracking=True)
    venue = fields.Char(help="Canteen, restaurant, room.")
    meal_at = fields.Datetime(string="Time of the Meal", required=True, index=True, tracking=True)
    reason = fields.Text(string="Reason for Hospitality")
    business_relation = fields.Char(help="What ties the guests to the company's business (1-6.0).")

    # who is at table
    guest_ids = fields.Many2many(
        "reception.visit.guest", string="Guests", domain="[('visit_id', '=', visit_id)]", tracking=True
    )
    guest_names = fields.Char(string="Names and Positions", compute="_compute_names", compute_sudo=True)
    guest_count = fields.Integer(string="Number of Guests", compute="_compute_guest_count", store=True)
    companion_ids = fields.Many2many(
        "hr.employee",
        string="Companions",
        check_company=True,
        ondelete="restrict",  # who sat at table is part of what was approved
        tracking=True,
    )
    companion_names = fields.Char(string="Names of Companions", compute="_compute_names", compute_sudo=True)
    driver_count = fields.Integer(
        string="Drivers", help="Drivers who eat with them; they are not companions (1-6.2.4)."
    )
    head_count = fields.Integer(string="People at Table", compute="_compute_head_count", store=True)
    companions_permitted = fields.Integer(
        readonly=True, copy=False, help="Stated by the approver where the table of 1-6.2.4 leaves it to him."
    )
    companions_by_approver = fields.Boolean(compute="_compute_companions_by_approver")

    # standard and amounts
    has_company_leader = fields.Boolean(string="A Company Leader Is Present", compute="_compute_standard", store=True)
    dines_as_needed = fields.Boolean(
        string="Dines as Needed",
        compute="_compute_standard",
        store=True,
        help="Somebody of general manager rank or above takes part in a meal with a company leader: no amount a head "
        "(1-6.2.1, D7). The department alone keeps to its amount, whoever the guests are (1-6.2.2).",
    )
    standard_id = fields.Many2one(
        "reception.meal.standard", compute="_compute_standard", store=True, ondelete="restrict"
    )
    standard_over_allowed = fields.Boolean(
        related="standard_id.over_allowed", string="More Is Possible in Special Cases"
    )
    standard_per_head = fields.Monetary(string="Standard a Head", compute="_compute_standard", store=True)
    amount_standard = fields.Monetary(string="Amount by Standard", compute="_compute_amounts", store=True)
    amount_planned = fields.Monetary(string="Planned Amount", tracking=True)
    amount_per_head = fields.Monetary(string="Planned a Head", compute="_compute_amounts", store=True)
    is_over_standard = fields.Boolean(string="Over Standard", compute="_compute_amounts", store=True)
    over_reason = fields.Text(string="Why Over Standard")

    # after the meal
    make_up_deadline = fields.Date(
        string="Last Day to Make Up",
        compute="_compute_make_up",
        help="Until then the application may be made up (1-6.1.2).",
    )
    is_late = fields.Boolean(string="Meal Is Over", compute="_compute_make_up")
    is_made_up = fields.Boolean(
        string="Made Up", readonly=True, copy=False, help="Submitted after the meal (1-6.1.2).", tracking=True
    )
    made_up_reason = fields.Text(string="Why Made Up", copy=False)

    # what became of it
    expense_ids = fields.One2many("hr.expense", "hospitality_id", string="Claims")
    amount_claimed = fields.Monetary(string="Claimed Amount", compute="_compute_claims", store=True)
    amount_actual = fields.Monetary(string="Actual Amount", compute="_compute_claims", store=True)
    can_cancel = fields.Boolean(compute="_compute_can_cancel")
    can_claim = fields.Boolean(compute="_compute_can_claim")

    _amount_not_negative = models.Constraint("CHECK (amount_planned >= 0)", "The planned amount cannot be negative.")
    _year_plausible = models.Constraint(
        "CHECK (meal_at >= '1900-01-01' AND meal_at < '3000-01-01')",
        "Look at the year of the meal: write it with four digits.",
    )
    _drivers_not_negative = models.Constraint("CHECK (driver_count >= 0)", "The number of drivers cannot be negative.")
    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already a hospitality application with this number."
    )

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("name", "venue")
    def _compute_display_name(self):
        for application in self:
            number = application.name if application.name != "/" else self.env._("New application")
            application.display_name = f"{number} {application.venue}" if application.venue else number

    @api.depends("visit_id")
    def _compute_from_visit(self):
        for application in self:
            application.department_id = application.department_id or application.visit_id.department_id
            application.host_id = application.host_id or application.visit_id.host_id

    @api.depends("guest_ids.name", "guest_ids.position", "companion_ids.name")
    def _compute_names(self):
        for application in self:
            application.guest_names = ", ".join(application.guest_ids.mapped("display_name"))
            application.companion_names = ", ".join(application.companion_ids.mapped("name"))

    @api.depends("guest_ids")
    def _compute_guest_count(self):
        for application in self:
            application.guest_count = len(application.guest_ids)

    @api.depends("guest_ids", "companion_ids", "driver_count", "company_id")
    def _compute_head_count(self):
        """D6: by whom the amount is divided is a setting of the company."""
        for application in self:
            heads = len(application.guest_ids)
            if application.company_id.reception_head_count_basis != "guests":
                heads += len(application.companion_ids) + application.driver_count
            application.head_count = heads

    @api.depends("guest_ids", "company_id")
    def _compute_companions_by_approver(self):
        for application in self:
            application.companions_by_approver = application._get_companion_limit().decided_by_approver

    def _get_companion_limit(self):
        return self.env["reception.companion.limit"]._get_limit(len(self.guest_ids), self.company_id)

    @api.depends("state", "kind", "place", "host_id", "companion_ids", "guest_ids.rank_id", "company_id")
    def _compute_standard(self):
        """The standard as it is when the application is submitted; later changes of the table leave it alone."""
        for application in self:
            if application.state not in ("draft", "declined"):
                for name in ("has_company_leader", "dines_as_needed", "standard_id", "standard_per_head"):
                    application[name] = application[name]
                continue
            is_leader = application._has_holder("is_company_leader")
            level = "company_leader" if is_leader else "department"
            standard = self.env["reception.meal.standard"]._get_standard(
                application.kind, application.place, level, application.company_id
            )
            application.has_company_leader = is_leader
            application.dines_as_needed = (
                is_leader
                and application.kind != "work_meal"
                and (
                    application._has_holder("dines_as_needed")
                    or any(application.guest_ids.rank_id.mapped("dines_as_needed"))
                )
            )
            application.standard_id = standard
            application.standard_per_head = application._get_standard_amount(standard)

    def _has_holder(self, flag):
        """Whether the host or a companion holds a position with the boolean ``flag`` set."""
        users = (self.host_id | self.companion_ids).sudo().user_id
        return bool(users & self.env["reception.position"]._get_users_holding(flag, self.company_id).sudo())

    def _get_standard_amount(self, standard):
        if not standard:
            return 0.0
        moment = self.meal_at or fields.Datetime.now()
        day = self.env["reception.deadline"]._to_company_day(moment, self.company_id)
        return standard.currency_id._convert(standard.amount_per_head, self.currency_id, self.company_id, day)

    @api.depends("amount_planned", "standard_per_head", "dines_as_needed", "head_count")
    def _compute_amounts(self):
        for application in self:
            heads, planned = application.head_count, application.amount_planned
            allowed = application.standard_per_head * heads
            application.amount_per_head = planned / heads if heads else 0.0
            application.amount_standard = planned if application.dines_as_needed else allowed
            # compared as a whole: an amount a head would be rounded first
            application.is_over_standard = (
                not application.dines_as_needed and application.currency_id.compare_amounts(planned, allowed) > 0
                if application.currency_id
                else False
            )

    @api.depends("meal_at", "company_id")
    def _compute_make_up(self):
        deadlines = self.env["reception.deadline"]
        for application in self:
            company = application.company_id or self.env.company
            application.is_late = application._is_meal_over()
            application.make_up_deadline = application.meal_at and deadlines._get_due_date(
                "hospitality_make_up", deadlines._to_company_day(application.meal_at, company), company
            )

    def _is_meal_over(self):
        return bool(self.meal_at) and self.meal_at < fields.Datetime.now()

    @api.depends("expense_ids.state", "expense_ids.total_amount")
    def _compute_claims(self):
        for application in self:
            claims = application.expense_ids
            application.amount_claimed = sum(claims._filter_active_claims().mapped("total_amount"))
            application.amount_actual = sum(
                claims.filtered(lambda claim: claim.state in BOOKED_STATES).mapped("total_amount")
            )

    @api.depends_context("uid")
    @api.depends("state", "expense_ids.state")
    def _compute_can_cancel(self):
        for application in self:
            application.can_cancel = not application._cancel_refusals()

    @api.depends_context("uid")
    @api.depends("state", "amount_planned", "amount_claimed")
    def _compute_can_claim(self):
        for application in self:
            application.can_claim = not application._create_expense_refusals()

    @api.onchange("visit_id")
    def _onchange_visit_id(self):
        """Propose the whole party, lunch on the day of arrival and the purpose of the visit."""
        visit = self.visit_id
        if not visit:
            return
        mine = self.guest_ids.filtered(lambda guest: guest._origin.visit_id == visit._origin)
        self.guest_ids = mine or visit.guest_ids
        self.reason = self.reason or visit.purpose
        if not self.meal_at:
            noon = self.env["reception.deadline"]._to_moment(visit.date_begin, 12, visit.company_id)
            self.meal_at = noon > fields.Datetime.now() and noon

    @api.onchange("host_id", "visit_id")
    def _onchange_host_id(self):
        if self.host_id and not self.companion_ids:
            self.companion_ids = self.host_id

    # ------------------------------------------------------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------------------------------------------------------

    @api.constrains("visit_id", "guest_ids")
    def _check_guests_of_visit(self):
        for application in self:
            others = application.guest_ids.filtered(
                lambda guest, application=application: guest.visit_id != application.visit_id
            )
            if others:
                raise ValidationError(
                    self._explain(
                        "1-6.0",
                        self.env._(
                            "%(guests)s: not a guest of %(visit)s.",
                            guests=", ".join(others.mapped("name")),
                            visit=application.visit_id.display_name,
                        ),
                    )
                )
