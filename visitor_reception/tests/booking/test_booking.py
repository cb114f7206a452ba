from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common import NOW
from ..common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestBooking(ReceptionCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.hotel = cls.env["res.partner"].create({"name": "Hotel"})

    def test_1_4_1_every_guest_is_held_to_his_rank(self):
        within = self._book("first_class", self.leader_guest)
        self.assertEqual(within.entitlement_state, "within")
        over = self._book("first_class", self.visit.guest_ids)
        self.assertEqual(over.entitlement_state, "over")
        self.assertIn("Guest 2", over.entitlement_note)
        self.assertIn("entitled: Economy class; chosen: First class", over.entitlement_note)
        self.assertEqual(self._book("economy_class", self.visit.guest_ids).entitlement_state, "within")

    def test_1_4_1_a_guest_without_rank_is_not_entitled(self):
        visit = self._issue(self._make_visit())
        booking = self._book("hard_seat", visit.guest_ids[0], visit)
        self.assertEqual(booking.entitlement_state, "over")
        with self.assertRaisesRegex(UserError, "1-4.1: record the rank of Guest 1"):
            booking.action_book()

    def test_1_4_1_shown_before_saving(self):
        form = Form(self.env["reception.booking"].with_user(self.host).with_context(default_visit_id=self.visit.id))
        form.service = "plane"
        form.class_id = self._class("first_class")
        form.guest_ids.add(self.staff_guest)
        self.assertEqual(form.entitlement_state, "over")
        self.assertIn("difference: 1 above", form.entitlement_note)

    def test_1_4_1_class_belongs_to_the_service_and_is_required(self):
        with self.assertRaisesRegex(ValidationError, "1-4.1"):
            self._book("first_class", self.leader_guest, service="train")
        with self.assertRaisesRegex(ValidationError, "1-4.2"):
            self._book("hotel", self.leader_guest)

    def test_1_4_3_cars_and_dormitory_are_open_to_every_rank(self):
        for service in ("car", "dormitory"):
            booking = self._book(service, self.staff_guest)
            self.assertEqual(booking.entitlement_state, "within")
            booking.with_user(self.officer).action_book()
            self.assertEqual(booking.state, "booked")

    def test_4_12_2_return_tickets_are_on_the_visit_until_the_guests_have_them(self):
        """The ticket that brought them, one that is only planned and one that is cancelled are none."""
        there, back, planned, cancelled = (
            self._book("hard_seat", self.staff_guest, is_return=is_return) for is_return in (False, True, True, True)
        )
        (there | back | cancelled).action_book()
        cancelled.action_cancel()
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.with_user(self.host).return_ticket_ids, back)
        self.assertEqual((planned.state, planned.is_return), ("draft", True))

    def test_1_2_5_nothing_is_booked_before_issue(self):
        booking = self._book("car", self.draft_visit.guest_ids, self.draft_visit)
        self.assertFalse(booking.can_book)
        with self.assertRaisesRegex(UserError, "1-2.5"):
            booking.action_book()
        with self.assertRaisesRegex(UserError, "1-2.5"):
            booking.with_user(self.officer).action_book()

    def test_1_4_1n_over_needs_a_reason_and_a_signature(self):
        booking = self._book("first_class", self.staff_guest)
        with self.assertRaisesRegex(UserError, "1-4.1n"):
            booking.action_book()
        with self.assertRaisesRegex(UserError, "1-4.1n"):
            booking.action_submit()
        booking.exception_reason = "tight_schedule"
        with self.assertRaisesRegex(UserError, "1-4.1n.*submit"):
            booking.action_book()
        booking.action_submit()
        self.assertEqual(booking.pending_signatory_ids, self.gm | self.edgm)
        with self.assertRaisesRegex(UserError, "cannot be booked now"):
            booking.action_book()
        booking.with_user(self.edgm).action_sign("agreed")
        self.assertEqual((booking.state, booking.entitlement_state), ("approved", "exception"))
        signature = booking.sudo().exception_signoff
        self.assertEqual((signature.signed_by_id, signature.signed_at), (self.edgm, NOW))
        booking.action_book()
        self.assertEqual(booking.state, "booked")

    def test_1_4_1n_change_of_class_or_guests_makes_it_void(self):
        for change in (
            {"amount_planned": 99999},
            {"date_from": NOW + timedelta(days=2)},
            {"date_to": NOW + timedelta(days=2)},
            {"class_id": self._class("soft_sleeper").id, "service": "train"},
            {"guest_ids": [Command.link(self.leader_guest.id)]},
        ):
            booking = self._book("first_class", self.staff_guest, exception_reason="no_ticket")
            self._grant(booking).action_book()
            booking.write(change)
            self.assertEqual((booking.state, booking.entitlement_state), ("draft", "over"))
            self.assertFalse(booking.sudo().exception_signoff)
            self.assertEqual(set(booking.sudo().signoff_ids.mapped("state")), {"void"})

    def test_1_4_1_booked_within_falls_back_when_it_is_over_now(self):
        booking = self._book("economy_class", self.staff_guest)
        booking.action_book()
        booking.class_id = self._class("first_class")
        self.assertEqual(booking.state, "draft")
        other = self._book("first_class", self.leader_guest)
        other.action_book()
        self.leader_guest.with_user(self.host).rank_id = self._rank("ordinary_staff")
        self.assertEqual(other.state, "draft")

    def test_1_4_1n_declined_and_within_need_no_signature(self):
        booking = self._book("economy_class", self.staff_guest)
        with self.assertRaisesRegex(UserError, "needs no signature"):
            booking.action_submit()
        booking = self._book("first_class", self.staff_guest, exception_reason="no_ticket")
        booking.action_submit()
        booking.with_user(self.gm).action_decline("Take economy")
        self.assertEqual(booking.state, "declined")
        booking.class_id = self._class("economy_class")
        booking.action_book()
        self.assertEqual(booking.state, "booked")

    def _hotel_vals(self):
        return {
            "supplier_id": self.hotel.id,
            "date_from": NOW + timedelta(days=1),
            "date_to": NOW + timedelta(days=2),
        }

    def test_1_4_2n_room_in_the_hotel_of_the_superior(self):
        room = self._book("five_star_standard", self.staff_guest, **self._hotel_vals())
        self.assertEqual(room.entitlement_state, "over")
        with self.assertRaisesRegex(UserError, "1-4.2n"):
            room.action_book()
        with self.assertRaisesRegex(UserError, "1-4.2n"):
            room.action_submit()
        room.write({"exception_reason": "with_superior", "exception_leader_id": self.leader_guest.id})
        with self.assertRaisesRegex(UserError, "1-4.2n"):
            room.action_book()
        suite = self._book("five_star_suite", self.leader_guest, **self._hotel_vals())
        self.assertEqual(room.entitlement_state, "over", "the superior's room is not booked")
        suite.action_book()
        self.assertEqual(room.entitlement_state, "exception")
        for elsewhere in (
            {"supplier_id": self.customer.id},
            {"supplier_id": False},
            {"date_from": NOW + timedelta(days=2), "date_to": NOW + timedelta(days=3)},
            {"date_to": False},
        ):
            with self.subTest(elsewhere=elsewhere):
                suite.write(elsewhere)
                self.assertEqual(room.entitlement_state, "over")
                suite.write(self._hotel_vals())
                self.assertEqual(room.entitlement_state, "exception")
        room.action_book()
        self.assertEqual(room.state, "booked")
        suite.action_cancel()
        self.assertEqual((suite.state, room.state, room.entitlement_state), ("cancelled", "draft", "over"))

    def test_1_4_2n_all_nights_are_the_superiors(self):
        """One common night is not enough: longer than the superior stays nobody is covered."""
        vals = self._hotel_vals() | {"exception_reason": "with_superior", "exception_leader_id": self.leader_guest.id}
        leader = self._book("five_star_suite", self.leader_guest, **self._hotel_vals())
        leader.action_book()
        room = self._book("five_star_suite", self.staff_guest, **vals)
        self.assertEqual(room.entitlement_state, "exception")
        room.action_book()
        room.date_to += timedelta(days=1)
        self.assertEqual((room.state, room.entitlement_state), ("draft", "over"))
        with self.assertRaisesRegex(UserError, "1-4.2n"):
            room.action_book()
        room.date_to = vals["date_to"] + timedelta(hours=2)
        self.assertEqual(room.entitlement_state, "exception", "the same day, whatever the hour")

    def test_1_4_1n_the_host_of_the_visit_does_not_agree_alone(self):
        """D4: the executive deputy general manager hosts, so the general manager agrees."""
        self.visit.sudo()._as_engine().host_id = self.edgm.employee_id
        booking = self._book("first_class", self.staff_guest, user=self.officer, exception_reason="no_ticket")
        booking.action_submit()
        self.assertEqual(booking.pending_signatory_ids, self.gm)

    def test_1_4_2n_two_guests_cannot_lift_each_other(self):
        visit = self._issue(self._make_visit(guest_ids=self._guest_commands("below_deputy_gm", "below_deputy_gm")))
        first, second = visit.guest_ids
        rooms = self.env["reception.booking"]
        for guest, leader in ((first, second), (second, first)):
            rooms |= self._book(
                "five_star_suite",
                guest,
                visit,
                exception_reason="with_superior",
                exception_leader_id=leader.id,
                **self._hotel_vals(),
            )
        self.assertEqual(set(rooms.mapped("entitlement_state")), {"over"})

    def test_1_4_2n_leader_is_on_the_case(self):
        with self.assertRaisesRegex(ValidationError, "not a guest of"):
            self._book("five_star_suite", self.staff_guest, exception_leader_id=self.draft_visit.guest_ids[0].id)
        with self.assertRaisesRegex(ValidationError, "not a guest of"):
            self._book("car", self.draft_visit.guest_ids)

    def test_1_5_2_1_general_staff_stay_in_the_dormitory_or_the_last_row(self):
        visit = self._issue(
            self._make_visit(
                "professional_of_gm", staff_kind="general", guest_ids=self._guest_commands("below_deputy_gm")
            )
        )
        with self.assertRaisesRegex(UserError, "1-5.2.1"):
            self._book("four_star_standard", visit.guest_ids, visit).action_book()
        room = self._book("three_star_standard", visit.guest_ids, visit)
        room.action_book()
        self.assertEqual(room.state, "booked", "D37: the last row of T2")

    def test_cancelled_stays_on_file(self):
        booking = self._book("car", self.staff_guest)
        booking.action_book()
        with self.assertRaisesRegex(UserError, "Cancel it instead"):
            booking.unlink()
        booking.action_cancel()
        with self.assertRaisesRegex(UserError, "stays on file"):
            booking.amount_planned = 1
        with self.assertRaisesRegex(UserError, "cannot be booked now"):
            booking.action_book()

    def test_amounts_dates_and_quantity(self):
        with self.assertRaisesRegex(ValidationError, "more decimals"):
            self._book("car", self.staff_guest, amount_planned=10.005)
        with self.assertRaisesRegex(ValidationError, "outside the visit"):
            self._book("car", self.staff_guest, date_from=NOW - timedelta(days=5))
        for vals in ({"amount_planned": -1}, {"quantity": 0}, {"date_to": NOW}):
            with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"), self.cr.savepoint():
                self._book("car", self.staff_guest, **vals)
        self.assertEqual(self._book("car", self.staff_guest, amount_planned=0).amount_planned, 0)

    def test_state_and_entitlement_cannot_be_written(self):
        booking = self._book("first_class", self.staff_guest)
        for vals in ({"state": "booked"}, {"entitlement_state": "within"}, {"exception_signoff": 1}):
            with self.assertRaises(AccessError):
                booking.write(vals)
        with self.assertRaises(AccessError):
            self._book("first_class", self.staff_guest, state="booked")

    def test_who_sees_and_changes(self):
        booking = self._book("car", self.staff_guest)
        self.assertFalse(booking.with_user(self.stranger).has_access("read"))
        self.assertFalse(self.env["reception.booking"].with_user(self.guard).search([("id", "=", booking.id)]))
        self.assertTrue(booking.with_user(self.officer).has_access("write"))
        self.assertTrue(booking.with_user(self.auditor).has_access("read"))
        self.assertFalse(booking.with_user(self.auditor).has_access("write"))
        with self.assertRaises(AccessError):
            self._book("car", self.staff_guest, user=self.stranger)
        over = self._book("first_class", self.staff_guest, exception_reason="no_ticket")
        over.action_submit()
        self.assertEqual(over.with_user(self.gm).guest_ids, self.staff_guest, "who signs sees the guests")

    def test_guest_in_use_is_not_deleted(self):
        self._book("car", self.staff_guest)
        with self.assertRaisesRegex(UserError, "take the guest off there first"):
            self.staff_guest.with_user(self.host).unlink()

    def test_1_0_2_cost_to_claim_in_one_click(self):
        booking = self._book("five_star_suite", self.leader_guest, amount_planned=880)
        with self.assertRaisesRegex(UserError, "not booked"):
            booking.action_create_expense()
        booking.action_book()
        claim = self.env["hr.expense"].browse(booking.action_create_expense()["res_id"])
        self.assertEqual(booking.expense_id, claim)
        self.assertEqual(claim.reception_visit_id, self.visit)
        self.assertEqual(claim.product_id, self.env.ref("visitor_reception.product_guest_lodging"))
        self.assertEqual((claim.employee_id, claim.total_amount), (self.host.employee_id, 880))
        self.assertEqual(booking.action_create_expense()["res_id"], claim.id, "no second claim by a second click")

    def test_user_without_or_with_archived_employee_is_told(self):
        booking = self._book("car", self.staff_guest)
        booking.action_book()
        self.host.employee_id.action_archive()
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "Host has no employee record"):
            booking.action_create_expense()

    def test_number_is_given_and_never_written(self):
        booking = self._book("car", self.staff_guest)
        self.assertNotEqual(booking.name, "/")
        with self.assertRaises(AccessError):
            booking.with_user(self.officer).name = "BK/1"

    def test_1_6_1_2_claimed_booking_is_not_cancelled(self):
        booking = self._book("car", self.staff_guest)
        booking.action_book()
        claim = self.env["hr.expense"].browse(booking.action_create_expense()["res_id"])
        claim.with_user(self.host).action_submit()
        self.assertFalse(booking.can_cancel)
        with self.assertRaisesRegex(UserError, "is claimed already"):
            booking.action_cancel()
        claim.with_user(self.accountant)._do_refuse("wrong receipt")
        booking.action_cancel()
        self.assertEqual(booking.state, "cancelled")

    def test_auditor_who_is_host_changes_nothing(self):
        booking = self._book("car", self.staff_guest)
        self.host.group_ids |= self.env.ref("visitor_reception.group_reception_auditor")
        with self.assertRaisesRegex(UserError, "1-2.2"):
            booking.action_book()
        with self.assertRaisesRegex(UserError, "1-2.2"):
            self.visit.with_user(self.host).action_start()

    def test_1_3_8_a_booking_is_not_moved_to_a_notice_of_somebody_else(self):
        other = self._make_visit(user=self.stranger, host_id=self.stranger.employee_id.id)
        self._issue(other)
        booking = self._book("car", self.draft_visit.guest_ids.browse(), visit=self.draft_visit)
        with self.assertRaises(AccessError):
            booking.visit_id = other
        guest = self.draft_visit.with_user(self.host).guest_ids[0]
        with self.assertRaises(AccessError):
            guest.visit_id = other
        self.assertEqual(other.state, "issued")

    def test_1_2_5_what_is_booked_stays_on_its_notice(self):
        booking = self._book("car", self.staff_guest)
        booking.action_book()
        with self.assertRaisesRegex(UserError, "1-2.5.*stays on its notice"):
            booking.visit_id = self.draft_visit

    def test_1_4_1n_guests_are_not_put_on_a_booking_from_the_guest(self):
        booking = self._book("five_star_suite", self.leader_guest)
        booking.action_book()
        guest = self.staff_guest.with_user(self.host)
        with self.assertRaisesRegex(UserError, "1-3.8"):
            guest.write({"booking_ids": [Command.link(booking.id)]})
        vals = {"visit_id": self.visit.id, "name": "One more", "position": "Clerk"}
        with self.assertRaisesRegex(UserError, "1-3.8"), self.cr.savepoint():
            guest.with_context(default_booking_ids=[Command.link(booking.id)]).create(vals)
        self.assertEqual(booking.guest_ids, self.leader_guest)

    def test_1_4_1n_agreed_for_these_guests_with_their_ranks(self):
        booking = self._grant(self._book("first_class", self.staff_guest, exception_reason="no_ticket"))
        booking.action_book()
        self.staff_guest.with_user(self.host).rank_id = False
        self.assertEqual((booking.state, booking.entitlement_state), ("draft", "over"))

    def test_1_4_2n_the_room_of_the_superior_goes(self):
        """Another class, or the superior is not entitled to it any more: the guest's room is looked at anew."""
        vals = self._hotel_vals() | {"exception_reason": "with_superior", "exception_leader_id": self.leader_guest.id}
        leader = self._book("five_star_suite", self.leader_guest, **self._hotel_vals())
        leader.action_book()
        room = self._book("five_star_suite", self.staff_guest, **vals)
        room.action_book()
        leader.class_id = self._class("three_star_standard")
        self.assertEqual((room.state, room.entitlement_state), ("draft", "over"))
        leader.class_id = self._class("five_star_suite")
        room.action_book()
        self.leader_guest.with_user(self.host).rank_id = self._rank("below_deputy_gm")
        self.assertEqual((room.state, room.entitlement_state), ("draft", "over"))

    def test_1_4_1_held_to_the_table_as_it_is_now(self):
        booking = self._book("five_star_suite", self.leader_guest)
        self.assertEqual(booking.entitlement_state, "within")
        self.env["reception.entitlement"].search([("class_id", "=", booking.class_id.id)]).unlink()
        with self.assertRaisesRegex(UserError, "1-4.2"):
            booking.action_book()

    def test_1_4_1_claimed_booking_stays_within(self):
        booking = self._book("five_star_suite", self.leader_guest)
        booking.action_book()
        self.env["hr.expense"].browse(booking.action_create_expense()["res_id"]).action_submit()
        with self.assertRaisesRegex(UserError, "is claimed already"):
            booking.guest_ids |= self.staff_guest

    def test_1_2_5_only_what_is_booked_is_claimed(self):
        booking = self._book("first_class", self.staff_guest)
        claim = (
            self.env["hr.expense"]
            .with_user(self.host)
            .create(
                {
                    "name": "Ticket",
                    "product_id": self.env.ref("visitor_reception.product_guest_transport").id,
                    "employee_id": self.host.employee_id.id,
                    "reception_booking_id": booking.id,
                    "total_amount_currency": 900,
                }
            )
        )
        with self.assertRaisesRegex(UserError, "1-2.5.*is not booked"):
            claim.action_submit()

    def test_1_2_4_a_claimed_notice_is_not_cancelled(self):
        booking = self._book("car", self.staff_guest)
        booking.action_book()
        claim = self.env["hr.expense"].browse(booking.action_create_expense()["res_id"])
        claim.action_submit()
        visit = self.visit.with_user(self.host)
        self.assertFalse(visit.can_cancel)
        with self.assertRaisesRegex(UserError, "1-2.4.*is claimed already"):
            visit.action_cancel()
        claim.with_user(self.accountant)._do_refuse("wrong receipt")
        visit.action_cancel()
        self.assertEqual(visit.state, "cancelled")

    def test_1_5_2_1_staff_kind_is_signed(self):
        visit = self._issue(
            self._make_visit(
                "professional_of_gm", staff_kind="general", guest_ids=self._guest_commands("below_deputy_gm")
            )
        )
        visit.staff_kind = "expert"
        self.assertEqual(visit.state, "draft")
