from odoo import api, models
from odoo.tools import html2plaintext

from .reception_booking import LODGINGS, TICKETS


class ReceptionBooking(models.Model):
    """The verbs of a booking: have an exception signed, book, reopen, cancel, claim."""

    _inherit = "reception.booking"

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "booked", "cancelled"},
            "signing": {"approved", "declined", "draft"},
            "approved": {"booked", "draft", "cancelled"},
            "booked": {"draft", "cancelled"},
            "declined": {"signing", "draft", "booked", "cancelled"},
            "cancelled": {"draft"},  # with its notice alone
        }

    @api.model
    def _signoff_fields(self):
        return {
            "visit_id",
            "service",
            "class_id",
            "quantity",
            "exception_reason",
            "exception_leader_id",
            "amount_planned",
            "date_from",
            "date_to",
        }

    @api.model
    def _signoff_card_fields(self):
        names = (
            "guest_ids",
            "class_id",
            "quantity",
            "date_from",
            "amount_planned",
            "exception_reason",
            "exception_note",
        )
        return "visit_id", *super()._signoff_card_fields(), *names

    def _signoff_card_alerts(self):
        note = [html2plaintext(self.entitlement_note).strip()] if self.entitlement_state != "within" else []
        return [*super()._signoff_card_alerts(), *filter(None, note)]

    @api.model
    def _signoff_lines(self):
        return {"guest_ids": ("name", "rank_id", "id")}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "department_id",
            "entitlement_state",
            "exception_signoff",
            "amount_actual",
        }

    # ------------------------------------------------------------------------------------------------------------------
    # What is missing, and the sign-off of an exception
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_owners(self):
        """Who asked, who hosts and who claims (D4)."""
        booking = self.sudo()  # who signs need not read employees and claims
        people = booking.visit_id.host_id | booking.expense_ids._filter_active_claims().employee_id
        return super()._signoff_owners() | people.user_id.sudo(False)

    def _needs_signature(self):
        """A ticket above the entitlement is agreed to by signature (1-4.1n); a hotel room never (1-4.2n)."""
        return self.service in TICKETS and self.entitlement_state == "over"

    def _missing_fact_fields(self):
        return (
            "state",
            "service",
            "class_id",
            "guest_ids",
            "entitlement_state",
            "exception_reason",
            "exception_leader_id",
            "visit_id.staff_kind",
            "visit_id.category_id",
            "visit_id.cost_budget",
            "visit_id.state",
        )

    def _missing_facts(self):
        self.ensure_one()
        _ = self.env._
        over = self.entitlement_state == "over"
        clause = "1-4.2" if self.service in LODGINGS else "1-4.1"
        unranked = self._get_guests_over().filtered(lambda guest: not guest.rank_id)
        checks = [
            (not self.guest_ids, clause, _("choose the guests it is for"), "guest_ids"),
            (
                self.service == "hotel" and self._is_above_general_staff(),
                "1-5.2.1",
                _(
                    "general staff stay in the staff dormitory, or in a room of the last row of the table of hotels: choose "
                    "such a room"
                ),
                "class_id",
            ),
            (
                over and unranked,
                clause,
                _(
                    "record the rank of %(guests)s; without a rank nothing is covered",
                    guests=", ".join(unranked.mapped("name")),
                ),
                "action_open_visit",
            ),
            (
                over and self.service in TICKETS and not self.exception_reason,
                "1-4.1n",
                _("the class is above the entitlement: choose the reason for the exception, or a lower class"),
                "exception_reason",
            ),
            (
                over and self.service == "hotel",
                "1-4.2n",
                _(
                    "the room is above the entitlement: choose a lower class, or name the superior on this visit whose "
                    "own room is booked in the same hotel (supplier) for all these nights, in the same or a higher class"
                ),
                "class_id",
            ),
        ]
        # who signs a booking need not read the cost plan
        return self._collect_missing(checks) + self.visit_id.sudo()._missing_meeting_cost()

    def _is_above_general_staff(self):
        """Whether the class is more than every rank may have, on a visit of general staff (1-5.2.1, D37)."""
        lowest = self.env["reception.rank"]._get_lowest_level(self.service)
        return self.visit_id._has_general_staff() and self.class_id.level > lowest

    def _get_missing_facts_now(self):
        """Besides: nothing is booked before the notice is issued (1-2.5)."""
        # the state of the notice, which who signs a booking need not read
        visit = self.visit_id.sudo()
        is_early = "booked" in self._transitions()[self.state] and visit.state not in ("issued", "hosting")
        text = self.env._("have the notice issued before anything is booked")
        early = self._collect_missing([(bool(visit) and is_early, "1-2.5", text, "action_open_visit")])
        return super()._get_missing_facts_now() + early

    def _submit_refusals(self):
        refusals = super()._submit_refusals()
        if not refusals and not self._needs_signature():
            return [self.env._("%(booking)s needs no signature: book it.", booking=self.display_name)]
        return refusals

    def _on_signoff_granted(self):
        """Note which signature agreed to the exception (1-4.1n)."""
        super()._on_signoff_granted()
        for booking in self:
            signed = booking._get_round_rows().filtered(lambda row: row.state == "signed")
            booking._as_engine().exception_signoff = signed[-1:]

    # ------------------------------------------------------------------------------------------------------------------
    # Book
    # ------------------------------------------------------------------------------------------------------------------

    def action_book(self):
        """Book what is planned.

        :raises UserError: the notice is not issued (1-2.5), or the class is above the entitlement without an exception
            that was agreed to (1-4.1n, 1-4.2n)
        """
        self._signoff_lock()
        self._refresh_entitlement()
        self._check_can_book()
        self._do_book()

    def action_submit(self):
        self._refresh_entitlement()
        return super().action_submit()

    def _refresh_entitlement(self):
        """Hold what is not booked yet to the tables as they are now, whatever they said when it was written."""
        pending = self.filtered(lambda booking: "booked" in self._transitions()[booking.state])
        pending.modified(["class_id"])

    def _book_refusals(self):
        self.ensure_one()
        if "booked" not in self._transitions()[self.state]:
            return [self.env._("%(booking)s cannot be booked now.", booking=self.display_name)]
        visit = self.visit_id.sudo()
        if visit.state not in ("issued", "hosting"):
            return [
                self._explain(
                    "1-2.5",
                    self.env._("%(visit)s has not been issued: nothing is booked before.", visit=visit.display_name),
                )
            ]
        if not self._is_in_charge():
            return [self._explain("1-2.2", self.env._("the host or Administration and HR books."))]
        refusals = self._explain_missing(self._missing_facts())
        if not refusals and self._needs_signature():
            return [
                self._explain(
                    "1-4.1n",
                    self.env._(
                        "the class is above the entitlement: submit the booking, the general manager or the executive "
                        "deputy general manager has to agree."
                    ),
                )
            ]
        return refusals

    def _is_in_charge(self):
        # an employee cannot read whose user a colleague is
        is_host = self.sudo().visit_id.host_id.user_id == self.env.user
        return self in self._manages_signoff() or (is_host and not self._is_auditor())

    def _check_can_book(self):
        self._raise_refusals(booking._book_refusals() for booking in self)

    def _do_book(self):
        self._move("booked")

    # ------------------------------------------------------------------------------------------------------------------
    # Reopen, cancel
    # ------------------------------------------------------------------------------------------------------------------

    def _do_reopen(self, why):
        self._raise_refusals(booking._claimed_refusals() for booking in self)
        super()._do_reopen(why)
        self._as_engine().exception_signoff = False

    def _reopen_if_over(self):
        """Back to draft where the booking is no longer covered: other class, guests or ranks, superior's room gone.

        Rooms that lean on one that goes back are looked at after it (1-4.2n).
        """
        uncovered = self.sudo().filtered(
            lambda booking: booking.state in ("approved", "booked") and booking.entitlement_state == "over"
        )
        for booking in uncovered:
            booking.sudo(False)._do_reopen(self.env._("above the entitlement now (1-4.1, 1-4.2): check it anew"))
        if uncovered:
            self._reopen_if_over()

    def action_cancel(self):
        """Cancel a booking; it stays on file. Bookings that leaned on it are looked at anew (1-4.2n).

        :raises UserError: it waits for signatures (recall it first), or is claimed already
        """
        self._raise_refusals(booking._cancel_refusals() for booking in self)
        self._move("cancelled", signoff_state="none")
        self.visit_id.booking_ids._reopen_if_over()

    def _cancel_refusals(self):
        self.ensure_one()
        if "cancelled" not in self._transitions()[self.state]:
            return [
                self.env._(
                    "%(booking)s cannot be cancelled now: recall it while it waits for signatures.",
                    booking=self.display_name,
                )
            ]
        if not self._is_in_charge():
            return [self._explain("1-2.2", self.env._("the host or Administration and HR cancels."))]
        return self._claimed_refusals()

    def _claimed_refusals(self):
        # who cancels need not see the claims of colleagues
        return self.sudo().expense_ids._hold_refusals(self, "1-2.4")

    # ------------------------------------------------------------------------------------------------------------------
    # From the booking to the claim
    # ------------------------------------------------------------------------------------------------------------------

    def action_create_expense(self):
        """Claim the cost: an expense of the current user with product, visit and amount filled in.

        :returns: an action that opens the claim; the one that exists already, if there is one
        :raises UserError: not booked, or the user has no employee record
        """
        self.ensure_one()
        self.check_access("read")
        self._raise_refusals([self._create_expense_refusals()])
        if alive := self.expense_ids.filtered(lambda expense: expense.state != "refused"):
            return alive._get_records_action(name=self.env._("Claims"))
        kind = "lodging" if self.service in LODGINGS else "transport"
        expense = self.env["hr.expense"]._create_reception_claim(
            kind,
            self.company_id,
            {
                "name": " ".join(filter(None, (self.display_name, self.description))),
                "description": self._describe_guests(),
                "reception_visit_id": self.visit_id.id,
                "reception_booking_id": self.id,
                "total_amount_currency": self.amount_planned,
            },
        )
        return expense._get_records_action()

    def _describe_guests(self):
        """Who travelled or stayed, for the voucher: names and positions, each on a line."""
        booking = self.sudo()  # who claims a booking that they see says for whom it was
        return "\n".join([booking.visit_id.display_name, *booking.guest_ids.mapped("display_name")])

    def _create_expense_refusals(self):
        self.ensure_one()
        if self.state != "booked":
            return [self._explain("1-2.5", self.env._("%(booking)s is not booked.", booking=self.display_name))]
        return self._auditor_refusals()

    def action_open_visit(self):
        """Open the visit it belongs to."""
        return self.visit_id._get_records_action()

    def action_open_expenses(self):
        """Open the claims made for it."""
        return self.expense_ids._get_records_action(name=self.env._("Claims"))
