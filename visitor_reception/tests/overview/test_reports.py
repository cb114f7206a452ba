from datetime import timedelta
from io import BytesIO

import lxml.html
from freezegun import freeze_time
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import find_in_path, mute_logger

from ..common import NOW, ReceptionCommon

NOTICE = "visitor_reception.action_report_reception_visit"
APPLICATION = "visitor_reception.action_report_reception_hospitality"


@tagged("post_install", "-at_install", "visitor_reception")
@freeze_time(NOW)
class TestReports(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.CNY")
        cls.company.name = "Huadong Machinery"

    def _print(self, report, documents, user):
        """The form as ``user`` prints it: the whole page."""
        html, _type = self.env["ir.actions.report"].with_user(user)._render_qweb_html(report, documents.ids)
        return lxml.html.fromstring(html)

    def _cell(self, page, name):
        """The text of the cell, or table, ``name``."""
        (cell,) = page.xpath(f"//*[@name='{name}']")
        return " ".join(cell.text_content().split())

    def _assert_cells(self, page, cells):
        for name, text in cells.items():
            with self.subTest(cell=name):
                self.assertEqual(self._cell(page, name), text)

    def _assert_no_warning(self, page):
        self.assertFalse(page.xpath("//*[@name='not_valid']"))

    def _make_issued(self, **vals):
        visit = self._make_visit(
            contact_name="Secretary Sun",
            contact_phone="021-55556666",
            grade="important",
            principal_host_id=self.gm.employee_id.id,
            batch=2,
            **vals,
        )
        return self._issue(visit)

    def _lowest_class(self, service):
        return self.env["reception.service.class"].search([("service", "=", service)], order="level", limit=1)

    def _make_application(self, visit, **vals):
        # prepared as superuser: the subject here is the print, not the right to choose companions
        application = (
            self.env["reception.hospitality"]
            .with_user(self.host)
            .sudo()
            .create(
                {
                    "visit_id": visit.id,
                    "kind": "banquet",
                    "place": "outside",
                    "venue": "Garden Restaurant",
                    "meal_at": NOW + timedelta(days=1, hours=6),
                    "reason": "Talk about the contract",
                    "business_relation": "Supply contract",
                    "guest_ids": [Command.set(visit.guest_ids.ids)],
                    "companion_ids": [Command.set([self.host.employee_id.id, self.head.employee_id.id])],
                    "driver_count": 1,
                    "amount_planned": 450,
                    **vals,
                }
            )
            .sudo(False)
        )
        # companions in the order of the database, as a later print reads them
        application.flush_recordset()
        application.invalidate_recordset()
        return application

    # ------------------------------------------------------------------------------------------------------------------
    # Reception notice
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_2_5_notice_prints_all_fields(self):
        """1-2.5: the issued notice is a written form with every field that the policy names."""
        visit = self._make_issued()
        page = self._print(NOTICE, visit, self.host)
        self._assert_no_warning(page)
        text = " ".join(page.text_content().split())
        self.assertIn(f"Number: {visit.name}", text)
        self.assertIn("Date: March 2, 2026", text)
        self.assertIn("Huadong Machinery", text)
        self._assert_cells(
            page,
            {
                "category": f"{visit.category_id.name} 1-1.9",
                "inviting_body": "Marketing department",
                "organisation": "Customer Ltd",
                "identity": "Customers",
                "headcount": "2",
                "batch": "2",
                "purpose": "Sign the supply contract",
                # 04:00 UTC is noon in China
                "date_begin": "March 3, 2026 12:00 PM",
                "date_end": "March 4, 2026 12:00 PM",
                "contact_name": "Secretary Sun",
                "contact_phone": "021-55556666",
                "department": "Marketing",
                "host": "Host",
                "grade": "Important",
                "principal_host": "General Manager",
                "issued_at": "March 2, 2026 12:00 PM",
                "cost_planned": "¥0.00",
                "cost_in_capitals": "零元整",
            },
        )
        guests = self._cell(page, "guests")
        self.assertIn("1 Guest 1 Director Principal guest", guests)
        self.assertIn("2 Guest 2 Director", guests)

    def test_1_2_5_notice_not_issued_says_so(self):
        """1-2.5: before issue, and once cancelled, every page says that the paper is not valid."""
        visit = self._make_visit()
        self.assertEqual(
            self._cell(self._print(NOTICE, visit, self.host), "not_valid"), "Not issued – not valid (1-2.5) Draft"
        )
        visit.action_submit()
        self.assertIn("Signing", self._cell(self._print(NOTICE, visit, self.host), "not_valid"))
        visit.with_user(self.gm).action_sign()
        self._assert_no_warning(self._print(NOTICE, visit, self.host))
        visit.action_cancel()
        self.assertIn("Cancelled", self._cell(self._print(NOTICE, visit, self.host), "not_valid"))

    def test_1_3_signatures_on_the_notice(self):
        """1-3.2: position, name and time of each electronic signature; who was not needed is left out."""
        visit = self._make_visit("board_meeting")
        visit.action_submit()
        signer = visit.sudo().pending_signatory_ids[0]
        visit.with_user(signer).action_sign(comment="Receive them well")
        signatures = self._cell(self._print(NOTICE, visit, self.officer), "signatures")
        self.assertIn(f"{signer.name} Receive them well March 2, 2026 12:00 PM", signatures)
        self.assertIn("1-3.2", signatures)

    def test_1_3_6_signatory_not_needed_is_left_out(self):
        """1-3.6: one of two suffices; the other is not printed."""
        visit = self._make_visit()
        visit.action_submit()
        visit.with_user(self.edgm).action_sign()
        signatures = self._cell(self._print(NOTICE, visit, self.host), "signatures")
        self.assertIn("Executive Deputy", signatures)
        self.assertEqual(signatures.count("March 2, 2026"), 1)
        self.assertNotRegex(signatures, r"(?<!deputy )General Manager")

    def test_deputy_prints_as_for_the_holder(self):
        """1-3.8: a deputy's signature is printed as 'B for A'."""
        day = NOW.date()
        self.env["reception.position.holder"].search([("user_id", "=", self.gm.id)]).write(
            {"absent_from": day, "absent_to": day, "deputy_id": self.dgm.id}
        )
        visit = self._make_visit()
        visit.action_submit()
        visit.with_user(self.dgm).action_sign()
        self.assertIn(
            "Deputy General Manager for General Manager",
            self._cell(self._print(NOTICE, visit, self.host), "signatures"),
        )

    def test_stranger_cannot_print(self):
        """4-14a: who may not read a document cannot print it; whoever reads it can."""
        visit = self._make_issued()
        application = self._make_application(visit)
        for report, document in ((NOTICE, visit), (APPLICATION, application)):
            for user in (self.host, self.head, self.officer, self.auditor):
                self._print(report, document, user)
            with self.assertRaisesRegex(AccessError, "reception"):
                self._print(report, document, self.stranger)
        self._print(NOTICE, visit, self.gm)

    def test_long_list_follows_the_form(self):
        """1-2.3: a long list of guests is attached, so that the signatures stay on the first page."""
        page = self._print(NOTICE, self._make_issued(guests=30), self.host)
        self.assertEqual(self._cell(page, "guests_attached"), "Guest 1; list of 30 guests attached")
        self.assertEqual(len(page.xpath("//table[@name='guests']/tbody/tr")), 30)
        names = [table.get("name") for table in page.xpath("//table[@name]")]
        self.assertLess(names.index("signatures"), names.index("guests"))

    def test_1_2_3_bookings_meals_and_cost_on_the_notice(self):
        """1-2.3: transport, lodging, meals and the cost in figures and capitals."""
        visit = self._make_issued()
        visit.sudo().guest_ids.rank_id = self.env["reception.rank"].search([("group", "=", "D")], limit=1)
        bookings = self.env["reception.booking"].with_user(self.host)
        bookings = bookings.create(
            [
                {
                    "visit_id": visit.id,
                    "service": "hotel",
                    "class_id": self._lowest_class("hotel").id,
                    "date_from": NOW,
                    "description": "Lakeside Hotel",
                    "guest_ids": [Command.set(visit.guest_ids.ids)],
                    "amount_planned": 800,
                },
                {
                    "visit_id": visit.id,
                    "service": "train",
                    "class_id": self._lowest_class("train").id,
                    "place_from": "Shanghai",
                    "place_to": "Hangzhou",
                    "date_from": NOW,
                    "guest_ids": [Command.set(visit.guest_ids[0].ids)],
                    "amount_planned": 84.5,
                },
            ]
        )
        bookings.with_user(self.officer).action_book()  # a draft is planned by nobody yet
        cancelled = bookings.create(
            {"visit_id": visit.id, "service": "car", "description": "Never came", "amount_planned": 99}
        )
        cancelled.action_cancel()
        self._make_application(visit, amount_planned=350).action_submit()
        page = self._print(NOTICE, visit, self.host)
        bookings = self._cell(page, "bookings")
        self.assertRegex(bookings, r"Train.*Guest 1 Shanghai → Hangzhou March 2, 2026 12:00 PM ¥84\.50")
        self.assertRegex(bookings, r"Hotel.*Guest 1, Guest 2 Lakeside Hotel .*¥800\.00")
        self.assertLess(bookings.index("Train"), bookings.index("Lakeside"))
        self.assertNotIn("Never came", bookings)
        self.assertRegex(
            self._cell(page, "meals"), r"Banquet Outside the company Garden Restaurant 5 March 3.*¥350\.00"
        )
        self._assert_cells(
            page,
            {
                "cost_planned": "¥1,234.50",
                "cost_in_capitals": "壹仟贰佰叁拾肆元伍角整",
                "companions": "Head of Marketing, Host",
            },
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Hospitality application
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_6_1_1_application_prints_all_fields(self):
        """1-6.1.1: the application with reason, guests and positions, companions, amount, approval."""
        application = self._make_application(self._make_issued())
        page = self._print(APPLICATION, application, self.host)
        self.assertEqual(self._cell(page, "not_valid"), "Not approved – not valid (1-6.1.1) Draft")
        self._issue(application)
        # a companion reads the application, but not the notice
        for user in (self.host, self.head, self.officer):
            page = self._print(APPLICATION, application, user)
            self._assert_no_warning(page)
            self._assert_cells(
                page,
                {
                    "department": "Marketing",
                    "requester": "Host",
                    "organisation": "Customer Ltd",
                    "visit": application.visit_id.name,
                    "reason": "Talk about the contract",
                    "business_relation": "Supply contract",
                    "kind": "Banquet",
                    "place": "Outside the company",
                    "venue": "Garden Restaurant",
                    "meal_at": "March 3, 2026 6:00 PM",
                    "host": "Host",
                    "guest_count": "2",
                    "companions": "Head of Marketing, Host",
                    "drivers": "1",
                    "head_count": "5",
                    "standard_per_head": "¥100.00 1-6.2.2",
                    "amount_per_head": "¥90.00",
                    "amount_planned": "¥450.00",
                    "amount_in_capitals": "肆佰伍拾元整",
                    "made_up": "No",
                },
            )
        self.assertIn("March 2, 2026 12:00 PM", self._cell(page, "signatures"))
        self.assertIn("1 Guest 1 Director", self._cell(page, "guests"))

    def test_1_6_2_4_companion_rule_comes_from_the_policy(self):
        """1-6.2.4: the note below is the policy's record: the Chinese wording on a Chinese print."""
        self.env["res.lang"]._activate_lang("zh_CN")
        application = self._make_application(self._make_issued())
        clause = self.env["reception.clause"].search([("code", "=", "1-6.2.4")])
        clause.rule = "Nobody eats alone."
        page = self._print(APPLICATION, application, self.host)
        self.assertEqual(self._cell(page, "companion_rule"), "Note: Nobody eats alone. 1-6.2.4")
        html, _type = (
            self.env["ir.actions.report"]
            .with_user(self.host)
            .with_context(lang="zh_CN")
            ._render_qweb_html(APPLICATION, application.ids)
        )
        page = lxml.html.fromstring(html)
        self.assertIn(clause.wording, self._cell(page, "companion_rule"))
        self.assertEqual(self._cell(page, "companions"), "Head of Marketing、Host")
        self.assertEqual(self._cell(page, "meal_at"), "2026年3月3日 18:00")

    def test_1_6_2_1_over_standard_signatures_stand_apart(self):
        """1-6.2.1: above the standard, the two further signatures have a table of their own."""
        leader = self.dgm.employee_id
        application = self._make_application(self._make_issued()).with_user(self.officer)
        application.sudo().write(
            {
                "host_id": leader.id,
                "companion_ids": [Command.set(leader.ids)],
                "amount_planned": 1000,
                "over_reason": "Signing dinner",
            }
        )
        self._issue(application)
        page = self._print(APPLICATION, application, self.officer)
        self._assert_cells(page, {"over_reason": "Signing dinner", "standard_per_head": "¥150.00 1-6.2.1"})
        self.assertIn("Over standard", self._cell(page, "amount_per_head"))
        approval, over = page.xpath("//table[@name='signatures']")
        self.assertIn("Approval of a company leader", approval.text_content())
        self.assertEqual(len(over.xpath("tbody/tr")), 2)
        self.assertIn("Executive Deputy", over.text_content())

    def test_1_6_1_2_made_up_application_says_why(self):
        """1-6.1.2: a make-up application prints that it is one, and why."""
        application = self._make_application(
            self._make_issued(),
            meal_at=NOW - timedelta(days=1),
            made_up_reason="They came unannounced",
            agreed_by_id=self.edgm.id,
            agreed_at=NOW - timedelta(days=2),
        )
        application.action_submit()
        page = self._print(APPLICATION, application, self.host)
        self.assertEqual(self._cell(page, "made_up"), "Yes. They came unannounced")

    # ------------------------------------------------------------------------------------------------------------------
    # On paper
    # ------------------------------------------------------------------------------------------------------------------

    def test_pdf_pages(self):
        """1-2.5: a real PDF: pages numbered for each notice, the list's heading on each of its pages, Chinese text."""
        if not find_in_path("wkhtmltopdf"):
            self.skipTest("wkhtmltopdf is not installed")
        if self.env["ir.actions.report"].get_wkhtmltopdf_state() != "ok":
            self.skipTest("wkhtmltopdf without patched Qt prints neither headers nor footers")
        long_list = self._make_issued(guests=80, identity="公司贵宾")
        short = self._make_visit()
        # wkhtmltopdf 0.12.4 complains about the OpenSSL it finds, which it does not need here
        with self.allow_pdf_render(), mute_logger("odoo.addons.base.models.ir_actions_report"):
            pdf, kind = (
                self.env["ir.actions.report"]
                .with_user(self.host)
                .with_context(force_report_rendering=True)
                ._render_qweb_pdf(NOTICE, (long_list | short).ids)
            )
        self.assertEqual(kind, "pdf")
        pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
        *listed, last = pages
        self.assertGreaterEqual(len(listed), 3)
        self.assertIn("公司贵宾", pages[0])
        self.assertIn("Signatories", pages[0])
        for number, text in enumerate(listed, start=1):
            self.assertRegex(text, rf"Page\s*{number}\s*of\s*{len(listed)}")
            self.assertIn(long_list.name, text)
            self.assertNotIn("not valid", text)
            if number > 1:
                self.assertIn("Remarks", text)
        self.assertRegex(last, r"Page\s*1\s*of\s*1")
        self.assertRegex(last, "Not issued . not valid")
        self.assertEqual(sum(text.count("Director") for text in listed), 80)

    def test_1_2_3_names_of_a_booking_for_all_stay_in_their_cell(self):
        """A cell that outgrows its page prints over the heading of the next one."""
        visit = self._make_issued(guests=200)
        for guests, told in ((visit.guest_ids, "all 200 guests"), (visit.guest_ids[:30], "and others, 30 in all")):
            vals = {"visit_id": visit.id, "service": "car", "date_from": visit.date_begin, "amount_planned": 1}
            booking = self.env["reception.booking"].create({**vals, "guest_ids": [Command.set(guests.ids)]})
            page = self._print(NOTICE, visit, self.host)
            self.assertIn(told, page.text_content())
            self.assertLess(len("".join(page.xpath("//table[@name='bookings']")[0].itertext())), 1500)
            booking.unlink()

    # ------------------------------------------------------------------------------------------------------------------
    # Papers of a visit
    # ------------------------------------------------------------------------------------------------------------------

    def _make_full_visit(self):
        """An issued visit with a programme, a car and rooms."""
        visit = self._make_issued()
        room = self.env["reception.resource"].create({"name": "Room 301", "location": "Building A"})
        van = self.env["reception.resource"].create({"name": "Van", "kind": "car", "plate": "沪A12345"})
        arrival = visit.date_begin
        self.env["calendar.event"].with_user(self.host).create(
            [
                {
                    "name": "Talks about the contract",
                    "reception_visit_id": visit.id,
                    "start": arrival + timedelta(hours=1),
                    "stop": arrival + timedelta(hours=2, minutes=30),
                    "reception_room_id": room.id,
                    "partner_ids": [Command.set((self.host | self.gm).partner_id.ids)],
                },
                {
                    "name": "Seen off",
                    "reception_visit_id": visit.id,
                    "start": visit.date_end - timedelta(hours=1),
                    "stop": visit.date_end,
                    "location": "Station",
                },
            ]
        )
        car, hotel = (
            self.env["reception.booking"]
            .with_user(self.host)
            .create(
                [
                    {
                        "visit_id": visit.id,
                        "service": "car",
                        "car_id": van.id,
                        "driver_phone": "13800000001",
                        "place_from": "Station",
                        "place_to": "Works",
                        "date_from": arrival,
                        "date_to": arrival + timedelta(hours=2),
                        "guest_ids": [Command.set(visit.guest_ids.ids)],
                        "amount_planned": 60,
                    },
                    {
                        "visit_id": visit.id,
                        "service": "dormitory",
                        "description": "Staff dormitory",
                        "date_from": arrival,
                        "guest_ids": [Command.set(visit.guest_ids.ids)],
                        "room_ids": [
                            Command.create({"guest_id": visit.guest_ids[1].id, "room": "0801", "note": "No smoking"})
                        ],
                        "amount_planned": 100,
                    },
                ]
            )
        )
        (car | hotel).action_book()
        visit.guest_ids[1].phone = "13900000002"
        return visit

    def test_4_12_2_programme_sheet(self):
        visit = self._make_full_visit()
        page = self._print("visitor_reception.action_report_reception_programme", visit, self.host)
        self._assert_no_warning(page)
        self._assert_cells(
            page, {"organisation": "Customer Ltd", "headcount": "2", "principal_host": "General Manager"}
        )
        first = self._cell(page, "day_2026-03-03")
        self.assertIn("Tuesday, March 3, 2026", first)
        self.assertRegex(first, r"13:00 – 14:30 Talks about the contract Room 301, Building A .*Host.* 沪A12345")
        self.assertIn("11:00 – 12:00 Seen off Station", self._cell(page, "day_2026-03-04"))
        self.assertRegex(self._cell(page, "cars"), "Van 沪A12345 Station → Works March 3, 2026 12:00 PM.*13800000001")
        notice = self._print(NOTICE, visit, self.host)
        self.assertIn("03-03 13:00 – 14:30 Talks about the contract", self._cell(notice, "programme"))
        self.assertIn("Van 沪A12345", self._cell(notice, "bookings"))

    def test_4_12_2_rooming_list(self):
        visit = self._make_full_visit()
        rooms = self._cell(self._print("visitor_reception.action_report_reception_rooming", visit, self.host), "rooms")
        self.assertIn("Staff dormitory", rooms)
        self.assertRegex(rooms, "0801 1 Guest 2 Director 13900000002 No smoking 2 Guest 1 Director$")

    def test_1_5_4_3_guest_register(self):
        visit = self._make_full_visit()
        visit.action_tell_programme()
        self._prepare(visit).action_start()
        visit.with_user(self.head).action_sign_register()
        page = self._print("visitor_reception.action_report_reception_register", visit, self.host)
        self._assert_no_warning(page)
        self._assert_cells(
            page,
            {
                "organisation": "Customer Ltd",
                "headcount": "2",
                "purpose": "Sign the supply contract",
                "host": "Host",
                "department": "Marketing",
                "arrival": "March 2, 2026 12:00 PM",
                "departure": "March 4, 2026 12:00 PM",
                "register_signed_by": "Head of Marketing",
                "register_signed_at": "March 2, 2026 12:00 PM",
                "register_signature": "",
            },
        )
        self.assertIn("1 Guest 1 Customer Ltd Director Principal guest", self._cell(page, "guests"))

    def test_reception_list(self):
        """P2: what, when, where and for how much; a document of reimbursement once the visit is hosted."""
        visit = self._make_full_visit()
        self._issue(self._make_application(visit, amount_planned=350))
        report = "visitor_reception.action_report_reception_list"
        self.assertIn("Not a reimbursement document", self._cell(self._print(report, visit, self.host), "not_valid"))
        visit.action_tell_programme()
        self._prepare(visit).action_start()
        self.assertIn("Not a reimbursement document", self._cell(self._print(report, visit, self.host), "not_valid"))
        visit.with_user(self.head).action_sign_reception_list()
        page = self._print(report, visit, self.host)
        self._assert_no_warning(page)
        self.assertIn("Head of Marketing", self._cell(page, "reviewer"))
        self._assert_cells(page, {"total": "¥510.00", "total_in_capitals": "伍佰壹拾元整", "letter_number": ""})
        items = self._cell(page, "items")
        self.assertRegex(items, "Car March 3, 2026 12:00 PM Station → Works ¥60.00")
        self.assertRegex(items, "Banquet March 3, 2026 6:00 PM Garden Restaurant ¥350.00")
        self.assertLess(items.index("Talks"), items.index("Banquet"))
        self.assertIn("Head of Marketing", self._cell(page, "companions"))
        self.assertIn("General Manager", self._cell(page, "support_staff"))
        self.assertIn(visit.name, self._cell(page, "approval"))

    def test_papers_of_a_visit_are_for_its_readers(self):
        visit = self._make_full_visit()
        for key in ("programme", "rooming", "register", "list"):
            report = f"visitor_reception.action_report_reception_{key}"
            for user in (self.head, self.officer, self.auditor):
                self._print(report, visit, user)
            with self.subTest(key=key), self.assertRaises(AccessError):
                self._print(report, visit, self.stranger)
