from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged

from ..common_cost import NOW, ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestBookingCap(ReceptionCostCommon):
    """A booking within the tables is claimed up to its amount; above it with a reason, above an exception not at all."""

    def _room(self, code="four_star_standard", guests=None, **vals):
        room = self._book(code, guests or self.leader_guest, amount_planned=500, **vals)
        room.action_book()
        return room

    def _claim_room(self, room, amount, **vals):
        return self._claim(
            user=self.host,
            name="Room",
            product_id=self.env.ref("visitor_reception.product_guest_lodging").id,
            reception_booking_id=room.id,
            reception_visit_id=room.visit_id.id,
            date=room.date_from.date(),
            total_amount_currency=amount,
            **vals,
        )

    def _hotel(self):
        classes = self.env["reception.service.class"].search([("service", "=", "hotel")])
        return next(cls.code for cls in classes if self.leader_guest.rank_id._get_entitled_level("hotel") >= cls.level)

    def test_1_4_2_more_than_was_booked_has_a_reason(self):
        room = self._room(self._hotel())
        first = self._claim_room(room, 300)
        with self._after_meals():
            self._approve(first)
            second = self._claim_room(room, 200.01)
            self.assertIn("500", second.event_differences)
            with self.assertRaisesRegex(UserError, "500.01.*Write why they differ"):
                second.action_submit()
            second.total_amount_currency = 200
            self.assertFalse(second.event_differences)
            second.total_amount_currency = 250
            second.event_reason = "The guests stayed for another breakfast"
            self._approve(second)
        self.assertEqual(second.approval_state, "approved")

    def test_1_4_2n_an_exception_holds_for_its_amount(self):
        room = self._room(self._hotel())
        self.patch(self.registry["reception.booking"], "_get_guests_over", lambda booking: booking.guest_ids)
        room.sudo()._as_engine().entitlement_state = "exception"
        claim = self._claim_room(room, 501, event_reason="It was more")
        self.assertEqual(room.entitlement_state, "exception")
        with self._after_meals(), self.assertRaisesRegex(UserError, "1-4.2n.*agreed for"):
            claim.action_submit()

    def test_1_4_2_a_bill_or_an_entry_above_the_booking(self):
        room = self._room(self._hotel())
        account, other = self.env["account.account"].create(
            [
                {"name": "Lodging", "code": "R56021", "account_type": "expense"},
                {"name": "Owed", "code": "R2241", "account_type": "liability_current"},
            ]
        )
        self.company.reception_lodging_account_id = account
        journal = self.env["account.journal"].search(
            [("type", "=", "general"), ("company_id", "=", self.company.id)], limit=1
        )

        def enter(amount):
            entry = self.env["account.move"].create(
                {
                    "journal_id": journal.id,
                    "date": NOW.date(),
                    "line_ids": [
                        Command.create(
                            {
                                "name": "Room",
                                "account_id": account.id,
                                "debit": amount,
                                "reception_booking_id": room.id,
                            }
                        ),
                        Command.create({"name": "Room", "account_id": other.id, "credit": amount}),
                    ],
                }
            )
            with self._after_meals():
                entry.action_post()
            return entry

        enter(400)
        with self.assertRaisesRegex(ValidationError, "1-4.2.*planned"), self.cr.savepoint():
            enter(100.01)
        enter(100)
        with self._after_meals(), self.assertRaisesRegex(UserError, "Write why they differ"):
            self._claim_room(room, 1).action_submit()
