import base64
import io
import re

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import NOW, PetitionCommon


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPetitionReports(PetitionCommon):
    def _print(self, key, document):
        """The text of a printed form, as its reader sees it."""
        report = f"visitor_reception_petition.report_{key}"
        html = self.env["ir.actions.report"].with_user(document.env.user)._render_qweb_html(report, document.ids)[0]
        return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.decode()))

    def _figures(self, report):
        return {label: number for section in report.figures for label, number in section["rows"]}

    def _build(self, cycle, day=None, user=None):
        reports = self.env["reception.petition.period.report"].with_user(user or self.petition)
        return reports.browse(reports.build(cycle, day))

    def test_p1_41_figures_of_a_day_by_hand(self):
        """4 calls (1 missed, 1 with 7 rings), 2 visits (1 of them a repeat), 1 letter; one handed over and objected to."""
        self._decide("answered_on_spot", vals={"answer": "Yes"}, channel="call", rings=2, verify=False)
        self._decide("accepted", channel="call", rings=7, verify=False)
        self._decide(
            "not_accepted", vals={"unit_id": self.court.id, "reason": "other_body"}, channel="call", verify=False
        )
        self.env["reception.petition.contact"].with_user(self.receiver).register_missed([{"caller_number": "1"}])
        _contact, matter = self._decide("accepted")
        self._register(same_matter_id=matter.id)
        _contact, letter = self._register(channel="letter")
        handover = letter.with_user(self.petition).action_pass_on(self.unit.id)
        handover = self.env["reception.petition.handover"].browse(handover)
        handover.with_user(self.unit_user).action_object("Not ours")
        self._register(kind="accusation")
        report = self._build("day")
        figures = self._figures(report)
        expected = {
            "Calls in all": 4,
            "Missed and not called back": 1,
            "Answered, in percent": 75.0,
            "Rang too long": 1,
            "Call": 4,
            "Visit": 2,
            "Letter": 1,
            "Answered on the spot": 1,
            "Accepted": 2,
            "Not accepted": 1,
            "Appeal": 5,
            "Passed on": 1,
            "Objected": 1,
            "Repeats": 1,
            "Sealed matters": 1,
            "Complaints about attitude (target 0)": 0,
        }
        self.assertEqual({name: figures.get(name) for name in expected}, expected)
        sheet = load_workbook(io.BytesIO(base64.b64decode(report.with_context(bin_size=False).workbook))).active
        written = {row[0].value: row[1].value for row in sheet.iter_rows(max_col=2) if row[1].value is not None}
        self.assertEqual(
            {name: written.get(name) for name in expected if expected[name]}, {k: v for k, v in expected.items() if v}
        )

    def test_periods_and_delivery(self):
        self._register()
        for cycle, first, last in (
            ("week", "2026-03-02", "2026-03-08"),
            ("month", "2026-03-01", "2026-03-31"),
            ("year", "2026-01-01", "2026-12-31"),
        ):
            report = self._build(cycle)
            self.assertEqual((str(report.date_from), str(report.date_to)), (first, last))
            self.assertEqual(self._build(cycle), report, "what was built stays")
        reports = self.env["reception.petition.period.report"]
        reports._cron_build()
        week = reports.search([("cycle", "=", "week"), ("date_from", "=", "2026-02-23")])
        self.assertEqual(week.recipient_ids, self.petition | self.gm)
        self.assertEqual(week.activity_ids.user_id, self.petition | self.gm)
        self.assertTrue(week.with_user(self.gm).has_access("read"))
        self.assertFalse(week.with_user(self.host).search([("id", "=", week.id)]))
        with self.assertRaises(AccessError):
            week.with_user(self.petition).write({"figures": []})
        with self.assertRaises(UserError):
            self._build("decade")
        self.assertRefused("5-3.3c", self._build, "week", user=self.receiver)

    def test_p1_30_statistics_leave_out_what_is_hidden(self):
        _contact, matter = self._register(accused=self.other_receiver.employee_id.ids)
        _contact, sealed = self._register(kind="accusation")
        rows = self.env["reception.petition.statistics"]
        self.env.flush_all()
        for user, ids in ((self.receiver, matter.ids), (self.other_receiver, []), (self.auditor, matter.ids)):
            found = rows.with_user(user).search([("matter_id", "in", (matter | sealed).ids)])
            self.assertEqual(found.matter_id.ids, ids, user.login)
            groups = rows.with_user(user)._read_group([("matter_id", "in", (matter | sealed).ids)], [], ["__count"])
            self.assertEqual(groups[0][0], len(ids), user.login)

    def test_prints(self):
        self.housing.manager_id = self.other_receiver.employee_id
        contact, matter = self._decide("accepted")
        head = matter.with_user(self.petition)
        self.assertIn("Pay the wages", self._print("contact", contact))
        self.assertIn("张三", self._print("contact", contact))
        head.action_report_to_leaders({"leader_id": self.gm.id, "why": "Raised often"})
        self.assertIn("Raised often", self._print("leader_report", head.leader_report_ids))
        handover = self.env["reception.petition.handover"].with_user(self.petition)
        handover = handover.browse(head.action_pass_on(self.unit.id, "assign", {"report_due": "2026-03-20"}))
        self.assertIn("Housing", self._print("handover", handover))
        order = self.env["reception.petition.supervision"].with_user(self.petition)
        order = order.browse(head.action_supervise({"demand": "Answer at once"}))
        text = self._print("supervision", order)
        self.assertIn("Answer at once", text)
        self.assertIn(order.name, text)
        session = self.env["reception.petition.session"].with_user(self.petition)
        session = session.browse(head.action_gather({"date_from": "2026-03-10 02:00:00", "place": "Room 1"}))
        self.assertIn("Room 1", self._print("session", session))
        opinion = self.env["reception.petition.opinion"].with_user(self.petition)
        opinion = opinion.create(
            {
                "matter_id": matter.id,
                "facts": "Found true",
                "opinion": "To be paid",
                "article_ids": [(6, 0, self.article.ids)],
                "result": "supported",
            }
        )
        self.assertIn("Not valid as a paper", self._print("opinion", opinion))
        self._issue(opinion)
        text = self._print("opinion", opinion)
        for part in ("Handling Opinion", "Found true", "Labour Law 50", "Supported", "within 30 days", "Petition Head"):
            self.assertIn(part, text)
        self.assertNotIn("Not valid as a paper", text)
        window = self.env["reception.petition.window"].create({"name": "Window 1"})
        window.blank_count = 2
        blank = self._print("blank_form", window.with_user(self.receiver))
        self.assertIn("Main Circumstances", blank)
        numbers = re.findall(r"BD/\d{4}/\d+", blank)
        self.assertEqual(len(set(numbers)), 2, "each form has a number of its own")
        self.assertNotIn(numbers[0], self._print("blank_form", window.with_user(self.receiver)))
        typed, _matter = self._register(form_number=numbers[0].lower())
        self.assertEqual((typed.form_number, typed.filled_by), (numbers[0], "paper"))
        self.assertRefused("2-2.3a", self._register, form_number=numbers[0])
        self.assertRefused("2-2.3a", self._register, form_number=numbers[0], kind="accusation")
        contacts = self.env["reception.petition.contact"].with_user(self.receiver)
        ticket = contacts.browse(contacts.take_ticket(window.id)["contact_id"])
        self.assertIn("001", self._print("ticket", ticket))
        with self.assertRaises(AccessError):
            self._print("opinion", opinion.with_user(self.host))

    def test_2_2_1_roster_and_p1_41_report_print(self):
        window = self.env["reception.petition.window"].create({"name": "Window 1"})
        moments = {"date_from": "2026-03-05 01:00:00", "date_to": "2026-03-05 09:00:00"}
        duty = self.env["reception.petition.duty"].create(
            {"window_id": window.id, "user_id": self.receiver.id, **moments}
        )
        roster = self._print("duty", duty.with_user(self.receiver))
        for part in ("Duty Roster", "Window 1", self.receiver.name):
            self.assertIn(part, roster)
        self._register(channel="call")
        for cycle in ("day", "week", "month", "year"):
            report = self._build(cycle)
            text = self._print("period_report", report)
            self.assertIn(report.name, text)
            self.assertIn(report.figures[0]["rows"][0][0], text)

    def test_every_paper_prints_with_its_way_of_redress(self):
        """2-2.4.3, P1-34: not accepted and extension name what the petitioner may do."""
        vals = {"unit_id": self.court.id, "reason": "other_body", "written_reply": True}
        _contact, matter = self._decide("not_accepted", vals=vals)
        text = self._print("paper", matter.paper_ids.with_user(self.petition))
        self.assertIn("Court", text)
        self.assertIn("If you do not agree", text)
