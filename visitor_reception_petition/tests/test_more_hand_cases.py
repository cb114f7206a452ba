"""Further cases worked out by hand: 2025 and 2026 with their make-up days (*), pauses, and what verbs do to clocks.

Holidays 2025: 28 January – 4 February, 4–6 April, 1–5 May, 1–8 October; worked: 26 January, 8 February, 27 April,
28 September, 11 October. 2026: 1–3 January, 15–23 February, 4–6 April, 1–5 May, 25–27 September, 1–7 October; worked:
4 January, 14 and 28 February, 9 May, 20 September, 10 October.
"""

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged
from odoo.tools import SQL

from .common import MARKER, NOW, PetitionCommon

# code, day 0, due day, how it was counted
TERMS = [
    ("petition_objection", "2025-01-27", "2025-02-10", "02-05, 06, 07, 08*, 10"),
    ("petition_objection", "2025-04-25", "2025-05-06", "27*, 28, 29, 30, 05-06"),
    ("petition_objection", "2025-09-30", "2025-10-14", "10-09, 10, 11*, 13, 14"),
    ("petition_objection", "2026-04-30", "2026-05-11", "05-06, 07, 08, 09*, 11"),
    ("petition_leader_report", "2026-01-03", "2026-01-04", "Sunday is worked"),
    ("petition_call_back", "2025-09-27", "2025-09-28", "Sunday is worked"),
    ("petition_supervision", "2026-02-11", "2026-03-03", "12, 13, 14*, 24, 25, 26, 27, 28*, 03-02, 03"),
    ("milestone_contact", "2026-09-23", "2026-09-29", "24, 28, 29"),
    ("milestone_draft", "2026-01-05", "2026-02-19", "26 + 19; the office's own: kept"),
    ("petition_notice", "2026-12-20", "2027-01-04", "calendar days, over the end of the year"),
    ("petition_conclude", "2025-12-31", "2026-03-01", "31 + 28 + 1, a Sunday; kept"),
    ("petition_review", "2026-01-20", "2026-02-19", "in the holiday; kept"),
    ("petition_written_opinion", "2026-02-28", "2026-03-15", "a Sunday; kept"),
    ("petition_review_request", "2026-01-24", "2026-02-24", "02-23 is a holiday"),
    ("petition_review_request", "2026-03-06", "2026-04-07", "04-05 is a holiday"),
    ("petition_review_request", "2026-04-01", "2026-05-06", "05-01 is a holiday"),
    ("petition_review_request", "2026-08-21", "2026-09-20", "a Sunday that is worked"),
    ("petition_re_review_request", "2026-09-10", "2026-10-10", "a Saturday that is worked"),
]
# first and last day of each pause, due day of a re-review asked for on 2026-03-02 (30 days: 04-01)
PAUSES = [
    ([("2026-03-30", "2026-04-02")], "2026-04-05", "27 days until the 29th, then 04-03, 04, 05"),
    ([("2026-03-10", "2026-03-12"), ("2026-03-12", "2026-03-13")], "2026-04-05", "their union is four days"),
    ([("2026-04-02", "2026-04-10")], "2026-04-01", "after the last day: nothing"),
    ([("2026-02-20", "2026-03-02")], "2026-04-01", "before the first day that counts: nothing"),
    ([("2026-04-01", "2026-04-01")], "2026-04-02", "the last day itself"),
]


