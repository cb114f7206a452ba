from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools.expense_states import BOOKED_STATES
from ..policy.reception_service_class import SERVICES

TICKETS = ("plane", "train", "ship")
LODGINGS = ("hotel", "dormitory")
# besides what is signed, these stay on file as they were once a booking is cancelled
FACTS_ON_FILE = (
    "supplier_id",
    "amount_planned",
    "date_from",
    "date_to",
    "car_id",
    "driver_id",
    "plate",
    "driver_phone",
    "is_return",
    "room_ids",
)


class ReceptionBooking(models.Model):
    """Ticket, room or car for guests of a visit (1-0.2), held to the entitlement tables (1-4.1, 1-4.2).

    Its verbs stand in ``reception_booking_workflow.py``; cars, rooms and return tickets in
    ``reception_booking_service.py``.

    ==============  ======================================  ===========================================================
    Verb            Who                                     When
    ==============  ======================================  ===========================================================
    submit, sign    as ``reception.signoff.mixin``          a ticket above the entitlement, with a reason (1-4.1n)
    book            requester, host, Administration and HR  notice issued (1-2.5); within the entitlement, or the
                                                            exception is agreed (1-4.1n) or given by the superior's
                                                            own room (1-4.2n)
    cancel          as book                                 any time; the booking stays on file
    create expense  any employee who sees it                booked
    ==============  ======================================  ===========================================================
    """

    _name = "reception.booking"
    _inherit = [
        "reception.visit.cost.mixin",
        "reception.signoff.mixin",
        "reception.editable.mixin",
        "reception.amount.mixin",
    ]
    _description = "Booking"
    _order = "date_from, id"
    _check_company_auto = True
    _exact_amounts = ("amount_planned",)

    name = fields.Char(string="Booking No.")
    visit_id = fields.Many2one("reception.visit", required=True, ondelete="restrict", index=True, check_company=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True, default=None)
    department_id = fields.Many2one(related="visit_id.department_id", store=True, index=True)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "Exception Agreed"),
            ("booked", "Booked"),
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

    # what is booked, and for whom
    service = fields.Selection(SERVICES, required=True, default="train", tracking=True)
    class_id = fields.Many2one(
        "reception.service.class",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('service', '=', service)]",
        tracking=True,
    )
    guest_ids = fields.Many2many(
        "reception.visit.guest", string="Guests", domain="[('visit_id', '=', visit_id)]", tracking=True
    )
    guest_summary = fields.Char(string="For", compute="_compute_guest_summary", compute_sudo=True)
    description = fields.Char(help="Flight or train number, name of the hotel, car and driver.")
    number = fields.Char(string="Ticket or Reservation No.", copy=False)
    date_from = fields.Datetime(string="Begins", index=True, tracking=True)
    date_to = fields.Datetime(string="Ends", tracking=True)
    place_from = fields.Char(string="From Place")
    place_to = fields.Char(string="To Place")
    supplier_id = fields.Many2one("res.partner", ondelete="restrict", index="btree_not_null", tracking=True)
    quantity = fields.Integer(default=1, help="Tickets, rooms or cars.")
    amount_planned = fields.Monetary(
        string="Planned Amount", tracking=True, help="For all tickets, rooms or cars of the booking."
    )
    note = fields.Text(string="Remarks")

    # entitlement
    entitlement_state = fields.Selection(
        [("within", "Within the entitlement"), ("exception", "Exception"), ("over", "Over the entitlement")],
        string="Entitlement",
        compute="_compute_entitlement_state",
        store=True,
        index=True,
    )
    entitlement_note = fields.Html(string="Entitled and Chosen", compute="_compute_entitlement_note")
    exception_reason = fields.Selection(
        [
            ("tight_schedule", "The schedule is tight"),
            ("no_ticket", "No ticket of the class is to be had"),
            ("with_superior", "Travels with a superior"),
        ],
        string="Reason for the Exception",
        tracking=True,
    )
    exception_leader_id = fields.Many2one(
        "reception.visit.guest",
        string="Superior",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('visit_id', '=', visit_id)]",
        help="The superior on this visit whose hotel it is (1-4.2n).",
    )
    exception_note = fields.Text(string="Explanation")
    exception_signoff = fields.Many2one(
        "reception.signoff",
        string="Exception Agreed By",
        readonly=True,
        copy=False,
        ondelete="restrict",
        help="The signature that agreed to the exception: who and when (1-4.1n).",
    )

    # what it cost
    expense_ids = fields.One2many("hr.expense", "reception_booking_id", string="Claims")
    expense_id = fields.Many2one(
        "hr.expense",
        string="Claim",
        compute="_compute_expense_id",
        inverse="_inverse_expense_id",
        store=True,
        copy=False,
        index="btree_not_null",
    )
    amount_actual = fields.Monetary(string="Actual Amount", compute="_compute_amount_actual", store=True)
    can_book = fields.Boolean(compute="_compute_can_book")
    can_cancel = fields.Boolean(compute="_compute_can_book")
    can_claim = fields.Boolean(compute="_compute_can_book")

    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A booking cannot end before it begins: put the dates in order.",
    )
    _quantity_positive = models.Constraint("CHECK (quantity > 0)", "Book at least one ticket, room or car.")
    _amount_not_negative = models.Constraint("CHECK (amount_planned >= 0)", "The planned amount cannot be negative.")

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("name", "service", "class_id.name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        services = dict(self._fields["service"]._description_selection(self.env))
        for booking in self:
            what = booking.class_id.name or services.get(booking.service, "")
            number = booking.name if booking.name != "/" else self.env._("New booking")
            booking.display_name = f"{number} {what}" if what else number

    @api.depends(
        "service",
        "class_id",
        "supplier_id",
        "guest_ids.rank_id",
        "exception_reason",
        "exception_leader_id.rank_id",
        "exception_signoff",
        "date_from",
        "date_to",
        "visit_id.booking_ids.state",
        "visit_id.booking_ids.service",
        "visit_id.booking_ids.class_id",
        "visit_id.booking_ids.supplier_id",
        "visit_id.booking_ids.date_from",
        "visit_id.booking_ids.date_to",
        "visit_id.booking_ids.guest_ids",
    )
    def _compute_entitlement_state(self):
        for booking in self:
            if not booking._get_guests_over():
                booking.entitlement_state = "within"
            elif booking.exception_signoff or booking._get_leader_booking():
                booking.entitlement_state = "exception"
            else:
                booking.entitlement_state = "over"

    def _get_guests_over(self):
        """Guests whose rank is not entitled to the class chosen; without a rank nothing is (1-4.1, 1-4.2)."""
        level = self.class_id.level
        return self.guest_ids.filtered(lambda guest: level and guest.rank_id._get_entitled_level(self.service) < level)

    def _get_amount_over(self):
        """The part of the planned amount that is for guests above their entitlement, in company currency."""
        over = 0 if self.entitlement_state == "within" else len(self._get_guests_over())
        return self.amount_planned * over / (len(self.guest_ids) or 1)

    @api.depends_context("lang")
    @api.depends("guest_ids.name", "visit_id.guest_ids")
    def _compute_guest_summary(self):
        """Names in one line, few enough for a row of a list."""
        wording = self.env["reception.report.mixin"]
        for booking in self:
            booking.guest_summary = wording._describe_people(booking.guest_ids, booking.visit_id.guest_ids)

    @api.depends("service", "class_id", "guest_ids.rank_id", "guest_ids.name")
    @api.depends_context("lang")
    def _compute_entitlement_note(self):
        """A line a guest: entitled, chosen, difference; shown before anything is saved."""
        names = self._get_class_names()
        for booking in self:
            lines = [booking._describe_entitlement(guest, names) for guest in booking.guest_ids if booking.class_id]
            booking.entitlement_note = bool(lines) and Markup("<ul class='mb-0 ps-3'>%s</ul>") % Markup().join(
                Markup("<li class='%s'>%s</li>") % ("text-danger" if is_over else "", text) for is_over, text in lines
            )

    @api.model
    def _get_class_names(self):
        return {
            (service_class.service, service_class.level): service_class.name
            for service_class in self.env["reception.service.class"].search([])
        }

    def _describe_entitlement(self, guest, names):
        level = guest.rank_id._get_entitled_level(self.service)
        difference = self.class_id.level - level
        if not guest.rank_id:
            outcome = self.env._("record the rank")
        elif difference > 0:
            outcome = self.env._("%(count)s above", count=difference)
        elif difference < 0:
            outcome = self.env._("%(count)s below", count=-difference)
        else:
            outcome = self.env._("none")
        text = self.env._(
            "%(guest)s, %(rank)s: entitled: %(entitled)s; chosen: %(chosen)s; difference: %(difference)s",
            guest=guest.name,
            rank=guest.rank_id.name or self.env._("no rank"),
            entitled=names.get((self.service, level), self.env._("nothing")),
            chosen=self.class_id.name,
            difference=outcome,
        )
        return difference > 0, text

    @api.depends("expense_ids.state")
    def _compute_expense_id(self):
        for booking in self:
            alive = booking.expense_ids.filtered(lambda expense: expense.state != "refused")
            booking.expense_id = (alive or booking.expense_ids).sorted("id")[:1]

    def _inverse_expense_id(self):
        for booking in self.filtered("expense_id"):
            booking.expense_id.reception_booking_id = booking

    @api.depends("expense_ids.state", "expense_ids.total_amount")
    def _compute_amount_actual(self):
        for booking in self:
            posted = booking.expense_ids.filtered(lambda expense: expense.state in BOOKED_STATES)
            booking.amount_actual = sum(posted.mapped("total_amount"))

    @api.depends_context("uid")
    @api.depends("state", "entitlement_state", "visit_id.state")
    def _compute_can_book(self):
        for booking in self:
            booking.can_book = not booking._book_refusals()
            booking.can_cancel = not booking._cancel_refusals()
            booking.can_claim = not booking._create_expense_refusals()

    @api.depends("service", "entitlement_state")
    def _compute_can_submit(self):
        super()._compute_can_submit()
        for booking in self:
            booking.can_submit = booking.can_submit and booking._needs_signature()

    @api.onchange("visit_id")
    def _onchange_visit_id(self):
        """Propose the whole party."""
        visit = self.visit_id
        if visit:
            mine = self.guest_ids.filtered(lambda guest: guest._origin.visit_id == visit._origin)
            self.guest_ids = mine or visit.guest_ids

    @api.onchange("visit_id", "service")
    def _onchange_dates(self):
        """Propose the arrival, and for rooms and cars the whole stay."""
        self.date_from = self.date_from or self.visit_id.date_begin
        if self.service not in TICKETS:
            self.date_to = self.date_to or self.visit_id.date_end

    @api.onchange("service", "guest_ids")
    def _onchange_quantity(self):
        """A ticket for each guest; rooms and cars are shared as people see fit."""
        if self.service in TICKETS and self.guest_ids:
            self.quantity = len(self.guest_ids)

    @api.onchange("service")
    def _onchange_service(self):
        if self.class_id.service != self.service:
            self.class_id = False

    # ------------------------------------------------------------------------------------------------------------------
    # Constraints
    # ------------------------------------------------------------------------------------------------------------------

    @api.constrains("service", "class_id")
    def _check_class_id(self):
        served = {service for (service,) in self.env["reception.service.class"]._read_group([], ["service"])}
        for booking in self:
            clause = "1-4.2" if booking.service in LODGINGS else "1-4.1"
            if booking.class_id and booking.class_id.service != booking.service:
                raise ValidationError(
                    self._explain(
                        clause,
                        self.env._("%(class)s is not a class of this service.", **{"class": booking.class_id.name}),
                    )
                )
            if not booking.class_id and booking.service in served:
                raise ValidationError(self._explain(clause, self.env._("choose the class that is booked.")))

    @api.constrains("visit_id", "guest_ids", "exception_leader_id")
    def _check_guests_of_visit(self):
        for booking in self:
            (booking.guest_ids | booking.exception_leader_id)._check_belongs_to(booking.visit_id)

    def _is_past(self):
        return bool(self.date_from) and self.date_from < fields.Datetime.now()

    def _is_outside_visit(self):
        """Whether it lies more than a day outside the visit, which may have been moved."""
        day, visit = timedelta(days=1), self.visit_id
        dates = [date for date in (self.date_from, self.date_to) if date]
        return any(visit.date_begin - date > day or date - visit.date_end > day for date in dates)

    @api.constrains("date_from", "date_to", "visit_id")
    def _check_dates_of_visit(self):
        for booking in self:
            if booking._is_outside_visit():
                raise ValidationError(
                    self.env._(
                        "%(booking)s lies more than a day outside the visit %(visit)s. Correct the dates of the booking "
                        "or of the visit.",
                        booking=booking.display_name,
                        visit=booking.visit_id.display_name,
                    )
                )

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        bookings = super().create(vals_list)
        bookings._assign_number()
        return bookings

    def write(self, vals):
        by_engine = self._is_engine()
        facts = {*self._signoff_fields(), *self._signoff_lines(), *FACTS_ON_FILE}
        if not by_engine and facts.intersection(vals) and "cancelled" in self.mapped("state"):
            raise UserError(self.env._("A cancelled booking stays on file as it was. Make a new one."))
        moved = self.filtered(lambda booking: booking.visit_id.id != vals.get("visit_id", booking.visit_id.id))
        if not by_engine and "booked" in moved.mapped("state"):
            raise UserError(
                self._explain("1-2.5", self.env._("what is booked stays on its notice: cancel it and make a new one."))
            )
        visits = self.visit_id
        result = super().write(vals)
        if not by_engine and facts.intersection(vals):
            (visits | self.visit_id).booking_ids._reopen_if_over()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_booked(self):
        if any(booking.state != "draft" for booking in self):
            raise UserError(self.env._("Only a draft booking can be deleted. Cancel it instead: it stays on file."))

    def unlink(self):
        visits = self.visit_id
        result = super().unlink()
        # rooms of others may have leaned on it (1-4.2n)
        visits.booking_ids._reopen_if_over()
        return result
