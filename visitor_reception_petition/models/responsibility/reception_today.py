from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from ..matter.reception_petition_matter import OPEN_STATES

MATTER = "reception.petition.matter"


class ReceptionToday(models.AbstractModel):
    """What waits in the petition office, at the units and for the leaders who receive."""

    _inherit = "reception.today"

    @api.model
    def _tiles(self):
        user = self.env.user
        tiles = super()._tiles()
        if user.has_group("visitor_reception_petition.group_reception_petition_receiver"):
            tiles += self._get_petition_intake_tiles()
        if user.has_group("visitor_reception_petition.group_reception_petition_officer"):
            tiles += self._get_petition_head_tiles()
        else:
            tiles += self._get_petition_unit_tiles()
        return tiles + self._get_petition_leader_tiles()

    @api.model
    def _count(self, tiles):
        """As before; who has nothing to do with petitions is not shown that nothing waits."""
        personal = {tile["key"] for tile in tiles if tile.pop("is_personal", False)}
        return [tile for tile in super()._count(tiles) if tile["count"] or tile["key"] not in personal]

    def _petition_tile(self, *args, **kwargs):
        """A tile that shows only while there is something."""
        return {**self._tile(*args, **kwargs), "is_personal": True}

    def _get_petition_days(self):
        """Today, and the last day of those that are due this week."""
        today = self.env["reception.deadline"]._get_today(self.env.company)
        return today, today + timedelta(days=7)

    def _get_petition_intake_tiles(self):
        _, contact = self.env._, "reception.petition.contact"
        mine = Domain("holder_id", "=", self.env.uid) & Domain("state", "in", OPEN_STATES)
        waiting, missed = (Domain("state", "=", state) for state in ("waiting", "missed"))
        return [
            self._tile("petition_waiting", _("Petitioners Waiting"), "fa-users", contact, waiting),
            self._tile("petition_missed", _("To Call Back"), "fa-phone", contact, missed, is_alarm=True),
            self._tile("petition_mine", _("My Petition Matters"), "fa-folder-open-o", MATTER, mine),
        ]

    def _get_petition_head_tiles(self):
        _ = self.env._
        today, week = self._get_petition_days()
        to_route = Domain("state", "in", ("registered", "returned"))
        due = Domain("next_due_date", ">=", today) & Domain("next_due_date", "<=", week)
        overdue, objected = Domain("next_due_date", "<", today), Domain("state", "=", "objected")
        asked = Domain("state", "=", "asked")
        sent, late = Domain("state", "=", "sent"), Domain("state", "=", "open") & Domain("due_date", "<", today)
        handover, promise = "reception.petition.handover", "reception.petition.promise"
        report, withdrawal = "reception.petition.leader.report", "reception.petition.withdrawal"
        return [
            self._tile("petition_to_route", _("To Route"), "fa-random", MATTER, to_route),
            self._tile("petition_objections", _("Objections"), "fa-reply", handover, objected, is_alarm=True),
            self._tile("petition_overdue", _("Petitions Overdue"), "fa-bell", MATTER, overdue, is_alarm=True),
            self._tile("petition_due", _("Petitions Due This Week"), "fa-hourglass-half", MATTER, due),
            self._tile("petition_reports", _("Reports Not Acknowledged"), "fa-file-text-o", report, sent),
            self._tile("petition_late_promises", _("Promises Past"), "fa-handshake-o", promise, late, is_alarm=True),
            self._tile("petition_withdrawals", _("Withdrawals to Decide"), "fa-user-times", withdrawal, asked),
        ]

    def _get_petition_unit_tiles(self):
        _, uid = self.env._, self.env.uid
        today, week = self._get_petition_days()
        due = Domain("next_due_date", "<=", week) & Domain("holder_unit_id.handler_ids", "in", uid)
        order = Domain("state", "=", "sent") & Domain("unit_id.handler_ids", "in", uid)
        answered, supervision = Domain("state", "in", OPEN_STATES), "reception.petition.supervision"
        unit = Domain("holder_unit_id.handler_ids", "in", uid) & answered
        return [
            self._petition_tile("petition_unit", _("Matters of My Unit"), "fa-folder-open-o", MATTER, unit),
            self._petition_tile("petition_unit_due", _("My Unit: Due This Week"), "fa-hourglass-half", MATTER, due),
            self._petition_tile(
                "petition_orders", _("Orders to Answer"), "fa-gavel", supervision, order, is_alarm=True
            ),
        ]

    def _get_petition_leader_tiles(self):
        _, uid = self.env._, self.env.uid
        today, _week = self._get_petition_days()
        days = Domain("leader_id", "=", uid) & Domain("state", "in", ("planned", "announced"))
        charge = Domain("leader_charge_id", "=", uid) & Domain("resolved_on", "=", False)
        promised = Domain("made_by_id", "=", uid) & Domain("state", "=", "open")
        reports = Domain("leader_id", "=", uid) & Domain("state", "=", "sent")
        sealed = Domain("is_sealed", "=", True) & Domain("state", "in", OPEN_STATES)
        day, promise, report = (f"reception.petition.{name}" for name in ("leader.day", "promise", "leader.report"))
        return [
            self._petition_tile("petition_days", _("My Reception Days"), "fa-calendar", day, days),
            self._petition_tile("petition_charge", _("In My Charge"), "fa-briefcase", MATTER, charge),
            self._petition_tile("petition_promises", _("My Promises"), "fa-handshake-o", promise, promised),
            self._petition_tile("petition_told", _("Reports to Me"), "fa-file-text-o", report, reports, is_alarm=True),
            self._petition_tile("petition_sealed", _("Sealed Matters"), "fa-lock", MATTER, sealed),
        ]
