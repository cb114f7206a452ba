import email.message
import runpy
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from odoo import fields
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..common_cost import ReceptionCostCommon
from .einvoice_samples import (
    BUYER,
    NUMBER,
    SELLER,
    make_einvoice,
    make_itinerary,
    make_ofd,
    make_pdf,
    make_print,
    make_railway,
    make_refund_fee,
    make_zip,
    print_fapiao,
)

OTHER = "99312000000000000002"


class InvoiceCommon(ReceptionCostCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.write({"vat": BUYER, "name": "虚构制造有限公司"})

    def _attach(self, claim, data, name="invoice.xml", user=None):
        files = self.env["ir.attachment"].with_user(user or self.host)
        return files.create({"name": name, "raw": data, "res_model": "hr.expense", "res_id": claim.id})

    def _read(self, claim, data=None, name="invoice.xml"):
        self._attach(claim, data or make_einvoice(), name)
        claim.action_read_invoices()
        return claim

    def _taxi(self, user=None, **vals):
        product = self.env.ref("visitor_reception.product_voucher_local_transport").id
        return self._claim(user=user, product_id=product, name="Taxi", **vals)

    def _upload(self, *files, user=None):
        """A drop on the list of expenses: ``(name, data)`` each; the new claims."""
        expenses = self.env["hr.expense"].with_user(user or self.host)
        attachments = self.env["ir.attachment"].with_user(user or self.host)
        attachments = attachments.create(
            [{"name": name, "raw": data, "res_model": "hr.expense"} for name, data in files]
        )
        return expenses.browse(expenses.create_expense_from_attachments(attachments.ids))


@tagged("post_install", "-at_install")
class TestInvoiceReading(InvoiceCommon):
    """Ways in: files on the claim, drop on the list, mail."""

    def test_button_fills_an_empty_claim(self):
        seller = self.env["res.partner"].create({"name": "Restaurant", "vat": SELLER})
        claim = self._read(self._taxi(total_amount_currency=0))
        self.assertEqual((claim.fapiao_number, claim.total_amount_currency), (NUMBER, 106))
        self.assertEqual((claim.date, claim.vendor_id), (fields.Date.to_date("2026-03-02"), seller))
        self.assertEqual((claim.name, claim.description), ("Taxi", "虚构餐饮有限公司 *餐饮服务*餐费"))
        invoice = claim.invoice_ids
        self.assertEqual((invoice.number, invoice.kind, invoice.source), (NUMBER, "ordinary_vat", "xml"))
        self.assertEqual((invoice.amount_untaxed, invoice.amount_tax, invoice.amount_total), (100, 6, 106))
        self.assertEqual(invoice.items, "*餐饮服务*餐费 110.00\n*餐饮服务*餐费 -10.00")
        self.assertEqual(invoice.attachment_ids, claim.attachment_ids)

    def test_what_is_typed_stays(self):
        claim = self._taxi(total_amount_currency=50, date="2026-03-01", description="By car")
        self._read(claim)
        self.assertEqual(
            (claim.total_amount_currency, str(claim.date), claim.description), (50, "2026-03-01", "By car")
        )
        self.assertEqual(claim.fapiao_number, NUMBER)

    def test_one_invoice_in_three_files(self):
        claim = self._taxi()
        self._attach(claim, make_pdf(make_einvoice()), "a.pdf")
        self._read(claim, make_ofd(make_einvoice()), "b.ofd")
        self.assertEqual(claim.invoice_ids.source, "ofd")
        self._read(claim)
        self.assertEqual((len(claim.invoice_ids), claim.invoice_ids.source), (1, "xml"))
        self.assertEqual(claim.invoice_ids.attachment_ids, claim.attachment_ids)

    def test_a_claim_stands_for_one_invoice(self):
        claim = self._read(self._taxi())
        self._attach(claim, make_einvoice(OTHER))
        with self.assertRaisesRegex(UserError, f"{NUMBER}.*{OTHER}"):
            claim.action_read_invoices()

    def test_a_claim_takes_one_of_two_invoices_in_a_file(self):
        claim = self._taxi()
        self._attach(claim, make_print([print_fapiao(), print_fapiao(OTHER)]), "two.pdf")
        with self.assertRaisesRegex(UserError, f"{NUMBER}.*claim of its own for {OTHER}"):
            claim.action_read_invoices()
        claim.attach_document(attachment_ids=claim.attachment_ids.ids)
        self.assertEqual(claim.fapiao_number, NUMBER)
        self.assertIn(f"claim of its own for {OTHER}", claim.message_ids[0].body)

    def test_nothing_to_read(self):
        claim = self._taxi()
        with self.assertRaisesRegex(UserError, "no files"):
            claim.action_read_invoices()
        self._attach(claim, b"<!DOCTYPE a><EInvoice/>", "bomb.xml")
        self._attach(claim, b"plain", "text.txt")
        with self.assertRaisesRegex(UserError, r"bomb.xml.*no invoice has \(DTD\)"):
            claim.action_read_invoices()

    def test_who_may_not_edit_does_not_read(self):
        claim = self._taxi()
        self._attach(claim, make_einvoice())
        with self.assertRaises(AccessError):
            claim.with_user(self.stranger).action_read_invoices()
        claim.action_submit()
        with self.assertRaises(AccessError):
            claim.action_read_invoices()
        claim.with_user(self.approver).action_read_invoices()
        self.assertEqual((claim.fapiao_number, claim.total_amount), (NUMBER, 200), "only what is not claimed is filled")

    def test_attach_button_reads_nothing_into_a_claim_one_may_not_edit(self):
        claim = self._taxi()
        claim.action_submit()
        file = self._attach(self._taxi(), make_einvoice())
        with suppress(AccessError):  # Odoo's own, where the file could be the first one shown
            claim.attach_document(attachment_ids=file.ids)
        self.assertFalse(claim.fapiao_number)

    def test_attach_button_reads_and_welcomes_photographs(self):
        claim = self._taxi()
        photo = self._attach(claim, b"\x89PNG\r\n\x1a\n", "photo.png")
        claim.attach_document(attachment_ids=photo.ids)
        self.assertEqual(len(claim.message_ids.filtered(lambda message: "photo.png" in (message.body or ""))), 0)
        claim.attach_document(attachment_ids=self._attach(claim, make_einvoice()).ids)
        self.assertEqual(claim.fapiao_number, NUMBER)
        broken = self._attach(claim, make_einvoice()[:-9], "broken.xml")
        claim.attach_document(attachment_ids=broken.ids)
        self.assertIn("broken.xml", claim.message_ids[0].body)

    def test_drop_on_the_list(self):
        xml, other = make_einvoice(), make_einvoice(OTHER, "53.00", "50.00", "3.00")
        claims = self._upload(
            ("a.pdf", make_pdf(xml)),
            ("a.xml", xml),
            (f"dzfp_{NUMBER}.pdf", make_pdf()),
            ("b.xml", other),
            ("c.png", b"\x89PNG"),
        )
        self.assertEqual(claims.mapped("fapiao_number"), [NUMBER, OTHER, False])
        self.assertEqual(claims.mapped("total_amount"), [106, 53, 0])
        self.assertEqual([len(claim.attachment_ids) for claim in claims], [3, 1, 1])
        self.assertEqual(claims[0].name, "虚构餐饮有限公司 *餐饮服务*餐费")
        self.assertEqual(str(claims[0].date), "2026-03-02")
        self.assertEqual(claims.mapped("employee_id"), self.host.employee_id)

    def test_drop_of_a_zip_with_several_invoices(self):
        archive = make_zip({"a.xml": make_einvoice(), "b.xml": make_einvoice(OTHER)})
        claims = self._upload(("all.zip", archive))
        self.assertEqual(claims.mapped("fapiao_number"), [NUMBER, OTHER])
        self.assertEqual(claims.mapped("nb_attachment"), [1, 1])

    def test_drop_of_a_duplicate_and_of_a_bomb(self):
        first = self._read(self._taxi())
        claim = self._upload(("a.xml", make_einvoice()), ("bomb.xml", b"<!DOCTYPE a><EInvoice/>"))
        notes = "".join(claim.message_ids.mapped("body"))
        self.assertIn(f'data-oe-id="{first.id}"', notes, "links to the first")
        self.assertIn("bomb.xml", notes)
        self.assertEqual(claim.name, "Not read: bomb.xml")

    def test_the_same_files_again_make_nothing(self):
        archive = make_zip({"a.xml": make_einvoice(), "b.xml": make_einvoice(OTHER)})
        files = [("all.zip", archive), (f"dzfp_{OTHER}.pdf", make_pdf())]
        self._upload(*files)
        before = self.env["hr.expense"].search_count([])
        with self.assertRaisesRegex(UserError, f"{NUMBER}.*\\n.*{OTHER}"):
            self._upload(*files)
        self.assertEqual(self.env["hr.expense"].search_count([]), before)
        third = "99312000000000000003"
        files.append(("more.zip", make_zip({"b.xml": make_einvoice(OTHER), "c.xml": make_einvoice(third)})))
        claim = self._upload(*files)
        self.assertEqual(claim.fapiao_number, third, "what is new is claimed")
        self.assertIn(OTHER, "".join(claim.message_ids.mapped("body")))

    def test_a_zip_names_what_it_cannot_read(self):
        archive = make_zip({"a.xml": make_einvoice(), "清单.xlsx": b"PK", "b.xml": b"<EInvoice><a>", ".DS_Store": b"x"})
        claim = self._upload(("all.zip", archive))
        self.assertEqual((claim.fapiao_number, claim.fapiao_unread), (NUMBER, False))
        notes = "".join(claim.message_ids.mapped("body"))
        for name in ("all.zip / 清单.xlsx", "all.zip / b.xml: it is damaged"):
            self.assertIn(name, notes)
        self.assertNotIn("DS_Store", notes)

    def test_what_cannot_be_read_says_so(self):
        photo, scan = self._upload(("dinner.png", b"\x89PNG"), ("scan.pdf", make_pdf()))
        self.assertEqual((photo.name, scan.name), ("Not read: dinner.png", "Not read: scan.pdf"))
        self.assertIn("Type the number", photo.fapiao_unread)
        self.assertEqual(scan.message_main_attachment_id.name, "scan.pdf", "the picture stands beside the fields")
        with self.assertRaises(ValidationError):
            photo.action_submit()
        self.assertIn(photo, photo.search([("fapiao_unread", "!=", False)]))
        with self.assertRaises(AccessError):
            photo.fapiao_unread = False

    def test_the_picture_of_an_invoice_stands_beside_the_fields(self):
        claim = self._upload(("a.xml", make_einvoice()), ("a.pdf", make_pdf(make_einvoice())))
        self.assertEqual(claim.message_main_attachment_id.name, "a.pdf")

    def test_a_print_is_to_be_compared(self):
        claim = self._upload(("print.pdf", make_print([print_fapiao()])))
        self.assertEqual((claim.fapiao_number, claim.total_amount, claim.invoice_ids.source), (NUMBER, 106, "text"))
        self.assertIn("compare it with the file", claim.invoice_checks)

    def test_two_invoices_in_one_print_are_two_claims(self):
        claims = self._upload(("two.pdf", make_print([print_fapiao(), print_fapiao(OTHER, "50.00", "3.00", "53.00")])))
        self.assertEqual(claims.mapped("fapiao_number"), [NUMBER, OTHER])
        self.assertEqual(claims.mapped("total_amount"), [106, 53])

    def test_drop_refuses_what_odoo_refuses(self):
        with self.assertRaises(UserError):
            self.env["hr.expense"].with_user(self.host).create_expense_from_attachments([])
        foreign = self._attach(self._taxi(), make_einvoice())
        with self.assertRaises(UserError):
            self.env["hr.expense"].with_user(self.host).create_expense_from_attachments(foreign.ids)

    def test_railway_ticket_in_a_pdf(self):
        claim = self._read(self._taxi(), make_pdf(make_railway()), "ticket.pdf")
        self.assertEqual((claim.invoice_ids.kind, claim.invoice_ids.seat_class), ("railway_ticket", "二等座"))

    @mute_logger("odoo.addons.mail.models.mail_thread", "odoo.addons.mail.models.mail_mail")
    def test_mail_to_the_alias(self):
        self.host.employee_id.sudo().work_email = "claimant@example.com"
        message = email.message.EmailMessage()
        message["From"] = "claimant@example.com"
        message["To"] = "expense@example.com"
        message["Subject"] = "Dinner with guests"
        message["Message-Id"] = "<invoice-1@example.com>"
        message.set_content("see file")
        message.add_attachment(make_einvoice(), maintype="application", subtype="xml", filename="a.xml")
        claim_id = self.env["mail.thread"].message_process("hr.expense", message.as_bytes())
        claim = self.env["hr.expense"].browse(claim_id)
        self.assertEqual((claim.fapiao_number, claim.total_amount), (NUMBER, 106))
        self.assertEqual(claim.employee_id, self.host.employee_id)

    def test_queries_do_not_grow_with_the_invoices(self):
        """Reading costs the same queries a claim as Odoo's own upload, and a few for all."""

        def count(size, invoices, start):
            data = [
                make_einvoice(f"993130{start + number:014}") if invoices else b"\x89PNG%d" % number
                for number in range(size)
            ]
            expenses = self.env["hr.expense"].with_user(self.host)
            files = self.env["ir.attachment"].with_user(self.host)
            files = files.create([{"name": "x", "raw": row, "res_model": "hr.expense"} for row in data])
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            expenses.create_expense_from_attachments(files.ids)
            self.env.flush_all()
            return self.cr.sql_log_count - before

        count(2, True, 0)  # warm
        ours = count(22, True, 100) - count(2, True, 200)
        plain = count(22, False, 300) - count(2, False, 400)
        self.assertLess(ours / 20, plain / 20 + 4)


@tagged("post_install", "-at_install")
class TestInvoiceNumber(InvoiceCommon):
    """An invoice is claimed once in the company (1-6.1.2)."""

    def test_number_is_normalised_and_bounded(self):
        claim = self._taxi(fapiao_number=" ９９31 2000 0000 0000 0001 ")
        self.assertEqual(claim.fapiao_number, NUMBER)
        claim.fapiao_number = "   "
        self.assertFalse(claim.fapiao_number)
        claim.fapiao_number = 12345678
        self.assertEqual(claim.fapiao_number, "12345678")
        # a digit too many or too few makes no other invoice of it
        for text in ("9" * 10_000, "9931200000000000000I", "九九", NUMBER + "-1", "0" + NUMBER, NUMBER[:-1], "9" * 13):
            with self.assertRaisesRegex(ValidationError, "digits alone"):
                claim.fapiao_number = text
        with self.assertRaisesRegex(ValidationError, "digits alone"):
            claim.fapiao_code = "9" * 41
        default = self.env["hr.expense"].with_user(self.host).with_context(default_fapiao_number=" 99 ")
        self.assertEqual(default.default_get(["fapiao_number"])["fapiao_number"], "99")

    def test_1_6_1_2_one_invoice_once_however_its_number_is_written(self):
        number = "25312000000098765432"
        first = self._taxi(fapiao_number=number)
        for text in (
            "\u200b" + number, "2531-2000-0000-98765432", "No." + number, "2531200000009876543\u0662", number + ".",
            "\u202e" + number, "２" + number[1:], "发票号码：" + number, "№ " + number, number + "\u0301", "Invoice No. " + number, number + "\u3164",
        ):  # fmt: skip
            with self.subTest(text=text):
                with self.assertRaisesRegex(ValidationError, "claimed already"):
                    self._taxi(fapiao_number=text)
                self.assertEqual(self.env["hr.expense"].search([("fapiao_number", "=", text)]), first)
                self.assertIn(first, self.env["hr.expense"].search([("fapiao_number", "ilike", text)]))

    def test_1_6_1_2_an_older_invoice_without_its_code_is_no_other_one(self):
        self._taxi(fapiao_number="12345678", fapiao_code="099002600111")
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            self._taxi(fapiao_number="12345678")
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            self._taxi(fapiao_number="09900260011112345678")
        second = self._taxi(fapiao_number="12345678", fapiao_code="099002600112")
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            second.fapiao_code = False

    def test_1_6_1_2_a_vendor_bill_settles_its_invoice(self):
        bill = self.env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": self.env["res.partner"].create({"name": "Restaurant"}).id,
                "ref": f"发票 {NUMBER[:4]} {NUMBER[4:]}",
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [Command.create({"name": "Dinner", "price_unit": 106, "tax_ids": False})],
            }
        )
        self.assertEqual(bill.fapiao_number, NUMBER)
        with self.assertRaisesRegex(ValidationError, "1-6.1.2.*in the books already"):
            self._taxi(fapiao_number=NUMBER)
        with self.assertRaisesRegex(UserError, "in the books already"):
            self._upload(("a.xml", make_einvoice()))
        claim = self._taxi()
        self._attach(claim, make_einvoice())
        with self.assertRaisesRegex(UserError, "in the books already"):
            claim.action_read_invoices()
        bill.button_cancel()
        claim.action_read_invoices()
        bill.button_draft()
        with self.assertRaisesRegex(UserError, "claimed already"):
            bill.action_post()

    def test_second_claim_is_refused_and_names_the_first(self):
        self._taxi(fapiao_number=NUMBER, date="2026-03-02")
        with self.assertRaisesRegex(ValidationError, f"{NUMBER}.*Taxi of Host"):
            self._taxi(user=self.officer if self.officer.employee_id else self.host, fapiao_number="99 " + NUMBER[2:])
        second = self._taxi()
        with self.assertRaisesRegex(ValidationError, "Taxi of Host"):
            second.fapiao_number = NUMBER
        with self.assertRaisesRegex(ValidationError, "two claims"):
            (second | self._taxi()).fapiao_number = OTHER
        first = self._taxi(fapiao_number="12345678", fapiao_code="099002600111")
        second.write({"fapiao_number": "12345678", "fapiao_code": "099002600112"})
        self.assertNotEqual(second.fapiao_code, first.fapiao_code, "another code is another invoice")

    def test_1_6_1_2_a_code_makes_no_digital_invoice_another_one(self):
        self._read(self._taxi())
        second = self._taxi()
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            second.write({"fapiao_number": NUMBER, "fapiao_code": "099002600111"})
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            self._taxi(fapiao_number=NUMBER, fapiao_code="1")

    def test_a_typed_number_is_an_invoice_of_which_nothing_else_is_known(self):
        claim = self._taxi(fapiao_number=OTHER, total_amount_currency=0)
        typed = claim.invoice_id
        self.assertEqual((typed.number, typed.source, typed.amount_total), (OTHER, "typed", 0))
        self.assertNotIn("Without tax", claim.invoice_checks, "nothing is compared that nobody knows")
        claim.fapiao_number = NUMBER
        self.assertEqual(claim.sudo().invoice_ids.mapped("number"), [NUMBER], "one takes the place of the other")
        self._read(claim)
        self.assertEqual((claim.invoice_id.source, claim.total_amount_currency), ("xml", 106), "the file fills it in")
        claim.invoice_id.with_user(self.accountant).action_verify("found")
        self.assertTrue(claim.invoice_verified_at)
        claim.fapiao_number = OTHER
        self.assertEqual((claim.invoice_id.source, claim.invoice_id.verified_at), ("typed", False))
        claim.fapiao_number = False
        self.assertFalse(claim.sudo().invoice_ids)

    def test_update_makes_an_invoice_of_each_number(self):
        spaced, twin, red = self._taxi(fapiao_number=NUMBER), self._taxi(fapiao_number=OTHER), self._taxi()
        self._read(red, make_einvoice("99312000000000000009", "-1", "-1", "0", issue="N", original=OTHER), "red.xml")
        (spaced | twin).sudo().invoice_ids._as_reader().unlink()
        self.env.flush_all()
        numbers = [(f"{NUMBER[:4]} {NUMBER[4:]}", spaced.id), (f"No.{NUMBER}", twin.id)]
        for row in numbers:
            self.cr.execute("UPDATE hr_expense SET fapiao_number = %s WHERE id = %s", row)
        path = Path(__file__).parents[2] / "migrations/19.0.2.0.0/post-invoice.py"
        migrate = runpy.run_path(str(path))["migrate"]
        migrate(self.cr, "19.0.1.2.0")
        self.env.invalidate_all()
        self.assertEqual(spaced.fapiao_number, NUMBER)
        self.assertEqual(twin.fapiao_number, f"No.{NUMBER}", "the second claim of one invoice is for people to look at")
        self.assertEqual((spaced.invoice_id.number, spaced.invoice_id.source), (NUMBER, "typed"))
        self.assertTrue(red.sudo().invoice_ids.red_seen_at, "what has freed a number has freed it")

    def test_form_shows_the_first_before_saving(self):
        first = self._taxi(fapiao_number=NUMBER)
        with Form(self._taxi()) as form:
            form.fapiao_number = " " + NUMBER
            self.assertEqual(form.fapiao_duplicate_id, first)
            form.fapiao_number = OTHER
            self.assertFalse(form.fapiao_duplicate_id)

    def test_button_links_to_the_first(self):
        first = self._read(self._taxi())
        second = self._taxi()
        self._attach(second, make_einvoice())
        with self.assertRaises(RedirectWarning) as warning:
            second.action_read_invoices()
        self.assertEqual(warning.exception.args[1]["res_id"], first.id)

    def test_released_by_refusal_and_deletion(self):
        first = self._taxi(fapiao_number=NUMBER)
        first.action_submit()
        first.with_user(self.approver)._do_refuse("wrong")
        second = self._taxi(fapiao_number=NUMBER)
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            first.with_user(self.approver).action_reset()
        second.unlink()
        first.with_user(self.approver).action_reset()
        self.assertEqual((first.state, first.fapiao_number), ("draft", NUMBER))

    def test_1_6_1_2_a_red_fapiao_frees_a_number_when_finance_has_seen_it(self):
        data = make_einvoice(OTHER, "-106", "-100", "-6", issue="N", original=NUMBER)
        first = self._read(self._taxi())
        mine = self._taxi(user=self.officer)
        self._attach(mine, data, "red.xml", user=self.officer)
        mine.action_read_invoices()
        red = mine.sudo().invoice_ids
        self.assertFalse(first.fapiao_red_number)
        told = first.message_ids.filtered(lambda message: OTHER in message.body)
        self.assertEqual(told.partner_ids, self.host.partner_id, "who claimed the original is told")
        self.assertIn("Finance has not seen it", self._fresh(first).invoice_checks)
        with self.assertRaisesRegex(ValidationError, "claimed already"):
            self._taxi(fapiao_number=NUMBER)
        for user in (self.host, self.officer):
            with self.assertRaises(UserError):
                red.with_user(user).action_see_red()
        with self.assertRaises(AccessError):
            red.with_user(self.accountant).red_seen_at = fields.Datetime.now()
        red.with_user(self.accountant).action_see_red()
        self.assertEqual((first.fapiao_number, first.fapiao_red_number), (NUMBER, OTHER))
        self.assertEqual((red.red_seen_by_id, bool(red.red_seen_at)), (self.accountant, True))
        self.assertIn("Taken back by the red fapiao", self._fresh(first).invoice_checks)
        self.assertIn("is taken back", first.message_ids[0].body)
        second = self._taxi(fapiao_number=NUMBER)
        self.assertEqual(second.fapiao_red_number, OTHER, "the invoice is no more in order than before")
        second.fapiao_number = "99312000000000000003"
        self.assertFalse(second.fapiao_red_number)
        with self.assertRaisesRegex(UserError, "so they stay"):
            mine.unlink()
        with self.assertRaisesRegex(UserError, "no red fapiao that waits"):
            red.with_user(self.accountant).action_see_red()

    def test_4_14a_finance_frees_no_invoice_of_its_own(self):
        data = make_einvoice(OTHER, "-106", "-100", "-6", issue="N", original=NUMBER)
        self._taxi(user=self.accountant, fapiao_number=NUMBER)
        red = self._read(self._taxi(), data, "red.xml").sudo().invoice_ids.with_user(self.accountant)
        self.assertFalse(red.can_see_red)
        with self.assertRaisesRegex(UserError, "4-14a.*of their own"):
            red.action_see_red()

    def _fresh(self, claim):
        claim.invalidate_recordset()
        return claim

    def test_red_fapiao_of_another_seller_releases_nothing(self):
        first = self._read(self._taxi())
        red = make_einvoice(OTHER, "-106", "-100", "-6", issue="N", original=NUMBER, seller=BUYER)
        red = self._read(self._taxi(), red, "red.xml").sudo().invoice_ids
        red.with_user(self.accountant).action_see_red()
        self.assertFalse(first.fapiao_red_number)

    def test_number_stays_after_approval(self):
        claim = self._taxi(reception_visit_id=self.visit.id)
        self._approve(claim)
        finance = claim.with_user(self.accountant)
        finance.fapiao_number = NUMBER
        with self.assertRaisesRegex(UserError, "is approved"):
            finance.fapiao_number = OTHER
        finance.fapiao_number = NUMBER

    def test_other_company_has_its_own_numbers(self):
        self._taxi(fapiao_number=NUMBER)
        other = self.env["res.company"].create({"name": "Other Ltd"})
        employee = self.env["hr.employee"].create({"name": "There", "company_id": other.id})
        expenses = self.env["hr.expense"].with_company(other)
        claim = expenses.create(
            {"name": "There", "employee_id": employee.id, "company_id": other.id, "fapiao_number": NUMBER}
        )
        self.assertEqual(claim.fapiao_number, NUMBER)

    def test_parts_of_a_split_claim_share_the_invoice(self):
        claim = self._read(self._taxi(total_amount_currency=106, reception_visit_id=self.visit.id))
        action = claim.action_split_wizard()
        self.env[action["res_model"]].with_user(self.host).browse(action["res_id"]).action_split_expense()
        part = self.env["hr.expense"].search([("split_expense_origin_id", "=", claim.id)]) - claim
        self.assertFalse(part.fapiao_number)
        self.assertFalse(part.evidence_missing or claim.evidence_missing)
        self.assertFalse(claim.copy().fapiao_number)

    def test_guarded_facts(self):
        claim = self._read(self._taxi())
        for user in (self.host, self.approver, self.accountant):
            for name, value in (
                ("fapiao_red_number", "1"), ("invoice_verified_by_id", self.gm.id), ("invoice_verified_note", "yes"),
                ("invoice_ids", [Command.clear()]),
            ):  # fmt: skip
                with self.subTest(user=user.login, name=name), self.assertRaises(AccessError):
                    claim.with_user(user).write({name: value})
            with self.assertRaises(ValidationError):
                claim.with_user(user).claimed_on = "2026-01-01"
        with self.assertRaises(AccessError):
            self._taxi(invoice_verified_note="yes")
        with self.assertRaises(AccessError):
            claim.invoice_ids.amount_total = 1

    def test_verified_by_hand(self):
        claim = self._taxi(fapiao_number=NUMBER)
        for user, note in ((self.host, "found"), (self.approver, "  "), (self.approver, None)):
            with self.assertRaises(UserError):
                claim.with_user(user).action_verify_invoice(note)
        self.assertFalse(claim.can_verify_invoice)
        self.assertTrue(claim.with_user(self.accountant).can_verify_invoice)
        wizard = self.env["reception.invoice.verify"].with_user(self.accountant)
        wizard.create({"expense_id": claim.id, "note": " found\nthere "}).action_verify()
        self.assertEqual((claim.invoice_verified_by_id, claim.invoice_verified_note), (self.accountant, "found there"))
        self.assertTrue(claim.invoice_verified_at)
        claim.fapiao_number = OTHER
        self.assertFalse(claim.invoice_verified_at, "another invoice is not verified")

    def test_who_reads_the_claim_reads_its_invoice(self):
        claim = self._read(self._taxi())
        self.assertEqual(claim.invoice_ids.with_user(self.host).number, NUMBER)
        for reader in (self.accountant, self.approver, self.auditor):
            self.assertTrue(self.env["reception.invoice"].with_user(reader).search([("id", "=", claim.invoice_ids.id)]))
        self.assertFalse(self.env["reception.invoice"].with_user(self.stranger).search([]))
        other = self.env["res.company"].create({"name": "Other Ltd"})
        self.accountant.company_ids |= other
        invoices = self.env["reception.invoice"].with_user(self.accountant).with_context(allowed_company_ids=other.ids)
        self.assertFalse(invoices.search([]))


