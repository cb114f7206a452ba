from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionVisit(models.Model):
    """Guests of an issued notice are expected at the gate; the notice is the consent to their visit (1-2.5)."""

    _inherit = "reception.visit"

    gate_log_ids = fields.One2many("reception.gate.log", "visit_id", string="Passages", readonly=True)

    def _on_signoff_granted(self):
        super()._on_signoff_granted()
        # of a notice that was opened again the guests have left
        self.filtered(lambda visit: not visit._is_reopened())._expect_guests()

    def _move(self, state, **vals):
        """A notice that is cancelled, corrected or closed expects nobody any more."""
        result = super()._move(state, **vals)
        if state in ("draft", "cancelled", "closed", "declined"):
            expected = self._get_expected()
            self.env["reception.gate"]._tell_desks_to_reload(expected.company_id)
            expected.unlink()
        return result

    def _get_expected(self):
        # who has a notice has no rights on passages; only those nobody has come for
        return (
            self.env["reception.gate.log"]
            ._as_engine()
            .search([("visit_id", "in", self.ids), ("state", "=", "expected")])
        )

    def _expect_guests(self):
        """Expect every guest who is neither expected, waiting nor inside; until the notice ends they may come again.

        Who was refused at the gate is expected no more.
        """
        logs = self.env["reception.gate.log"]._as_engine()
        visits = self.sudo()  # who signs last may read neither guests nor host
        guests = visits.env["reception.visit.guest"].search_fetch(
            [("visit_id", "in", visits.ids)], ["visit_id", "name", "phone", "unit_name", "plate"]
        )
        guests_by_visit = guests.grouped("visit_id")
        present = logs.search(
            Domain("guest_id", "in", guests.ids) & Domain("state", "in", ("expected", "waiting", "inside", "refused"))
        ).guest_id
        vals_list = [
            visit._get_expected_vals(guest, logs)
            for visit in visits
            for guest in guests_by_visit.get(visit, guests.browse()) - present
            if visit.date_end >= fields.Datetime.now()
        ]
        expected = logs.create(logs._complete(vals_list))
        expected._match_watch()
        self.env["reception.gate"]._tell_desks_to_reload(expected.company_id)

    def _get_expected_vals(self, guest, logs):
        return {
            "kind": "guest",
            "state": "expected",
            "source": "notice",
            "gate_id": False,  # whichever they come to
            "guest_id": guest.id,
            "visit_id": self.id,
            "company_id": self.company_id.id,
            "visitor_name": guest.name,
            "visitor_phone": logs._clean_text("visitor_phone", guest.phone),
            "visitor_unit": guest.unit_name,
            "plate": logs._clean_text("plate", guest.plate),
            "reason": self.purpose,
            "host_id": self.host_id.id,
            "expected_at": self.date_begin,
            "expected_until": self.date_end,
            **logs._get_consent("notice", self.host_id.name),
        }

    @api.model
    def _cron_expect_guests(self):
        """Guests who have left or gone away may come again the next day while the notice lasts."""
        now = fields.Datetime.now()
        self.search(
            [("state", "in", ("issued", "hosting")), ("date_begin", "<=", now), ("date_end", ">=", now)]
        )._expect_guests()
        self._forget_returns()

    @api.model
    def _forget_returns(self):
        """Who has been there once, and was expected again until the notice ended, is not among those who did not come."""
        logs = self.env["reception.gate.log"]._as_engine()
        yesterday = fields.Datetime.now() - timedelta(days=1)
        expected = logs.search(
            [("state", "=", "expected"), ("source", "=", "notice"), ("expected_until", "<", yesterday)]
        )
        been = logs.search([("guest_id", "in", expected.guest_id.ids), ("state", "=", "left")]).guest_id
        expected.filtered(lambda log: log.guest_id in been).unlink()
