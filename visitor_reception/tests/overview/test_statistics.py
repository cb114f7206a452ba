import io
from datetime import date, datetime, timedelta

from freezegun import freeze_time
from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from ...report.overview.statistics_xlsx import REGISTER
from ..common import ENGINE, NOW, ReceptionCommon
from ..common_cost import MEAL, ReceptionCostCommon

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))


class WorkbookMixin:
    """Exports the statistics and reads the workbook."""

    def _workbook(self, period=MARCH, user=None, company=None, lang=None):
        statistics = self.env["reception.statistics"].with_user(user or self.officer).with_context(lang=lang or "en_US")
        file, sums = statistics._export_xlsx(company or self.company, *period)
        with file:
            return load_workbook(io.BytesIO(file.read())), sums

    def _cells(self, sheet):
        return [list(row) for row in sheet.iter_rows(values_only=True)]


class StatisticsCommon(WorkbookMixin, ReceptionCommon):
    """Visits that were received, bookings and costs, without the flows that lead there."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # visits of the demo data are not counted here
        cls.env.cr.execute("UPDATE reception_visit SET state = 'cancelled'")
        cls.env.invalidate_all()
        cls.statistics = cls.env["reception.statistics"]
        cls.rank = cls.env["reception.rank"].search([("code", "=", "general_manager")])
        cls.plane = cls.env["reception.service.class"].search([("code", "=", "economy_class")])
        cls.room = cls.env["reception.service.class"].search([("code", "=", "three_star_standard")])

    @classmethod
    def _as_engine(cls, model):
        return cls.env[model].sudo().with_context(**ENGINE, tracking_disable=True)

    @classmethod
    def _receive(cls, *args, **kwargs):
        """A visit in a state, see ``_received_vals``; ``actual`` is written where the claims would have left it."""
        actual = kwargs.pop("actual", 0)
        visit = cls._as_engine("reception.visit").create(cls._received_vals(*args, **kwargs))
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE reception_visit SET cost_actual = %s WHERE id = %s", [actual, visit.id])
        visit.invalidate_recordset()
        return visit

    @classmethod
    def _received_vals(cls, begin=NOW, category="key_customer", state="issued", number="/", **vals):
        vals = cls._visit_vals(category, **{"date_begin": begin, "date_end": begin + timedelta(hours=8), **vals})
        for command in vals["guest_ids"]:
            command[2].setdefault("rank_id", cls.rank.id)
        return {**vals, "state": state, "name": number}

    @classmethod
    def _book(cls, visits, service, service_class=None, amount=0, quantity=1, state="booked"):
        return cls._as_engine("reception.booking").create(
            [
                {
                    "visit_id": visit.id,
                    "service": service,
                    "class_id": service_class.id if service_class else False,
                    "quantity": quantity,
                    "amount_planned": amount,
                    "state": state,
                    "guest_ids": [Command.set(visit.guest_ids.ids)],
                }
                for visit in visits
            ]
        )

    def _row(self, visit, user=None):
        self.env.flush_all()
        return self.statistics.with_user(user or self.officer).search([("visit_id", "=", visit.id)])


@tagged("post_install", "-at_install")
class TestStatistics(StatisticsCommon):
    def test_1_2_3_row_has_every_column(self):
        visit = self._receive(
            actual=2500.5,
            batch=2,
            headcount=5,
            guest_ids=[
                Command.create({"name": "Li", "position": "Engineer"}),
                Command.create({"name": "Wang", "position": "Director", "is_principal": True}),
            ],
        )
        self._book(visit, "plane", self.plane, amount=2000, quantity=2)
        self._book(visit, "plane", self.plane)
        self._book(visit, "car", amount=200)
        self._book(visit, "hotel", self.room, amount=800, quantity=2)
        self._book(visit, "dormitory", amount=50, state="cancelled")
        row = self._row(visit)
        self.assertRecordValues(
            row,
            [
                {
                    "date": date(2026, 3, 2),
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "category_id": visit.category_id.id,
                    "department_id": self.marketing.id,
                    "host_id": self.host.employee_id.id,
                    "visiting_unit": "Customer Ltd",
                    "visitors": "Wang, Li",
                    "positions": "Director, Engineer",
                    "batch": 2,
                    "headcount": 5,
                    "purpose": "Sign the supply contract",
                    "transport_bookings": f"Plane {self.plane.name} × 3; Car × 1",
                    "transport_count": 3,
                    "lodging_bookings": f"Hotel {self.room.name} × 2",
                    "lodging_count": 1,
                    "cost_planned": 3000,
                    "cost_actual": 2500.5,
                    "over_standard_count": 0,
                }
            ],
        )

    def test_1_2_3_only_visits_that_were_issued_count(self):
        visits = [self._receive(state=state) for state in ("draft", "signing", "declined", "cancelled")]
        for visit in visits:
            self.assertFalse(self._row(visit), visit.state)
        for state in ("issued", "hosting", "closed"):
            self.assertEqual(self._row(self._receive(state=state)).state, state)

    def test_1_2_3_bookings_are_worded_in_the_language_of_the_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.plane.with_context(lang="zh_CN").name = "经济舱"
        visit = self._receive()
        self._book(visit, "plane", self.plane)
        self.assertIn("经济舱 × 1", self._row(visit).with_context(lang="zh_CN").transport_bookings)
        book, _sums = self._workbook(lang="zh_CN")
        self.assertIn("经济舱 × 1", self._cells(book.worksheets[0])[2][7])

    def test_1_2_3_days_and_months_are_those_of_the_company(self):
        """16:30 UTC on 28 February is half past midnight on 1 March in Shanghai."""
        march = self._receive(datetime(2026, 2, 28, 16, 30), number="MARCH")
        february = self._receive(datetime(2026, 2, 28, 15, 30), number="FEBRUARY")
        end_of_march = self._receive(datetime(2026, 3, 31, 15, 59, 59), number="END")
        april = self._receive(datetime(2026, 3, 31, 16, 0), number="APRIL")
        self.assertEqual(self._row(march).date, date(2026, 3, 1))
        self.assertEqual(self._row(february).date, date(2026, 2, 28))
        self.assertEqual(self._row(april).date, date(2026, 4, 1))
        groups = self.statistics._read_group(
            [("visit_id", "in", (march | february | end_of_march | april).ids)], ["date:month"], ["__count"]
        )
        self.assertEqual(groups, [(date(2026, 2, 1), 1), (date(2026, 3, 1), 2), (date(2026, 4, 1), 1)])
        numbers = [row[15] for row in self._cells(self._workbook()[0].worksheets[0])[2:-1]]
        self.assertEqual(numbers, ["MARCH", "END"])
        numbers = [row[15] for row in self._cells(self._workbook(FEBRUARY)[0].worksheets[0])[2:-1]]
        self.assertEqual(numbers, ["FEBRUARY"])
        self.company.reception_tz = "America/New_York"
        self.env.invalidate_all()
        self.assertEqual(self._row(march).date, date(2026, 2, 28))

    def test_1_2_3_last_month_ends_at_midnight_of_the_company(self):
        with freeze_time("2026-03-31 15:59:59"):
            self.assertEqual(self.statistics._get_last_month(self.company), FEBRUARY)
        with freeze_time("2026-03-31 16:00:00"):
            self.assertEqual(self.statistics._get_last_month(self.company), MARCH)

    def test_1_2_3_workbook_cell_by_cell(self):
        visit = self._receive(
            number="RN-1",
            actual=80.5,
            purpose="@SUM(1)",
            guest_ids=[
                Command.create({"name": '=HYPERLINK("http://x.test","Wang")', "position": "+1", "is_principal": True}),
                Command.create({"name": "http://y.test", "position": "007"}),
            ],
        )
        self._book(visit, "plane", self.plane, amount=100)
        self._book(visit, "hotel", self.room, amount=0.25, quantity=2)
        book, _sums = self._workbook()
        self.assertEqual(book.sheetnames, ["Register", "Totals", "Over standard"])
        sheet = book.worksheets[0]
        title, header, row, total = self._cells(sheet)
        self.assertEqual(title[0], f"Reception statistics of {self.company.name}, 2026-03-01 to 2026-03-31")
        currency = self.company.currency_id.name
        self.assertEqual(
            header,
            [
                "Reception Date",
                "Visitor Names",
                "Visitor Positions",
                "Visiting Unit",
                "Batch",
                "Headcount",
                "Business Reason",
                "Transport Bookings",
                "Lodging Bookings",
                f"Planned Cost ({currency})",
                f"Reception Cost ({currency})",
                "Category",
                "Receiving Department",
                "Host",
                "Cases Over Standard",
                "Number",
                "State",
            ],
        )
        self.assertEqual(
            row,
            [
                datetime(2026, 3, 2),
                '=HYPERLINK("http://x.test","Wang"), http://y.test',
                "+1, 007",
                "Customer Ltd",
                1,
                2,
                "@SUM(1)",
                f"Plane {self.plane.name} × 1",
                f"Hotel {self.room.name} × 2",
                100.25,
                80.5,
                visit.category_id.name,
                "Marketing",
                "Host",
                0,
                "RN-1",
                "Issued",
            ],
        )
        self.assertEqual(
            total, [None, "Total", None, None, None, 2, None, None, None, 100.25, 80.5, None, None, None, 0, None, None]
        )
        self.assertEqual(sheet.freeze_panes, "A3")
        for cells in sheet.iter_rows():
            for cell in cells:
                self.assertNotEqual(cell.data_type, "f", cell.coordinate)
                self.assertIsNone(cell.hyperlink)

    def test_1_2_3_workbook_says_what_the_screen_says(self):
        first = self._receive(NOW + timedelta(hours=2), actual=80.5, batch=2, number="RN-2")
        second = self._receive(state="closed", number="RN-1", organisation_id=False)
        self._book(first | second, "plane", self.plane, amount=100, quantity=2)
        self._book(second, "hotel", self.room, amount=300.25)
        book, _sums = self._workbook()
        rows = self.statistics.with_user(self.officer).search(
            [("date", ">=", MARCH[0]), ("date", "<=", MARCH[1])], order="date, id"
        )
        self.assertEqual(rows.visit_id, first | second)
        states = dict(self.statistics._fields["state"]._description_selection(self.env))
        for row, cells in zip(rows, self._cells(book.worksheets[0])[2:-1], strict=True):
            for (name, kind, _width), cell in zip(REGISTER, cells, strict=True):
                value = row[name]
                if kind == "date":
                    value = datetime.combine(value, datetime.min.time())
                elif name in ("category_id", "department_id", "host_id"):
                    value = value.name
                elif name == "state":
                    value = states[value]
                self.assertEqual(cell, None if value in (False, "") and kind == "text" else value, name)

    def test_1_2_3_totals_are_the_sums_of_the_rows(self):
        other = self.env["hr.department"].create({"name": "Technology"})
        visits = [
            self._receive(actual=0.1, headcount=3),
            self._receive(actual=0.2, headcount=4, department_id=other.id),
            self._receive(NOW + timedelta(days=31), actual=0.3, category="government_body"),
        ]
        self._book(visits[0], "car", amount=10.1)
        self._book(visits[1], "hotel", self.room, amount=20.2)
        self._book(visits[2], "car", amount=30.3)
        book, sums = self._workbook((date(2026, 3, 1), date(2026, 4, 30)))
        rows = self._cells(book.worksheets[0])[2:-1]
        self.assertEqual(len(rows), 3)
        self.assertEqual(sums["visits"], 3)
        self.assertEqual(sums["headcount"], sum(row[5] for row in rows))
        self.assertEqual((sums["cost_planned"], sums["cost_actual"]), (60.6, 0.6))
        cells = self._cells(book.worksheets[1])
        blocks, block = {}, None
        for cell in cells[1:]:
            if cell[1] == "Number of Visits":
                block = blocks.setdefault(cell[0], {})
            elif cell[0]:
                block[cell[0]] = [round(value, 2) for value in cell[1:]]
        everything = [3, 9, 2, 1, 60.6, 0.6, 0]
        for name, block in blocks.items():
            self.assertEqual(block.pop("Total"), everything, name)
            self.assertEqual([round(sum(column), 2) for column in zip(*block.values(), strict=True)], everything, name)
        self.assertEqual(
            blocks["By month"], {"2026-03": [2, 7, 1, 1, 30.3, 0.3, 0], "2026-04": [1, 2, 1, 0, 30.3, 0.3, 0]}
        )
        self.assertEqual(blocks["By receiving department"]["Technology"], [1, 4, 0, 1, 20.2, 0.2, 0])
        self.assertEqual(blocks["By category"][visits[2].category_id.name], [1, 2, 1, 0, 30.3, 0.3, 0])

    def test_1_2_3_workbook_of_a_month_without_visits(self):
        book, sums = self._workbook((date(2020, 1, 1), date(2020, 1, 31)))
        self.assertEqual(sums["visits"], 0)
        self.assertEqual(len(self._cells(book.worksheets[0])), 3)

    def test_1_2_3_companies_apart(self):
        companies = self.company | self.env["res.company"].create([{"name": "Second"}, {"name": "Third"}])
        self.officer.company_ids = companies
        for count, company in enumerate(companies, 1):
            employee = self.env["hr.employee"].create({"name": company.name, "company_id": company.id})
            department = self.env["hr.department"].create({"name": company.name, "company_id": company.id})
            for _number in range(count):
                self._receive(actual=100, company_id=company.id, host_id=employee.id, department_id=department.id)
        self.env.flush_all()
        for count, company in enumerate(companies, 1):
            book, sums = self._workbook(company=company)
            self.assertEqual((sums["visits"], sums["cost_actual"]), (count, 100 * count))
            self.assertIn(company.name, self._cells(book.worksheets[0])[0][0])
            rows = self.statistics.with_user(self.officer).with_context(allowed_company_ids=company.ids).search([])
            self.assertEqual(rows.company_id, company)
        with self.assertRaisesRegex(AccessError, "do not work for this company"):
            self._workbook(user=self.auditor, company=companies[1])
        self.assertFalse(self.statistics.with_user(self.auditor).search([("company_id", "!=", self.company.id)]))

    def test_1_2_3_who_reads_the_statistics(self):
        finance = new_test_user(self.env, "reception_finance", groups="base.group_user,account.group_account_invoice")
        visit = self._receive()
        readers = {
            "officer": self.officer,
            "manager": self.manager,
            "auditor": self.auditor,
            "finance": finance,
            "general manager": self.gm,
            "host": self.host,
            "head": self.head,
        }
        for role, user in readers.items():
            self.assertTrue(self._row(visit, user), role)
            self._row(visit, user).read(["visitors", "transport_bookings", "cost_actual"])
        for role in ("guard", "cashier", "stranger", "edgm", "dgm"):
            self.assertFalse(self._row(visit, getattr(self, role)), role)
        for user in (self.officer, self.manager, self.auditor, finance, self.gm):
            self.assertEqual(self._workbook(user=user)[1]["visits"], 1)
        for role in ("guard", "cashier", "stranger", "host", "head", "edgm"):
            with self.assertRaisesRegex(AccessError, "1-2.3"):
                self._workbook(user=getattr(self, role))
        row = self._row(visit, self.stranger).browse(visit.id)
        with self.assertRaises(AccessError):
            row.read(["visitors"])
        for operation in ("create", "write", "unlink"):
            self.assertFalse(self.statistics.with_user(self.manager).has_access(operation), operation)

    def test_1_2_3_a_former_general_manager_reads_no_more(self):
        visit = self._receive()
        holder = self._position("general_manager").holder_ids.filtered(lambda row: row.user_id == self.gm)
        holder.date_to = date(2020, 1, 1)
        self.assertFalse(self._row(visit, self.gm))
        with self.assertRaisesRegex(AccessError, "1-2.3"):
            self._workbook(user=self.gm)

    def test_1_2_3_queries_do_not_grow_with_the_visits(self):
        counts = []
        # the first round only fills the caches of the registry
        for month, number in ((4, 1), (5, 10), (6, 60)):
            vals = self._received_vals(datetime(2026, month, 5, 4))
            visits = self._as_engine("reception.visit").create([dict(vals) for _number in range(number)])
            self._book(visits, "plane", self.plane)
            period = date(2026, month, 1), date(2026, month, 28)
            domain = [("date", ">=", period[0]), ("date", "<=", period[1])]
            counts.append((self._count_export(period), self._count_list(domain, number)))
        self.assertEqual(counts[1], counts[2])
        export, listing = counts[2]
        self.assertLessEqual(export, 12)
        # rows, count, classes, names of categories and departments, rules
        self.assertLessEqual(listing, 7)

    def _count_export(self, period):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self._workbook(period)
        return self.env.cr.sql_log_count - before

    def _count_list(self, domain, number):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        specification = {
            "visitors": {},
            "transport_bookings": {},
            "lodging_bookings": {},
            "cost_actual": {},
            "category_id": {"fields": {"display_name": {}}},
            "department_id": {"fields": {"display_name": {}}},
        }
        result = self.statistics.with_user(self.officer).web_search_read(domain, specification, limit=80)
        self.assertEqual(result["length"], number)
        return self.env.cr.sql_log_count - before

    @freeze_time("2026-04-10 02:00:00")
    def test_1_2_3_wizard_proposes_the_month_before(self):
        wizard = self.env["reception.statistics.export"].with_user(self.officer).create({})
        self.assertEqual((wizard.date_from, wizard.date_to), MARCH)
        self.assertEqual(
            wizard.action_export()["url"],
            f"/reception/statistics.xlsx?date_from=2026-03-01&date_to=2026-03-31&company_id={self.company.id}",
        )
        with self.assertRaisesRegex(AccessError, "1-2.3"):
            self.env["reception.statistics.export"].with_user(self.stranger).create({}).action_export()


@tagged("post_install", "-at_install")
class TestStatisticsOverStandard(WorkbookMixin, ReceptionCostCommon):
    """By the flows of bookings and hospitality themselves."""

    def test_1_2_3_over_standard_cases_with_their_approval(self):
        ticket = self._book(
            "first_class", self.staff_guest, exception_reason="no_ticket", exception_note="Fair in town"
        )
        ticket.action_submit()
        ticket.with_user(self.edgm).action_sign()
        ticket.action_book()
        hotel = {
            "supplier_id": self.env["res.partner"].create({"name": "Hotel"}).id,
            "date_to": NOW + timedelta(days=2),
        }
        suite = self._book("five_star_suite", self.leader_guest, amount_planned=900, **hotel)
        suite.with_user(self.officer).action_book()
        room = self._book(
            "five_star_standard",
            self.staff_guest,
            exception_reason="with_superior",
            exception_leader_id=self.leader_guest.id,
            amount_planned=400,
            **hotel,
        )
        room.with_user(self.officer).action_book()
        dinner = {"companion_ids": self._at_table(self.edgm), "amount_planned": 451}
        meal = self._grant(self._apply(over_reason="Signing of the contract", **dinner))
        self.assertTrue(meal.is_over_standard)
        declined = self._apply(over_reason="Again", meal_at=MEAL + timedelta(hours=5), **dinner)
        declined.action_submit()
        declined.with_user(declined.sudo().pending_signatory_ids[0]).action_decline("Once is enough")
        self.env.flush_all()
        row = self.env["reception.statistics"].with_user(self.officer).search([("visit_id", "=", self.visit.id)])
        self.assertEqual(row.over_standard_count, 3)
        self.assertEqual(row.cost_planned, 500 + 900 + 400 + 451)
        book, sums = self._workbook()
        self.assertEqual(sums["over_standard_count"], 3)
        cells = [cell for cell in self._cells(book.worksheets[2])[2:] if cell[1] == self.visit.name]
        signatories = meal.sudo().signoff_ids.filtered(lambda row: row.state == "signed").sorted("id")
        self.assertGreater(len(signatories), 1)
        case = [datetime(2026, 3, 3), self.visit.name, "Guest 1, Guest 2", "Marketing"]
        noon = datetime(2026, 3, 2, 12, 0)
        self.assertEqual(
            sorted(cell[4:] for cell in cells),
            sorted(
                [
                    [
                        f"Banquet, {meal.currency_id.format(meal.amount_per_head)} a head",
                        451,
                        "Signing of the contract",
                        ", ".join(signatories.mapped("signatory_label")),
                        noon,
                    ],
                    [
                        f"Hotel {room.class_id.name} × 1",
                        400,
                        "Travels with a superior: Guest 1",
                        None,
                        None,
                    ],
                    [
                        f"Plane {ticket.class_id.name} × 1",
                        500,
                        "No ticket of the class is to be had: Fair in town",
                        "Executive Deputy",
                        noon,
                    ],
                ]
            ),
        )
        for cell in cells:
            self.assertEqual(cell[:4], case)


@tagged("post_install", "-at_install")
class TestStatisticsRoute(HttpCase, StatisticsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._receive(actual=12.5)
        cls.env.flush_all()

    def _get(self, user, **query):
        self.authenticate(user.login, user.login)
        return self.url_open("/reception/statistics.xlsx", params=query)

    def test_1_2_3_download(self):
        response = self._get(self.gm, date_from="2026-03-01", date_to="2026-03-31", company_id=self.company.id)
        self.assertEqual(response.status_code, 200)
        self.assertIn("spreadsheetml", response.headers["Content-Type"])
        self.assertIn("Reception statistics 2026-03-01 to 2026-03-31.xlsx", response.headers["Content-Disposition"])
        sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
        self.assertEqual(self._cells(sheet)[2][10], 12.5)

    def test_1_2_3_refused_without_traceback(self):
        response = self._get(self.stranger, date_from="2026-03-01", date_to="2026-03-31")
        self.assertEqual(response.status_code, 403)
        self.assertIn("Ask Administration and HR", response.text)
        for query in (
            {"date_from": "yesterday"},
            {"date_from": "2026-13-01"},
            {"date_from": "2026-03-31", "date_to": "2026-03-01"},
            {"company_id": "first"},
            {"company_id": "99999999999999999999"},
            {"company_id": "-1"},
        ):
            response = self._get(self.officer, **query)
            self.assertEqual(response.status_code, 400, query)
            self.assertIn("year-month-day", response.text)
            self.assertNotIn("Traceback", response.text)
        other = self.env["res.company"].create({"name": "Other"})
        self.assertEqual(self._get(self.officer, company_id=other.id).status_code, 403)

    def test_1_2_3_since_ever(self):
        response = self._get(self.officer, date_from="0001-01-01", date_to="9999-12-31")
        self.assertEqual(response.status_code, 200)
        sheet = load_workbook(io.BytesIO(response.content)).worksheets[0]
        self.assertEqual(self._cells(sheet)[2][10], 12.5)
