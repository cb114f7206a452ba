from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import NOW
from ..common_cost import ReceptionCostCommon

# half past seven on the first of March in China is the last of February in UTC, and in New York
EARLY = datetime(2026, 2, 28, 23, 30)


@tagged("post_install", "-at_install")
class TestCompanyZone(ReceptionCostCommon):
    """Days, months, deadlines and prints follow the company's zone, wherever the reader is."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.officer.tz = cls.host.tz = "America/New_York"

    def _company(self, country, **vals):
        # working hours as an installation without demo data leaves them
        calendar = self.env["resource.calendar"].create({"name": "Hours", "tz": "UTC"})
        return self.env["res.company"].create(
            {
                "name": f"Fresh {country} {calendar.id}",
                "country_id": self.env.ref(f"base.{country}").id,
                "resource_calendar_id": calendar.id,
                **vals,
            }
        )

    def test_zone_is_proposed_and_never_utc(self):
        self.assertEqual(self._company("cn").reception_tz, "Asia/Shanghai")
        self.assertEqual(self._company("sg").reception_tz, "Asia/Singapore")
        self.assertFalse(self._company("us").reception_tz, "several zones: a person has to choose")

    def test_zone_follows_the_hours_until_somebody_chose(self):
        company = self._company("us")
        company.resource_calendar_id.tz = "America/Chicago"
        self.assertEqual(company.reception_tz, "America/Chicago")
        company.reception_tz = "UTC"
        company.resource_calendar_id.tz = "Asia/Tokyo"
        self.assertEqual(company.reception_tz, "UTC", "chosen by hand")

    @freeze_time(NOW)
    def test_nothing_is_submitted_before_the_zone_is_chosen(self):
        application = self._apply()
        self.company.reception_tz = False
        with self.assertRaisesRegex(UserError, "no time zone yet"):
            application.with_user(self.host).action_submit()
        self.company.reception_tz = "UTC"
        application.with_user(self.host).action_submit()
        self.assertEqual(application.state, "signing")

    def test_1_6_1_3_make_up_deadline_counts_from_the_company_s_day(self):
        deadlines = self.env["reception.deadline"].with_user(self.host)
        day = deadlines._to_company_day(EARLY, self.company)
        self.assertEqual(day, date(2026, 3, 1))
        days = deadlines._get_deadline("hospitality_make_up", self.company).days
        self.assertEqual(deadlines._get_due_date("hospitality_make_up", day, self.company), date(2026, 3, 1 + days))

    def test_1_6_1_breakfast_at_half_past_seven_stands_under_its_day(self):
        report = self.env["reception.report.mixin"].with_user(self.host).with_context(lang="en_US")
        self.assertEqual(report._format_day(EARLY, self.company), "March 1, 2026")
        self.assertIn("7:30", report._format_moment(EARLY, self.company))

    @freeze_time("2026-02-20 04:00:00")
    def test_months_are_the_company_s(self):
        visit = self._make_visit(date_begin=EARLY, date_end=datetime(2026, 3, 2, 4))
        visits = self.env["reception.visit"].with_user(self.officer).with_context(tz="America/New_York")
        domain = [("id", "=", visit.id)]
        for groups in (
            visits.formatted_read_group(domain, ["date_begin:month"], ["__count"]),
            visits.formatted_read_grouping_sets(domain, [["date_begin:month"]], ["__count"])[0],
            visits.web_read_group(domain, ["date_begin:month"])["groups"],
        ):
            (group,) = groups
            self.assertEqual(group["date_begin:month"][1], "March 2026")
            self.assertEqual(visits.search([*domain, *group["__extra_domain"]]), visit)

    @freeze_time("2026-02-20 04:00:00")
    def test_1_2_3_statistics_count_the_visit_in_its_month(self):
        visit = self._issue(self._make_visit(date_begin=EARLY, date_end=datetime(2026, 3, 2, 4)))
        row = self.env["reception.statistics"].with_user(self.officer).browse(visit.id)
        self.assertEqual(row.date, date(2026, 3, 1))

    @freeze_time(EARLY)
    def test_day_book_begins_with_today_of_the_company(self):
        book = self.env["reception.gate.book"].with_user(self.officer).create({})
        self.assertEqual((book.date_from, book.date_to), (date(2026, 3, 1), date(2026, 3, 1)))

    def test_migration_takes_the_zone_of_the_hours_and_leaves_utc_to_a_person(self):
        chicago, china, undecided, chosen = (self._company(country) for country in ("us", "cn", "us", "us"))
        chicago.resource_calendar_id.tz = "America/Chicago"
        companies = chicago + china + undecided
        companies.reception_tz = False
        chosen.reception_tz = "UTC"
        self.env.flush_all()
        self._load_migration("19.0.2.0.0/pre-company_zone.py").migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(companies.mapped("reception_tz"), ["America/Chicago", False, False])
        self._load_migration("19.0.2.0.0/post-company_zone.py").migrate(self.env.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(companies.mapped("reception_tz"), ["America/Chicago", "Asia/Shanghai", False])
        self.assertEqual(chosen.reception_tz, "UTC")
