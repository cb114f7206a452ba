import base64
import io
import zipfile
from datetime import datetime

from openpyxl import Workbook, load_workbook

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged, warmup

from ...report.overview.statistics_xlsx import OPTIONS
from ...tools import table_reader
from ..common import ReceptionCommon

HEADING = ["姓名", "职务", "职级", "单位", "电话", "主宾", "随行", "饮食", "住宿", "忌讳", "备注", "车牌号"]
PERSON = [
    "王伟",
    "总经理",
    "General manager",
    "Customer Ltd",
    "13800000001",
    "是",
    "",
    "清淡",
    "安静",
    "海鲜",
    "左撇子",
    "京AD12345",
]


def to_xlsx(*rows, prepare=None):
    """A workbook of ``rows``; ``prepare(book)`` changes it before it is saved."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


class GuestImportCommon(ReceptionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.visit = cls._make_visit(guests=0, user=cls.host)

    def _wizard(self, user=None, visit=None, **vals):
        model = self.env["reception.guest.import"].with_user(user or self.host)
        return model.create({"visit_id": (visit or self.visit).id, **vals})

    def _read(self, text=None, file=None, **vals):
        """A wizard that has read pasted lines or a file."""
        if file is not None:
            vals.update(source="file", file=base64.b64encode(file))
        wizard = self._wizard(text=text, **vals)
        wizard.action_read()
        return wizard

    def _names(self, wizard):
        return wizard.line_ids.mapped("name")


@tagged("post_install", "-at_install")
class TestGuestImport(GuestImportCommon):
    """Many guests at once: what is read, what is corrected, what is added (1-2.3)."""

    def test_1_2_3_all_columns_of_a_file(self):
        wizard = self._read(file=to_xlsx(HEADING, PERSON))
        wizard.action_add()
        guest = self.visit.guest_ids
        self.assertRecordValues(
            guest,
            [
                {
                    "name": "王伟",
                    "position": "总经理",
                    "rank_id": self.env.ref("visitor_reception.reception_rank_general_manager").id,
                    "unit": False,
                    "phone": "13800000001",
                    "is_principal": True,
                    "is_accompanying": False,
                    "preference_food": "清淡",
                    "preference_room": "安静",
                    "things_to_avoid": "海鲜",
                    "remark": "左撇子",
                    "plate": "京AD12345",
                }
            ],
        )
        self.assertEqual(guest.unit_name, "Customer Ltd", "the visiting unit of the notice is not repeated")
        self.assertEqual((self.visit.headcount, self.visit.principal_guest), (1, "王伟"))

    def test_4_8_the_principal_host_is_proposed(self):
        wizard = self._read("姓名,职级\n王伟,general_manager")
        wizard.action_add()
        positions = self.visit.guest_ids.rank_id.host_position_ids
        self.assertIn(self.visit.principal_host_id.user_id, positions.sudo().holder_ids.user_id)

    def test_pasted_lines_with_and_without_a_heading(self):
        for text, values in (
            ("王伟\t总经理\tgeneral_manager\n李娜\t经理", [("王伟", "总经理"), ("李娜", "经理")]),
            ("职务,姓名,性别\n总经理,王伟,男", [("王伟", "总经理")]),
            ("Position,Full Name\nManager,Li Na", [("Li Na", "Manager")]),
            ("来宾名单\n姓名、职务\n王伟、总经理", [("王伟", "总经理")]),
            ("王　伟，总经理", [("王伟", "总经理")]),
            ("王伟、李娜", [("王伟", ""), ("李娜", "")]),
            ('王伟,"总经理\n兼书记"', [("王伟", "总经理、兼书记")]),
            ("姓名\n王伟\n\n李娜", [("王伟", ""), ("李娜", "")]),
        ):
            with self.subTest(text=text):
                lines = self._read(text).line_ids
                self.assertEqual([(line.name, line.position or "") for line in lines], values)
        self.assertEqual(self._read("职务,姓名,性别\n总经理,王伟,男").unknown_columns, "性别")

    def test_heading_in_the_language_of_the_user(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.model.fields"]._get("reception.visit.guest", "phone").with_context(
            lang="zh_CN"
        ).field_description = "怎样找到"
        self.host.lang = "zh_CN"
        wizard = self._wizard(text="姓名,怎样找到\n王伟,13800000001").with_context(lang="zh_CN")
        wizard.action_read()
        self.assertEqual(wizard.line_ids.phone, "13800000001")

    def test_ranks_by_name_code_or_one_of_several_names(self):
        rank = self.env.ref("visitor_reception.reception_rank_chairman")
        for text in ("Chairman", "chairman", "Vice Chairman", rank.name):
            with self.subTest(text=text):
                self.assertEqual(self._read(f"姓名\t职级\n王伟\t{text}").line_ids.rank_id, rank)

    def test_errors_name_the_line_and_are_corrected_in_place(self):
        wizard = self._read("姓名,职级,主宾\n王伟,局座,\n,,\n李娜,,maybe\n,Chairman,\n张敏,,是")
        lines = wizard.line_ids
        self.assertEqual(lines.mapped("status"), ["error", "error", "error", "ready"])
        self.assertEqual(lines.mapped("number"), [2, 4, 5, 6])
        self.assertIn("line 2: rank 局座 is not known; ranks are ", lines[0].problem)
        self.assertIn("Below deputy general manager", lines[0].problem)
        self.assertIn("line 4: this is neither yes nor no", lines[1].problem)
        self.assertEqual(lines[2].problem, "line 5: write the name")
        with self.assertRaisesRegex(UserError, "(?s)Nothing was added.*line 2.*line 4.*line 5"):
            wizard.action_add()
        self.assertFalse(self.visit.guest_ids)
        with Form(wizard) as form:
            self.assertEqual((form.error_count, form.ready_count), (3, 1))
            with form.line_ids.edit(0) as line:
                line.rank_id = self.env.ref("visitor_reception.reception_rank_chairman")
                self.assertFalse(line.problem)
            with form.line_ids.edit(1) as line:
                line.unread = False
            form.line_ids.remove(2)
            self.assertEqual((form.error_count, form.ready_count), (0, 3))
        wizard.action_add()
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.guest_ids.mapped("name"), ["张敏", "王伟", "李娜"])

    def test_lines_with_errors_are_left_out_on_demand(self):
        wizard = self._read("姓名,职级\n王伟,局座\n李娜,")
        wizard.leave_out_errors = True
        wizard.action_add()
        self.assertEqual(self.visit.guest_ids.name, "李娜")
        wizard = self._read("姓名,职级\n王伟,局座")
        wizard.leave_out_errors = True
        with self.assertRaisesRegex(UserError, "No line is left"):
            wizard.action_add()

    def test_who_is_on_the_notice_already_is_left_out(self):
        self._read("王伟,总经理,,,13800000001\n李娜,经理").action_add()
        wizard = self._read(
            "王伟,总经理,,,13800000001\n"  # the same
            "王伟,司机,,,13800000002\n"  # another phone
            "王伟,,,,13800000002\n"  # the line before
            "李娜,会计\n"  # another position, no phone
            "李娜,\n"  # nothing tells her apart
        )
        self.assertEqual(wizard.line_ids.mapped("status"), ["duplicate", "ready", "duplicate", "ready", "duplicate"])
        wizard.action_add()
        self.assertEqual(len(self.visit.guest_ids), 4)

    def test_contacts(self):
        unit = self.env["res.partner"].create({"name": "Sister Ltd", "is_company": True})
        partners = self.env["res.partner"].create(
            [
                {"name": "Li Na", "function": "Manager", "phone": "021 5555 0100", "parent_id": unit.id},
                {"name": "Wang Wei", "parent_id": self.customer.id},
            ]
        )
        wizard = self._wizard(source="contacts", partner_ids=partners.ids)
        wizard.action_read()
        wizard.action_add()
        self.assertRecordValues(
            self.visit.guest_ids,
            [
                {"name": "Li Na", "position": "Manager", "unit": "Sister Ltd", "partner_id": partners[0].id},
                {"name": "Wang Wei", "position": False, "unit": False, "partner_id": partners[1].id},
            ],
        )

    def test_earlier_guests(self):
        earlier = self._make_visit(organisation_id=False, guests=1).guest_ids
        earlier.write({"unit": "Sister Ltd", "things_to_avoid": "Seafood", "phone": "13800000001"})
        wizard = self._wizard(source="earlier", earlier_guest_ids=earlier.ids)
        wizard.action_read()
        wizard.action_add()
        self.assertRecordValues(
            self.visit.guest_ids,
            [
                {
                    "name": "Guest 1",
                    "position": "Director",
                    "unit": "Sister Ltd",
                    "things_to_avoid": "Seafood",
                    "phone": "13800000001",
                    "is_principal": False,
                }
            ],
        )

    def test_earlier_guests_of_others_stay_unknown(self):
        secret = self._make_visit(user=self.officer, host_id=self.officer.employee_id.id, guests=1).guest_ids
        wizard = self._wizard(source="earlier")
        wizard.sudo().earlier_guest_ids = secret
        wizard.invalidate_recordset()
        with self.assertRaisesRegex(UserError, "nobody to add"):
            wizard.action_read()

    def test_nothing_is_lost_when_reading_fails(self):
        wizard = self._read("王伟")
        for source in ("paste", "file", "contacts", "earlier"):
            wizard.write({"source": source, "text": " \n\t\n"})
            with self.subTest(source=source), self.assertRaises(UserError):
                wizard.action_read()
        self.assertEqual(self._names(wizard), ["王伟"])

    def test_back_keeps_what_was_filled_in(self):
        wizard = self._read("王伟")
        self.assertEqual(wizard.step, "preview")
        self.assertEqual(wizard.action_back()["res_id"], wizard.id)
        self.assertEqual((wizard.step, wizard.text), ("source", "王伟"))

    # ------------------------------------------------------------------------------------------------------------------
    # Rights
    # ------------------------------------------------------------------------------------------------------------------

    def test_1_3_8_guests_on_an_issued_notice_reopen_it(self):
        visit = self._issue(self._make_visit())
        self.assertFalse(self._wizard().voids_signatures)
        wizard = self._wizard(user=self.officer, visit=visit, text="王伟,总经理")
        self.assertTrue(wizard.voids_signatures, "said beforehand")
        wizard.action_read()
        self.assertEqual(visit.state, "issued")
        wizard.action_add()
        self.assertEqual((visit.state, visit.signoff_state, len(visit.guest_ids)), ("draft", "none", 3))

    def test_4_14a_only_who_may_write_the_notice_adds_guests(self):
        visit = self._issue(self._make_visit())
        for user in (self.stranger, self.auditor, self.gm, self.guard):
            with self.subTest(user=user.name):
                with self.assertRaises(AccessError):
                    self._wizard(user=user, visit=visit)
                with self.assertRaises(UserError):
                    visit.with_user(user).action_add_guests()
        wizard = self._wizard(user=self.officer, visit=visit, text="王伟")
        wizard.action_read()
        for user in (self.stranger, self.auditor):
            with self.subTest(user=user.name), self.assertRaises(UserError):
                wizard.with_user(user).action_add()
        for user in (self.host, self.officer, self.manager):
            action = visit.with_user(user).action_add_guests()
            with (
                self.subTest(user=user.name),
                Form(self.env[action["res_model"]].with_user(user).with_context(**action["context"])) as form,
            ):
                self.assertEqual(form.visit_id, visit)

    def test_1_3_8_no_guests_after_the_visit(self):
        visit = self._make_visit()
        wizard = self._wizard(visit=visit, text="王伟")
        wizard.action_read()
        visit.action_cancel()
        for action in (visit.action_add_guests, wizard.action_read, wizard.action_add):
            with self.assertRaisesRegex(UserError, "1-3.8.*not after the visit"):
                action()

    # ------------------------------------------------------------------------------------------------------------------
    # Bad input
    # ------------------------------------------------------------------------------------------------------------------

    def assertRefused(self, message, **source):
        with self.assertRaisesRegex(UserError, message):
            self._read(**source)

    def test_encodings(self):
        text = "姓名,职务\n王伟,总经理\n"
        for encoding in ("utf-8", "utf-8-sig", "utf-16", "gb18030"):
            with self.subTest(encoding=encoding):
                self.assertEqual(self._names(self._read(file=text.encode(encoding))), ["王伟"])
        for data in (
            text.encode("utf-16-le"),  # without a mark
            "姓名,職務\nMüller,Gérant\nJürgen,Größe".encode("utf-16-be"),
            "Name,Position\nMüller,Prokurist für Öfen".encode("latin-1"),
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(100),
        ):
            with self.subTest(data=data[:20]):
                self.assertRefused("characters cannot be read", file=data)

    def test_formulas_are_told_with_their_cells(self):
        self.assertRefused("formulas: B2, C2", file=to_xlsx(HEADING, ["王伟", "=A2", "=1+1"]))

    def test_texts_like_formulas_stay_texts(self):
        names = ["=1+1", "+86 王伟", "-李娜", "@张敏", "=cmd|'/c calc'!A0"]

        def as_text(book):
            for number, name in enumerate(names, start=2):
                cell = book.active.cell(number, 1)
                cell.value = name
                cell.data_type = "s"

        wizard = self._read(file=to_xlsx(["姓名"], prepare=as_text))
        names[2] = "李娜"  # the sign of a list
        self.assertEqual(self._names(wizard), names)
        self.assertEqual(self._names(self._read("姓名\n" + "\n".join(names))), names)
        wizard.action_add()
        self.assertEqual(set(self.visit.guest_ids.mapped("name")), set(names))
        self.assertIs(OPTIONS["strings_to_formulas"], False, "and leave as texts: report/statistics_xlsx.py")

    def test_too_many_lines_are_told_before_any_work(self):
        rows = [["姓名"], *([f"Guest {number}"] for number in range(10_000))]
        with self.assertQueryCount(20):
            self.assertRefused("more than 2000 lines: nothing was read", file=to_xlsx(*rows))
            self.assertRefused("more than 2000 lines", text="\n".join(row[0] for row in rows))
        self.assertFalse(self.env["reception.guest.import.line"].search([("create_uid", "=", self.host.id)]))

    def test_2000_lines_are_read(self):
        wizard = self._read(file=to_xlsx(["姓名"], *([f"Guest {number}"] for number in range(2_000))))
        self.assertEqual(wizard.ready_count, 2_000)

    def test_merged_cells_count_for_all_of_them(self):
        rows = [["来宾名单"], ["姓名", "单位"], ["王伟", "甲公司"], ["李娜"], ["张敏"], ["赵磊", "乙公司"]]

        def merge(book):
            book.active.merge_cells("A1:B1")
            book.active.merge_cells("B3:B5")

        lines = self._read(file=to_xlsx(*rows, prepare=merge)).line_ids
        self.assertEqual(lines.mapped("name"), ["王伟", "李娜", "张敏", "赵磊"])
        self.assertEqual(lines.mapped("unit"), ["甲公司"] * 3 + ["乙公司"])
        self.assertEqual(lines.mapped("number"), [3, 4, 5, 6])

    def test_sheet_that_is_formatted_to_its_last_row(self):
        def format_all(book):
            book.active["A1048576"].number_format = "@"
            book.active.merged_cells.add("B1:XFD1048576")

        self.assertEqual(self._names(self._read(file=to_xlsx(["王伟"], prepare=format_all))), ["王伟"])

    def test_first_visible_sheet(self):
        def hide(book):
            book.active.sheet_state = "hidden"
            book.create_sheet("Visible").append(["李娜"])
            book.create_sheet("Third").append(["张敏"])

        self.assertEqual(self._names(self._read(file=to_xlsx(["王伟"], prepare=hide))), ["李娜"])

    def test_numbers_dates_and_line_breaks_in_cells(self):
        wizard = self._read(
            file=to_xlsx(
                ["姓名", "职务", "电话", "备注"],
                ["王\n伟\t", "　总 经 理　", 13800000000.0, datetime(2026, 3, 2)],
                ["Li  Na\r\n", 1.5, "13800000001.0", True],
            )
        )
        self.assertEqual(
            [(line.name, line.position, line.phone, line.remark) for line in wizard.line_ids],
            [("王伟", "总 经 理", "13800000000", "2026-03-02"), ("Li Na", "1.5", "13800000001", "TRUE")],
        )

    def test_phone_that_a_spreadsheet_has_cut(self):
        line = self._read("姓名,电话\n王伟,1.38E+10").line_ids
        self.assertIn("line 2: the spreadsheet has cut the phone number 1.38E+10", line.problem)

    def test_nul_bytes_and_very_long_names(self):
        lines = self._read(file=("王\x00伟,总\x00经理\n" + "长" * 5000 + ",经理").encode()).line_ids
        self.assertEqual(lines[0].name, "王伟")
        self.assertEqual(lines[1].problem, "line 2: the name has more than 128 characters")

    def test_empty_files(self):
        for data in (b"", b"\n\n", b"\xef\xbb\xbf", to_xlsx(), to_xlsx([None, "  "])):
            with self.subTest(data=data[:10]):
                self.assertRefused("no line has any text", file=data)
        self.assertRefused("nobody to add", file=to_xlsx(HEADING))
        self.assertRefused("No column holds the names.*Full Name", text="职务,电话\n经理,13800000001")

    def test_files_that_are_no_workbooks(self):
        good = to_xlsx(HEADING, PERSON)
        ole = table_reader.OLE + bytes(1000)
        other = io.BytesIO()
        with zipfile.ZipFile(other, "w") as archive:
            archive.writestr("word/document.xml", "<document/>")
        for text, data in (
            ("damaged", good[: len(good) // 2]),
            ("damaged", good[:100] + good[200:]),
            ("damaged", other.getvalue()),
            ("password", ole + table_reader.ENCRYPTED),
            ("old or foreign Office file", ole),
        ):
            with self.subTest(text=text, size=len(data)):
                self.assertRefused(text, file=data)

    def test_zip_bomb_is_not_unpacked(self):
        file = io.BytesIO(to_xlsx(HEADING, PERSON))
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("xl/media/image.bin", bytes(table_reader.MAX_UNPACKED_BYTES))
        self.assertLess(len(file.getvalue()), 200_000)
        self.assertRefused("more than 50 MB", file=file.getvalue())
        self.assertRefused("more than 10 MB", file=bytes(table_reader.MAX_BYTES + 1))

    # ------------------------------------------------------------------------------------------------------------------
    # Speed
    # ------------------------------------------------------------------------------------------------------------------

    @warmup
    def test_500_guests(self):
        ranks = self.env["reception.rank"].search([])
        rows = [
            [f"Guest {number}", "Clerk", ranks[number % len(ranks)].name, f"Unit {number % 7}", f"138{number:08}"]
            for number in range(500)
        ]
        file = base64.b64encode(to_xlsx(HEADING, *rows))
        wizard = self._wizard(source="file", file=file)
        self.env.flush_all()
        self.env.invalidate_all()
        # 32, and 14 for the principal host who is proposed to match the ranks
        with self.assertQueryCount(46):
            wizard.action_read()
            wizard.action_add()
            self.env.flush_all()
        self.assertEqual(self.visit.headcount, 500)


@tagged("post_install", "-at_install")
class TestGuestListSample(GuestImportCommon, HttpCase):
    def test_sample_file_is_read_as_it_is_filled_in(self):
        self.authenticate(self.host.login, self.host.login)
        answer = self.url_open("/reception/guest_list.xlsx")
        self.assertEqual(answer.status_code, 200)
        book = load_workbook(io.BytesIO(answer.content))
        sheet = book.worksheets[0]
        self.assertEqual(sheet["A1"].value, "Full Name")
        self.assertEqual(sheet.max_column, len(HEADING))
        ranks = self.env["reception.rank"].search([])
        self.assertEqual([cell.value for cell in book.worksheets[1]["A"]], ranks.mapped("name"))
        for column, value in enumerate(PERSON, start=1):
            sheet.cell(2, column).value = value
        file = io.BytesIO()
        book.save(file)
        line = self._read(file=file.getvalue()).line_ids
        self.assertEqual((line.name, line.rank_id.code, line.status), ("王伟", "general_manager", "ready"))
        self.assertEqual((line.is_principal, line.things_to_avoid), (True, "海鲜"))

    def test_sample_file_is_for_employees(self):
        answer = self.url_open("/reception/guest_list.xlsx", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
