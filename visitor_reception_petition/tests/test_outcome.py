from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from .common import NOW, PetitionCommon

# outcome: what is given, state and result of the matter, papers, open terms
OUTCOMES = {
    "answered_on_spot": ({"answer": "It is paid on Monday"}, "concluded", set(), set()),
    "accepted": ({}, "accepted", set(), {"petition_conclude", "milestone_contact", "milestone_draft"}),
    "not_accepted": ({"reason": "other_body"}, "not_accepted", set(), set()),
    "no_longer_accepted": (
        {"reason": "Final", "reviews_found": True, "law_explained": True, "counselled": True},
        "no_longer_accepted",
        set(),
        set(),
    ),
    "follow_up_talk": (
        {"date": "2026-03-09 02:00:00", "place": "Window 2", "missing_materials": "The contract"},
        "follow_up_talk",
        {"missing_materials"},
        {"petition_notice"},
    ),
}


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionOutcome(PetitionCommon):
    def test_2_2_4_each_outcome_moves_the_matter_and_makes_its_paper(self):
        for outcome, (vals, state, papers, terms) in OUTCOMES.items():
            with self.subTest(outcome=outcome):
                vals = {**vals, "unit_id": self.court.id} if outcome == "not_accepted" else vals
                contact, matter = self._decide(outcome, vals=vals)
                self.assertEqual((contact.outcome, matter.outcome, matter.state), (outcome, outcome, state))
                self.assertEqual(set(matter.paper_ids.mapped("kind")), papers)
                self.assertEqual(set(self._terms(matter)), terms)
                self.assertEqual((contact.told_how, contact.told_at), ("orally", NOW))

    def test_2_2_4_0_exactly_one_outcome(self):
        for first, (vals, *_rest) in OUTCOMES.items():
            contact, _matter = self._decide(
                first, vals={**vals, "unit_id": self.court.id} if first == "not_accepted" else vals
            )
            for second in OUTCOMES:
                self.assertRefused("2-2.4.0", contact.decide, second, {})
        contact, _matter = self._register()
        self.assertRefused("2-2.4.0", contact.decide, "something", {})

    def test_d18_the_talk_after_an_appointment_brings_its_own(self):
        vals = OUTCOMES["follow_up_talk"][0]
        _contact, matter = self._decide("follow_up_talk", vals=vals)
        talk = matter.session_ids
        self.assertEqual((talk.state, talk.place), ("planned", "Window 2"))
        talk.action_hold({"conclusion": "The contract is here"})
        second, same = self._register(same_matter_id=matter.id)
        self.assertEqual(same, matter)
        second.action_verify()
        second.decide("answered_on_spot", {"answer": "It is paid"})
        self.assertEqual((matter.state, matter.result), ("concluded", "answered"))

    def test_2_2_4_what_each_outcome_asks_for(self):
        for outcome, vals, clause in (
            ("answered_on_spot", {}, "2-2.4.1"),
            ("accepted", {"route": "pass_on"}, "2-2.4.2"),
            ("not_accepted", {"reason": "other_body"}, "2-2.4.3"),
            ("not_accepted", {"unit_id": self.court.id}, "2-2.4.3"),
            ("no_longer_accepted", {"reason": "Final", "law_explained": True, "counselled": True}, "2-2.4.4"),
            ("no_longer_accepted", {"reason": "Final", "reviews_found": True}, "2-2.4.4"),
            ("follow_up_talk", {"place": "Window 2"}, "2-2.4.5"),
            ("follow_up_talk", {"date": "2026-03-09 02:00:00"}, "2-2.4.5"),
        ):
            with self.subTest(outcome=outcome, vals=vals):
                contact, _matter = self._register()
                contact.action_verify()
                self.assertRefused(clause, contact.decide, outcome, vals)
                self.assertFalse(contact.outcome)

    def test_2_2_4_2_due_day_is_told(self):
        contact, matter = self._register()
        contact.action_verify()
        wizard = self.env["reception.petition.outcome.set"].with_user(self.receiver)
        wizard = wizard.create({"contact_id": contact.id, "outcome": "accepted"})
        self.assertEqual(wizard.due_date, date(2026, 5, 4))
        wizard.action_decide()
        self.assertEqual(self._terms(matter)["petition_conclude"], date(2026, 5, 4))

    def test_2_2_4_3_written_reply_within_its_term(self):
        vals = {"unit_id": self.court.id, "reason": "other_body", "written_reply": True, "basis_id": self.article.id}
        _contact, matter = self._decide("not_accepted", vals=vals)
        self.assertEqual(self._terms(matter), {"petition_written_opinion": date(2026, 3, 20)})
        paper = matter.paper_ids
        self.assertEqual((paper.kind, paper.state, paper.addressee), ("not_accepted", "issued", "张三"))
        self.assertIn("Court", paper.text)
        self.assertIn("Labour Law 50", paper.text)
        paper.with_user(self.petition).action_send()
        self.assertEqual(self._terms(matter), {})
        self.assertEqual(matter.term_ids.filtered(lambda term: term.code == "petition_written_opinion").state, "met")

    def test_2_2_4_2_passed_on_at_once_and_told_where(self):
        """P1-23: the office has told; the unit still tells how it received the matter."""
        self.field.default_unit_id = self.unit
        for told_how, papers in (("orally", []), ("paper", ["direction_notice"])):
            vals = {"route": "pass_on", "unit_id": self.unit.id, "told_how": told_how}
            _contact, matter = self._decide("accepted", vals=vals)
            self.assertEqual((matter.state, matter.paper_ids.mapped("kind")), ("passed_on", papers))
            notices = matter.term_ids.filtered(lambda term: term.code == "petition_notice").sorted("id")
            self.assertEqual(notices.mapped("state"), ["met", "running"])
            self.assertEqual(notices[1].holder_unit_id, self.unit)

    def test_5_1_3a_article_out_of_force_is_refused(self):
        self.article.in_force_to = "2025-12-31"
        contact, _matter = self._register()
        contact.action_verify()
        self.assertRefused("P1-32", contact.decide, "answered_on_spot", {"answer": "Yes", "basis_id": self.article.id})

    def test_5_3_2b_classified_before_the_outcome(self):
        contact, matter = self._register(field_id=False, kind=False)
        contact.action_verify()
        self.assertRefused("5-3.2b", contact.decide, "answered_on_spot", {"answer": "Yes"})
        matter.action_classify({"kind": "suggestion", "field_id": self.field.id})
        contact.decide("accepted", {})
        self.assertEqual(set(self._terms(matter)), {"petition_reply", "milestone_contact", "milestone_draft"})
        self.assertRefused("5-3.3c", matter.action_classify, {"kind": "appeal"})
        self.assertRefused("5-3.2b", matter.with_user(self.petition).action_classify, {"kind": "appeal"})

    def test_p1_19_the_same_matter_is_not_accepted_anew(self):
        _contact, matter = self._decide("accepted")
        terms = self._terms(matter)
        contact, _same = self._register(same_matter_id=matter.id)
        contact.action_verify()
        self.assertRefused("P1-19", contact.decide, "accepted", {})
        contact.decide("not_accepted", {"unit_id": self.unit.id, "reason": "in_term"})
        self.assertEqual((matter.state, matter.outcome), ("accepted", "accepted"))
        self.assertEqual(self._terms(matter), terms)

    def test_p1_36_what_is_final_is_no_longer_accepted(self):
        _contact, matter = self._decide("no_longer_accepted", vals=OUTCOMES["no_longer_accepted"][0])
        contact, _same = self._register(same_matter_id=matter.id)
        contact.action_verify()
        for outcome in ("accepted", "answered_on_spot", "follow_up_talk"):
            self.assertRefused("P1-36", contact.decide, outcome, {})
        contact.decide("no_longer_accepted", OUTCOMES["no_longer_accepted"][0])

    def test_calls_and_letters_get_their_outcome_too(self):
        contact, matter = self._register(channel="letter")
        contact.decide("accepted")
        self.assertEqual((contact.told_how, contact.told_at), ("paper", False))
        self.assertEqual(matter.paper_ids.kind, "acceptance_notice")
        self.assertNotIn("petition_notice", self._terms(matter))
        contact, _matter = self._register(channel="call")
        contact.decide("answered_on_spot", {"answer": "Yes"})
        self.assertEqual(contact.told_how, "phone")
