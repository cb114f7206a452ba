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

from ...tools.einvoice import EInvoiceError, normalise_number, read_invoices
from .einvoice_samples import (
    BUYER,
    NUMBER,
    SELLER,
    make_air,
    make_dialect,
    make_einvoice,
    make_fp,
    make_ofd,
    make_pdf,
    make_railway,
    make_zip,
)  # fmt: skip

MEGABYTE = 2**20


@tagged("post_install", "-at_install")
class TestEInvoice(BaseCase):
    """Invoices of every format say the same to the reader; broken and hostile files end in one kind of error, soon."""

    def _read(self, data):
        (invoice,) = read_invoices(data)
        return invoice

    def _refuse(self, reason, data):
        start = time.perf_counter()
        with self.assertRaises(EInvoiceError) as refusal:
            read_invoices(data)
        self.assertEqual(refusal.exception.reason, reason)
        self.assertLess(time.perf_counter() - start, 2)
        return refusal.exception

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
        self.assertEqual((invoice.kind, invoice.tax, invoice.warnings), ("ordinary_vat", 0, ["tax"]))
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
        self._refuse("encrypted", make_pdf() + b"/Encrypt 1 0 R")

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
            "many": ("large", many),
            "lying": ("broken", bytes(lying)),
            "elements": ("large", elements),
            "elements, often": ("large", make_zip({f"{n}.xml": elements for n in range(7)})),
            "pdf": ("large", pdf_bomb),
            "pdf, often": ("large", pdf_bomb * 100),
            "streams": ("unknown", b"%PDF-1.7" + b"stream\nx\x9c" * 500_000),
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
        """What would take hours if twice the size took four times as long; the time is looked at in ``_refuse``."""
        accents = "<r><FPHM>1" + "\u0301" * 300_000 + "\u0327" * 300_000 + "</FPHM></r>"
        nested = b"<MX>" * 200 + b"<MX><a>b</a></MX>" * 8_000 + b"</MX>" * 200
        for reason, data in (
            ("broken", b"<" + b" " * 2_000_000),
            ("encoding", b"<?xml version='1.0' encoding='punycode'?><" + b"a" * 2_000_000),
            ("large", b"%PDF-1.7" + (b"stream\n<x" + b" " * 400) * 20_000),
            ("unknown", nested),
            ("number", accents.encode()),
        ):
            with self.subTest(start=data[:20]):
                self._refuse(reason, data)

    def test_items_in_a_list_of_items(self):
        """Some platforms wrap the items in an element that is called as they are."""
        item = "<商品明细><项目名称>餐费</项目名称><金额>100</金额></商品明细>"
        data = f"<r><发票号码>{NUMBER}</发票号码><明细>{item}{item}</明细></r>"
        self.assertEqual([line.name for line in self._read(data.encode()).lines], ["餐费", "餐费"])

    def test_fuzz(self):
        """Damaged samples (seeded) are read or refused, never anything else, and soon."""
        dice = random.Random(20260302)
        xml = make_einvoice()
        samples = [
            xml, make_railway(), make_fp(), make_ofd(xml), make_ofd(None, {"发票号码": NUMBER}), make_pdf(xml),
            make_zip({"a.xml": xml, "b.pdf": make_pdf(xml)}), xml.decode().encode("utf-16"),
        ]  # fmt: skip
        start = time.perf_counter()
        outcomes = set()
        for _round in range(200):
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
        self.assertLessEqual({"xml", "ofd", "pdf", "broken", "encoding", "unknown"}, outcomes)
        self.assertLess(time.perf_counter() - start, 60)

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
