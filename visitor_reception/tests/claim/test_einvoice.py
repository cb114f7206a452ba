import doctest
import io
import random
import struct
import time
import tracemalloc
import zipfile
import zlib
from datetime import date
from decimal import Decimal

from odoo.tests import BaseCase, tagged
from odoo.tools.pdf import DecodedStreamObject, NameObject, OdooPdfFileWriter

from ...tools.einvoice import EInvoiceError, normalise_number, read_invoices, texts, title, xml_invoice
from .einvoice_samples import (
    BUYER,
    NUMBER,
    SELLER,
    make_air,
    make_dialect,
    make_einvoice,
    make_fp,
    make_itinerary,
    make_ofd,
    make_pdf,
    make_print,
    make_railway,
    make_refund_fee,
    make_tagged_ofd,
    make_xbrl,
    make_zip,
    print_fapiao,
)  # fmt: skip

MEGABYTE = 2**20


@tagged("post_install", "-at_install")
class TestEInvoice(BaseCase):
    """Invoices of every format say the same to the reader; broken and hostile files end in one kind of error, soon."""

    def _read(self, data):
        (invoice,) = read_invoices(data)
        return invoice

    def _refuse(self, reason, data):
        with self.assertRaises(EInvoiceError) as refusal:
            read_invoices(data)
        self.assertEqual(refusal.exception.reason, reason)
        return refusal.exception

    def test_doctests(self):
        """The examples in the readers hold."""
        for module in (texts, title, xml_invoice):
            with self.subTest(module=module.__name__):
                result = doctest.testmod(module)
                self.assertTrue(result.attempted)
                self.assertEqual(result.failed, 0)

    def test_digital_fapiao(self):
        invoice = self._read(make_einvoice())
        self.assertEqual((invoice.number, invoice.code, invoice.kind), (NUMBER, "", "ordinary_vat"))
        self.assertEqual(invoice.date, date(2026, 3, 2))
        self.assertEqual((invoice.buyer_tax_id, invoice.seller_tax_id), (BUYER, SELLER))
        self.assertEqual((invoice.buyer_name, invoice.seller_name), ("虚构制造有限公司", "虚构餐饮有限公司"))
        self.assertEqual((invoice.untaxed, invoice.tax, invoice.total), (Decimal(100), Decimal(6), Decimal(106)))
        self.assertEqual([line.amount for line in invoice.lines], [Decimal(110), Decimal(-10)])
        self.assertEqual((invoice.is_red, invoice.warnings), (False, []))

    def test_red_fapiao_and_its_original(self):
        invoice = self._read(make_einvoice("99" + "1" * 18, "-106", "-100", "-6", issue="N", original=NUMBER))
        self.assertTrue(invoice.is_red)
        self.assertEqual(invoice.original_number, NUMBER)
        self.assertTrue(self._read(make_einvoice(total="-106", untaxed="-100", tax="-6")).is_red, "by its total alone")

    def test_empty_label_strange_tax_and_wrong_sum(self):
        invoice = self._read(make_einvoice(label="", tax="***", total="100"))
        self.assertEqual(
            (invoice.kind, invoice.tax, invoice.warnings), ("ordinary_vat", 0, []), "tax-free is no mistake"
        )
        self.assertEqual(self._read(make_einvoice(tax="6 yuan", total="")).warnings, ["tax"])
        self.assertEqual(self._read(make_einvoice(total="107.00")).warnings, ["sum"])
        self.assertEqual(self._read(make_einvoice(day="2026-02-30")).warnings, ["date"])

    def test_number_is_normalised(self):
        self.assertEqual(self._read(make_einvoice(" ９９31 2000" + "0" * 11 + "1\u3000")).number, NUMBER)
        self.assertEqual(normalise_number(12345678), "12345678")

    def test_dialects(self):
        chinese = {
            "发票号码": NUMBER,
            "开票日期": "2026年3月2日",
            "合计金额": "100.00",
            "合计税额": "6.00",
            "价税合计": "¥106.00",
        }
        pinyin = {"FPHM": NUMBER, "KPRQ": "20260302", "HJJE": "100", "HJSE": "6", "JSHJ": "106"}
        for names in (chinese, pinyin):
            invoice = self._read(make_dialect(names))
            self.assertEqual((invoice.number, invoice.date, invoice.total), (NUMBER, date(2026, 3, 2), Decimal(106)))
            self.assertEqual(invoice.warnings, [])

    def test_encodings(self):
        plain = make_einvoice().decode()
        declared = plain.replace("UTF-8", "GBK").encode("gbk")
        for data in (plain.encode("utf-16"), plain.encode("utf-8-sig"), declared):
            self.assertEqual(self._read(data).seller_name, "虚构餐饮有限公司")
        self._refuse("encoding", plain.encode("gbk"))
        self._refuse("encoding", plain.replace("UTF-8", "klingon").encode())
        for codec in ("punycode", "idna", "utf-7", "hex", "undefined", "unicode_escape"):
            self._refuse("encoding", plain.replace("UTF-8", codec).encode())

    def test_older_invoice_with_code(self):
        for data in (make_fp(), make_ofd(make_fp())):
            invoice = self._read(data)
            self.assertEqual((invoice.code, invoice.number), ("099002600111", "99000001"))
            self.assertEqual((invoice.total, invoice.date), (Decimal(106), date(2026, 3, 2)))
            self.assertEqual(invoice.lines[0].name, "*住宿服务*住宿费")

    def test_railway_and_air(self):
        for data in (
            make_railway(),
            make_railway(year="2023-12-31"),
            make_pdf(make_railway()),
            make_ofd(make_railway()),
        ):
            invoice = self._read(data)
            self.assertEqual(
                (invoice.kind, invoice.seat_class, invoice.passenger), ("railway_ticket", "二等座", "Guest 1")
            )
            self.assertEqual((invoice.total, invoice.tax, invoice.buyer_tax_id), (Decimal(109), Decimal(9), BUYER))
            self.assertEqual(invoice.lines[0].name, "G9999 虚构南 虚构北")
        air = self._read(make_air())
        self.assertEqual((air.kind, air.passenger, air.total, air.warnings), ("air_ticket", "Guest 1", 1090, ["tax"]))

    def test_ofd_order_of_trust(self):
        other = NUMBER[:-1] + "2"
        custom = {"发票号码": other, "开票日期": "2026年03月02日", "合计金额": "100.00", "合计税额": "6.00"}
        texts = ("发票号码：" + NUMBER[:-1] + "3", "开票日期：2026年03月02日", "（小写）¥106.00", NUMBER[:-1] + "4")
        self.assertEqual(self._read(make_ofd(make_einvoice(), custom, texts)).number, NUMBER)
        self.assertEqual(self._read(make_ofd(None, custom, texts, {"InvoiceNo": 4})).number, NUMBER[:-1] + "4")
        invoice = self._read(make_ofd(None, custom, texts))
        self.assertEqual((invoice.number, invoice.total, invoice.source), (other, Decimal(106), "ofd"))
        invoice = self._read(make_ofd(None, None, texts))
        self.assertEqual((invoice.number, invoice.total, invoice.source), (NUMBER[:-1] + "3", Decimal(106), "text"))
        self.assertIn("text", invoice.warnings)
        self._refuse("unknown", make_ofd())

    def test_pdf_packed_or_not(self):
        xml = make_einvoice()
        packed = zlib.compress(xml)
        raw = b"%PDF-1.7\n1 0 obj <<>> stream\r\n" + xml + b"\nendstream\nendobj"
        flate = b"%PDF-1.7\n1 0 obj <</Filter/FlateDecode>> stream\n" + packed + b"\nendstream\nendobj"
        for data in (raw, flate, make_pdf(xml)):
            self.assertEqual((self._read(data).number, self._read(data).source), (NUMBER, "pdf"))
        self._refuse("unknown", make_pdf())
        self._refuse("encrypted", make_print([print_fapiao()], password="secret"))
        self.assertEqual(self._read(make_print([print_fapiao()], password="")).number, NUMBER, "sealed, not locked")

    def test_zip_one_invoice_in_three_formats_is_one(self):
        xml = make_einvoice()
        files = {"a.pdf": make_pdf(xml), "b.ofd": make_ofd(xml), "c.xml": xml, "list.txt": b"hello"}
        self.assertEqual(self._read(make_zip(files)).source, "xml")
        files["d.xml"] = make_einvoice("99" + "5" * 18)
        self.assertEqual(len(read_invoices(make_zip(files))), 2)

    def test_signature_is_skipped_and_unknown_is_told(self):
        self.assertEqual(self._read(make_einvoice()).number, NUMBER)
        for data in (b"<a/>", b"hello", b"\x89PNG....", make_zip({"a.txt": b"x"}), b"<svg><path/></svg>"):
            self._refuse("unknown", data)
        self._refuse("empty", b"")
        self._refuse("number", make_einvoice("123"))

    def test_entities_and_dtd(self):
        bomb = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><EInvoice><EIid>&b;</EIid></EInvoice>'
        for data in (bomb.encode(), bomb.encode("utf-16"), make_zip({"a.xml": bomb.encode()})):
            self._refuse("unsafe", data)
        self._refuse("unsafe", b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><EInvoice/>')

    def test_truncated_and_deep(self):
        xml = make_einvoice()
        self._refuse("broken", xml[:-30])
        self._refuse("broken", make_zip({"a.xml": xml})[:-30])
        self._refuse("broken", b"<a>" * 100_000 + b"</a>" * 100_000)

    def test_names_that_lead_out(self):
        for name in ("../a.xml", "a/../../b.xml", "/etc/a.xml", "..\\a.xml", "C:/a.xml"):
            self._refuse("unsafe", make_zip({name: make_einvoice()}))

    def test_zip_in_zip(self):
        self._refuse("nested", make_zip({"a.zip": make_zip({"b.xml": make_einvoice()})}))

    def test_password_and_strange_packing(self):
        data = bytearray(make_zip({"a.xml": make_einvoice()}))
        data[data.index(b"PK\x01\x02") + 8] |= 1
        self._refuse("encrypted", bytes(data))
        self._refuse("broken", make_zip({"a.xml": make_einvoice()}, zipfile.ZIP_LZMA))

    def test_bombs_in_little_memory(self):
        zeros = bytes(200 * MEGABYTE)
        many = make_zip({f"{number}.txt": b"" for number in range(5000)})
        lying = bytearray(make_zip({"a.xml": zeros}))
        position = lying.index(b"PK\x01\x02") + 24
        lying[position : position + 4] = struct.pack("<I", 100)
        elements = b"<EInvoice>" + b"<a/>" * 400_000 + b"</EInvoice>"
        pdf_bomb = b"%PDF-1.7 stream\n" + zlib.compress(b"<" + bytes(50 * MEGABYTE)) + b"endstream"
        files = {
            "zeros": ("large", zeros),
            "zip of zeros": ("large", make_zip({"a.xml": zeros})),
            "many": ("many", many),
            "lying": ("broken", bytes(lying)),
            "elements": ("large", elements),
            "elements, often": ("large", make_zip({f"{n}.xml": elements for n in range(7)})),
            "pdf": ("large", pdf_bomb),
            "pdf, often": ("large", pdf_bomb * 100),
            "streams": ("broken", b"%PDF-1.7" + b"stream\nx\x9c" * 500_000),
            "ofd": ("large", make_zip({"OFD.xml": b"<a>" + zeros[: 100 * MEGABYTE] + b"</a>"})),
        }
        del zeros
        for name, (reason, data) in files.items():
            with self.subTest(name=name):
                self._refuse(reason, data)
                tracemalloc.start()
                with self.assertRaises(EInvoiceError):
                    read_invoices(data)
                peak = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
                self.assertLess(peak, 64 * MEGABYTE)

    def test_nothing_takes_more_than_its_size(self):
        """Twice the size takes at most 2.5 times the processor's time; it would take hours if it took four times."""

        def accents(size):
            return ("<r><FPHM>1" + "\u0301" * 300 * size + "\u0327" * 300 * size + "</FPHM></r>").encode()

        def nested(size):
            return b"<MX>" * 200 + b"<MX><a>b</a></MX>" * 8 * size + b"</MX>" * 200

        for reason, make in (
            ("broken", lambda size: b"<" + b" " * 2_000 * size),
            ("encoding", lambda size: b"<?xml version='1.0' encoding='punycode'?><" + b"a" * 2_000 * size),
            ("large", lambda size: b"%PDF-1.7" + (b"stream\n<x" + b" " * 400) * 20 * size),
            ("unknown", nested),
            ("number", accents),
            (
                "many",
                lambda size: (
                    b"<r>" + b"".join(b"<a><FPHM>%020d</FPHM><b/></a>" % n for n in range(10 * size)) + b"</r>"
                ),
            ),
            (
                "unknown",
                lambda size: make_ofd(None, None, ["合计" * 100 + "蓝字" * 100 + "*a" * 100 + "1," * 50] * (size // 2)),
            ),
        ):
            with self.subTest(reason=reason):
                small, large = self._measure(reason, make(500), make(1_000))
                # a hundredth of a second is less than the clock of a process can tell apart
                self.assertLess(large, 2.5 * max(small, 0.01))

    def _measure(self, reason, *files):
        """The least time of the processor (seconds) that each file takes to be refused, the files taken in turn.

        What else the machine does makes a time longer, never shorter: the least of many is that of the work itself.
        """

        def once(data):
            start = time.process_time()
            self._refuse(reason, data)
            return time.process_time() - start

        rounds = [[once(data) for data in files] for _round in range(9)]
        return [min(times) for times in zip(*rounds, strict=True)]

    def test_items_in_a_list_of_items(self):
        """Some platforms wrap the items in an element that is called as they are."""
        item = "<商品明细><项目名称>餐费</项目名称><金额>100</金额></商品明细>"
        data = f"<r><发票号码>{NUMBER}</发票号码><明细>{item}{item}</明细></r>"
        self.assertEqual([line.name for line in self._read(data.encode()).lines], ["餐费", "餐费"])

    def test_fuzz(self):
        """Damaged samples (seeded) are read or refused, never anything else."""
        dice = random.Random(20260302)
        xml = make_einvoice()
        samples = [
            xml, make_railway(), make_fp(), make_ofd(xml), make_ofd(None, {"发票号码": NUMBER}), make_pdf(xml),
            make_zip({"a.xml": xml, "b.pdf": make_pdf(xml)}), xml.decode().encode("utf-16"),
        ]  # fmt: skip
        outcomes = set()
        for _round in range(60):
            for sample in samples:
                data = bytearray(sample)
                for _change in range(dice.randint(1, 8)):
                    position = dice.randrange(len(data))
                    match dice.randrange(3):
                        case 0:
                            data[position] = dice.randrange(256)
                        case 1:
                            del data[position : position + dice.randint(1, 50)]
                        case 2:
                            data[position:position] = dice.randbytes(dice.randint(1, 20))
                    data = data or bytearray(b"x")
                try:
                    outcomes.update(invoice.source for invoice in read_invoices(bytes(data)))
                except EInvoiceError as error:
                    outcomes.add(error.reason)
        self.assertLessEqual({"xml", "ofd", "pdf", "broken", "encoding"}, outcomes)

    def test_random_bytes(self):
        dice = random.Random(1)
        for head in (b"", b"PK\x03\x04", b"%PDF-1.7 stream\n", b"<", b"\xff\xfe<\x00"):
            for _round in range(100):
                with self.assertRaises(EInvoiceError):
                    read_invoices(head + dice.randbytes(dice.randint(1, 400)))

    def test_wrong_crc_inside(self):
        data = bytearray(make_zip({"a.xml": make_einvoice()}, zipfile.ZIP_STORED))
        data[data.index(b"EInvoiceTag") + 2] ^= 1
        self._refuse("broken", bytes(data))
        self.assertTrue(zipfile.is_zipfile(io.BytesIO(data)))


OTHER = NUMBER[:-1] + "2"
PARTIES = {
    "NameOfSeller": "虚构灯具（上海）公司", "NameOfPurchaser": "虚构制造有限公司",
    "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfSeller": SELLER,
    "TaxpayerIdentificationNumberUnifiedSocialCreditCodeOfPurchaser": BUYER,
}  # fmt: skip
AMOUNTS = {"TotalAmWithoutTax": "9000.00", "TotalTaxAm": "1170.00", "TotalTax-includedAmount": "10170.00"}


@tagged("post_install", "-at_install")
class TestEInvoiceKinds(BaseCase):
    """One file of each kind that people send, and what a person reads in it."""

    def _read(self, data):
        (invoice,) = read_invoices(data)
        return invoice

    def test_table(self):
        einv = make_xbrl(
            "einv",
            {
                "InvoiceNumber": NUMBER, "SellerName": "虚构灯具", "SellerIdNum": SELLER, "RequestTime": "2026-03-02 20:05:10",
                "WhetherEinvoiceIsRedEinvoice": "false", "NameOfAccountingEntity": "虚构制造有限公司",
                "UnifiedSocialCreditCodeOfAccountingEntity": BUYER, **AMOUNTS,
            },
            [("InformationOfAccountingDocumentsTuple", {"RecordedAmount": "1.00"})],
            "einv_spcl_receiver",
        )  # fmt: skip
        inv = make_xbrl(
            "inv",
            {
                "NumberOfInvoice": "99000001", "CodeOfInvoice": "099002600111", "DateOfIssue": "2026-03-02", **PARTIES,
                "TotalAmountExcludingTax": "100.00", "TotalTaxAmount": "6.00", "TaxIncludedAmountInFigures": "106.00",
            },
            [("InformationOfTaxableGoodsOrServicesDetailItemsTuple",
              {"NameOfTaxableGoodsOrServices": "*现代服务*服务", "AmountExcludingTax": "100.00", "TaxAmount": "6.00"})],
        )  # fmt: skip
        items = "".join(
            f"<ItemDetail><ItemName>{name}</ItemName><Amount>{amount}</Amount><TaxAm>1</TaxAm></ItemDetail>"
            for name, amount in (("软件", "100"), ("咨询", "200"), ("设备", "300"))
        )
        several = make_einvoice(
            untaxed="600.00", tax="63.00", total="663.00", items=f"<IssuItemInformation>{items}</IssuItemInformation>"
        )
        info = {
            "InvoiceNumber": NUMBER, "IssueTime": "2026-07-09", "TotalAmWithoutTax": "65.48", "TotalTaxAm": "1.96",
            "TotalTax-includedAmount": "67.44", "BuyerIdNum": BUYER,
        }  # fmt: skip
        # name: file, kind, untaxed, tax, fees, total, buyer, number of lines, warnings
        table = {
            "einv": (einv, "special_vat", "9000", "1170", "0", "10170", BUYER, 0, []),
            "inv": (inv, "ordinary_vat", "100", "6", "0", "106", BUYER, 1, []),
            "several items": (several, "ordinary_vat", "600", "63", "0", "663", BUYER, 3, []),
            "refund fee": (make_refund_fee(), "railway_ticket", "25.94", "1.56", "0", "27.50", "", 1, []),
            "refund fee, OFD": (make_ofd(make_refund_fee()), "railway_ticket", "25.94", "1.56", "0", "27.50", "", 1, []),
            "itinerary": (make_itinerary(), "air_ticket", "522.93", "47.07", "50", "620", "", 5, []),
            "itinerary, OFD": (make_ofd(make_itinerary()), "air_ticket", "522.93", "47.07", "50", "620", "", 5, []),
            "digital OFD": (make_tagged_ofd(), "special_vat", "150", "9", "0", "159", BUYER, 2, []),
            "older OFD": (
                make_ofd(make_fp(code="3100204130"), texts=["上海增值税电子专用发票", "发票专用章"]),
                "special_vat", "100", "6", "0", "106", BUYER, 1, [],
            ),
            "older OFD, by code": (make_ofd(make_fp()), "ordinary_vat", "100", "6", "0", "106", BUYER, 1, []),
            "print": (make_print([print_fapiao()]), "ordinary_vat", "100", "6", "0", "106", BUYER, 1, ["text"]),
            "tax-free print": (
                make_print([print_fapiao(tax="***", total="100.00")]),
                "ordinary_vat", "100", "0", "0", "100", BUYER, 1, ["text"],
            ),
            "Info": (make_print([[]], info), "other", "65.48", "1.96", "0", "67.44", BUYER, 0, ["text"]),
        }  # fmt: skip
        for name, (data, kind, untaxed, tax, fees, total, buyer, lines, warnings) in table.items():
            with self.subTest(name=name):
                invoice = self._read(data)
                self.assertEqual(
                    (invoice.kind, invoice.untaxed, invoice.tax, invoice.fees, invoice.total),
                    (kind, *map(Decimal, (untaxed, tax, fees, total))),
                )
                self.assertEqual((invoice.buyer_tax_id, len(invoice.lines), invoice.warnings), (buyer, lines, warnings))

    def test_a_refund_fee_is_no_journey(self):
        fee = self._read(make_refund_fee())
        self.assertEqual((fee.seat_class, fee.is_red, [line.name for line in fee.lines]), ("", False, ["退票费"]))
        # the fare of the ticket, which was paid back, is no cost; some systems do not say that it was given back
        for facts in ({"Fare": "272.50", "AmountRefunded": "27.50"}, {"TypeOfBusiness": "", "SeatLevel": "商务座"}):
            other = self._read(make_refund_fee(**facts))
            self.assertEqual((other.total, other.seat_class, other.lines[0].name), (Decimal("27.50"), "", "退票费"))
        red = self._read(
            make_refund_fee(AmountRefunded="-27.50", TotalAmountExcludingTax="-25.94", TaxAmount="-1.56",
                            NumberOfOriginalInvoice=OTHER)
        )  # fmt: skip
        self.assertEqual((red.is_red, red.original_number), (True, OTHER))

    def test_all_segments_of_a_flight(self):
        lines = [line.name for line in self._read(make_itinerary()).lines]
        self.assertEqual(lines[:2], ["XX1 甲 AAA 乙 BBB", "XX2 乙 BBB 丙 CCC"])

    def test_print_says_who_what_and_when(self):
        invoice = self._read(make_print([print_fapiao()]))
        self.assertEqual((invoice.number, invoice.date, invoice.source), (NUMBER, date(2026, 3, 2), "text"))
        self.assertEqual((invoice.buyer_name, invoice.seller_name), ("虚构制造（上海）有限公司", "虚构餐饮有限公司"))
        self.assertEqual((invoice.seller_tax_id, invoice.lines[0].amount), (SELLER, Decimal(100)))
        self.assertEqual(invoice.lines[0].name, "*餐饮服务*餐费")

    def test_originals_of_red_invoices(self):
        names = {"发票号码": OTHER, "价税合计": "-106.00", "合计金额": "-100.00", "合计税额": "-6.00"}
        for name in (
            "被红冲蓝字发票号码", "被红冲蓝字数电票号码", "对应蓝字发票号码", "原蓝字发票号码", "对应正数发票号码", "蓝字数电票号码",
            "被冲红发票号码", "原发票号",
        ):  # fmt: skip
            red = self._read(make_dialect({**names, name: NUMBER}, root="发票"))
            self.assertEqual((red.number, red.original_number, red.is_red), (OTHER, NUMBER, True))
        remarks = {
            f"被红冲蓝字数电票号码：{NUMBER} 红字发票信息确认单编号：31000026031000000001": ("", NUMBER),
            "对应正数发票代码:099002600111号码:99000001": ("099002600111", "99000001"),
            "被红冲蓝字发票代码：099002600111 被红冲蓝字发票号码：99000001": ("099002600111", "99000001"),
        }
        for remark, expected in remarks.items():
            red = self._read(make_dialect({**names, "备注": remark}))
            self.assertEqual((red.original_code, red.original_number), expected)
        red = self._read(make_print([print_fapiao(OTHER, "-100.00", "-6.00", "-106.00", remark=next(iter(remarks)))]))
        self.assertEqual((red.number, red.is_red, red.original_number), (OTHER, True, NUMBER))

    def test_amounts_of_red_invoices_however_the_minus_is_written(self):
        for minus in ("-{}", "−{}", "－{}", "（{}）", "-￥{}", "￥-{}", "负{}"):
            names = {"合计金额": "100.00", "合计税额": "6.00", "价税合计": "106.00"}
            facts = {name: minus.format(amount) for name, amount in names.items()}
            red = self._read(make_dialect({"发票号码": OTHER, **facts}))
            self.assertEqual(
                (red.is_red, red.total, red.tax, red.warnings), (True, Decimal(-106), Decimal(-6), ["date"])
            )

    def test_two_invoices_in_one_file_are_two(self):
        one, two = make_einvoice().decode(), make_einvoice(OTHER).decode()
        body = [text.partition("?>")[2] for text in (one, two)]
        files = {
            "XML": f"<list>{''.join(body)}</list>".encode(),
            "print": make_print([print_fapiao(), print_fapiao(OTHER)], {"InvoiceNumber": NUMBER}),
            "OFD": make_zip({"OFD.xml": b"<OFD/>", "Doc_0/Attachs/1.xml": one.encode(), "Doc_0/Attachs/2.xml": two.encode()}),
            "PDF": b"%PDF-1.7\n" + b"".join(
                b"1 0 obj stream\n" + text.encode() + b"\nendstream\n" for text in (one, two)
            ),
        }  # fmt: skip
        for name, data in files.items():
            with self.subTest(name=name):
                self.assertEqual([invoice.number for invoice in read_invoices(data)], [NUMBER, OTHER])

    def test_zip_names_what_is_bad_and_reads_the_rest(self):
        problems = []
        files = {
            "1.xml": make_einvoice(), "2.xml": make_einvoice(OTHER), "3.xml": b"<EInvoice><broken>", "清单.xlsx":
            make_zip({"[Content_Types].xml": b"<a/>"}), "inner.zip": make_zip({"a.xml": make_einvoice()}),
            "__MACOSX/._1.xml": b"mac", ".DS_Store": b"mac", f"dzfp_{NUMBER}.pdf": make_pdf(), "../out.xml": make_einvoice(),
        }  # fmt: skip
        invoices = read_invoices(make_zip(files), problems)
        self.assertEqual([invoice.number for invoice in invoices], [NUMBER, OTHER])
        self.assertEqual(
            {name: error.reason for name, error in problems},
            {"3.xml": "broken", "清单.xlsx": "unknown", "inner.zip": "nested", "../out.xml": "unsafe"},
        )

    def test_a_print_that_takes_too_long(self):
        """A page that would keep the library busy for hours ends with the process that reads it."""
        writer = OdooPdfFileWriter()
        writer.add_blank_page(9, 9)
        content = DecodedStreamObject()
        content.set_data(b"BT /F1 9 Tf " + b"(x) Tj q " * 4_000_000)
        page = writer.pages[0]
        page[NameObject("/Contents")] = writer._add_object(content.flate_encode())
        stream = io.BytesIO()
        writer.write(stream)
        with self.assertRaises(EInvoiceError) as refusal:
            read_invoices(stream.getvalue())
        self.assertEqual(refusal.exception.reason, "slow")

    def test_numbers_are_digits_whatever_stands_around_them(self):
        number = "25312000000098765432"
        spaced = ["25312000 0000-98765432", "２５312000000098765432", "No." + number, "№ " + number, number + ".",
                  "\u200b2531\u20602000000098765432\ufeff", "2531200000009876543\u0662", "发票号码：" + number,
                  "\u202e" + number + "\u202c", "2531\u00ad2000000098765432", "#" + number, number + "\u0301"]  # fmt: skip
        for text in spaced:
            with self.subTest(text=text):
                self.assertEqual(normalise_number(text), number)
        self.assertFalse(normalise_number("2531200000009876543O").isdecimal(), "a letter is refused, not dropped")
