from collections import defaultdict

from odoo import api, models

from ..booking.reception_booking import LODGINGS


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _booked_refusals(self, link, document, clause):
        """What speaks against changing or cancelling ``document``, on which posted items stand: texts.

        :param str link: the field of the item that names it
        """
        # who cancels need not see the entries
        lines = self.sudo().search([(link, "in", document.ids), ("parent_state", "=", "posted")])
        if self.env.company.currency_id.is_zero(sum(lines.mapped("balance"))):
            return []
        text = self.env._(
            "%(document)s is in the books (%(entries)s): have the entry reversed first.",
            document=document.display_name,
            entries=", ".join(lines.move_id.mapped("name")),
        )
        return [self.env["reception.clause"]._explain(clause, text)]

    @api.model
    def _get_booked_directly(self, bookings):
        """What posted items that belong to no claim come to, by their booking; tax included, where it is not taken off."""
        lines = self.sudo().search(
            [
                ("reception_booking_id", "in", bookings.ids),
                ("parent_state", "=", "posted"),
                ("expense_id", "=", False),
                ("not_reception_at", "=", False),
            ]
        )
        amounts = defaultdict(float)
        for line in lines:
            amounts[line.reception_booking_id] += line.balance
        return amounts

    def _booking_overrun_refusals(self):
        """What bills and entries book above their bookings (1-4.1, 1-4.2): texts."""
        bookings = self.sudo().reception_booking_id
        if not bookings:
            return []
        bookings._signoff_lock()  # a second bill at the same moment waits, with the first in sight
        booked = self._get_booked_directly(bookings)
        texts = []
        for booking in bookings:
            claimed = sum(claim._get_outlay() for claim in booking.expense_ids._filter_active_claims())
            total = booked[booking] + claimed
            if booking.currency_id.compare_amounts(total, booking.amount_planned) > 0:
                text = self.env._(
                    "%(booking)s: %(total)s are booked and claimed, %(planned)s were planned. Correct the amount of the "
                    "booking first, or claim the cost and write why it is more.",
                    booking=booking.display_name,
                    total=booking.currency_id.format(total),
                    planned=booking.currency_id.format(booking.amount_planned),
                )
                texts.append(self.env["reception.clause"]._explain(booking._get_standard_clause(), text))
        return texts


class ReceptionHospitality(models.Model):
    _inherit = "reception.hospitality"

    def _claimed_refusals(self):
        """An application that a bill or an entry names stays as it is, as one that is claimed."""
        items = self.env["account.move.line"]
        return super()._claimed_refusals() or items._booked_refusals("reception_hospitality_id", self, "1-6.1.2")


class ReceptionBooking(models.Model):
    _inherit = "reception.booking"

    def _get_standard_clause(self):
        return "1-4.2" if self.service in LODGINGS else "1-4.1"

    def _exceeded_exception_refusals(self, claimed):
        """An exception is agreed for an amount: above it no reason helps (1-4.1n, 1-4.2n): texts."""
        if not claimed or self.entitlement_state != "exception":
            return []
        text = self.env._(
            "%(booking)s: %(claimed)s are claimed, the exception was agreed for %(planned)s. Correct the booking; the "
            "exception is then agreed to anew.",
            booking=self.display_name,
            claimed=self.currency_id.format(claimed),
            planned=self.currency_id.format(self.amount_planned),
        )
        return [self.env["reception.clause"]._explain(f"{self._get_standard_clause()}n", text)]

    def _claimed_refusals(self):
        """A booking that a bill or an entry names stays as it is, as one that is claimed."""
        items = self.env["account.move.line"]
        return super()._claimed_refusals() or items._booked_refusals("reception_booking_id", self, "1-2.4")
