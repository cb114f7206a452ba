import doctest
import json
from datetime import date, datetime
from pathlib import Path

from freezegun import freeze_time

from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from ...tools import passage_rule
from ...tools.passage_rule import decide
from ..common import MONDAY, SchoolCommon

CASES = json.loads((Path(__file__).parent.parent / "data/passage_cases.json").read_text())
RUNNER = """
const { decide } = odoo.loader.modules.get("@visitor_reception_school/gate_desk/passage_rule");
const table = %s;
for (const c of table.cases) {
    const a = decide(c.pupil, c.badge, c.at, c.direction, table.windows[c.windows], c.permits);
    const got = [a.result, a.permit, a.refusal, a.clause, a.direction].join("|");
    if (got !== c.expected.join("|")) {
        throw new Error(`${c.name}: ${got}`);
    }
}
console.log("test successful");
"""


@tagged("post_install", "-at_install")
class TestPassageRule(TransactionCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(passage_rule).failed, 0)

    def test_the_table_of_cases(self):
        """One table for server and desk: 3-1a, 3-1b, 3-1d, 3-2a, 3-5a, 3-5b, 3-6b."""
        for case in CASES["cases"]:
            with self.subTest(case["name"]):
                windows = CASES["windows"][case["windows"]]
                decision = decide(case["pupil"], case["badge"], case["at"], case["direction"], windows, case["permits"])
                self.assertEqual(list(decision), case["expected"])


@tagged("post_install", "-at_install")
class TestPassageRuleInTheBrowser(HttpCase):
    def test_the_same_table_in_javascript(self):
        """The desk without network decides as the server does (3-1d, 3-5a, 3-6b)."""
        login = new_test_user(self.env, "school_browser").login
        self.browser_js("/odoo", RUNNER % json.dumps(CASES), "odoo.isReady === true", login=login)


