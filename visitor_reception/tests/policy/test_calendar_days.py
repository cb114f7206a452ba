import re
from datetime import date, datetime, timedelta

from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import Form, HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import ReceptionCommon
from ..common_cost import ReceptionCostCommon

# day 0, working days, last day, days counted besides it; * in the comments: a make-up working day
WORKING = (
    # Spring Festival 2025: 28 January to 4 February off, 26 January* and 8 February* worked
    ("2025-01-24", 1, "2025-01-26", ()),
    ("2025-01-24", 3, "2025-02-05", ("2025-01-26", "2025-01-27")),
    ("2025-01-30", 2, "2025-02-06", ("2025-02-05",)),
    ("2025-02-05", 5, "2025-02-11", ("2025-02-06", "2025-02-07", "2025-02-08", "2025-02-10")),
    # Labour Day 2025: 1 to 5 May off, 27 April* worked
    ("2025-04-25", 3, "2025-04-29", ("2025-04-27", "2025-04-28")),
    ("2025-04-30", 1, "2025-05-06", ()),
    # Dragon Boat Festival 2025: Saturday 31 May to Monday 2 June
    ("2025-05-30", 1, "2025-06-03", ()),
    # National Day 2025: 1 to 8 October off, 28 September* and 11 October* worked
    ("2025-09-26", 5, "2025-10-10", ("2025-09-28", "2025-09-29", "2025-09-30", "2025-10-09")),
    ("2025-10-08", 3, "2025-10-11", ("2025-10-09", "2025-10-10")),
    # over the end of the year: 1 to 3 January off, Sunday 4 January* worked
    ("2025-12-31", 2, "2026-01-05", ("2026-01-04",)),
    # Spring Festival 2026: 15 to 23 February off, 14 February* and 28 February* worked
    ("2026-02-13", 3, "2026-02-25", ("2026-02-14", "2026-02-24")),
    ("2026-02-12", 5, "2026-02-26", ("2026-02-13", "2026-02-14", "2026-02-24", "2026-02-25")),
    ("2026-02-14", 5, "2026-02-28", ("2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27")),
    ("2026-02-18", 5, "2026-02-28", ("2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27")),
    ("2026-02-14", 1, "2026-02-24", ()),
    ("2026-02-27", 2, "2026-03-02", ("2026-02-28",)),
    # Labour Day 2026: 1 to 5 May off, 9 May* worked
    ("2026-04-30", 2, "2026-05-07", ("2026-05-06",)),
    ("2026-05-07", 3, "2026-05-11", ("2026-05-08", "2026-05-09")),
    # Mid-Autumn Festival and National Day 2026: 25 to 27 September, 1 to 7 October off; 20 September*, 10 October*
    ("2026-09-18", 5, "2026-09-24", ("2026-09-20", "2026-09-21", "2026-09-22", "2026-09-23")),
    ("2026-09-24", 3, "2026-09-30", ("2026-09-28", "2026-09-29")),
    ("2026-09-28", 5, "2026-10-10", ("2026-09-29", "2026-09-30", "2026-10-08", "2026-10-09")),
    ("2026-09-30", 1, "2026-10-08", ()),
    ("2026-10-09", 2, "2026-10-12", ("2026-10-10",)),
    ("2026-02-18", 0, "2026-02-18", None),
)
# day 0, calendar days, extension, last day if it is kept, last day if it moves to a working day
CALENDAR = (
    ("2026-02-05", 15, 0, "2026-02-20", "2026-02-24"),
    ("2025-12-20", 60, 0, "2026-02-18", "2026-02-24"),
    ("2026-07-20", 60, 0, "2026-09-18", "2026-09-18"),
    ("2026-07-20", 60, 20, "2026-10-08", "2026-10-08"),
    ("2026-07-20", 60, 30, "2026-10-18", "2026-10-19"),
    ("2026-01-22", 30, 0, "2026-02-21", "2026-02-24"),
    ("2026-09-05", 30, 0, "2026-10-05", "2026-10-08"),
    ("2026-10-09", 1, 0, "2026-10-10", "2026-10-10"),  # a Saturday that is worked
    ("2025-09-20", 15, 0, "2025-10-05", "2025-10-09"),
    ("2025-01-25", 3, 0, "2025-01-28", "2025-02-05"),
)
# day 0, days, counting, pauses, last day
PAUSED = (
    ("2026-09-10", 30, "calendar", [("2026-09-28", "2026-10-09")], "2026-10-22"),
    ("2026-02-12", 5, "working", [("2026-02-14", "2026-02-24")], "2026-02-28"),
    # pauses that overlap count once, one after the last day changes nothing
    ("2026-03-02", 3, "calendar", [("2026-03-03", "2026-03-04"), ("2026-03-04", "2026-03-05")], "2026-03-08"),
    ("2026-03-02", 3, "calendar", [("2026-03-06", "2026-03-09")], "2026-03-05"),
    # a pause in rest days takes nothing from working days
    ("2026-02-14", 1, "working", [("2026-02-15", "2026-02-23")], "2026-02-24"),
)


