from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionHandover(PetitionCommon):
    @classmethod
    def _pass_on(cls, unit=None, kind="pass_on", matter=None, **vals):
        if not matter:
            _contact, matter = cls._register()
        matter = matter.with_user(cls.petition)
        handover = matter.env["reception.petition.handover"].browse(
            matter.action_pass_on((unit or cls.unit).id, kind, vals)
        )
        return handover, matter

    def test_2_1_8a_a_transfer_has_unit_time_and_state(self):
        handover, matter = self._pass_on()
        self.assertEqual((handover.unit_id, handover.sent_at, handover.state), (self.unit, NOW, "sent"))
        self.assertEqual((matter.state, matter.holder_unit_id, matter.handover_count), ("passed_on", self.unit, 1))
        self.assertEqual(matter.first_unit_id, self.unit)
        self.assertIn("petition_objection", self._terms(matter))
        with freeze_time("2026-03-09 02:00:00"):
            handover.invalidate_recordset()
            self.assertEqual(handover.age, 4)

    def test_unit_reads_what_it_holds_and_nothing_else(self):
        _handover, matter = self._pass_on()
        _contact, other = self._register()
        mine = self.env["reception.petition.matter"].with_user(self.unit_user)
        self.assertEqual(mine.search([("id", "in", (matter | other).ids)]), matter.with_user(self.unit_user))
        matter.action_recall("Wrong unit")
        self.assertEqual(matter.state, "returned")
        self.assertFalse(mine.search([("id", "=", matter.id)]))
        with self.assertRaises(AccessError):
            matter.with_user(self.unit_user).read(["title"])

    def test_2_2_5a_visits_calls_and_letters_take_one_way(self):
        """One register, one way through the unit, one term, whatever way it came in."""
        ways = []
        for channel in ("petition_visit", "call", "letter"):
            _contact, matter = self._register(channel=channel, title=f"By {channel}")
            self._pass_on(matter=matter)
            matter.with_user(self.unit_user).action_accept({})
            ways.append((matter.state, matter.sudo().handover_ids.state, self._terms(matter)["petition_conclude"]))
            self.assertEqual(matter._name, "reception.petition.matter")
        self.assertEqual(len(ways), 3)
        self.assertEqual(len(set(ways)), 1, ways)

    def test_p1_22_who_passes_on(self):
        _contact, matter = self._register()
        self.assertRefused("P1-22", matter.action_pass_on, self.unit.id)
        self.assertRefused("P1-22", matter.with_user(self.petition).action_pass_on, self.unit.id, "assign")
        self.field.default_unit_id = self.unit
        matter.action_pass_on(self.unit.id)
        self.assertEqual(matter.state, "passed_on")

    def test_p1_23_objection_until_the_fifth_working_day(self):
        for day, is_late in (("2026-03-12", False), ("2026-03-13", True)):
            with freeze_time(NOW):
                handover, matter = self._pass_on()
            with freeze_time(f"{day} 10:00:00"), self.subTest(day=day):
                handover = handover.with_user(self.unit_user)
                self.assertEqual(handover._get_objection_term().due_date, date(2026, 3, 12))
                if is_late:
                    self.assertRefused("P1-23", handover.action_object, "Not ours")
                else:
                    handover.action_object("Not ours")
                    self.assertEqual(handover.state, "objected")

    def test_p1_23_papers_come_back_once_agreed(self):
        handover, matter = self._pass_on()
        handover = handover.with_user(self.unit_user)
        self.assertRefused("P1-23", handover.action_object, " ")
        handover.action_object("Not ours")
        self.assertRefused("5-3.3c", handover.action_accept_objection)
        handover.with_user(self.petition).action_accept_objection()
        self.assertEqual((handover.sudo().state, matter.state), ("returned", "returned"))
        self.assertFalse(matter.holder_unit_id)
        self.assertEqual(matter.first_unit_id, self.unit)

    def test_p1_23_one_objection(self):
        handover, _matter = self._pass_on()
        handover.with_user(self.unit_user).action_object("Not ours")
        handover.action_reject_objection("It is, by the list of duties")
        self.assertRefused("P1-23", handover.with_user(self.unit_user).action_object, "Still not ours")

    def test_p1_24_designated_unit_cannot_object(self):
        _contact, matter = self._register()
        self.assertRefused("P1-24", matter.with_user(self.petition).action_pass_on, self.unit.id, "designate")
        handover, matter = self._pass_on(kind="designate", matter=matter, leader="Deputy Head", reason="Disputed")
        self.assertNotIn("petition_objection", self._terms(matter))
        self.assertRefused("P1-24", handover.with_user(self.unit_user).action_object, "Not ours")

    def test_p1_24_after_two_objections_only_designated(self):
        handover, matter = self._pass_on()
        handover.with_user(self.unit_user).action_object("Not ours")
        handover.action_accept_objection()
        handover, matter = self._pass_on(self.other_unit, matter=matter)
        handover.with_user(self.cashier).action_object("Not ours either")
        handover.action_accept_objection()
        self.assertRefused("P1-24", matter.action_pass_on, self.unit.id, "pass_on")
        self._pass_on(kind="designate", matter=matter, leader="Deputy Head", reason="Disputed")
        self.assertEqual(matter.handover_count, 3, "5-1.2a: counted when sent")

    def test_p1_28_litigation_goes_to_a_court_unit(self):
        _contact, matter = self._register(is_litigation_related=True)
        self.assertRefused("P1-28", matter.with_user(self.petition).action_pass_on, self.unit.id)
        self._pass_on(self.court, matter=matter)

    def test_p1_30_not_to_the_accused_side(self):
        _contact, matter = self._register(accused=self.accused.employee_id.ids)
        matter.with_user(self.petition).bars_unit = True
        self.assertRefused("P1-30", matter.with_user(self.petition).action_pass_on, self.accused_unit.id)
        self.accused_unit.handler_ids = self.accused
        matter.with_user(self.petition).bars_unit = False
        self.assertRefused("P1-30", matter.with_user(self.petition).action_pass_on, self.accused_unit.id)

    def test_unit_accepts_and_its_term_starts(self):
        _handover, matter = self._pass_on()
        with freeze_time("2026-03-10 02:00:00"):
            matter.with_user(self.unit_user).action_accept({"told_how": "paper"})
        self.assertEqual(matter.state, "accepted")
        self.assertEqual(self._terms(matter)["petition_conclude"], date(2026, 5, 9))
        self.assertEqual(matter.paper_ids.kind, "acceptance_notice")
        self.assertNotIn("petition_notice", self._terms(matter))
        with self.assertRaises(UserError):
            matter.with_user(self.receiver).action_accept({})

    def test_5_2_2_every_matter_ends_with_its_reason(self):
        _contact, matter = self._register()
        self.assertRefused("5-3.3c", matter.action_end, "withdrawn", "Statement of 5 March")
        head = matter.with_user(self.petition)
        self.assertRefused("5-2.2", head.action_end, "withdrawn", "")
        self.assertRefused("5-1.2a", head.action_end, "merged", "The same")
        head.action_end("withdrawn", "Statement of 5 March")
        self.assertEqual((matter.state, matter.result), ("concluded", "withdrawn"))
        self.assertEqual(self._terms(matter), {})
