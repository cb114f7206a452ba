from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import NOW, ReceptionCommon, load_test_models


class WeeklyTester(models.Model):
    """A report of another add-on: what a newcomer writes."""

    _module = None
    _name = "reception.weekly.tester"
    _inherit = ["reception.delivered.report.mixin"]
    _description = "Weekly Test Report"

    _delivery_template = "visitor_reception.mail_template_weekly_tester"
    _delivery_activity = "mail.mail_activity_data_todo"
    _undelivered_activity = "mail.mail_activity_data_warning"
    _delivery_clause = "1-2.3"

    week = fields.Date()
    count = fields.Integer()

    def _get_dues(self, company):
        week = NOW.date() - timedelta(days=7)
        is_built = self.search_count([("week", "=", week), ("company_id", "=", company.id)])
        return super()._get_dues(company) + ([] if is_built else [{"week": week}])

    def _build_file(self):
        return f"week {self.week}.txt", b"seven", {"count": 7}

    def _guarded_fields(self):
        return super()._guarded_fields() | {"week", "count"}

    def _recipients(self):
        return super()._recipients() | self.env["res.users"].search([("login", "=", "reader of weeks")])


@tagged("post_install", "-at_install")
class TestDeliveredReport(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        load_test_models(cls, WeeklyTester)
        cls.reports = cls.env["reception.weekly.tester"]
        cls.env["res.company"].search([("id", "!=", cls.company.id)]).action_archive()
        template = cls.env["mail.template"].create(
            {
                "name": "Weekly",
                "model_id": cls.env["ir.model"]._get_id("res.company"),
                "subject": "The week is over",
                "body_html": "<p>Read it</p>",
            }
        )
        cls.env["ir.model.data"].create(
            {
                "module": "visitor_reception",
                "name": "mail_template_weekly_tester",
                "model": "mail.template",
                "res_id": template.id,
            }
        )

    def _build(self):
        self.reports._cron_build()
        return self.reports.search([("company_id", "=", self.company.id)])

    def test_4b_built_once_delivered_and_acknowledged(self):
        report = self._build()
        self.assertEqual((report.state, report.count, report.attachment_id.raw), ("built", 7, b"seven"))
        self.assertTrue(report.activity_ids, "policy administrators are asked to name who reads it")
        self.gm.sudo().login = "reader of weeks"
        self.assertEqual(self._build(), report, "built once")
        self.assertEqual((report.state, report.recipient_ids), ("delivered", self.gm))
        self.assertIn(self.gm.partner_id, self._get_told(report))
        self.assertIn("1-2.3", report.with_user(self.head)._acknowledge_refusals()[0])
        report.with_user(self.gm).sudo()._do_acknowledge()
        self.assertEqual((report.state, report.read_by_id), ("read", self.gm))
        with self.assertRaisesRegex(UserError, "has been read"):
            report.action_rebuild()

    def test_4b_nobody_corrects_the_figures(self):
        report = self._build()
        for vals in ({"count": 9}, {"week": False}, {"attachment_id": False}, {"state": "read"}):
            with self.subTest(vals=vals), self.assertRaises(AccessError):
                report.write(vals)