@tagged("post_install", "-at_install")
class TestPetitionMoreHandCases(PetitionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # who drafts for the office is the petition head here: somebody else heads the department
        cls.office.manager_id = cls.other_receiver.employee_id

    def _at(self, day, hour=10):
        """``hour`` o'clock in China on ``day``."""
        return freeze_time(f"{day} {hour - 8:02}:00:00")

    def _pass_on(self, unit=None, **vals):
        _contact, matter = self._register(**vals)
        matter = matter.with_user(self.petition)
        return matter.env["reception.petition.handover"].browse(matter.action_pass_on((unit or self.unit).id)), matter

    def _draft(self, matter):
        opinions = self.env["reception.petition.opinion"].with_user(self.petition)
        article = [(6, 0, self.article.ids)]
        facts = {"facts": f"Found {MARKER}", "opinion": f"Pay {MARKER}", "article_ids": article, "result": "supported"}
        return opinions.create({"matter_id": matter.id, **facts})

    def test_terms(self):
        deadlines = self.env["reception.deadline"].with_user(self.host)
        for code, day, due, counting in TERMS:
            with self.subTest(code=code, day=day, counting=counting):
                self.assertEqual(str(deadlines.get_due(code, date.fromisoformat(day))["due"]), due)

    def test_p1_36_pauses(self):
        deadlines = self.env["reception.deadline"].with_user(self.host)
        for pauses, due, counting in PAUSES:
            days = [tuple(map(date.fromisoformat, pause)) for pause in pauses]
            with self.subTest(counting=counting):
                found = deadlines.get_due("petition_re_review", date(2026, 3, 2), paused=days)
                self.assertEqual(str(found["due"]), due)

    def test_d22_a_unit_that_objects_is_not_silent(self):
        """Received 5 March, notice until 20 March; objected on the 10th, decided on the 26th: 60 days from the 20th."""
        with self._at("2026-03-05"):
            handover, matter = self._pass_on()
        with self._at("2026-03-10"):
            handover.with_user(self.unit_user).action_object("Not ours")
        with self._at("2026-03-25"):
            matter.sudo()._cron_clock()
            self.assertNotIn("petition_conclude", self._terms(matter))
        with self._at("2026-03-26"):
            handover.action_reject_objection("It is yours")
            matter.sudo()._cron_clock()
        self.assertEqual(str(self._terms(matter)["petition_conclude"]), "2026-05-19")

    def test_p1_19_a_repeat_changes_no_clock(self):
        """Told how it stands by the office; the unit still owes its own notice."""
        with self._at("2026-03-05"):
            _handover, matter = self._pass_on()
            before = self._terms(matter)
        with self._at("2026-03-09"):
            again, _matter = self._register(same_matter_id=matter.id)
            again.action_verify()
            again.decide("not_accepted", {"unit_id": self.unit.id, "reason": "in_term"})
        self.assertEqual((matter.state, self._terms(matter)), ("passed_on", before))
        self.assertEqual((again.is_repeat, matter.repeat_count), (True, 1))

    def test_d18_the_talk_that_was_agreed_on_repeats_nothing(self):
        talk = {"date": "2026-03-09 02:00:00", "place": "Room 2", "missing_materials": "Contract"}
        with self._at("2026-03-05"):
            _contact, matter = self._decide("follow_up_talk", vals=talk)
        with self._at("2026-03-09"):
            again, _matter = self._register(same_matter_id=matter.id)
            self.assertEqual((again.is_repeat, matter.repeat_count), (False, 0))
            again.action_verify()
            again.decide("accepted", {})
        self.assertEqual((matter.state, str(matter.accepted_on)), ("accepted", "2026-03-09"))
        self.assertEqual(str(self._terms(matter)["petition_conclude"]), "2026-05-08", "22 + 30 + 8")

    def test_p1_40_each_unit_answers_its_own_order(self):
        with self._at("2026-03-05"):
            _handover, matter = self._pass_on()
            orders = matter.env["reception.petition.supervision"].browse(
                matter.action_supervise({"demand": "Answer", "unit_id": unit.id})
                for unit in (self.unit, self.other_unit)
            )
        with self._at("2026-03-06"):
            orders[0].with_user(self.unit_user).action_answer("Done")
            terms = matter.sudo()._get_terms("petition_supervision")
            self.assertEqual(terms.holder_unit_id, self.other_unit)
            orders[0].action_reject("Not enough")
        terms = matter.sudo()._get_terms("petition_supervision")
        self.assertEqual(
            {term.holder_unit_id: str(term.due_date) for term in terms},
            {self.unit: "2026-03-20", self.other_unit: "2026-03-19"},
        )
        with self._at("2026-03-09"):
            matter.action_end("withdrawn", "The petitioner takes it back in writing")
        self.assertEqual(len(matter.sudo()._get_terms("petition_supervision")), 2, "closed by a written answer alone")

    @freeze_time(NOW)
    def test_5_2_3_no_clock_is_set_by_a_day_to_come(self):
        _contact, matter = self._register()
        matter = matter.with_user(self.petition)
        self.assertRefused("5-2.3", matter.action_accept, {"accepted_on": "2026-03-06"})
        matter.action_accept({"accepted_on": "2026-03-05"})
        paper = matter.paper_ids
        self.assertRefused("5-2.3", paper.action_serve, {"served_on": "2026-03-06"})
        opinion = self._draft(matter)
        self._issue(opinion)
        self.assertRefused("5-2.3", opinion.action_send, {"sent_on": "2026-03-06"})
        opinion.action_send({"sent_on": "2026-03-05"})
        self.assertRefused("5-2.3", opinion.action_serve, {"served_on": "2026-03-06"})
        opinion.action_serve()
        self.assertRefused("5-2.3", matter.action_ask_review, "2026-03-06", {"unit_id": self.other_unit.id})
        matter.action_ask_review("2026-03-05", {"unit_id": self.other_unit.id})
        self.assertEqual(str(self._terms(matter)["petition_review"]), "2026-04-04", "a holiday; kept")

    @freeze_time(NOW)
    def test_5_3_2a_a_reception_day_that_is_over(self):
        _contact, matter = self._decide("accepted")
        days = self.env["reception.petition.leader.day"]
        over, today = days.create(
            [{"leader_id": self.gm.id, "date": day, "place": "Hall"} for day in ("2026-03-04", "2026-03-05")]
        )
        self.assertRefused("5-3.2a", matter.with_user(self.petition).action_book_day, over.id)
        matter.with_user(self.petition).action_book_day(today.id)
        self.assertEqual(today.session_ids.matter_id, matter)

    @freeze_time(NOW)
    def test_2_1_5_names_of_one_letter_and_of_a_hundred(self):
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        for name in ("王", "阿" * 100, "O'Brien 100% _x\\"):
            with self.subTest(name=name):
                phone = f"1391234{len(name):04}"
                _contact, matter = self._register(channel="call", people=[self._person(name, phone)])
                self.assertEqual(matter.party_ids.petitioner_id.name, name)
                found = [card["id"] for card in contacts.lookup(phone)]
                self.assertEqual(found, matter.ids)
                if len(name) > 1:
                    self.assertIn(matter.id, [card["id"] for card in contacts.lookup(name)])
        self.assertEqual(contacts.lookup("王"), [], "one letter would find everybody")

    @freeze_time("2026-03-04 23:30:00")
    def test_1_the_day_asked_on_is_the_company_s(self):
        """Half past seven in the morning of 5 March in China."""
        _contact, matter = self._register()
        [card] = self.env["reception.petition.contact"].with_user(self.receiver).lookup(matter.name)
        self.assertEqual(card["asked_on"], "2026-03-05")

    @freeze_time(NOW)
    def test_p1_23_where_it_went_is_told_in_writing(self):
        """The notice of the office is met; the unit still owes its own."""
        _contact, matter = self._register()
        matter = matter.with_user(self.petition)
        matter.action_pass_on(self.unit.id, "pass_on", {"told_how": "paper"})
        self.assertEqual(matter.paper_ids.mapped("kind"), ["direction_notice"])
        self.assertEqual(matter.sudo()._get_terms("petition_notice").holder_unit_id, self.unit)

    def test_5_2_3_the_head_of_the_unit_learns_of_the_last_day(self):
        head = self._make_person("head_of_housing", "Head of Housing", self.housing)
        self.housing.manager_id = head.employee_id
        with self._at("2026-03-05"):
            _handover, matter = self._pass_on()
        for day, is_told in (("2026-03-19", False), ("2026-03-20", True)):
            with self._at(day):
                self.env["reception.petition.term"]._remind()
                self.assertEqual(head in matter.sudo().activity_ids.user_id, is_told, day)

    @freeze_time(NOW)
    def test_p1_30_what_is_sealed_later_takes_its_texts_along(self):
        _contact, matter = self._register()
        matter = matter.with_user(self.petition)
        handover = matter.action_pass_on(self.unit.id, "pass_on", {"reason": f"Yours {MARKER}"})
        matter.env["reception.petition.handover"].browse(handover).with_user(self.unit_user).action_object(MARKER)
        matter.env["reception.petition.handover"].browse(handover).action_accept_objection()
        matter.action_accept({})
        opinion = self._draft(matter)
        opinion.action_submit()
        self.env["reception.petition.hardship.help"].with_user(self.petition).create(
            {"matter_id": matter.id, "measure": f"Food {MARKER}"}
        )
        self._appoint(self.keeper)
        matter.action_classify({"kind": "accusation", "reason": "It accuses somebody"})
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT table_name, column_name FROM information_schema.columns
                WHERE table_schema = current_schema() AND table_name LIKE 'reception_petition_%%'
                  AND data_type IN ('text', 'character varying', 'jsonb') AND table_name != 'reception_petition_sealed'"""
        )
        for table, column in self.env.cr.fetchall():
            if table in ("reception_petition_party", "reception_petition_petitioner"):
                continue
            count = SQL(
                "SELECT COUNT(*) FROM %s WHERE %s::text LIKE %s",
                SQL.identifier(table),
                SQL.identifier(column),
                f"%{MARKER}%",
            )
            self.assertFalse(self.env.execute_query(count)[0][0], f"{table}.{column}")
        texts = matter.with_user(self.keeper).sealed_read("To handle it")["texts"]
        said = {text["of"] for text in texts}
        wanted = ("handover", "opinion", "hardship.help")
        self.assertLessEqual({f"reception.petition.{name}" for name in wanted}, said)
