from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.visitor_reception.models.gate.reception_gate_log_passage import Moment

from ..common import MONDAY
from ..common_leave import BACK_BY
from ..common_scan import ScanCommon

OUT_AT = MONDAY + timedelta(minutes=30)


@tagged("post_install", "-at_install")
class TestSchoolPaper(ScanCommon):
    """3-5a: a slip issued after the network went is not known to the desk; the paper counts."""

    def _pass(self, pupil=None, at=OUT_AT, **values):
        values = {
            "permit": "paper_slip",
            "stamped_by": "Stamper",
            "custody_id": self.by_mother.id,
            "document_tail": "1234",
            "signed_on_paper": True,
            **values,
        }
        desk = self.desk.with_context(reception_gate_moment=Moment.of(at))
        with freeze_time(at + timedelta(hours=1)):
            desk.pass_pupil((pupil or self.pupil).id, "out", values, self.gate.id)
        return self.passages.search([("pupil_id", "=", (pupil or self.pupil).id)], limit=1)

    def test_only_what_a_desk_noted_without_network(self):
        with self.assertRaisesRegex(UserError, "^3-5a.*without network"):
            self.desk.pass_pupil(self.pupil.id, "out", {"permit": "paper_slip"}, self.gate.id)

    def test_tied_to_the_slip_that_was_issued_meanwhile(self):
        slip = self._stamp()
        passage = self._pass()
        self.assertRecordValues(passage, [{"permit": "paper_slip", "flag": "none", "leave_id": slip.id, "at": OUT_AT}])
        self.assertRecordValues(
            slip,
            [
                {
                    "state": "out",
                    "released_at": OUT_AT,
                    "collected_by_id": self.by_mother.id,
                    "signed_on_paper": True,
                    "due_back": BACK_BY,
                }
            ],
        )
        self.assertEqual(self.pupil.out_leave_id, slip)

    def test_stays_on_a_list_until_its_slip_is_stamped(self):
        passage = self._pass()
        self.assertFalse(passage.leave_id)
        self.assertIn(self.teacher.partner_id, self._get_told(self.gate))
        with freeze_time(OUT_AT + timedelta(hours=1)):
            slip = self._stamp()
        self.assertEqual(passage.leave_id, slip)
        self.assertEqual(slip.state, "out")

    def test_who_is_back_already_is_back(self):
        self._pass()
        self.passages._note(self.pupil, self.gate, "in", "passed", at=BACK_BY + timedelta(minutes=20))
        with freeze_time(BACK_BY - timedelta(minutes=1)):
            slip = self._stamp()
        self.assertRecordValues(slip, [{"state": "returned", "late_minutes": 20}])

    def test_a_paper_that_does_not_hold_is_flagged_and_not_dropped(self):
        slip = self._stamp()
        self.by_father.collect = "must_not"
        for number, values in enumerate(
            (
                {"stamped_by": ""},
                {"document_tail": "0000"},
                {"signed_on_paper": False},
                {"custody_id": self.by_father.id, "document_tail": "5678"},
                {"custody_id": self.by_uncle.id, "document_tail": "9999"},
            )
        ):
            with self.subTest(values):
                passage = self._pass(at=OUT_AT + timedelta(minutes=number), **values)
                self.assertRecordValues(passage, [{"result": "passed", "flag": "void_permit", "leave_id": False}])
        self.assertEqual(slip.state, "issued")
        self.assertEqual(self.pupil.presence, "outside")
        self.assertEqual(fields.Datetime.to_string(self.pupil.presence_at), "2026-03-02 01:34:00")
