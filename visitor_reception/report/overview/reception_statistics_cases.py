from collections import defaultdict

from odoo import models
from odoo.fields import Domain

from .booking_wording import BookingWording
from .reception_statistics import BOOKED, OVER_STANDARD


class ReceptionStatistics(models.Model):
    """The cases over standard of a period, with who agreed and when (1-2.3)."""

    _inherit = "reception.statistics"

    def _get_cases(self, rows, company):
        rows_by_visit = {row["visit_id"]: row for row in rows if row["over_standard_count"]}
        if not rows_by_visit:
            return []
        # the rows above were restricted to what the user may read; they see the cases of exactly these visits
        visit_domain = Domain("visit_id", "in", list(rows_by_visit))
        bookings = (
            self.env["reception.booking"]
            .sudo()
            .search(visit_domain & Domain("entitlement_state", "in", OVER_STANDARD) & Domain("state", "in", BOOKED))
        )
        meals = (
            self.env["reception.hospitality"]
            .sudo()
            .search(visit_domain & Domain("is_over_standard", "=", True) & Domain("state", "=", "approved"))
        )
        wording = BookingWording(self.env)
        agreed = self._get_agreed(bookings, company) | self._get_agreed(meals, company)
        cases = [self._prepare_booking_case(booking, wording) for booking in bookings]
        cases += [self._prepare_meal_case(meal) for meal in meals]
        for case in cases:
            row = rows_by_visit[case.pop("visit_id")]
            case.update({key: row[key] for key in ("date", "number", "visitors", "department_id")})
            case.update(agreed.get(case.pop("document"), {}))
        return sorted(cases, key=lambda case: (case["date"], case["number"]))

    def _prepare_booking_case(self, booking, wording):
        reasons = dict(booking._fields["exception_reason"]._description_selection(self.env))
        # a room in the superior's hotel needs no signature: the superior is the reason (1-4.2n)
        reason = [reasons.get(booking.exception_reason), booking.exception_leader_id.name, booking.exception_note]
        return {
            "visit_id": booking.visit_id.id,
            "document": (booking._name, booking.id),
            "subject": wording.describe([[booking.service, booking.class_id.id, booking.quantity]]),
            "amount": booking.amount_planned,
            "reason": ": ".join(part for part in reason if part),
        }

    def _prepare_meal_case(self, meal):
        kinds = dict(meal._fields["kind"]._description_selection(self.env))
        return {
            "visit_id": meal.visit_id.id,
            "document": (meal._name, meal.id),
            "subject": self.env._(
                "%(kind)s, %(amount)s a head",
                kind=kinds[meal.kind],
                amount=meal.currency_id.with_context(lang=self.env.lang).format(meal.amount_per_head),
            ),
            "amount": meal.amount_planned,
            "reason": meal.over_reason,
        }

    def _get_agreed(self, documents, company):
        """Who signed the documents, and when the last of them did, in the company's time zone."""
        rounds = {document.id: document.signoff_round for document in documents}
        signoffs = (
            self.env["reception.signoff"]
            .sudo()
            .search(
                [("res_model", "=", documents._name), ("res_id", "in", documents.ids), ("state", "=", "signed")],
                order="signed_at, id",
            )
        )
        # a request that was declined and submitted anew keeps the signatures of both rounds
        signoffs = signoffs.filtered(lambda signoff: signoff.round == rounds[signoff.res_id])
        agreed = defaultdict(lambda: {"agreed_by": ""})
        for signoff in signoffs:
            facts = agreed[signoff.res_model, signoff.res_id]
            facts["agreed_by"] = ", ".join(filter(None, [facts["agreed_by"], signoff.signatory_label]))
            facts["agreed_at"] = company._reception_local(signoff.signed_at).replace(tzinfo=None)
        return dict(agreed)
