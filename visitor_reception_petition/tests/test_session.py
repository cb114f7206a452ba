from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionSession(PetitionCommon):
    @classmethod
    def _passed_on(cls, **vals):
        _contact, matter = cls._register(**vals)
        matter = matter.with_user(cls.petition)
        matter.action_pass_on(cls.unit.id)
        return matter

    @classmethod
    def _make_day(cls, **vals):
        days = cls.env["reception.petition.leader.day"].with_user(cls.petition)
        return days.create({"leader_id": cls.gm.id, "date": "2026-03-20", "place": "Hall", **vals})

    def _gather(self, matter, **vals):
        session_id = matter.action_gather({"date_from": "2026-03-10 02:00:00", "place": "Room 1", **vals})
        return matter.env["reception.petition.session"].browse(session_id)

    def test_5_1_2b_exactly_the_departments_concerned(self):
        self.field.default_unit_id = self.other_unit
        matter = self._passed_on()
        session = self._gather(matter)
        self.assertEqual(session.member_ids.unit_id, self.unit | self.other_unit)
        self.assertEqual(session.member_ids.user_id, self.unit_user | self.cashier)
        self.assertTrue(matter.with_user(self.cashier).has_access("read"), "who is invited may read it")
        self.assertIn(self.cashier, matter.sudo().activity_ids.user_id)
        self.assertRefused("5-1.2b", session.action_hold, {"conclusion": "Agreed"})
        attended = session.member_ids.filtered(lambda member: member.user_id == self.cashier)
        session.action_hold(
            {
                "conclusion": "Agreed",
                "attended": attended.ids,
                "promises": [{"text": "Pay", "due_date": "2026-03-31", "unit_id": self.other_unit.id}],
            }
        )
        self.assertEqual(session.member_ids.filtered("attended"), attended)
        self.assertEqual((session.state, session.promise_ids.unit_id), ("held", self.other_unit))
        self.assertEqual(matter.holder_unit_id, self.unit, "the matter keeps one holder")

    def test_5_1_2b_what_a_gathering_needs(self):
        matter = self._passed_on()
        for vals in ({"date_from": "2026-03-10 02:00:00"}, {"place": "Room 1"}):
            self.assertRefused("5-1.2b", matter.action_gather, vals)
        _contact, own = self._register()
        self.assertRefused("5-1.2b", self._gather, own.with_user(self.petition))
        self.assertRefused("5-1.2a", self._gather, matter.with_user(self.other_receiver))

    def test_p1_30_the_accused_side_is_not_invited(self):
        matter = self._passed_on(accused=self.accused.employee_id.ids)
        matter.bars_unit = True
        self.assertRefused("P1-30", self._gather, matter, unit_ids=self.accused_unit.ids)

    def test_5_3_2a_leader_day_with_decisions_and_promises(self):
        day = self._make_day(capacity=2)
        day.action_announce()
        self.assertEqual((day.state, day.announced_on), ("announced", date(2026, 3, 5)))
        matters = [self._passed_on() for _number in range(3)]
        sessions = [
            matter.env["reception.petition.session"].browse(matter.action_book_day(day.id)) for matter in matters[:2]
        ]
        self.assertRefused("5-3.2a", matters[2].action_book_day, day.id)
        self.assertEqual(str(sessions[0].date_from), "2026-03-20 01:00:00", "9 o'clock in China")
        leader = sessions[0].with_user(self.gm)
        self.assertRefused("5-3.2a", day.action_hold)
        self.assertRefused("5-3.2a", leader.action_hold, {"conclusion": "Yes", "promises": [{"text": "Pay"}]})
        leader.action_hold({"conclusion": "Yes", "promises": [{"text": "Pay", "due_date": "2026-03-31"}]})
        self.assertEqual(leader.promise_ids.made_by_id, self.gm)
        sessions[1].action_cancel()
        day.action_hold()
        self.assertEqual(day.state, "held")
        card = self.env["reception.petition.contact"].with_user(self.receiver).lookup(matters[0].name)[0]
        self.assertEqual(card["promises"], [{"text": "Pay", "due_date": "2026-03-31"}])
        leader.promise_ids.action_keep()
        self.assertEqual(leader.promise_ids.state, "kept")

    def test_p1_30_a_leader_who_is_accused_does_not_receive_it(self):
        matter = self._passed_on(accused=self.gm.employee_id.ids)
        self.assertRefused("P1-30", matter.action_book_day, self._make_day().id)

    def test_p1_36_a_hearing_pauses_the_re_review(self):
        matter = self._passed_on()
        matter.sudo()._start_term("petition_re_review", date(2026, 9, 10))
        session = self._gather(matter, kind="hearing", date_from="2026-09-28 01:00:00")
        session.action_hold(
            {"conclusion": "Heard", "attended": session.member_ids.ids, "date_to": "2026-10-09 08:00:00"}
        )
        self.assertEqual(self._terms(matter)["petition_re_review"], date(2026, 10, 22))

    def test_p1_33_settled_in_writing(self):
        matter = self._passed_on()
        self.assertRefused("P1-33", matter.action_end, "mediated", "Settled")
        agreement = matter.env["reception.petition.agreement"].create(
            {"matter_id": matter.id, "parties": "张三, Housing", "terms": "Paid by June"}
        )
        agreement.action_sign()
        self.assertRefused("P1-33", agreement.write, {"terms": "Paid by July"})
        matter.action_end("mediated", "Settled")
        self.assertEqual((matter.state, matter.result), ("concluded", "mediated"))
        agreement.action_break()
        self.assertEqual((agreement.state, matter.state), ("broken", "concluded"))
        self.assertIn(self.petition, matter.sudo().activity_ids.user_id)

    def test_5_3_3b_hardship_help_is_noted(self):
        """P1-37"""
        matter = self._passed_on()
        helps = self.env["reception.petition.hardship.help"]
        helps.with_user(self.unit_user).create({"matter_id": matter.id, "measure": "Subsistence allowance"})
        self.assertEqual(matter.hardship_help_ids.kind, "told")
        with self.assertRaises(AccessError):
            helps.with_user(self.host).create({"matter_id": matter.id, "measure": "x"})

    def test_5_1_1_in_which_function_a_matter_is(self):
        _contact, matter = self._register()
        self.assertEqual(matter.function, "reception")
        matter = matter.with_user(self.petition)
        matter.action_pass_on(self.unit.id)
        self.assertEqual(matter.function, "coordination")
        self._gather(matter, kind="mediation")
        self.assertEqual(matter.function, "mediation")
        matter.action_supervise({"ground": "other", "demand": "Answer"})
        self.assertEqual(matter.function, "supervision")
