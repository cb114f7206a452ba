from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import HttpCase, tagged

from .common import SchoolCommon

DESK = "/odoo/reception-gate-desk"


@tagged("post_install", "-at_install")
class TestToursSchoolDesk(HttpCase, SchoolCommon):
    """The desk of a school in a real browser: rush, release, class event."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate = cls.env["reception.gate"].create({"name": "North Gate", "code": "NORTH"})

    def _choose_gate(self):
        """On duty at the gate: the desk opens there."""
        self.env["reception.gate.shift"].with_user(self.guard).create({"gate_id": self.gate.id})

    def _open_the_gate(self):
        """A gate that lets in all day, today and tomorrow, whenever the test runs; and badges."""
        today = self.env["reception.deadline"]._get_today(self.env.company)
        window = self.env["reception.school.window"].create(
            {"purpose": "arrival", "direction": "in", "hour_from": 0, "hour_to": 24}
        )
        days = [today, today + timedelta(days=1)]
        self.env["reception.school.special.day"].search([("date", "in", days)]).unlink()
        self.env["reception.school.special.day"].create(
            [{"date": day, "window_ids": [Command.set(window.ids)]} for day in days]
        )
        self.env["reception.school.badge"]._issue({self.pupil: "AAA1", self.boarder: "BBB2", self.other: "CCC3"})

    def _get_passages(self):
        passages = self.env["reception.school.passage"].with_context(active_test=False)
        return passages.search([("gate_id", "=", self.gate.id)], order="id")

    def test_3_2a_rush_at_the_desk(self):
        self._choose_gate()
        self._open_the_gate()
        self.start_tour(DESK, "school_rush", login=self.guard.login)
        passages = self._get_passages()
        self.assertRecordValues(
            passages,
            [
                {"pupil_id": self.pupil.id, "result": "passed", "manner": "scan", "active": True},
                {"pupil_id": False, "result": "refused", "manner": "scan", "active": True},
                {"pupil_id": self.other.id, "result": "passed", "manner": "scan", "active": False},
                {"pupil_id": self.other.id, "result": "refused", "manner": "named", "active": True},
                {"pupil_id": self.boarder.id, "result": "passed", "manner": "named", "active": True},
            ],
        )
        self.assertEqual(passages[3].corrects_id, passages[2])
        self.assertEqual(self.boarder.violation_ids.kind, "no_badge")

    def test_nothing_is_lost_without_network(self):
        self._choose_gate()
        self._open_the_gate()
        slip = self._stamp_slip()
        self.start_tour(DESK, "school_offline", login=self.guard.login)
        self.env.invalidate_all()
        self.assertRecordValues(slip, [{"state": "out", "collected_by_id": self.by_mother.id}])
        self.assertRecordValues(
            self._get_passages(),
            [
                {"pupil_id": self.other.id, "result": "passed", "permit": "window", "flag": "none"},
                {"pupil_id": False, "result": "refused", "permit": "none", "flag": "none"},
                {"pupil_id": self.boarder.id, "result": "passed", "permit": "window", "flag": "none"},
                {"pupil_id": self.pupil.id, "result": "passed", "permit": "leave_slip", "flag": "none"},
            ],
        )

    def _stamp_slip(self):
        now = fields.Datetime.now()
        slip = (
            self.env["reception.school.leave"]
            .with_user(self.teacher)
            .create(
                {
                    "pupil_id": self.pupil.id,
                    "reason": "Fever",
                    "leave_from": now - timedelta(minutes=5),
                    "leave_to": now + timedelta(hours=2),
                }
            )
        )
        slip.action_contact(self.mother.id, "agreed")
        slip.action_submit()
        slip.with_user(self.stamper).action_sign()
        return slip

    def test_3_5b_release_at_the_desk(self):
        self._choose_gate()
        slip = self._stamp_slip()
        self.start_tour(DESK, "school_release", login=self.guard.login)
        self.env.invalidate_all()
        self.assertRecordValues(slip, [{"state": "returned", "collected_by_id": self.by_mother.id}])

    def test_3_7_event_at_the_desk(self):
        self._choose_gate()
        self._hold("security_office", self.security)
        now = fields.Datetime.now()
        event = (
            self.env["reception.school.event"]
            .with_user(self.teacher)
            .create(
                {
                    "class_ids": [Command.set(self.one.ids)],
                    "place": "Hall",
                    "date_begin": now,
                    "date_end": now + timedelta(hours=2),
                }
            )
        )
        event.action_submit()
        event.with_user(self.stamper).action_sign()
        event.with_user(self.security).action_sign()
        self.start_tour(DESK, "school_event", login=self.guard.login)
        self.env.invalidate_all()
        self.assertRecordValues(event, [{"state": "ended", "count_in": 1, "counted_out": 1}])
