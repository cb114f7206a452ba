from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.expense_states import BOOKED_STATES
from ..policy.reception_meal_standard import MEAL_KINDS, PLACES


class ReceptionHospitality(models.Model):
    """Hospitality application (来客招待申请单): applied for and approved before the meal (1-6.1.1, 1-6.1.2).

    Its verbs stand in ``reception_hospitality_workflow.py``. Rights, besides those of ``reception.signoff.mixin``:

    =================  =====================================  ===================================================
    Verb               Who                                    When
    =================  =====================================  ===================================================
    submit             requester, Administration and HR;      visit issued, nothing missing; up to the third day
                       where a leader is host only the latter  after the meal with a reason (1-6.1.2)
    permit companions  asked signatory                        above the table of 1-6.2.4
    note               Administration and HR, not the host    told: a work meal inside is not signed (1-6.1)
    cancel             requester, Administration and HR       before any claim is under way
    create expense     any employee who sees it               approved or noted, and not used up
    =================  =====================================  ===================================================
    """

    _name = "reception.hospitality"
    # hr.mixin: employees may name colleagues as companions
    _inherit = [
        "hr.mixin",
        "reception.visit.cost.mixin",
        "reception.signoff.mixin",
        "reception.editable.mixin",
        "reception.amount.mixin",
    ]
    _description = "Hospitality Application"
    _order = "meal_at desc, id desc"
    _check_company_auto = True
    _exact_amounts = ("amount_planned",)

    name = fields.Char(index="trigram")
    visit_id = fields.Many2one("reception.visit", required=True, ondelete="restrict", index=True, check_company=True)
    preset_code = fields.Char(related="visit_id.preset_id.code", string="Preset Code")
    preset_guidance = fields.Text(related="visit_id.preset_id.guidance", string="Guidance of the Preset")
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True, default=None)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("told", "Told"),
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
        readonly=True, copy=False, help="Stated by the approver where the table of 1-6.2.4 leaves it to them."
    )
    companions_by_approver = fields.Boolean(compute="_compute_companions_by_approver")

    # standard and amounts
    has_company_leader = fields.Boolean(string="A Company Leader Is Present", compute="_compute_standard", store=True)
    dines_as_needed = fields.Boolean(
        string="Dines as Needed",
        compute="_compute_standard",
        store=True,
        help="Somebody of general manager rank or above takes part in a meal with a company leader: no amount a head "
        "(1-6.2.1). The department alone keeps to its amount, whoever the guests are (1-6.2.2).",
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
    is_made_up = fields.Boolean(
        string="Made Up", readonly=True, copy=False, help="Submitted after the meal (1-6.1.2).", tracking=True
    )
    made_up_reason = fields.Text(string="Why Made Up", copy=False)
    needs_holiday_reason = fields.Boolean(compute="_compute_needs_holiday_reason")
    holiday_reason = fields.Text(string="Why on a Holiday", copy=False, help="The extra report of the preset (P3).")
    agreed_by_id = fields.Many2one(
        "res.users",
        string="Agreed Beforehand By",
        copy=False,
        ondelete="restrict",
        domain="[('id', 'in', company_leader_ids)]",
        tracking=True,
        help="The company leader who agreed before the meal, such as by telephone (4-14b).",
    )
    agreed_at = fields.Datetime(string="Agreed Beforehand On", copy=False, tracking=True)
    company_leader_ids = fields.Many2many(
        "res.users", compute="_compute_company_leader_ids", export_string_translation=False
    )

    # what became of it
    expense_ids = fields.One2many("hr.expense", "hospitality_id", string="Claims")
    amount_claimed = fields.Monetary(string="Claimed Amount", compute="_compute_claims", store=True)
    amount_actual = fields.Monetary(string="Actual Amount", compute="_compute_claims", store=True)
    actual_per_head = fields.Monetary(string="Actual a Head", compute="_compute_actual", store=True)
    is_actual_over_standard = fields.Boolean(string="Actually Over Standard", compute="_compute_actual", store=True)
    can_cancel = fields.Boolean(compute="_compute_can_cancel")
    can_claim = fields.Boolean(compute="_compute_can_claim")

    _amount_not_negative = models.Constraint("CHECK (amount_planned >= 0)", "The planned amount cannot be negative.")
    _year_plausible = models.Constraint(
        "CHECK (meal_at >= '1900-01-01' AND meal_at < '3000-01-01')",
        "Look at the year of the meal: write it with four digits.",
    )
    _agreed_year_plausible = models.Constraint(
        "CHECK (agreed_at >= '1900-01-01' AND agreed_at < '3000-01-01')",
        "Look at the year of the consent: write it with four digits.",
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

    @api.depends("guest_ids", "company_id", "visit_id.preset_id", "visit_id.hospitality_nature")
    def _compute_companions_by_approver(self):
        for application in self:
            application.companions_by_approver = application._get_companion_limit().decided_by_approver

    def _get_companion_limit(self):
        # a companion may read the application, but not always the notice
        visit = self.visit_id.sudo()
        return self.env["reception.companion.limit"]._get_limit(
            len(self.guest_ids), self.company_id, visit.preset_id, visit.hospitality_nature
        )

    @api.depends(
        "state", "kind", "place", "host_id", "companion_ids", "guest_ids.rank_id", "company_id", "visit_id.preset_id"
    )
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
                application.kind,
                application.place,
                level,
                application.company_id,
                application.visit_id.sudo().preset_id,
            )
            application.has_company_leader = is_leader
            # D17: 1-6.2.1 lifts the organisation's own amount, not that of a preset
            application.dines_as_needed = (
                is_leader
                and not standard.preset_id
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

    @api.depends("meal_at", "company_id", "visit_id.preset_id")
    def _compute_needs_holiday_reason(self):
        """Meals on a public holiday, in the working days around it that the preset names, or in closing times of the
        company, where the preset wants a report of them (P3)."""
        self.needs_holiday_reason = False
        # who applies need not read the notice, and everybody knows the holidays
        asked = self.filtered(lambda meal: meal.meal_at and meal.visit_id.sudo().preset_id.holiday_report)
        if not asked:
            return
        leaves = (
            self.env["resource.calendar.leaves"]
            .sudo()
            .search(
                Domain("resource_id", "=", False)
                & Domain("date_from", "<=", max(asked.mapped("meal_at")))
                & Domain("date_to", ">=", min(asked.mapped("meal_at")))
            )
        )
        for meal in asked:
            calendar = meal.company_id.sudo().resource_calendar_id
            meal.needs_holiday_reason = meal._is_on_holiday() or any(
                leave.date_from <= meal.meal_at <= leave.date_to
                and (not leave.calendar_id or leave.calendar_id == calendar)
                and (not leave.company_id or leave.company_id == meal.company_id)
                for leave in leaves
            )

    def _is_on_holiday(self):
        day = self.env["reception.deadline"]._to_company_day(self.meal_at, self.company_id)
        around = self.visit_id.sudo().preset_id.holiday_report_days  # as above
        return self.env["reception.calendar.day"]._is_around_holiday(day, self.company_id, around)

    @api.depends("company_id")
    def _compute_company_leader_ids(self):
        positions = self.env["reception.position"]
        for company, applications in self.grouped("company_id").items():
            applications.company_leader_ids = positions._get_users_holding(
                "is_company_leader", company or self.env.company
            )

    def _is_outside_visit(self):
        """Whether it lies on another day than the visit, which may have been moved."""
        visit, to_day = self.visit_id, self.env["reception.deadline"]._to_company_day
        days = [
            to_day(moment, visit.company_id) for moment in (visit.date_begin, self.meal_at, visit.date_end) if moment
        ]
        return days != sorted(days)

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

    @api.depends("amount_actual", "head_count", "standard_per_head", "dines_as_needed")
    def _compute_actual(self):
        for application in self:
            heads, actual = application.head_count, application.amount_actual
            application.actual_per_head = actual / heads if heads else 0.0
            application.is_actual_over_standard = (
                not application.dines_as_needed
                and bool(application.currency_id)
                and application.currency_id.compare_amounts(actual, application.standard_per_head * heads) > 0
            )

    @api.depends_context("uid")
    @api.depends("state", "expense_ids.state")
    def _compute_can_cancel(self):
        for application in self:
            application.can_cancel = not application._cancel_refusals()

    @api.depends_context("uid")
    @api.depends("is_agreed", "amount_planned", "amount_claimed")
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
            application.guest_ids._check_belongs_to(application.visit_id, "1-6.0")
