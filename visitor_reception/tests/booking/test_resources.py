from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import NOW
from ..common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestResources(ReceptionCostCommon):
    """Cars, drivers, rooms and return tickets."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.driver, cls.other_driver = cls.env["hr.employee"].create(
            [{"name": "Driver Zhao", "work_phone": "13800000001"}, {"name": "Driver Qian"}]
        )
        cls.van, cls.sedan = cls.env["reception.resource"].create(
            [
                {"name": "Van", "kind": "car", "plate": "沪A12345", "capacity": 6, "driver_id": cls.driver.id},
                {"name": "Sedan", "kind": "car", "plate": "沪A54321", "capacity": 1, "driver_id": cls.other_driver.id},
            ]
        )

    def _book_car(self, hour=0, **vals):
        start = NOW + timedelta(days=1, hours=hour)
        return self._book(
            "car", self.visit.guest_ids, **{"date_from": start, "date_to": start + timedelta(hours=2), **vals}
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Cars and meeting rooms
    # ------------------------------------------------------------------------------------------------------------------

    def test_who_keeps_cars_and_rooms(self):
        for user in (self.officer, self.manager):
            self.van.with_user(user).note = f"by {user.name}"
        for user in (self.host, self.auditor, self.stranger):
            self.assertEqual(self.van.with_user(user).display_name, "Van 沪A12345")
            with self.assertRaises(AccessError):
                self.van.with_user(user).note = "mine"
        self.auditor.group_ids += self.env.ref("visitor_reception.group_reception_officer")
        with self.assertRaises(AccessError):
            self.van.with_user(self.auditor).note = "mine"

    def test_bad_input(self):
        resources = self.env["reception.resource"].with_user(self.officer)
        for vals in ({"name": "  "}, {"name": "Hall", "capacity": -1}):
            with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.CheckViolation), self.cr.savepoint():
                resources.create(vals)
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation), self.cr.savepoint():
            resources.create({"name": "Copy", "kind": "car", "plate": self.van.plate})
        self.van.with_user(self.officer).active = False
        self.env.flush_all()
        resources.create({"name": "Successor", "kind": "car", "plate": self.van.plate})

    # ------------------------------------------------------------------------------------------------------------------
    # Cars of bookings
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_4_3_company_car_comes_with_driver_and_plate(self):
        form = Form(self.env["reception.booking"].with_user(self.host).with_context(default_visit_id=self.visit.id))
        form.service = "car"
        form.car_id = self.van
        self.assertEqual((form.driver_id, form.plate, form.driver_phone), (self.driver, "沪A12345", "13800000001"))
        booking = form.save()
        booking.driver_id = self.other_driver
        self.assertEqual((booking.plate, booking.driver_phone), ("沪A12345", "13800000001"))
        hired = self._book_car(plate="沪B00001", driver_phone="13900000002")
        self.assertEqual((hired.plate, hired.driver_phone, hired.car_id.id), ("沪B00001", "13900000002", False))

    def test_1_4_3_room_is_no_car(self):
        room = self.env["reception.resource"].create({"name": "Room 301"})
        with self.assertRaisesRegex(ValidationError, "Room 301 is no car"):
            self._book_car(car_id=room.id)

    def test_1_4_3_car_and_driver_taken(self):
        first = self._book_car(car_id=self.van.id)
        self.assertFalse(first.resource_clash)
        form = Form(self.env["reception.booking"].with_user(self.host).with_context(default_visit_id=self.visit.id))
        form.service = "car"
        form.date_from = first.date_from + timedelta(hours=1)
        form.date_to = first.date_to
        form.car_id = self.van
        self.assertIn("Van is taken", form.resource_clash)
        self.assertIn("Driver Zhao is taken", form.resource_clash)
        form.driver_id = self.other_driver
        self.assertNotIn("Driver", form.resource_clash)
        form.date_from = first.date_to
        form.date_to = first.date_to + timedelta(hours=1)
        self.assertFalse(form.resource_clash, "one after the other")
        second = self._book_car(hour=1, driver_id=self.driver.id)
        self.assertIn("Driver Zhao is taken", second.resource_clash)
        self.assertNotIn("Van", second.resource_clash)
        second.action_book()
        self.assertEqual(second.state, "booked", "a warning stops nobody")
        first.action_cancel()
        second.invalidate_recordset()
        self.assertFalse(second.resource_clash)

    def test_1_4_3_car_of_a_visit_that_i_may_not_read(self):
        other = self._issue(self._make_visit(host_id=self.stranger.employee_id.id, user=self.officer))
        self._book("car", other.guest_ids, visit=other, user=self.officer, car_id=self.van.id)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertIn("Van is taken", self._book_car(car_id=self.van.id).resource_clash)

    def test_1_4_3_more_guests_than_seats(self):
        self.assertIn("Sedan has 1 seats for 2 guests", self._book_car(car_id=self.sedan.id).resource_clash)

    def test_changes_of_a_booking_keep_their_history(self):
        booking = self._book_car(car_id=self.van.id)
        self.cr.flush()
        booking.write({"car_id": self.sedan.id, "amount_planned": 700, "date_to": NOW + timedelta(days=2)})
        self.cr.flush()
        tracked = booking.sudo().message_ids.tracking_value_ids.field_id.mapped("name")
        self.assertLessEqual({"car_id", "driver_id", "plate", "amount_planned", "date_to"}, set(tracked))
        booking.action_cancel()
        for change in ({"car_id": self.van.id}, {"plate": "x"}, {"room_ids": []}):
            with self.assertRaisesRegex(UserError, "stays on file"):
                booking.write(change)

    # ------------------------------------------------------------------------------------------------------------------
    # Rooms
    # ------------------------------------------------------------------------------------------------------------------

    def test_4_12_2_a_line_for_each_guest_of_a_room(self):
        form = Form(self.env["reception.booking"].with_user(self.host).with_context(default_visit_id=self.visit.id))
        form.service = "hotel"
        form.class_id = self._class("three_star_standard")
        self.assertEqual(len(form.room_ids), 2)
        with form.room_ids.edit(1) as line:
            line.room = "0801"
        form.guest_ids.remove(self.leader_guest.id)
        booking = form.save()
        self.assertEqual((booking.room_ids.guest_id, booking.room_ids.room), (self.staff_guest, "0801"))
        self.assertEqual(booking._get_rooms(), [(self.staff_guest, booking.room_ids)])
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            booking.room_ids.with_user(self.stranger).read(["room"])
        with self.assertRaises(AccessError):
            booking.room_ids.with_user(self.auditor).room = "1"

    def test_4_12_2_one_room_a_guest_of_the_visit(self):
        booking = self._book("dormitory", self.visit.guest_ids)
        rooms = self.env["reception.booking.room"].with_user(self.host)
        with self.assertRaisesRegex(ValidationError, "not a guest of"):
            rooms.create({"booking_id": booking.id, "guest_id": self.draft_visit.guest_ids[0].id})
        vals = {"booking_id": booking.id, "guest_id": self.staff_guest.id}
        with mute_logger("odoo.sql_db"), self.assertRaises(psycopg2.errors.UniqueViolation):
            rooms.create([vals, vals])

    def test_rooms_are_not_moved_to_a_booking_of_others(self):
        other = self._make_visit(host_id=self.stranger.employee_id.id, user=self.officer)
        booking = self._book("dormitory", other.guest_ids, visit=other, user=self.officer)
        line = (
            self.env["reception.booking.room"]
            .with_user(self.host)
            .create({"booking_id": self._book("dormitory", self.staff_guest).id, "guest_id": self.staff_guest.id})
        )
        with self.assertRaises(AccessError):
            line.write({"booking_id": booking.id, "guest_id": other.guest_ids[0].id})

    # ------------------------------------------------------------------------------------------------------------------
    # Return tickets
    # ------------------------------------------------------------------------------------------------------------------

    def test_4_12_3_return_tickets_are_handed_over(self):
        ticket = self._book("hard_seat", self.visit.guest_ids, is_return=True)
        self.assertFalse(self.visit.return_ticket_ids)
        with self.assertRaisesRegex(UserError, "4-12.3"):
            ticket.action_hand_over()
        ticket.action_book()
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.return_ticket_ids, ticket)
        for user in (self.gm, self.auditor):
            self.assertFalse(ticket.with_user(user).can_hand_over)
            with self.assertRaisesRegex(UserError, "1-2.2"):
                ticket.with_user(user).action_hand_over()
        with self.assertRaises(AccessError):
            ticket.handed_over_at = NOW
        ticket.with_user(self.officer).action_hand_over()
        self.assertEqual((ticket.handed_over_at, ticket.handed_over_by_id), (NOW, self.officer))
        self.visit.invalidate_recordset()
        self.assertFalse(self.visit.return_ticket_ids)
        with self.assertRaisesRegex(UserError, "4-12.3"):
            ticket.action_hand_over()

    def test_4_12_3_hand_over_is_taken_back_until_the_visit_is_closed(self):
        ticket = self._book("hard_seat", self.visit.guest_ids, is_return=True)
        ticket.action_book()
        ticket.action_hand_over()
        ticket.action_undo_hand_over()
        self.assertFalse(ticket.handed_over_at)
        with self.assertRaisesRegex(UserError, "no hand-over to take back"):
            ticket.action_undo_hand_over()
        ticket.action_hand_over()
        self._prepare(self.visit).with_user(self.host).action_start()
        self.visit.with_user(self.head).action_sign_register()
        self.visit.with_user(self.host).action_close()
        self.assertFalse(ticket.can_undo_hand_over)
        with self.assertRaisesRegex(UserError, "4-12.3"):
            ticket.action_undo_hand_over()

    def test_4_12_3_booked_anew_is_handed_over_anew(self):
        ticket = self._book("economy_class", self.staff_guest, is_return=True)
        ticket.action_book()
        ticket.action_hand_over()
        ticket.class_id = self._class("first_class")
        self.assertEqual((ticket.state, ticket.handed_over_at), ("draft", False))

    def test_4_12_3_rooms_and_cars_are_not_handed_over(self):
        car = self._book_car()
        car.action_book()
        self.assertFalse(car.can_hand_over)
        with self.assertRaisesRegex(UserError, "4-12.3"):
            car.action_hand_over()

    # ------------------------------------------------------------------------------------------------------------------
    # Claims and cost
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_0_2_claim_names_the_guests(self):
        booking = self._book("hard_seat", self.visit.guest_ids)
        booking.action_book()
        booking.action_create_expense()
        self.assertEqual(
            booking.expense_id.sudo().description.splitlines(),
            [self.visit.display_name, "Guest 1 (Director)", "Guest 2 (Director)"],
        )

    def test_1_2_3_closing_statement_and_what_was_over_the_standard(self):
        self._book("hard_seat", self.visit.guest_ids, amount_planned=100).action_book()
        exception = self._book("first_class", self.staff_guest, amount_planned=900, exception_reason="no_ticket")
        self._grant(exception)
        self._grant(self._apply(guest_ids=[Command.set(self.staff_guest.ids)], amount_planned=200))
        self._book("dormitory", self.visit.guest_ids, amount_planned=50)
        visit = self.visit
        self.assertEqual((visit.cost_planned, visit.cost_standard), (1200, 300), "a draft plans nothing")
        self.assertEqual(visit.cost_over_standard, 900)
        costs = visit._get_costs_by_kind()
        self.assertEqual(costs["transport"]["approved"], 100, "the exception is agreed but not booked")
        self.assertEqual(costs["hospitality"]["approved"], 200)
        self.assertEqual(costs["lodging"]["approved"], 0)
        visit.with_user(self.host)._log_closing_statement()
        body = visit.sudo().message_ids[0].body
        self.assertIn("Closing statement", body)
        self.assertIn("Approved", body)
        self.assertIn("1,200.00", body)
