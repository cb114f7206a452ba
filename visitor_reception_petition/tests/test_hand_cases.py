"""Cases worked out by hand over Spring Festival and National Day 2026, through the verbs.

Holidays: 15–23 February, 4–6 April, 25–27 September, 1–7 October. Make-up working days (*): 14 and 28 February,
20 September, 10 October.
"""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, PetitionCommon

# code, day 0, due day, how it was counted
TERMS = [
    ("petition_objection", "2026-02-13", "2026-02-27", "14*, 24, 25, 26, 27"),
    ("petition_objection", "2026-09-30", "2026-10-13", "10-08, 09, 10*, 12, 13"),
    ("petition_pass_on", "2026-02-01", "2026-02-16", "in the holiday; the office's duty: kept"),
    ("petition_notice", "2026-09-17", "2026-10-02", "in the holiday; kept"),
    ("petition_conclude", "2026-02-06", "2026-04-07", "22 + 31 + 7"),
    ("petition_reply", "2026-08-03", "2026-10-02", "28 + 30 + 2; kept"),
    ("petition_review_request", "2026-08-31", "2026-09-30", "a working day"),
    ("petition_review_request", "2026-09-01", "2026-10-08", "10-01 is a holiday: next working day"),
    ("petition_re_review_request", "2026-01-15", "2026-02-14", "Saturday, but worked"),
    ("petition_re_review_request", "2026-01-16", "2026-02-24", "02-15 is a holiday"),
    ("petition_review", "2026-10-08", "2026-11-07", "Saturday; the office's duty: kept"),
    ("petition_written_opinion", "2026-09-22", "2026-10-07", "kept"),
    ("petition_leader_report", "2026-02-13", "2026-02-14", "Saturday is worked"),
    ("petition_leader_report", "2026-09-19", "2026-09-20", "Sunday is worked"),
    ("petition_call_back", "2026-02-14", "2026-02-24", "after the holiday"),
    ("petition_supervision", "2026-09-28", "2026-10-16", "29, 30, 10-08, 09, 10*, 12, 13, 14, 15, 16"),
    ("milestone_contact", "2026-02-13", "2026-02-25", "14*, 24, 25"),
]


