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

    def test_3_5b_release_at_the_desk(self):
        self._choose_gate()
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
