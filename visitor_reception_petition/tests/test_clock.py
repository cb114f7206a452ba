from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import NOW, PetitionCommon

# design, section 5: worked out by hand
BY_HAND = [
    ("petition_objection", "2026-02-12", "2026-02-26"),
    ("petition_objection", "2026-02-14", "2026-02-28"),
    ("petition_objection", "2026-02-18", "2026-02-28"),
    ("petition_objection", "2026-09-28", "2026-10-10"),
    ("petition_objection", "2026-09-18", "2026-09-24"),
    ("petition_notice", "2026-02-05", "2026-02-20"),
    ("petition_conclude", "2025-12-20", "2026-02-18"),
    ("petition_review_request", "2026-01-22", "2026-02-24"),
    ("petition_review_request", "2026-09-05", "2026-10-08"),
    ("petition_leader_report", "2026-02-14", "2026-02-24"),
    ("petition_leader_report", "2026-09-30", "2026-10-08"),
]


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionClock(PetitionCommon):
    def test_p1_terms_as_worked_out_by_hand(self):
        _contact, matter = self._register()
        for code, day0, due in BY_HAND:
            with self.subTest(code=code, day0=day0):
                matter._get_terms(code)._cancel()
                term = matter.sudo()._start_term(code, date.fromisoformat(day0))
                self.assertEqual(str(term.due_date), due)

    def test_p1_34_extension_of_thirty_days_in_all(self):
        _contact, matter = self._register()
        with freeze_time("2026-07-21 02:00:00"):
            term = matter.sudo()._start_term("petition_conclude", date(2026, 7, 20))
            self.assertEqual(str(term.due_date), "2026-09-18")
            for days, due in ((20, "2026-10-08"), (10, "2026-10-18")):
                term._extend(days)
                self.assertEqual(str(term.due_date), due)
            self.assertRefused("P1-34", term._extend, 1)
        with freeze_time("2026-10-19 02:00:00"):
            term.extra_days = 0
            self.assertRefused("P1-34", term._extend, 1)

    def test_p1_36_hearing_days_do_not_count(self):
        _contact, matter = self._register()
        term = matter.sudo()._start_term("petition_re_review", date(2026, 9, 10))
        self.assertEqual(str(term.due_date), "2026-10-10")
        term._pause(date(2026, 9, 28), date(2026, 10, 9))
        self.assertEqual((str(term.due_date), term.paused_days), ("2026-10-22", 12))
        term._pause(date(2026, 10, 5), date(2026, 10, 9))
        self.assertEqual((str(term.due_date), term.paused_days), ("2026-10-22", 12), "days count once")
        term._pause(date(2026, 11, 1), date(2026, 11, 9))
        self.assertEqual(str(term.due_date), "2026-10-22", "after the due day nothing changes")

    def test_p1_23_receipt_starts_the_notice_at_the_company_s_day(self):
        # 23:30 in China is still the day of the event
        _contact, matter = self._register(started_at="2026-03-04 15:30:00")
        self.assertEqual(self._terms(matter), {"petition_notice": date(2026, 3, 19)})
        _contact, matter = self._register(started_at="2026-03-04 16:30:00")
        self.assertEqual(self._terms(matter), {"petition_notice": date(2026, 3, 20)})

    def test_p1_23_nobody_is_told_whose_address_is_unclear(self):
        _contact, matter = self._register(people=[{"name": "张三"}])
        self.assertEqual(self._terms(matter), {})

    def test_p1_22_a_petition_department_passes_on(self):
        self.company.reception_petition_body = "department"
        _contact, matter = self._register()
        self.assertEqual(self._terms(matter), {"petition_pass_on": date(2026, 3, 20)})
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        self.assertEqual(set(self._terms(matter)), {"petition_notice", "petition_objection"})
        passed_on = matter.term_ids.filtered(lambda term: term.code == "petition_pass_on")
        self.assertEqual((passed_on.state, passed_on.stopped_on), ("met", date(2026, 3, 5)))

    def test_d22_a_silent_unit_is_deemed_to_have_accepted(self):
        self.company.reception_petition_body = "department"
        _contact, matter = self._register()
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        matters = self.env["reception.petition.matter"]
        with freeze_time("2026-03-20 02:00:00"):
            matters._cron_clock()
            self.assertNotIn("petition_conclude", self._terms(matter))
        with freeze_time("2026-03-21 02:00:00"):
            matters._cron_clock()
            self.assertEqual(self._terms(matter)["petition_conclude"], date(2026, 5, 19), "60 days after 20 March")
            self.assertEqual(matter.state, "passed_on", "it does not move by itself")
        with freeze_time("2026-03-25 02:00:00"):
            matter.with_user(self.unit_user).action_accept({})
            self.assertEqual(self._terms(matter)["petition_conclude"], date(2026, 5, 19), "accepting late wins nothing")

    def test_d22_can_be_switched_off(self):
        self.company.reception_petition_deemed = False
        self.company.reception_petition_body = "department"
        _contact, matter = self._register()
        matter.with_user(self.petition).action_pass_on(self.unit.id)
        with freeze_time("2026-03-25 02:00:00"):
            self.env["reception.petition.matter"]._cron_clock()
            self.assertNotIn("petition_conclude", self._terms(matter))

    def test_next_term_and_colour(self):
        _contact, matter = self._decide("accepted")
        self.assertEqual((matter.next_term_id.code, str(matter.next_due_date)), ("milestone_contact", "2026-03-10"))
        for moment, colour in (("2026-03-06", "green"), ("2026-03-09", "yellow"), ("2026-03-11", "red")):
            with freeze_time(f"{moment} 04:00:00"):
                matter.invalidate_recordset(["colour"])
                self.assertEqual(matter.colour, colour)
        term = matter.sudo()._start_term("petition_review_request", date(2026, 3, 1))
        self.assertNotEqual(matter.next_term_id, term, "a right of the petitioner is not what the office owes")

    def test_late_and_met(self):
        contact, matter = self._register()
        contact.action_verify()
        with freeze_time("2026-03-21 02:00:00"):
            contact.decide("accepted")
        notice = matter.term_ids.filtered(lambda term: term.code == "petition_notice")
        self.assertEqual((notice.state, str(notice.stopped_on)), ("late", "2026-03-21"))

    def test_terms_are_written_by_the_clock_alone(self):
        _contact, matter = self._register()
        term = matter.term_ids
        for user in (self.receiver, self.petition, self.manager, self.env.ref("base.user_admin")):
            with self.assertRaises(AccessError):
                term.with_user(user).write({"due_date": "2030-01-01"})
        with self.assertRaises(AccessError):
            term.sudo().write({"due_date": "2030-01-01"})

    def test_running_terms_follow_the_calendar(self):
        _contact, matter = self._register()
        term = matter.sudo()._start_term("petition_objection", date(2026, 3, 5))
        self.assertEqual(str(term.due_date), "2026-03-12")
        right = matter.sudo()._start_term("petition_review_request", date(2026, 2, 5))
        self.assertEqual(str(right.due_date), "2026-03-09", "Saturday 7 March moves to Monday")
        day = self.env["reception.calendar.day"].create({"date": "2026-03-10", "kind": "holiday", "name": "Storm"})
        self.assertEqual(str(term.due_date), "2026-03-13")
        self.assertIn("2026-03-13", matter.message_ids[0].body)
        self.env["reception.calendar.day"].create({"date": "2026-03-09", "kind": "holiday", "name": "Storm"})
        self.assertEqual(str(right.due_date), "2026-03-11")
        (day | self.env["reception.calendar.day"].search([("date", "=", "2026-03-09")])).unlink()
        self.assertEqual(str(term.due_date), "2026-03-12")
        self.assertEqual(str(right.due_date), "2026-03-11", "once told, a petitioner's last day never moves earlier")

    def test_5_2_3_reminders_go_up_by_themselves(self):
        _contact, matter = self._register()
        matters = self.env["reception.petition.matter"]
        for day, users in (
            ("2026-03-16", self.env["res.users"]),
            ("2026-03-17", self.receiver),
            ("2026-03-21", self.receiver | self.petition),
        ):
            with freeze_time(f"{day} 02:00:00"):
                matters._cron_clock()
                matters._cron_clock()
                self.assertEqual(matter.sudo().activity_ids.user_id, users, day)
                self.assertEqual(len(matter.sudo().activity_ids), len(users), "one a person")
