import lxml.html
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import NOW
from ..common_petty_cash import PettyCashCommon

SLIP = "visitor_reception.action_report_reception_petty_cash"
SHEET = "visitor_reception.action_report_reception_petty_cash_clearing"
RECEIPT = "visitor_reception.action_report_reception_petty_cash_receipt"
COUNT = "visitor_reception.action_report_reception_petty_cash_count"


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestPettyCashReports(PettyCashCommon):
    """The papers of petty cash as people read them (1-7)."""

    def _print(self, report, documents, user):
        # the print reads what the database holds
        documents.env.flush_all()
        documents.env.invalidate_all()
        reports = self.env["ir.actions.report"].with_user(user).with_context(lang=user.lang)
        html, _type = reports._render_qweb_html(report, documents.ids)
        return lxml.html.fromstring(html)

    def _text(self, element):
        return " ".join(element.text_content().split())

    def _cell(self, page, name):
        cells = page.xpath(f"//*[@name='{name}']")
        # a slip has three parts, which say the same
        self.assertEqual(len({self._text(cell) for cell in cells}), 1)
        self.assertIn(len(cells), (1, 3))
        return self._text(cells[0])

    def _assert_cells(self, page, cells):
        for name, text in cells.items():
            with self.subTest(cell=name):
                self.assertEqual(self._cell(page, name), text)

    def test_1_7_2_slip_before_the_money(self):
        advance = self._advance(amount=2000)
        page = self._print(SLIP, advance, self.head)
        self.assertIn("not valid", self._cell(page, "not_valid"))
        self._grant(advance)
        page = self._print(SLIP, advance, self.cashier)
        self.assertFalse(page.xpath("//*[@name='not_valid']"))
        self._assert_cells(
            page,
            {
                "number": advance.name,
                "department": self.marketing.name,
                "borrower": self.head.employee_id.name,
                "designated_by": "",
                "purpose": "Exhibition stand",
                "amount": "¥2,000.00",
                "amount_in_capitals": "贰仟元整",
                "matter_end": "March 2, 2026",
                "method": "☐ Cash ☐ Transfer",
                "cashier": "",
                "receiver": self.head.employee_id.name,
                "amount_paid": "",
                "spent": "",
                "amount_returned": "",
                "topped_up": "",
                "cleared_on": "",
            },
        )
        signatures = self._cell(page, "signatures")
        for row in advance.sudo().signoff_ids:
            self.assertIn(row.signatory_label, signatures)
        self.assertIn("March 2, 2026", signatures, "the time of the electronic signature")

    def test_slip_prints_in_three_parts(self):
        page = self._print(SLIP, self._grant(self._advance()), self.cashier)
        labels = [self._text(label) for label in page.xpath("//*[@name='part_label']")]
        self.assertEqual(len(labels), 3)
        for number, label in enumerate(labels, start=1):
            self.assertIn(f"Part {number}", label)

    def test_1_7_2_slip_names_who_designated(self):
        self.env["reception.petty.cash.designation"].with_user(self.head).create(
            {
                "department_id": self.marketing.id,
                "employee_id": self.host.employee_id.id,
                "date_from": NOW.date(),
                "reason": "The head travels",
            }
        )
        advance = self._grant(self._advance(user=self.host))
        self.assertEqual(self._cell(self._print(SLIP, advance, self.host), "designated_by"), self.head.name)

    def test_1_7_3_slip_after_a_return(self):
        advance = self._paid(2000)
        self._posted(advance, 1200, 309)
        advance.with_user(self.cashier).action_return(491)
        self._assert_cells(
            self._print(SLIP, advance, self.cashier),
            {
                "method": "☑ Cash ☐ Transfer",
                "cashier": self.cashier.name,
                "amount_paid": "¥2,000.00",
                "spent": "¥1,509.00",
                "amount_returned": "¥491.00",
                "topped_up": "",
                "ended_on": "March 2, 2026",
                "cleared_on": "March 2, 2026",
            },
        )

    def test_1_7_3_slip_after_more_was_spent(self):
        advance = self._paid(1000)
        sheet = self._posted(advance, 1234.5)
        self._assert_cells(
            self._print(SLIP, advance, self.cashier),
            {"spent": "¥1,234.50", "topped_up": "¥234.50", "cleared_on": "March 2, 2026"},
        )
        self._assert_cells(
            self._print(SHEET, sheet, self.head), {"amount_to_return": "¥0.00", "amount_to_reimburse": "¥234.50"}
        )

    def test_1_7_3b_sheet_lists_its_vouchers(self):
        advance = self._paid(2000)
        sheet = self._sheet(advance, 1200, 309)
        sheet.expense_ids[:1].sudo().fapiao_number = "26312000000012345678"
        page = self._print(SHEET, sheet, self.head)
        self.assertIn("not valid", self._cell(page, "not_valid"))
        self._grant(sheet)
        page = self._print(SHEET, sheet, self.dgm)
        self.assertFalse(page.xpath("//*[@name='not_valid']"))
        self._assert_cells(
            page,
            {
                "number": sheet.name,
                "advance": advance.name,
                "borrower": self.head.employee_id.name,
                "amount_paid": "¥2,000.00",
                "voucher_count": "2",
                "amount_total": "¥1,509.00",
                "amount_in_capitals": "壹仟伍佰零玖元整",
                "amount_to_return": "¥491.00",
                "amount_to_reimburse": "¥0.00",
            },
        )
        rows = [self._text(row) for row in page.xpath("//table[@name='vouchers']/tbody/tr")]
        self.assertEqual(len(rows), 2)
        for number, row in enumerate(rows, start=1):
            self.assertTrue(row.startswith(f"{number} March 2, 2026 {self.voucher_product().name}"), row)
        self.assertEqual(sum("26312000000012345678 Voucher" in row for row in rows), 1)
        signatures = self._cell(page, "signatures")
        for position in ("Handling person", "head", "in charge", "Executive deputy"):
            self.assertRegex(signatures, f"(?i){position}")

    def test_receipt_of_each_payment_for_a_cashier_without_accounting(self):
        """A return has a receipt of its own; the slip stays on file."""
        self.assertFalse(self.cashier.has_group("account.group_account_readonly"))
        advance = self._grant(self._advance(amount=1000))
        with self.assertRaisesRegex(UserError, "no receipt"):
            self._print(RECEIPT, advance, self.cashier)
        cashier = advance.with_user(self.cashier)
        cashier.action_pay(400, self.box.id)
        cashier.action_pay(600, self.bank.id)
        cashier.action_return(1000, self.box.id)
        page = self._print(RECEIPT, advance, self.cashier)
        self.assertEqual(
            [self._text(title) for title in page.xpath("//h1")], ["Payment Voucher", "Payment Voucher", "Receipt"]
        )

        def texts(name):
            return [self._text(cell) for cell in page.xpath(f"//*[@name='{name}']")]

        self.assertEqual(texts("amount"), ["¥400.00", "¥600.00", "¥1,000.00"])
        self.assertEqual(texts("amount_in_capitals"), ["肆佰元整", "陆佰元整", "壹仟元整"])
        self.assertEqual(texts("method"), ["☑ Cash ☐ Transfer", "☐ Cash ☑ Transfer", "☑ Cash ☐ Transfer"])
        self.assertEqual(set(texts("person")), {self.head.employee_id.name})
        self.assertEqual(set(texts("cashier")), {self.cashier.name})
        self.assertTrue(all(advance.name in text for text in texts("reason")))
        self.assertEqual(len(texts("rule")), 1, "on the receipt alone")
        self.assertFalse(page.xpath("//*[@name='not_valid']"))

    def test_reversed_payment_has_no_receipt(self):
        advance = self._paid(1000)
        entry = advance.sudo().move_ids
        advance.with_user(self.accountant).action_reverse_entry(entry.id, "Paid from the wrong box")
        with self.assertRaisesRegex(UserError, "no receipt"):
            self._print(RECEIPT, advance, self.cashier)

    def test_4_14a_count_has_two_signatures(self):
        count = self.env["reception.petty.cash.count"].with_user(self.cashier).create({"box_id": self.box.id})
        count.line_ids.filtered(lambda line: line.value == 100)[:1].quantity = 1000
        count.action_sign()
        page = self._print(COUNT, count, self.cashier)
        self.assertIn("not valid", self._cell(page, "not_valid"))
        count.with_user(self.accountant).action_confirm()
        page = self._print(COUNT, count, self.accountant)
        self.assertFalse(page.xpath("//*[@name='not_valid']"))
        self._assert_cells(
            page,
            {
                "number": count.display_name,
                "amount_counted": "¥100,000.00",
                "amount_in_capitals": "壹拾万元整",
                "amount_book": "¥100,000.00",
                "difference": "¥0.00",
                "counted_by": self.cashier.name,
                "confirmed_by": self.accountant.name,
            },
        )
        rows = [self._text(row) for row in page.xpath("//table[@name='lines']/tbody/tr")]
        self.assertIn("100 note 1000 ¥100,000.00", rows)

    def test_in_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.head.lang = "zh_CN"
        advance = self._paid(2000)
        self._posted(advance, 1509)
        page = self._print(SLIP, advance, self.head)
        self._assert_cells(
            page, {"matter_end": "2026年3月2日", "amount": "¥2,000.00", "spent": "¥1,509.00", "cleared_on": ""}
        )

    def test_strangers_print_nothing(self):
        advance = self._paid(2000)
        sheet = self._sheet(advance, 100)
        for report, document in ((SLIP, advance), (RECEIPT, advance), (SHEET, sheet)):
            with self.subTest(report=report), self.assertRaises(AccessError):
                self._print(report, document, self.stranger)
