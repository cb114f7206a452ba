from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import format_date


class HrExpense(models.Model):
    """Claim and event agree: what cannot be is refused, everything else that disagrees has the claimant's reason."""

    _inherit = "hr.expense"

    event_differences = fields.Text(string="Claim and Event Differ", compute="_compute_event_differences")
    event_reason = fields.Text(
        string="Why They Differ", copy=False, tracking=True, help="The claimant says it; who approves reads it."
    )

    @api.depends(
        "date", "hospitality_id.meal_at", "reception_booking_id.date_from", "invoice_ids.issue_date",
        "reception_visit_id.date_begin", "reception_visit_id.date_end", "total_amount",
        "reception_booking_id.amount_planned", "reception_booking_id.expense_ids.total_amount",
    )  # fmt: skip
    def _compute_event_differences(self):
        for claim in self:
            claim.event_differences = "\n".join(claim.sudo()._get_event_differences())  # facts of the claim itself

    def _get_event_days(self):
        """First and last day of the meal, the booking or the visit, in the company's zone; nothing where it has none."""
        application, booking, visit = self.hospitality_id, self.reception_booking_id, self.reception_visit_id
        if application:
            moments = [application.meal_at]
        elif booking:
            moments = [booking.date_from, booking.date_to, visit.date_begin, visit.date_end]
        else:
            moments = [visit.date_begin, visit.date_end]
        days = [self.company_id._reception_day(moment) for moment in moments if moment]
        return (min(days), max(days)) if days else None

    def _get_event_differences(self):
        """What disagrees between the claim, its invoice and what it is for: texts."""
        application, booking = self.hospitality_id, self.reception_booking_id
        day = application.meal_at and self.company_id._reception_day(application.meal_at)
        issued = self.invoice_id.issue_date
        _ = self.env._
        texts = []
        if day and self.date and self.date < day:
            texts.append(
                _("dated %(date)s, before its meal of %(day)s", date=self._spell(self.date), day=self._spell(day))
            )
        if day and issued and issued != day:
            texts.append(
                _("the invoice is of %(date)s, the meal was on %(day)s", date=self._spell(issued), day=self._spell(day))
            )
        if application and application._is_outside_visit():
            texts.append(_("the meal lies outside the days of the visit"))
        if booking and booking._is_outside_visit():
            texts.append(_("the booking lies outside the days of the visit"))
        if claimed := self._get_amount_above_booking():
            texts.append(
                _(
                    "%(claimed)s are claimed on a booking of %(booked)s",
                    claimed=booking.currency_id.format(claimed),
                    booked=booking.currency_id.format(booking.amount_planned),
                )
            )
        return texts

    def _get_amount_above_booking(self):
        """What is claimed and booked in all on the booking of the claim, where it is more than was booked; else 0."""
        booking = self.reception_booking_id
        if not booking:
            return 0.0
        claims = booking.expense_ids._filter_active_claims() | self._origin
        total = sum(claim._get_outlay() for claim in claims)
        total += self.env["account.move.line"]._get_booked_directly(booking)[booking]
        return total if booking.currency_id.compare_amounts(total, booking.amount_planned) > 0 else 0.0

    def _spell(self, day):
        return format_date(self.env, day)

    def _event_refusals(self):
        """What cannot be, and what disagrees without a reason: texts."""
        clause = "1-6.1.2" if self._is_meal_claim() else "1-2.4"
        texts = self._window_refusals(clause) + self._lock_refusals()
        texts += self.reception_booking_id._exceeded_exception_refusals(self._get_amount_above_booking())
        differences = self._get_event_differences()
        if differences and not (self.event_reason or "").strip():
            text = self.env._(
                "%(claim)s: %(differences)s. Write why they differ; who approves reads it.",
                claim=self.name,
                differences="; ".join(differences),
            )
            texts += self._refuse(clause, text)
        return texts

    def _window_refusals(self, clause):
        """Vouchers outside the days that the company has set around the event."""
        days = self._get_event_days()
        dates = [day for day in (self.date, self.invoice_id.issue_date) if day]
        if not days or not dates or (min(dates) >= days[0] and max(dates) <= days[1]):
            return []
        deadlines = self.env["reception.deadline"]
        first = days[0] - timedelta(days=deadlines._get_deadline("voucher_before", self.company_id).days)
        last = deadlines._get_deadline("voucher_after", self.company_id)._count_from(days[1], self.company_id)
        return [
            text
            for day in dates
            if not first <= day <= last
            for text in self._refuse(
                clause,
                self.env._(
                    "%(claim)s: a voucher of %(date)s does not belong to what took place on %(day)s; from %(first)s to "
                    "%(last)s it would.",
                    claim=self.name,
                    date=self._spell(day),
                    day=self._spell(days[0]),
                    first=self._spell(first),
                    last=self._spell(last),
                ),
            )
        ]

    def _lock_refusals(self):
        """An invoice older than its meal does not lift the lock of the third day: it was eaten by then (1-6.1.2)."""
        application, issued = self.hospitality_id, self.invoice_id.issue_date
        if not application or not issued or issued >= self.company_id._reception_day(application.meal_at):
            return []
        last = self.env["reception.deadline"]._get_due_date("hospitality_make_up", issued, self.company_id)
        asked = min(filter(None, application.signoff_ids.mapped("asked_at")), default=None)
        if not asked or self.company_id._reception_day(asked) <= last:
            return []
        text = self.env._(
            "%(claim)s: its invoice is of %(date)s, and %(application)s was submitted after %(last)s, the last day to make it "
            "up.",
            claim=self.name,
            date=self._spell(issued),
            application=application.display_name,
            last=self._spell(last),
        )
        return self._refuse("1-6.1.2", text)