@tagged("post_install", "-at_install")
class TestPetitionHandCases(PetitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # who drafts for the office is the petition head here: somebody else heads the department
        cls.office.manager_id = cls.other_receiver.employee_id

    def _at(self, day, hour=10):
        """``hour`` o'clock in China on ``day``."""
        return freeze_time(f"{day} {hour - 8:02}:00:00")

    def _pass_on(self, **vals):
        _contact, matter = self._register(**vals)
        matter = matter.with_user(self.petition)
        return matter.env["reception.petition.handover"].browse(matter.action_pass_on(self.unit.id)), matter

    def _accepted(self, day):
        with self._at(day):
            _contact, matter = self._decide("accepted")
        return matter.with_user(self.petition)

    def _answer(self, matter, sent_on, served_on=None, user=None):
        """A signed opinion that is sent, and perhaps served."""
        with self._at(sent_on):
            opinion = (
                self.env["reception.petition.opinion"]
                .with_user(user or self.petition)
                .create(
                    {
                        "matter_id": matter.id,
                        "facts": "Found true",
                        "opinion": "To be paid",
                        "article_ids": [(6, 0, self.article.ids)],
                        "result": "supported",
                    }
                )
            )
            self._issue(opinion)
            opinion.action_send()
        if served_on:
            with self._at(served_on):
                opinion.action_serve()
        return opinion

    def test_p1_terms_over_the_holidays(self):
        deadlines = self.env["reception.deadline"].with_user(self.host)
        for code, day, due, counting in TERMS:
            with self.subTest(code=code, day=day, counting=counting):
                self.assertEqual(str(deadlines.get_due(code, date.fromisoformat(day))["due"]), due)

    def test_p1_23_objection_on_the_fifth_and_sixth_working_day(self):
        for sent, fifth, sixth in (
            ("2026-02-13", "2026-02-27", "2026-02-28"),
            ("2026-09-30", "2026-10-13", "2026-10-14"),
        ):
            with self.subTest(sent=sent):
                with self._at(sent):
                    handover, _matter = self._pass_on()
                    other, _other = self._pass_on(title="Other")
                with self._at(fifth, 23):
                    handover.with_user(self.unit_user).action_object("Not ours")
                    self.assertEqual((handover.state, str(handover.objected_on)), ("objected", fifth))
                with self._at(sixth, 9):
                    self.assertRefused("P1-23", other.with_user(self.unit_user).action_object, "Not ours")

    def test_d22_silent_over_the_spring_festival(self):
        """Received 5 February, silent until 20 February, 60 days from then: 8 + 31 + 21; no click, no cron."""
        with self._at("2026-02-05"):
            _handover, matter = self._pass_on()
        with self._at("2026-03-02"):
            self.assertFalse(matter.is_deemed)
            matter.with_user(self.unit_user).action_accept({})
        self.assertEqual(str(self._terms(matter)["petition_conclude"]), "2026-04-21")

    def test_p1_34_extension_over_the_spring_festival(self):
        matter = self._accepted("2026-02-06")
        self.assertEqual(str(self._terms(matter)["petition_conclude"]), "2026-04-07")
        with self._at("2026-04-07", 22):
            extension = self.env["reception.petition.extension"].with_user(self.petition)
            extension = extension.create({"matter_id": matter.id, "days": 30, "reason": "Expert opinion"})
            self._issue(extension)
        self.assertEqual(str(self._terms(matter)["petition_conclude"]), "2026-05-07")
        self.assertIn("extension_notice", matter.paper_ids.mapped("kind"))
        with self._at("2026-05-07"):
            more = self.env["reception.petition.extension"].with_user(self.petition)
            more = more.create({"matter_id": matter.id, "days": 1, "reason": "Still"})
            self.assertRefused("P1-34", more.action_submit)
        with self._at("2026-05-08"):
            late = more.create({"matter_id": matter.id, "days": 1, "reason": "Too late"})
            self.assertRefused("P1-34", late.action_submit)

    def test_p1_35_review_asked_for_around_national_day(self):
        for served, last, too_late in (
            ("2026-08-31", "2026-09-30", "2026-10-01"),
            ("2026-09-01", "2026-10-08", "2026-10-09"),
        ):
            with self.subTest(served=served):
                matter = self._accepted("2026-08-03")
                opinion = self._answer(matter, "2026-08-28", served)
                self.assertEqual(str(opinion.last_day), last)
                with self._at(too_late):
                    ask = {"unit_id": self.other_unit.id}
                    self.assertRefused("P1-35", matter.action_ask_review, too_late, ask)
                    # the letter came in on the last day and is written down the day after
                    matter.action_ask_review(last, ask)
                self.assertEqual((matter.level, matter.state), ("review", "accepted"))

    def test_p1_36_three_levels_with_a_hearing_over_the_spring_festival(self):
        """Re-review asked for on 26 January; hearing 11 to 24 February, 14 days: 25 February becomes 11 March."""
        matter = self._accepted("2025-11-03")
        self._answer(matter, "2025-11-20", "2025-11-24")
        with self._at("2025-12-01"):
            matter.action_ask_review("2025-12-01", {"unit_id": self.other_unit.id})
        self._answer(matter, "2025-12-26", "2026-01-04")
        with self._at("2026-01-26"):
            matter.action_ask_review("2026-01-26", {"unit_id": self.court.id})
            self.assertEqual(str(self._terms(matter)["petition_re_review"]), "2026-02-25")
            hearing = matter.action_gather(
                {
                    "kind": "hearing",
                    "date_from": "2026-02-11 01:00:00",
                    "place": "Hall",
                    "unit_ids": self.other_unit.ids,
                }
            )
        hearing = matter.env["reception.petition.session"].browse(hearing)
        self.assertEqual((hearing.event_id.name, hearing.event_id.privacy), (matter.name, "private"))
        self.assertIn("Hall", matter.paper_ids.filtered(lambda paper: paper.kind == "hearing_notice").text)
        with self._at("2026-02-24"):
            hearing.action_hold(
                {
                    "conclusion": "Heard",
                    "attended": hearing.member_ids.ids,
                    "statements": {hearing.member_ids.id: "It is true"},
                    "date_to": "2026-02-24 02:00:00",
                }
            )
        self.assertEqual(hearing.member_ids.statement, "It is true")
        self.assertEqual(str(self._terms(matter)["petition_re_review"]), "2026-03-11")
        self._answer(matter, "2026-03-11")
        self.assertEqual((matter.state, matter.level), ("final", "re_review"))
        self.assertEqual(str(matter.closed_on), "2026-03-11")
        term = matter.term_ids.filtered(lambda term: term.code == "petition_re_review")
        self.assertEqual(term.state, "met", "on its last day")
        with self._at("2026-03-12"):
            self.assertRefused("P1-36", matter.action_ask_review)
            again, _same = self._register(same_matter_id=matter.id)
            again.action_verify()
            self.assertRefused("P1-36", again.decide, "accepted", {})

    def test_2_1_8b_flagged_before_the_holidays(self):
        for day, hour, due in (("2026-02-13", 18, "2026-02-14"), ("2026-09-30", 17, "2026-10-08")):
            with self._at(day, hour), self.subTest(day=day):
                _contact, matter = self._register(importance="important", importance_reason="frequent")
                self.assertEqual(str(self._terms(matter)["petition_leader_report"]), due)

    def test_2_1_1_missed_before_the_holidays(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        calls = [{"caller_number": "1", "started_at": f"{day} 12:00:00"} for day in ("2026-02-14", "2026-09-30")]
        missed = contacts.browse(contacts.register_missed(calls))
        self.assertEqual([str(day) for day in missed.mapped("call_back_due")], ["2026-02-24", "2026-10-08"])

    def test_p1_40_supervision_over_national_day(self):
        with self._at("2026-09-28"):
            _handover, matter = self._pass_on()
            order = matter.env["reception.petition.supervision"].browse(
                matter.action_supervise({"ground": "delaying", "demand": "Answer"})
            )
            self.assertEqual(str(order.due_date), "2026-10-16")
        with self._at("2026-10-16", 23):
            order.with_user(self.unit_user).action_answer("Done")
        term = matter.term_ids.filtered(lambda term: term.code == "petition_supervision")
        self.assertEqual(term.state, "met")

    def test_p1_22_an_anonymous_letter_is_passed_on_in_time_too(self):
        """Nobody can be told (P1-23), but a petition department passes it on within 15 days (P1-22)."""
        self.company.reception_petition_body = "department"
        with self._at("2026-02-01"):
            _contact, matter = self._register(channel="letter", people=[])
        self.assertEqual(
            {code: str(due) for code, due in self._terms(matter).items()}, {"petition_pass_on": "2026-02-16"}
        )

    @freeze_time(NOW)
    def test_d20_concluded_when_served(self):
        self.company.reception_petition_concluded_when = "served"
        matter = self._accepted("2026-03-05")
        opinion = self._answer(matter, "2026-03-20")
        self.assertEqual(matter.state, "accepted")
        with self._at("2026-03-25"):
            opinion.action_serve()
        self.assertEqual((matter.state, str(matter.concluded_on)), ("concluded", "2026-03-25"))

    @freeze_time(NOW)
    def test_5_2_3_contact_with_the_petitioner_is_noted(self):
        _contact, matter = self._decide("accepted")
        self.assertIn("milestone_contact", self._terms(matter))
        matter.action_note_contact()
        self.assertNotIn("milestone_contact", self._terms(matter))

    @freeze_time(NOW)
    def test_p1_23_told_of_the_receipt_in_writing(self):
        _contact, matter = self._register()
        matter.action_send_receipt()
        self.assertEqual((matter.paper_ids.kind, str(matter.paper_ids.sent_on)), ("receipt_notice", "2026-03-05"))
        self.assertNotIn("petition_notice", self._terms(matter))
        self.assertRefused("5-1.2a", matter.with_user(self.other_receiver).action_send_receipt)

    @freeze_time(NOW)
    def test_5_1_2a_what_was_registered_twice_is_merged(self):
        _contact, matter = self._register()
        second, twice = self._register(title="The same")
        twice.with_user(self.petition).action_end("merged", "The same", matter.id)
        self.assertEqual((twice.state, twice.result, second.matter_id), ("concluded", "merged", matter))
        self.assertEqual((matter.repeat_count, len(matter.party_ids), len(matter.contact_ids)), (1, 2, 2))
        self.assertTrue(second.is_repeat)
        with self.assertRaises(UserError):
            matter.with_user(self.petition).action_end("merged", "Itself", matter.id)

    @freeze_time(NOW)
    def test_2_2_4_0_an_outcome_is_taken_back(self):
        """Before it is told by who gave it, once; afterwards by the petition head with a reason; it stays readable."""
        contact, matter = self._register()
        before = self._terms(matter)
        contact.action_verify()
        contact.decide("accepted", {"told_how": "paper"})
        contact.action_take_back()
        self.assertEqual((contact.outcome, matter.state, matter.outcome), (False, "registered", False))
        self.assertEqual(self._terms(matter), before, "the clocks of the receipt go on as if nothing had been")
        self.assertEqual(matter.paper_ids.mapped("state"), ["void"])
        self.assertIn("Accepted", contact.outcome_history)
        contact.decide("answered_on_spot", {"answer": "Paid"})
        self.assertEqual(matter.state, "concluded")
        self.assertRefused("2-2.4.0", contact.action_take_back, "Wrong")
        head = contact.with_user(self.petition)
        self.assertRefused("2-2.4.0", head.action_take_back, "")
        head.action_take_back("The answer was wrong")
        self.assertEqual(matter.state, "registered")
        self.assertIn("The answer was wrong", contact.outcome_history)

    @freeze_time(NOW)
    def test_p1_20_six_representatives_of_an_accusation(self):
        people = [self._person(f"代表{number}", f"1380000000{number}", role="representative") for number in range(6)]
        self.assertRefused("P1-20", self._register, kind="accusation", people=people)
        six = [self._person(f"来访人{number}", f"1381000000{number}") for number in range(6)]
        self.assertRefused("P1-20", self._register, people=six)
        others = [{**person, "role": "co_signer"} for person in six[5:]]
        self._register(people=[*six[:5], *others], headcount=18)
        self._register(channel="letter", people=six)

    def test_document_numbers_are_forgotten(self):
        """30 days after the last matter of a petitioner is closed; the person is known again all the same."""
        number = "11010519491231002X"
        with self._at("2026-03-05"):
            _contact, matter = self._decide(
                "no_longer_accepted",
                vals={"reason": "Final", "reviews_found": True, "law_explained": True, "counselled": True},
                people=[self._person(document_number=number)],
            )
        petitioner = matter.sudo().party_ids.petitioner_id
        for day, is_kept in (("2026-04-03", True), ("2026-04-04", False)):
            with self._at(day):
                self.env["reception.petition.petitioner"]._forget_numbers()
                self.assertEqual(bool(petitioner.document_number), is_kept, day)
        self.assertTrue(petitioner.document_hash and petitioner.document_masked)

    @freeze_time(NOW)
    def test_5_3_2a_promises_remind(self):
        _contact, matter = self._decide("accepted")
        promise = (
            self.env["reception.petition.promise"]
            ._as_engine()
            .create({"matter_id": matter.id, "text": "Pay", "made_by_id": self.gm.id, "due_date": "2026-03-10"})
        )
        matter._let_read(self.gm)
        for day, users in (("2026-03-08", self.env["res.users"]), ("2026-03-10", self.gm)):
            with self._at(day):
                promise._remind()
                reminded = matter.sudo().activity_ids.filtered(lambda row: "promise" in (row.note or "")).user_id
                self.assertEqual(reminded, users, day)
        with self._at("2026-03-11"):
            promise._remind()
            self.assertIn(self.petition, matter.sudo().activity_ids.user_id)

    @freeze_time(NOW)
    def test_clauses_have_wording_and_a_way_out(self):
        clauses = self.env["reception.clause"].search(
            ["|", ("code", "=like", "2-%"), "|", ("code", "=like", "5-%"), ("code", "=like", "P1-%")]
        )
        self.assertGreater(len(clauses), 50)
        self.assertFalse(clauses.filtered(lambda clause: not clause.wording).mapped("code"), "no Chinese wording")
        stopping = clauses.filtered(lambda clause: clause.kind == "E")
        self.assertFalse(stopping.filtered(lambda clause: not clause.remedy).mapped("code"), "no way out")