@tagged("post_install", "-at_install")
class TestEvidence(InvoiceCommon):
    def _checks(self, claim):
        claim.invalidate_recordset()
        return str(claim.invoice_checks)

    def test_checks_of_the_invoice(self):
        claim = self._read(self._taxi(total_amount_currency=106))
        checks = self._checks(claim)
        self.assertIn("Buyer is the company", checks)
        self.assertIn("106.00", checks)
        self.assertIn("Buyer's name is the company", checks)
        self.assertEqual(checks.count("fa-times"), 1, "only to be verified")
        self.company.name = "虚构制造 有限公司（上海）"
        self.assertIn("Buyer's name 虚构制造有限公司 is not", self._checks(claim))
        claim.sudo().invoice_ids.buyer_name = "虚构制造有限公司(上海)"
        self.assertIn("Buyer's name is the company", self._checks(claim), "brackets of any width")
        self.company.vat = "CN " + BUYER.lower()
        self.assertIn("Buyer is the company", self._checks(claim))
        self.company.vat = SELLER
        self.assertIn("is not the company", self._checks(claim))
        claim.total_amount_currency = 106.01
        self.assertEqual(self._checks(claim).count("fa-times"), 3)

    def test_sum_and_date(self):
        wrong = self._read(
            self._taxi(reception_visit_id=self.visit.id), make_einvoice(total="107.00", day="2026-02-20")
        )
        self.assertIn("before the visit", self._checks(wrong))
        self.assertIn("Without tax", self._checks(wrong))
        self.company.reception_invoice_days_before = 30
        self.assertNotIn("before the visit", self._checks(wrong))
        future = self._read(self._taxi(), make_einvoice(OTHER, day="2030-01-01"))
        self.assertIn("in the future", self._checks(future))

    def test_fund_of_a_flight_and_fee_of_a_refund(self):
        flight = self._read(self._taxi(total_amount_currency=0), make_itinerary(), "a.xml")
        self.assertEqual((flight.total_amount_currency, flight.invoice_ids.amount_fees), (620, 50))
        self.assertIn("fund and fees", self._checks(flight))
        self.assertNotIn("class='fa fa-fw fa-times text-danger'", self._checks(flight).split("fund and fees")[0][-150:])
        booking = self._book("hard_seat", self.staff_guest)
        booking.action_book()
        claim = self.env["hr.expense"].with_user(self.host).browse(booking.action_create_expense()["res_id"])
        self._read(claim, make_refund_fee(OTHER), "fee.xml")
        self.assertNotIn("1-4.1", self._checks(claim), "nobody has sat anywhere")

    def test_same_purchase_under_another_number(self):
        first = self._read(self._taxi())
        second = self._read(self._taxi(), make_einvoice(OTHER))
        self.assertIn(f"as invoice {NUMBER}", self._checks(second))
        self.assertIn(f"as invoice {OTHER}", self._checks(first))
        third = self._read(self._taxi(), make_einvoice("99312000000000000003", "53.00", "50.00", "3.00"))
        self.assertNotIn("as invoice", self._checks(third))

    def test_deadline_deleted(self):
        self.env["reception.deadline"].search([("code", "=", "claim")]).unlink()
        self.assertFalse(self._claim(self._grant(self._apply())).claim_due_date)

    def test_1_4_1_seat_of_a_ticket_against_the_standard(self):
        booking = self._book("hard_seat", self.staff_guest)
        booking.action_book()
        claim = self.env["hr.expense"].with_user(self.host).browse(booking.action_create_expense()["res_id"])
        self._read(claim, make_railway(seat="硬座", passenger=self.staff_guest.name))
        self.assertIn("within the standard of Guest 2 (1-4.1)", self._checks(claim))
        claim.sudo().invoice_ids.seat_class = "软卧"
        self.assertIn("above the standard of Guest 2 (1-4.1)", self._checks(claim))
        claim.sudo().invoice_ids.seat_class = "飞毯"
        self.assertIn("in no class", self._checks(claim))

    def test_evidence_list_and_filter(self):
        self.company.reception_menu_amount = 150
        claim = self._claim()
        find = lambda: self.env["hr.expense"].with_user(self.host).search([("evidence_missing", "=", True)])  # noqa: E731
        self.assertEqual(str(claim.evidence).count("fa-times"), 4)
        self.assertIn(claim, find())
        claim.hospitality_id = self._grant(self._apply())
        self.assertEqual(str(claim.evidence).count("fa-times"), 2)
        claim.fapiao_number = NUMBER
        self.assertEqual(str(claim.evidence).count("fa-times"), 1)
        self.assertIn(claim, find())
        claim.menu_attachment_ids = self._attach(claim, b"menu", "menu.txt")
        self.assertFalse(claim.evidence_missing)
        self.assertNotIn(claim, find())
        self.assertIn(claim, claim.search([("evidence_missing", "=", False)]))
        claim.menu_attachment_ids = False
        claim.total_amount_currency = 150
        self.assertFalse(claim.evidence_missing, "the amount itself is not above it")
        self.assertNotIn(claim, find())
        other = self._claim(product_id=self.env.ref("hr_expense.expense_product_meal").id)
        self.assertFalse(other.needs_evidence or other.evidence_missing)
        self.assertNotIn(other, find())

    def test_1_6_1_2_claimed_late(self):
        deadline = self.env["reception.deadline"].search([("code", "=", "claim")])
        application = self._grant(self._apply())
        day = fields.Date.to_date(application.meal_at)
        claim = self._claim(application, date=day + timedelta(days=deadline.days))
        self.assertFalse(claim.is_claimed_late)
        claim.date = day + timedelta(days=deadline.days + 1)
        self.assertTrue(claim.is_claimed_late)
        self.assertIn(claim, claim.search([("is_claimed_late", "=", True)]))
        claim.date = day
        claim.action_submit()
        self.assertEqual(claim.claimed_on, self.env["reception.deadline"]._get_today(self.company))
        self.assertFalse(claim.is_claimed_late)
        self.assertFalse(self._taxi(date="2030-01-01").is_claimed_late, "for no visit")

    def test_1_6_1_2_finance_refuses_claims_without_invoice(self):
        claim = self._claim(self._grant(self._apply()))
        claim.action_submit()
        self.company.reception_invoice_rule = "refuse"
        with self.assertRaisesRegex(UserError, "1-6.1.2.*no invoice in order"):
            claim.with_user(self.approver).action_approve()
        with self.assertRaisesRegex(UserError, "no invoice in order"):
            claim.with_user(self.approver).approval_state = "approved"
        claim.with_user(self.approver).fapiao_number = NUMBER
        claim.with_user(self.approver).action_approve()
        self.assertEqual(claim.state, "approved")
        other = self._claim(product_id=self.env.ref("hr_expense.expense_product_meal").id)
        self._approve(other)
        self.assertEqual(other.state, "approved", "other expenses behave as Odoo made them")

    def test_settings_are_bounded(self):
        for name in ("reception_menu_amount", "reception_invoice_days_before"):
            with self.subTest(name=name), self.assertRaises(Exception), mute_logger("odoo.sql_db"), self.cr.savepoint():  # noqa: B017
                self.company[name] = -1
                self.env.flush_all()