@tagged("post_install", "-at_install")
class TestSchoolSchedule(SchoolCommon):
    """Windows of the day, and what the gates make of them."""

    @classmethod
    def setUpClass(cls):
        cls.startClassPatcher(freeze_time(MONDAY))
        super().setUpClass()
        cls.windows = cls.env["reception.school.window"]
        cls.gate = cls.env["reception.gate"].create({"name": "South Gate", "code": "SOUTH"})

    def _hours(self, day, gate=None):
        rows = self.windows._get_windows(self.company, (gate or self.gate).id, day)
        return [(row["purpose"], row["opens"][11:], row["closes"][11:]) for row in rows]

    def test_3_1a_3_1b_windows_of_the_policy(self):
        self.assertEqual(
            self._hours(date(2026, 3, 2)),
            [
                ("arrival", "22:30:00", "00:30:00"),
                ("dismissal", "03:50:00", "04:20:00"),
                ("arrival", "05:50:00", "07:00:00"),
                ("dismissal", "10:20:00", "10:50:00"),
            ],
        )
        (first, *_rest) = self.windows._get_windows(self.company, self.gate.id, date(2026, 3, 2))
        self.assertEqual(first["opens"], "2026-03-01 22:30:00", "the morning in China is the day before in UTC")

    def test_3_1a_a_window_is_called_by_its_hours(self):
        window = self.env["reception.school.window"].search([], limit=1)
        self.env.invalidate_all()
        self.assertEqual(window.display_name, window.name)

    def test_3_1d_no_windows_on_weekends_and_outside_terms(self):
        for day in (date(2026, 3, 7), date(2026, 3, 8), date(2026, 2, 13), date(2026, 7, 13)):
            self.assertEqual(self._hours(day), [], day)

    def test_3_1d_holidays_and_make_up_days(self):
        monday, saturday = date(2026, 3, 9), date(2026, 3, 14)
        self.windows.search([("purpose", "=", "arrival")]).monday = False
        self.assertEqual((len(self._hours(monday)), self._hours(saturday)), (2, []))
        self.env["reception.calendar.day"].create(
            [
                {"date": monday, "kind": "holiday", "name": "Holiday", "company_id": self.company.id},
                {"date": saturday, "kind": "make_up", "follows": 0, "name": "Make-up", "company_id": self.company.id},
            ]
        )
        self.assertEqual(self._hours(monday), [])
        self.assertEqual([row[0] for row in self._hours(saturday)], ["dismissal", "dismissal"], "as the Monday freed")

    def test_3_1a_by_the_company_s_clock(self):
        self.assertEqual(self._hours(date(2026, 3, 2))[0][1], "22:30:00")
        self.company.reception_tz = "Asia/Urumqi"
        self.assertEqual(self._hours(date(2026, 3, 2))[0][1], "00:30:00")

    def test_3_1a_special_days_have_their_own_windows(self):
        days = self.env["reception.school.special.day"].with_user(self.security)
        arrival = self.windows.search([("purpose", "=", "arrival")], limit=1)
        saturday, monday = date(2026, 3, 7), date(2026, 3, 9)
        self.assertEqual(len(self._hours(monday)), 4)
        days.create(
            [{"date": saturday, "window_ids": [Command.link(arrival.id)]}, {"date": monday, "reason": "Sports day"}]
        )
        self.assertEqual(len(self._hours(saturday)), 1)
        self.assertEqual(self._hours(monday), [])

    def test_3_1a_timetables_gates_and_grades(self):
        day = date(2026, 3, 2)
        other = self.env["reception.gate"].create({"name": "Side Gate", "code": "SIDE"})
        window = self.windows.with_user(self.security).create(
            {
                "purpose": "home_going",
                "direction": "both",
                "hour_from": 16,
                "hour_to": 17,
                "gate_ids": [Command.link(other.id)],
                "grade_ids": [Command.link(self.grade1.id)],
                "for_day_pupil": False,
                "for_intern": False,
            }
        )
        self.assertEqual(len(self._hours(day)), 4)
        self.assertEqual(len(self._hours(day, other)), 5)
        row = self.windows._get_windows(self.company, other.id, day)[3]
        self.assertEqual((row["kinds"], row["grade_ids"]), (["boarder"], self.grade1.ids))
        window.date_from = "2026-03-03"
        self.assertEqual(len(self._hours(day, other)), 4)

    def test_3_1b_arrival_lets_in_and_dismissal_out(self):
        """D27; hours are of one day, in order."""
        for vals in ({"direction": "both"}, {"purpose": "dismissal"}):
            with self.subTest(vals=vals), self.assertRaises(ValidationError):
                self.windows.create({"hour_from": 7, "hour_to": 8, **vals})

    def test_3_1a_actual_openings_are_held_to_the_windows(self):
        openings = self.env["reception.gate.opening"]
        table = (
            ("2026-03-01 22:39:00", "open", 9, True),
            ("2026-03-02 00:31:00", "close", 1, False),
            ("2026-03-02 03:50:00", "open", 0, False),
        )
        for moment, kind, deviation, is_deviation in table:
            with self.subTest(moment), freeze_time(moment):
                opening = openings.create({"gate_id": self.gate.id, "kind": kind})
                self.assertEqual((opening.deviation, opening.is_deviation), (deviation, is_deviation))

    def test_3_1d_opening_on_a_holiday_deviates(self):
        with freeze_time("2026-03-07 02:00:00"):
            opening = self.env["reception.gate.opening"].create({"gate_id": self.gate.id, "kind": "open"})
        self.assertTrue(opening.is_deviation)

    def test_3_1b_windows_that_touch_are_one_opening(self):
        dismissal = self.windows.search([("purpose", "=", "dismissal")], limit=1)
        dismissal.grade_ids = self.grade1
        dismissal.copy({"hour_from": dismissal.hour_to, "hour_to": 12.5, "hour_close_from": 0})
        openings = self.gate._get_opening_windows(date(2026, 3, 2))
        self.assertEqual(len(openings), 4)
        self.assertEqual(openings[1][:2], (datetime(2026, 3, 2, 3, 50), datetime(2026, 3, 2, 4, 30)))
        self.assertEqual(openings[1].closes_from, openings[1].closes, "the later window closes at its end only")

    def test_3_1b_closing_after_dismissal_is_on_time_early(self):
        dismissal = self.gate._get_opening_windows(date(2026, 3, 2))[1]
        self.assertEqual(dismissal.closes_from, datetime(2026, 3, 2, 3, 50))
        self.assertFalse(dismissal.get_deviation("close", dismissal.closes_from))

    def test_gates_with_hours_of_their_own_keep_them(self):
        gate = self.env["reception.gate"].create(
            {"name": "Office", "code": "OFF", "calendar_id": self.company.resource_calendar_id.id}
        )
        opens = gate._get_opening_windows(date(2026, 3, 2))
        self.assertEqual(opens, gate._get_calendar_windows(gate.calendar_id, date(2026, 3, 2)))

    def test_school_time_by_grade(self):
        noon = datetime(2026, 3, 2, 3, 55)
        school_time = self.windows._is_school_time
        self.assertFalse(school_time(self.pupil, self.gate, noon))
        self.assertTrue(school_time(self.pupil, self.gate, datetime(2026, 3, 2, 3, 49, 59)))
        self.assertFalse(school_time(self.pupil, self.gate, datetime(2026, 3, 1, 22, 29, 59)))
        self.windows.search([("purpose", "=", "dismissal")]).grade_ids = self.grade2
        self.assertTrue(school_time(self.pupil, self.gate, noon), "this grade has no dismissal at noon")

    def test_3_1a_who_writes_the_schedule(self):
        for user in (self.teacher, self.guard, self.leader, self.affairs):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.windows.with_user(user).create({"hour_from": 7, "hour_to": 8})
