from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command

from .reception_booking import LODGINGS, TICKETS


class ReceptionBooking(models.Model):
    """What is done for the guests with a booking: the car and its driver (1-4.3), the rooms, the return tickets (4-12).

    ==============  =============================  ================================================
    Verb            Who                            When
    ==============  =============================  ================================================
    hand over       as book                        a ticket is booked, and not handed over (4-12.3)
    undo hand-over  as book                        handed over, and the visit is not closed
    ==============  =============================  ================================================
    """

    _inherit = "reception.booking"

    # the car
    car_id = fields.Many2one(
        "reception.resource",
        string="Company Car",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain=[("kind", "=", "car")],
        tracking=True,
        help="Empty for a hired car, whose number plate and driver's phone are written below.",
    )
    driver_id = fields.Many2one(
        "hr.employee",
        compute="_compute_driver_id",
        store=True,
        readonly=False,
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        tracking=True,
    )
    plate = fields.Char(string="Number Plate", compute="_compute_driver_id", store=True, readonly=False, tracking=True)
    driver_phone = fields.Char(
        string="Driver's Phone", compute="_compute_driver_phone", store=True, readonly=False, tracking=True
    )
    resource_clash = fields.Html(
        string="Car and Driver Taken", compute="_compute_resource_clash", help="Warnings, which never stop a booking."
    )

    # the rooms
    room_ids = fields.One2many("reception.booking.room", "booking_id", string="Rooms")

    # the return tickets
    is_return = fields.Boolean(string="Return Ticket", tracking=True, help="Takes the guests home (4-12.2).")
    handed_over_at = fields.Datetime(string="Handed Over On", readonly=True, copy=False, tracking=True)
    handed_over_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    can_hand_over = fields.Boolean(compute="_compute_can_hand_over")
    can_undo_hand_over = fields.Boolean(compute="_compute_can_hand_over")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"handed_over_at", "handed_over_by_id"}

    @api.constrains("car_id")
    def _check_car_id(self):
        for booking in self:
            if booking.car_id.kind == "room":
                raise ValidationError(self.env._("%(room)s is no car.", room=booking.car_id.display_name))

    # ------------------------------------------------------------------------------------------------------------------
    # The car
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("car_id")
    def _compute_driver_id(self):
        """The company's car comes with its driver and number plate; of a hired car they are written."""
        for booking in self:
            booking.driver_id = booking.car_id.driver_id or booking.driver_id
            booking.plate = booking.car_id.plate or booking.plate

    @api.depends("driver_id")
    def _compute_driver_phone(self):
        for booking in self:
            driver = booking.driver_id.sudo()  # guests call the driver: their number at work goes on the booking
            booking.driver_phone = driver.work_phone or driver.mobile_phone or booking.driver_phone

    @api.depends("service", "state", "car_id.capacity", "driver_id", "date_from", "date_to", "guest_ids")
    @api.depends_context("lang")
    def _compute_resource_clash(self):
        self.resource_clash = False
        cars = self.filtered(
            lambda booking: (
                booking.service == "car"
                and booking.state not in ("cancelled", "declined")
                and booking.date_from
                and (booking.car_id or booking.driver_id)
            )
        )
        if not cars:
            return
        # taken is taken, whoever may see for whom
        others = self.sudo().search(
            [
                ("service", "=", "car"),
                ("state", "not in", ("cancelled", "declined")),
                "|",
                ("car_id", "in", cars.car_id.ids),
                ("driver_id", "in", cars.driver_id.ids),
                ("date_from", "<", max(booking._get_end() for booking in cars)),
                "|",
                ("date_to", ">", min(cars.mapped("date_from"))),
                ("date_to", "=", False),
            ]
        )
        for booking in cars:
            texts = booking._describe_resource_clash(others)
            booking.resource_clash = bool(texts) and Markup("<br>").join(texts)

    def _get_end(self):
        return self.date_to or fields.Datetime.add(self.date_from, hours=1)

    def _describe_resource_clash(self, others):
        _ = self.env._
        overlapping = others.filtered(
            lambda other: (
                other != self._origin and other.date_from < self._get_end() and self.date_from < other._get_end()
            )
        )
        texts = []
        # the name of a colleague who drives
        for resource, taken in (
            (self.car_id, overlapping.filtered(lambda other: other.car_id == self.car_id)),
            (self.driver_id, overlapping.filtered(lambda other: other.driver_id == self.driver_id)),
        ):
            if resource and taken:
                texts.append(_("%(resource)s is taken at that time.", resource=resource.sudo().name))
        if 0 < self.car_id.capacity < len(self.guest_ids):
            texts.append(
                _(
                    "%(car)s has %(seats)s seats for %(guests)s guests.",
                    car=self.car_id.name,
                    seats=self.car_id.capacity,
                    guests=len(self.guest_ids),
                )
            )
        return texts

    # ------------------------------------------------------------------------------------------------------------------
    # The rooms
    # ------------------------------------------------------------------------------------------------------------------

    @api.onchange("service", "guest_ids")
    def _onchange_room_ids(self):
        """A line for each guest, so that only the numbers of the rooms are typed."""
        guests = self.guest_ids._origin if self.service in LODGINGS else self.guest_ids.browse()
        gone = self.room_ids.filtered(lambda line: line.guest_id._origin not in guests)
        new = guests - self.room_ids.guest_id._origin
        self.room_ids = [
            *(Command.delete(line.id) for line in gone),
            *(Command.create({"guest_id": guest.id}) for guest in new),
        ]

    def _get_rooms(self):
        """Who sleeps where, roommates together: a list of ``(guest, line)``; guests without a room stand last."""
        lines = {line.guest_id: line for line in self.room_ids}
        rooms = [(guest, lines.get(guest, self.room_ids.browse())) for guest in self.guest_ids]
        return sorted(rooms, key=lambda pair: (not pair[1].room, pair[1].room or ""))

    def _get_leader_booking(self):
        """The superior's hotel booking that lets the guest have a room in the same hotel (1-4.2n).

        It is booked, for all nights of the guest; and the superior must be entitled to it without leaning on somebody
        else, so that two guests cannot lift each other.
        """
        leader = self.exception_leader_id
        if self.service != "hotel" or self.exception_reason != "with_superior" or not leader:
            return self.browse()
        entitled = leader.rank_id._get_entitled_level("hotel")
        return self.visit_id.booking_ids.filtered(
            lambda other: (
                other != self._origin
                and other.service == "hotel"
                and other.state == "booked"
                and leader._origin in other.guest_ids._origin
                and self.class_id.level <= other.class_id.level <= entitled
                and other.supplier_id
                and other.supplier_id == self.supplier_id
                and other._has_nights_of(self)
            )
        )[:1]

    def _has_nights_of(self, other):
        """Whether the nights of this booking, by days of the company, contain those of ``other``; unknown ones do not."""
        dates = [self.date_from, other.date_from, other.date_to, self.date_to]
        if not all(dates):
            return False
        days = [self.env["reception.deadline"]._to_company_day(date, self.company_id) for date in dates]
        return days == sorted(days)

    # ------------------------------------------------------------------------------------------------------------------
    # The return tickets
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends_context("uid")
    @api.depends("state", "service", "handed_over_at", "visit_id.state")
    def _compute_can_hand_over(self):
        for booking in self:
            booking.can_hand_over = not booking._hand_over_refusals()
            booking.can_undo_hand_over = not booking._undo_hand_over_refusals()

    def action_hand_over(self):
        """The guests have got their tickets (4-12.3).

        :raises UserError: no ticket, not booked, handed over already, or the user is not in charge
        """
        self._raise_refusals(booking._hand_over_refusals() for booking in self)
        self._as_engine().write({"handed_over_at": fields.Datetime.now(), "handed_over_by_id": self.env.uid})

    def _hand_over_refusals(self):
        self.ensure_one()
        if self.service not in TICKETS or self.state != "booked" or self.handed_over_at:
            return [
                self._explain(
                    "4-12.3",
                    self.env._(
                        "%(booking)s is no booked ticket that is still to be handed over.", booking=self.display_name
                    ),
                )
            ]
        return self._hand_over_rights()

    def _hand_over_rights(self):
        if self._is_in_charge():
            return []
        return [self._explain("1-2.2", self.env._("the host or Administration and HR hands over the tickets."))]

    def action_undo_hand_over(self):
        """The tickets are not with the guests after all.

        :raises UserError: not handed over, the visit is closed, or the user is not in charge
        """
        self._raise_refusals(booking._undo_hand_over_refusals() for booking in self)
        self._as_engine().write({"handed_over_at": False, "handed_over_by_id": False})

    def _undo_hand_over_refusals(self):
        self.ensure_one()
        # who claims a ticket need not read the notice
        if not self.handed_over_at or self.sudo().visit_id.state == "closed":
            return [
                self._explain(
                    "4-12.3",
                    self.env._("%(booking)s: there is no hand-over to take back.", booking=self.display_name),
                )
            ]
        return self._hand_over_rights()

    def _do_reopen(self, why):
        """What is booked anew is handed over anew."""
        super()._do_reopen(why)
        self._as_engine().write({"handed_over_at": False, "handed_over_by_id": False})
