from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionSupervision(PetitionCommon):
    @classmethod
    def _supervise(cls, **vals):
        _contact, matter = cls._register()
        matter = matter.with_user(cls.petition)
        matter.action_pass_on(cls.unit.id)
        values = {"ground": "delaying", "demand": "Answer the petitioner", **vals}
        return matter, matter.env["reception.petition.supervision"].browse(matter.action_supervise(values))

    def test_p1_40_5_2_3_an_order_is_answered_in_writing(self):
        matter, order = self._supervise(advice="improve")
        self.assertEqual((order.unit_id, order.due_date), (self.unit, date(2026, 3, 19)))
        self.assertEqual(matter.function, "supervision")
        unit = order.with_user(self.unit_user)
        self.assertRefused("P1-40", order.action_close)
        self.assertRefused("P1-40", unit.action_answer, "")
        self.assertRefused("P1-40", unit.action_answer, "Done")
        self.assertRefused("P1-40", order.with_user(self.receiver).action_answer, "Done", "yes")
        unit.action_answer("Done", "yes")
        self.assertNotIn("petition_supervision", self._terms(matter))
        self.assertRefused("P1-40", order.action_reject, "")
        order.action_reject("By when?")
        self.assertEqual((order.state, order.rejection), ("sent", "By when?"))
        unit.action_answer("By Monday", "partly")
        order.action_close()
        self.assertEqual((order.state, matter.function), ("closed", "coordination"))

    def test_5_2_3_who_supervises_what(self):
        matter, _order = self._supervise()
        self.assertRefused("5-3.3c", matter.with_user(self.receiver).action_supervise, {"demand": "x"})
        self.assertRefused("P1-40", matter.action_supervise, {"ground": "other"})
        _contact, own = self._register()
        self.assertRefused("P1-40", own.with_user(self.petition).action_supervise, {"demand": "x"})

    def test_2_1_8b_important_matters_are_reported_and_acknowledged(self):
        """2-2.5b: visits as calls."""
        for channel in ("call", "petition_visit"):
            _contact, matter = self._register(channel=channel, importance="important", importance_reason="frequent")
            report = matter.leader_report_ids
            self.assertEqual(report.state, "draft")
            self.assertEqual(self._terms(matter)["petition_leader_report"], date(2026, 3, 6))
            self.assertRefused("2-1.8b", matter.action_report_to_leaders, {"leader_id": self.gm.id})
            self.assertRefused("2-1.8b", matter.action_report_to_leaders, {"why": "Many people"})
            matter.action_report_to_leaders({"leader_id": self.gm.id, "why": "Many people"})
            self.assertEqual((report.state, report.leader_id), ("sent", self.gm))
            self.assertNotIn("petition_leader_report", self._terms(matter))
            self.assertRefused("2-1.8b", report.with_user(self.petition).action_acknowledge)
            report.with_user(self.gm).action_acknowledge("Solve it this month")
            self.assertEqual((report.state, report.instruction), ("acknowledged", "Solve it this month"))

    def test_p1_25_flagged_on_a_make_up_saturday(self):
        with freeze_time("2026-02-14 09:00:00"):
            _contact, matter = self._register()
            matter.action_classify({"importance": "important"})
            self.assertEqual(self._terms(matter)["petition_leader_report"], date(2026, 2, 24))

    def test_2_1_8b_the_flag_on_the_form_opens_the_report(self):
        _contact, matter = self._register()
        matter.importance = "important"
        self.assertEqual(matter.leader_report_ids.state, "draft")

    def test_p1_30_not_reported_to_the_accused(self):
        _contact, matter = self._register(accused=self.gm.employee_id.ids)
        vals = {"leader_id": self.gm.id, "why": "x"}
        self.assertRefused("P1-30", matter.action_report_to_leaders, vals)
        self.assertFalse(matter.with_user(self.gm).has_access("read"))
