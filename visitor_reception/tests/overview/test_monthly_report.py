import io
from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_statistics import StatisticsCommon

ACTIVITY = "visitor_reception.mail_activity_monthly_report"
UNDELIVERED = "visitor_reception.mail_activity_monthly_report_undelivered"
# half past midnight of 1 April in Shanghai, 31 March in UTC
FIRST_HOUR_OF_APRIL = "2026-03-31 16:30:00"


@tagged("post_install", "-at_install")
class TestMonthlyReport(StatisticsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reports = cls.env["reception.monthly.report"]
        # the company and general manager of this class alone, besides those a test makes
        holders = cls._position("general_manager").holder_ids
        holders.filtered(lambda holder: holder.user_id != cls.gm).unlink()
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).action_archive()

    def _cron(self, moment=FIRST_HOUR_OF_APRIL):
        with freeze_time(moment):
            self.reports._cron_build()
        return self.reports.search([("company_id", "=", self.company.id)])

    def _activities(self, report, activity_type, user):
        return report.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref(activity_type) and activity.user_id == user
        )

    def _mails(self, report):
        return self.env["mail.mail"].search([("model", "=", report._name), ("res_id", "=", report.id)])

    def test_1_2_3_built_on_the_first_day_and_delivered_by_itself(self):
        self._book(self._receive(headcount=3, actual=90.5), "car", amount=100)
        self._receive(datetime(2026, 3, 31, 16, 0), headcount=7)  # 1 April in Shanghai
        report = self._cron()
        self.assertRecordValues(
            report,
            [
                {
                    "month": date(2026, 3, 1),
                    "state": "delivered",
                    "visits": 1,
                    "headcount": 3,
                    "cost_planned": 100,
                    "cost_actual": 90.5,
                    "recipient_ids": self.gm.ids,
                }
            ],
        )
        activity = self._activities(report, ACTIVITY, self.gm)
        self.assertEqual(activity.date_deadline, date(2026, 4, 1), "not late from the start: it is 1 April in Shanghai")
        mail = self._mails(report)
        self.assertEqual(mail.recipient_ids, self.gm.partner_id)
        self.assertEqual(mail.attachment_ids, report.attachment_id)
        self.assertIn("March 2026", mail.subject)
        self.assertIn("90.50", mail.body_html)
        sheet = load_workbook(io.BytesIO(report.attachment_id.raw)).worksheets[0]
        self.assertEqual(self._cells(sheet)[2][10], 90.5)

    def test_1_2_3_month_against_the_month_before_as_in_the_database(self):
        self._receive(datetime(2026, 2, 10, 4), headcount=2, actual=40)
        self._receive(headcount=3, actual=90.5)
        self._receive(headcount=4, actual=10)
        report = self._cron().with_user(self.gm)
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT to_char(date_begin AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM'), count(*),
            sum(headcount), sum(cost_actual)::float FROM reception_visit
            WHERE company_id = %s AND state IN ('issued', 'hosting', 'closed') GROUP BY 1""",
            [self.company.id],
        )
        expected = {month: tuple(sums) for month, *sums in self.env.cr.fetchall()}
        kept = {
            row["label"]: (row["visits"], row["headcount"], row["cost_actual"]) for row in report.breakdown["months"]
        }
        self.assertEqual(len(kept), 12)
        for month in ("2026-02", "2026-03"):
            self.assertEqual(kept[month], expected[month])
        for group in ("category", "department", "origin"):
            self.assertEqual(sum(row["cost_actual"] for row in report.breakdown[group]), report.cost_actual, group)
        self.assertIn(("Reception Cost", "¥100.50", "¥40.00", "+¥60.50"), report._get_comparison())
        self.assertIn("+¥60.50", report.comparison)
        with self.assertRaises(AccessError):
            report.write({"breakdown": {}})

    def test_1_2_3_month_on_paper(self):
        self._receive(headcount=3, actual=90.5)
        report = self._cron()
        render = self.env["ir.actions.report"]
        name = "visitor_reception.action_report_reception_monthly"
        page = str(render.with_user(self.gm)._render_qweb_html(name, report.ids)[0], "utf-8")
        for text in ("Reception Report of the Month", "¥90.50", self.marketing.name, "2025-04", "2026-03"):
            self.assertIn(text, page)
        with self.assertRaises(AccessError):
            render.with_user(self.host)._render_qweb_html(name, report.ids)

    def test_1_2_3_not_before_the_month_has_ended(self):
        report = self._cron("2026-03-31 15:59:00")
        self.assertEqual(report.month, date(2026, 2, 1))

    def test_1_2_3_what_is_entered_after_the_report_was_read_is_told_in_the_next_one(self):
        """The figures of a month in its report and what later ones add to it are what the statistics say."""
        self._receive(headcount=3, actual=90.5)
        march = self._cron()
        march.with_user(self.gm).action_acknowledge()
        late = self._receive(headcount=4, actual=9.45)
        self.assertEqual((march.headcount, march.cost_actual), (3, 90.5), "what was read stays")
        april = self._cron("2026-05-01 01:00:00") - march
        self.assertEqual((april.headcount, april.cost_actual, april.cost_earlier), (0, 0, 9.45))
        self.assertEqual([(month, figures["headcount"]) for month, figures in april.earlier], [("2026-03-01", 4)])
        self.assertIn("2026-03", april.earlier_table)
        sheet = load_workbook(io.BytesIO(april.attachment_id.raw)).worksheets[3]
        self.assertEqual([row[2] for row in self._cells(sheet)[2:]], [0, 4, 4])
        april.with_user(self.officer).action_rebuild()
        self.assertEqual(april.cost_earlier, 9.45, "told once, however often it is built")
        april.with_user(self.gm).action_acknowledge()
        self._receive(headcount=5, actual=1)
        self.env.flush_all()
        may = self._cron("2026-06-01 01:00:00") - march - april
        self.assertEqual((may.headcount, may.cost_earlier), (0, 1))
        told = sum(dict(report.earlier)["2026-03-01"]["headcount"] for report in april | may)
        self.assertEqual(march.headcount + told, 12)
        self.assertTrue(late)
        self._cron("2026-07-01 01:00:00")
        june = self.reports.search([("month", "=", "2026-06-01"), ("company_id", "=", self.company.id)])
        self.assertFalse(june.earlier or june.earlier_table)

    def test_1_2_3_a_report_that_was_not_read_is_rebuilt_instead(self):
        self._receive(headcount=3)
        march = self._cron()
        self._receive(headcount=4)
        april = self._cron("2026-05-01 01:00:00") - march
        self.assertFalse(april.earlier)
        march.with_user(self.officer).action_rebuild()
        self.assertEqual(march.headcount, 7)

    def test_1_2_3_cron_is_idempotent(self):
        report = self._cron()
        self.assertEqual(self._cron(), report)
        self.assertEqual(self._cron("2026-04-02 01:00:00"), report)
        self.assertEqual(len(self._mails(report)), 1)
        self.assertEqual(len(report.activity_ids), 1)

    def test_1_2_3_months_missed_are_made_up(self):
        self._cron()
        reports = self._cron("2026-07-05 01:00:00")
        self.assertEqual(reports.mapped("month"), [date(2026, month, 1) for month in (6, 5, 4, 3)])

    def test_1_2_3_a_month_skipped_is_made_up(self):
        self._cron()
        with freeze_time("2026-06-02 01:00:00"):
            self.reports.with_user(self.officer).action_build_last_month()
        reports = self._cron("2026-06-03 01:00:00")
        self.assertEqual(reports.mapped("month"), [date(2026, month, 1) for month in (5, 4, 3)])

    def test_1_2_3_what_fails_for_one_company_is_tried_again_and_stops_no_other(self):
        other = self.env["res.company"].create({"name": "Second"})
        other.reception_tz = "Asia/Shanghai"
        build = type(self.reports)._do_build

        def fail_for_the_first(report):
            if report.company_id == self.company:
                raise ValueError("disk full")
            return build(report)

        with (
            patch.object(type(self.reports), "_do_build", fail_for_the_first),
            self.assertLogs(
                "odoo.addons.visitor_reception.models.overview.reception_delivered_report_mixin", "ERROR"
            ) as log,
        ):
            self.assertFalse(self._cron())
        self.assertIn("disk full", log.output[0])
        self.assertEqual(self.reports.search([]).company_id, other)
        report = self._cron("2026-04-02 01:00:00")
        self.assertEqual((report.month, report.state), (date(2026, 3, 1), "delivered"))
        self.assertEqual(len(self._mails(report)), 1)

    def test_1_2_3_every_general_manager_gets_it(self):
        self._hold("general_manager", self.edgm)
        report = self._cron()
        self.assertEqual(report.recipient_ids, self.gm | self.edgm)
        for user in report.recipient_ids:
            self.assertEqual(len(self._activities(report, ACTIVITY, user)), 1)
        self.assertEqual(self._mails(report).recipient_ids, (self.gm | self.edgm).partner_id)

    def test_1_2_3_no_general_manager_is_said_not_dropped(self):
        self._position("general_manager").holder_ids.unlink()
        report = self._cron()
        self.assertEqual(report.state, "built")
        self.assertFalse(self._mails(report))
        self._cron("2026-04-02 01:00:00")
        activity = self._activities(report, UNDELIVERED, self.manager)
        self.assertEqual(len(activity), 1)
        self.assertIn("general manager", activity.summary)
        self._hold("general_manager", self.gm)
        self._cron("2026-04-03 01:00:00")
        self.assertEqual((report.state, report.recipient_ids), ("delivered", self.gm))
        self.assertFalse(self._activities(report, UNDELIVERED, self.manager))
        self.assertEqual(len(self._mails(report)), 1)

    def test_1_2_3_three_companies_each_in_its_zone_and_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        second, third = self.env["res.company"].create([{"name": "Second"}, {"name": "Third"}])
        second.partner_id.lang = "fr_FR"
        self._category("key_customer").with_context(lang="fr_FR").name = "Client important"
        second.reception_tz = "Asia/Shanghai"
        third.reception_tz = "America/New_York"
        employee = self.env["hr.employee"].create({"name": "Second Host", "company_id": second.id})
        department = self.env["hr.department"].create({"name": "Second", "company_id": second.id})
        self._receive(actual=7, company_id=second.id, host_id=employee.id, department_id=department.id)
        self.gm.company_ids = self.company | second
        self._hold("general_manager", self.gm, company_id=second.id)
        self._cron()
        reports = self.reports.search([])
        by_company = {report.company_id: report for report in reports}
        self.assertEqual(by_company[self.company].month, date(2026, 3, 1))
        self.assertEqual((by_company[second].month, by_company[second].cost_actual), (date(2026, 3, 1), 7))
        self.assertEqual((by_company[third].month, by_company[third].state), (date(2026, 2, 1), "built"))
        sheet = load_workbook(io.BytesIO(by_company[second].attachment_id.raw)).worksheets[0]
        self.assertIn("Second", self._cells(sheet)[0][0])
        self.assertEqual(self._cells(sheet)[2][11], "Client important")
        reports = self.reports.with_user(self.gm).with_context(allowed_company_ids=[self.company.id, second.id])
        self.assertEqual(reports.search([]).company_id, self.company | second)

    def test_1_2_3_who_reads_the_report(self):
        report = self._cron()
        for role in ("gm", "officer", "manager", "auditor"):
            user = getattr(self, role)
            self.assertTrue(self.reports.with_user(user).search([]), role)
            self.assertTrue(report.attachment_id.with_user(user).raw, role)
        for role in ("edgm", "host", "head", "guard", "cashier", "stranger"):
            user = getattr(self, role)
            self.assertFalse(self.reports.with_user(user).search([]), role)
            with self.assertRaises(AccessError):
                report.with_user(user).read(["visits"])
            with self.assertRaises(AccessError):
                report.attachment_id.with_user(user).read(["raw"])

    def test_1_2_3_nobody_corrects_a_report_by_hand(self):
        report = self._cron()
        for role in ("gm", "officer", "manager", "auditor"):
            user = getattr(self, role)
            with self.assertRaises(AccessError):
                report.with_user(user).write({"visits": 99})
            with self.assertRaises(AccessError):
                report.with_user(user).unlink()
            with self.assertRaises(AccessError):
                report.attachment_id.with_user(user).write({"raw": b""})
        for values in ({"visits": 99}, {"state": "read"}, {"read_at": "2026-04-01"}):
            with self.assertRaises(AccessError):
                report.write(values)
        with self.assertRaises(AccessError):
            self.reports.create({"company_id": self.company.id, "month": "2026-01-01"})

    def test_1_2_3_general_manager_acknowledges(self):
        report = self._cron()
        for user in (self.officer, self.manager, self.auditor):
            self.assertFalse(report.with_user(user).can_acknowledge)
            with self.assertRaisesRegex(UserError, "1-2.3"):
                report.with_user(user).action_acknowledge()
        self.assertTrue(report.with_user(self.gm).can_acknowledge)
        report.with_user(self.gm).action_acknowledge()
        self.assertEqual((report.state, report.read_by_id), ("read", self.gm))
        self.assertFalse(self._activities(report, ACTIVITY, self.gm))
        with self.assertRaisesRegex(UserError, "1-2.3"):
            report.with_user(self.gm).action_acknowledge()

    def test_1_2_3_figures_stay_until_rebuilt_and_for_good_once_read(self):
        self._receive(headcount=3)
        report = self._cron()
        workbook = report.attachment_id
        self._receive(headcount=4)
        self._cron("2026-04-02 01:00:00")
        self.assertEqual(report.headcount, 3)
        with self.assertRaisesRegex(UserError, "1-2.3"):
            report.with_user(self.gm).action_rebuild()
        report.with_user(self.officer).action_rebuild()
        self.assertEqual((report.state, report.headcount), ("delivered", 7))
        self.assertNotEqual(report.attachment_id, workbook)
        self.assertEqual(len(self._activities(report, ACTIVITY, self.gm)), 1)
        self.assertEqual(len(self._mails(report)), 2)
        report.with_user(self.gm).action_acknowledge()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            report.with_user(self.officer).action_rebuild()

    @freeze_time("2026-04-02 01:00:00")
    def test_1_2_3_administration_builds_last_month(self):
        for user in (self.gm, self.auditor, self.stranger):
            with self.assertRaisesRegex(UserError, "1-2.3"):
                self.reports.with_user(user).action_build_last_month()
        action = self.reports.with_user(self.officer).action_build_last_month()
        report = self.reports.browse(action["res_id"])
        self.assertEqual((report.month, report.state), (date(2026, 3, 1), "delivered"))
        self.assertEqual(self.reports.with_user(self.officer).action_build_last_month()["res_id"], report.id)
        self.assertEqual(self._cron("2026-04-02 02:00:00"), report)