class CalendarCase(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.deadline = cls.env["reception.deadline"].create({"name": "Test", "code": "test", "days": 3})
        cls.days = cls.env["reception.calendar.day"]

    def _due(self, day, days=3, counting="working", last_day="keep", company=None, **options):
        self.deadline.write({"days": days, "counting": counting, "last_day": last_day})
        deadlines = self.env["reception.deadline"].with_company(company or self.company)
        return deadlines.get_due("test", date.fromisoformat(day), **options)

    def assertDue(self, expected, *args, **options):
        self.assertEqual(str(self._due(*args, **options)["due"]), expected)

    def _set_weekdays(self, *weekdays):
        self.company.resource_calendar_id.attendance_ids = [
            Command.clear(),
            *(
                Command.create({"name": "Day", "dayofweek": weekday, "hour_from": 8, "hour_to": 16})
                for weekday in weekdays
            ),
        ]


@tagged("post_install", "-at_install")
class TestCalendarDays(CalendarCase):
    """Working days with holidays and make-up working days; pauses, extensions, the last day (D9, D10, P1)."""

    # ------------------------------------------------------------------------------------------------------------------
    # Tables
    # ------------------------------------------------------------------------------------------------------------------

    def test_d9_d10_working_days_over_the_holidays(self):
        for day, days, due, before in WORKING:
            with self.subTest(day=day, days=days):
                answer = self._due(day, days)
                counted = [] if before is None else [*before, due]
                self.assertEqual(str(answer["due"]), due)
                self.assertEqual([str(each) for each in answer["counted"]], counted)
                self.assertFalse(answer["provisional"])

    def test_p1_34_calendar_days_extension_and_last_day(self):
        for day, days, extra, kept, moved in CALENDAR:
            with self.subTest(day=day, days=days, extra=extra):
                answer = self._due(day, days, "calendar", extra=extra)
                self.assertEqual((str(answer["due"]), len(answer["counted"])), (kept, days + extra))
                answer = self._due(day, days, "calendar", "next_working_day", extra=extra)
                self.assertEqual((str(answer["due"]), str(answer["counted"][-1])), (moved, kept))

    def test_p1_36_paused_days_do_not_count(self):
        for day, days, counting, pauses, due in PAUSED:
            with self.subTest(day=day, counting=counting, pauses=pauses):
                paused = [tuple(map(date.fromisoformat, pause)) for pause in pauses]
                answer = self._due(day, days, counting, paused=paused)
                self.assertEqual((str(answer["due"]), len(answer["counted"])), (due, days))

    def test_what_is_no_term_is_refused(self):
        for options in (
            {"extra": -4},
            {"paused": [(date(2026, 3, 4), date(2026, 3, 3))]},
            {"paused": [(date(2026, 3, 4), None)]},
            {"paused": [date(2026, 3, 4)]},
            {"paused": [("tomorrow", "later")]},
        ):
            with self.subTest(options=options), self.assertRaisesRegex(UserError, "A term needs"):
                self._due("2026-03-02", **options)
        with self.assertRaisesRegex(UserError, "A term needs"):
            self.env["reception.deadline"].get_due("test", False)
        with self.assertRaisesRegex(UserError, "nowhere is missing"):
            self.env["reception.deadline"].get_due("nowhere", date(2026, 3, 2))
        # a year mistyped is told when it is saved, not with a traceback
        self.assertDue("9999-12-31", "9999-12-30")

    def test_a_deadline_stays_in_bounds(self):
        for vals in ({"days": -1}, {"days": 10**6}, {"warn_days": -1}):
            with self.subTest(vals=vals), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                self.deadline.write(vals)
                self.deadline.flush_recordset()

    # ------------------------------------------------------------------------------------------------------------------
    # What the company says
    # ------------------------------------------------------------------------------------------------------------------

    def test_a_row_of_the_company_wins(self):
        other = self.env["res.company"].create({"name": "Company B"})
        own = self.days.create(
            [
                {"date": "2026-02-14", "kind": "holiday", "name": "Outing", "company_id": self.company.id},
                {"date": "2026-02-21", "kind": "make_up", "follows": 4, "name": "Order", "company_id": self.company.id},
                {"date": "2026-02-25", "kind": "holiday", "name": "Founding Day", "company_id": self.company.id},
            ]
        )
        counted = [str(day) for day in self._due("2026-02-13")["counted"]]
        self.assertEqual(counted, ["2026-02-21", "2026-02-24", "2026-02-26"])
        self.assertDue("2026-02-25", "2026-02-13", company=other)
        own[2].date = "2026-02-26"
        self.assertDue("2026-02-25", "2026-02-13")
        own[0].unlink()
        # 14*, 21, 24
        self.assertDue("2026-02-24", "2026-02-13")
        own[1].company_id = other
        # 14*, 24, 25
        self.assertDue("2026-02-25", "2026-02-13")
        self.assertDue("2026-02-24", "2026-02-13", company=other)

    def test_working_hours_say_which_weekdays_are_worked(self):
        self._set_weekdays("1", "2", "3", "4", "5")
        # Saturday 7 March is worked, Monday 9 March is not
        self.assertDue("2026-03-10", "2026-03-06", 2)
        # Saturday 28 February is worked as a Monday: not here
        self.assertDue("2026-03-03", "2026-02-27", 1)
        # Saturday 14 February is worked as a Friday
        self.assertDue("2026-02-14", "2026-02-13", 1)
        # a holiday on a Saturday is a holiday
        self.assertDue("2026-05-06", "2026-04-30", 1)

    def test_working_hours_that_name_no_days_are_monday_to_friday(self):
        calendar = self.company.resource_calendar_id
        self._set_weekdays()
        self.assertDue("2026-02-25", "2026-02-13")
        self._set_weekdays("0", "1", "2", "3", "4", "5", "6")
        calendar.flexible_hours = True
        self.assertDue("2026-02-25", "2026-02-13")
        self.company.resource_calendar_id = False
        self.assertDue("2026-02-25", "2026-02-13")
        self.assertDue("2026-02-24", "2026-01-22", 30, "calendar", "next_working_day")

    def test_working_hours_round_the_clock_rest_on_holidays_only(self):
        self.company.resource_calendar_id.attendance_ids = [
            Command.clear(),
            *(
                Command.create({"name": "Day", "dayofweek": weekday, "hour_from": 0, "hour_to": 24})
                for weekday in "0123456"
            ),
        ]
        self.assertDue("2026-03-09", "2026-03-06")
        self.assertDue("2026-02-25", "2026-02-13")

    def test_working_hours_of_alternating_weeks(self):
        calendar = self.company.resource_calendar_id
        calendar.switch_calendar_type()
        calendar.attendance_ids.filtered(lambda line: line.week_type == "1" and line.dayofweek == "0").unlink()
        get_type = self.env["resource.calendar.attendance"].get_week_type
        monday = date(2026, 3, 9) if get_type(date(2026, 3, 9)) else date(2026, 3, 16)
        self.assertDue(str(monday + timedelta(days=1)), str(monday - timedelta(days=1)), 1)
        self.assertDue(str(monday + timedelta(days=7)), str(monday + timedelta(days=6)), 1)

    # ------------------------------------------------------------------------------------------------------------------
    # Years
    # ------------------------------------------------------------------------------------------------------------------

    def test_a_year_not_announced_makes_it_provisional(self):
        self.assertTrue(self._due("2026-12-30")["provisional"])
        self.assertFalse(self._due("2026-12-30", 1)["provisional"])
        self.assertTrue(self._due("2026-12-10", 30, "calendar", "next_working_day")["provisional"])
        # no rest day of 2027 can change it
        self.assertFalse(self._due("2026-12-10", 30, "calendar")["provisional"])
        year = self.env["reception.calendar.year"].create({"year": 2027})
        self.assertTrue(self._due("2026-12-30")["provisional"])
        year.state = "announced"
        self.assertFalse(self._due("2026-12-30")["provisional"])
        year.unlink()
        self.assertTrue(self._due("2026-12-30")["provisional"])

    def test_kept_days_agree_with_other_calendars(self):
        """All days of 2025 and 2026, as chinesecalendar and holidays know them."""
        import chinese_calendar
        import holidays

        self._set_weekdays(*"01234")
        is_rest = self.days._make_is_rest(self.company)
        china = holidays.country_holidays("CN", years=(2025, 2026))
        day, wrong = date(2025, 1, 1), []
        while day.year <= 2026:
            if not is_rest(day) == chinese_calendar.is_holiday(day) == (not china.is_working_day(day)):
                wrong.append(day)
            day += timedelta(days=1)
        self.assertEqual(wrong, [])
        self.assertIn(date(2026, 2, 14), china.weekend_workdays, "the library knows the notice of 2026")
        freed = {}
        for holiday, name in china.items():
            if found := re.search(r"substituted from (\S+)\)", name):
                freed[datetime.strptime(found[1], "%m/%d/%Y").date()] = holiday.weekday()
        make_ups = self.days.search(
            [("kind", "=", "make_up"), ("date", ">=", "2025-01-01"), ("date", "<", "2027-01-01")]
        )
        self.assertEqual({day.date: day.follows for day in make_ups}, freed)
        self.assertEqual(len(freed), 11)

    # ------------------------------------------------------------------------------------------------------------------
    # Rows
    # ------------------------------------------------------------------------------------------------------------------

    def test_a_day_stands_once_for_all_and_once_a_company(self):
        vals = {"date": "2027-03-01", "name": "Day"}
        for company in (self.env["res.company"], self.company):
            self.days.create({**vals, "company_id": company.id})
            with (
                self.subTest(company=company),
                self.assertRaises(UniqueViolation),
                mute_logger("odoo.sql_db"),
            ):
                self.days.create({**vals, "company_id": company.id})

    def test_a_make_up_day_follows_a_weekday(self):
        for vals in ({}, {"follows": 7}, {"weekday": False}):
            with self.subTest(vals=vals), self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                self.days.create({"date": "2027-03-06", "name": "Day", "kind": "make_up", **vals})
        monday = self.days.create({"date": "2027-03-06", "name": "Day", "kind": "make_up", "follows": 0})
        self.assertEqual(monday.weekday, "0")
        form = Form(self.days.with_user(self.manager))
        form.date, form.name, form.kind = date(2027, 3, 7), "Day", "make_up"
        with self.assertRaises(AssertionError, msg="a required field is empty"):
            form.save()
        form.weekday = "3"
        day = form.save()
        self.assertEqual((day.follows, day.weekday), (3, "3"))
        self.assertEqual(self.days._get_weekday(day.date, self.company), 3)
        self.assertIsNone(self.days._get_weekday(date(2026, 2, 16), self.company))
        self.assertEqual(self.days._get_weekday(date(2026, 3, 2), self.company), 0)

    def test_policy_administrators_write_and_everybody_counts(self):
        row = self.days.create({"date": "2027-03-01", "name": "Day", "company_id": self.company.id})
        for user in (self.host, self.officer, self.auditor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                row.with_user(user).name = "Mine"
        row.with_user(self.manager).write({"name": "Ours", "change_reason": "Our own day"})
        with self.assertRaises(AccessError):
            self.env["reception.calendar.year"].with_user(self.officer).create({"year": 2027})
        self.env["reception.calendar.year"].with_user(self.manager).create({"year": 2027})
        answer = self.env["reception.deadline"].with_user(self.host).get_due("test", date(2026, 3, 2))
        self.assertEqual(str(answer["due"]), "2026-03-05")

    def test_another_company_neither_sees_nor_moves_rows(self):
        other = self.env["res.company"].create({"name": "Company B"})
        row = self.days.create({"date": "2027-03-01", "name": "Day", "company_id": other.id})
        self.assertNotIn(row, self.days.with_user(self.host).search([]))
        with self.assertRaises(AccessError):
            row.with_user(self.manager).name = "Ours"
        own = self.days.create({"date": "2027-03-02", "name": "Day", "company_id": self.company.id})
        with self.assertRaises(AccessError):
            own.with_user(self.manager).write({"company_id": other.id, "change_reason": "Theirs"})
        # the row counts for its company whoever asks
        user = new_test_user(self.env, "reception_b", company_id=other.id, company_ids=[Command.set(other.ids)],
                             groups="base.group_user,visitor_reception.group_reception_user")  # fmt: skip
        self.deadline.write({"days": 1, "counting": "working"})
        answer = self.env["reception.deadline"].with_user(user).get_due("test", date(2027, 2, 26))
        self.assertEqual(str(answer["due"]), "2027-03-02")

    def test_many_records_cost_no_more_queries(self):
        self.deadline.write({"counting": "working"})
        self.deadline._count_from(date(2026, 2, 13), self.company)
        with self.assertQueryCount(0):
            for day in range(1, 28):
                self.deadline._count_from(date(2026, 2, day), self.company)


@tagged("post_install", "-at_install")
class TestDeadlinesInUse(ReceptionCostCommon):
    """What counts deadlines in the app counts by the calendar days."""

    def test_1_6_1_2_a_meal_before_the_spring_festival_is_made_up_in_time(self):
        self.env["reception.deadline"].search([("code", "=", "hospitality_make_up")]).counting = "working"
        # 13 February 2026, 20:00 in China
        application = self._apply(meal_at=datetime(2026, 2, 13, 12))
        self.assertEqual(str(application.make_up_deadline), "2026-02-25")
        # half past midnight in China, still 13 February in UTC
        application = self._apply(meal_at=datetime(2026, 2, 13, 16, 30))
        self.assertEqual(str(application.make_up_deadline), "2026-02-26")


@tagged("post_install", "-at_install")
class TestDueOverRpc(CalendarCase, HttpCase):
    def test_every_employee_asks_with_days_as_text(self):
        self.deadline.write({"counting": "working", "days": 5})
        self.authenticate(self.host.login, self.host.login)

        def ask(*args):
            params = {"model": "reception.deadline", "method": "get_due", "args": args, "kwargs": {}}
            return self.make_jsonrpc_request("/web/dataset/call_kw", params)

        self.assertEqual(
            ask("test", "2026-02-12", 0, [["2026-02-14", "2026-02-24"]]),
            {
                "due": "2026-02-28",
                "counted": ["2026-02-13", "2026-02-25", "2026-02-26", "2026-02-27", "2026-02-28"],
                "provisional": False,
            },
        )
        with self.assertRaises(JsonRpcException), mute_logger("odoo.http"):
            ask("test", "tomorrow")
