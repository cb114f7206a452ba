from odoo.tests import tagged
from odoo.tools import file_open

from .test_guest_import import GuestImportCommon, to_xlsx

# what people paste, and who stands in it: (name, position, phone)
PASTED = (
    ("王伟、李娜、张敏", [("王伟",), ("李娜",), ("张敏",)]),
    ("王伟 李娜 张敏", [("王伟",), ("李娜",), ("张敏",)]),
    ("王伟和李娜", [("王伟",), ("李娜",)]),
    ("张和平、李平和", [("张和平",), ("李平和",)]),
    ("王伟处长、李娜科长、张敏", [("王伟", "处长"), ("李娜", "科长"), ("张敏",)]),
    (
        "王伟 处长 13800000001\n李娜\t科长\t13800000002",
        [("王伟", "处长", "13800000001"), ("李娜", "科长", "13800000002")],
    ),
    ("13800000001 王伟\n13800000002 李娜", [("王伟", "", "13800000001"), ("李娜", "", "13800000002")]),
    ("王伟\n13800000001\n李娜\n13800000002", [("王伟", "", "13800000001"), ("李娜", "", "13800000002")]),
    ("王伟13800000001李娜13800000002", [("王伟", "", "13800000001"), ("李娜", "", "13800000002")]),
    ("王伟:处长:13800000001", [("王伟", "处长", "13800000001")]),
    ("王伟/处长/13800000001", [("王伟", "处长", "13800000001")]),
    (
        "王伟（男，处长，电话138 0000 0001），李娜（女，科长）",
        [("王伟", "处长", "138 0000 0001"), ("李娜", "科长")],
    ),
    ("姓名：王伟\n职务：处长\n电话：13800000001\n姓名：李娜", [("王伟", "处长", "13800000001"), ("李娜",)]),
    ("姓名：王伟 职务：处长 电话：13800000001", [("王伟", "处长", "13800000001")]),
    ("我公司总经理王伟、副总经理李娜一行2人于3月2日来访", [("王伟", "总经理"), ("李娜", "副总经理")]),
    (
        "示例集团总经理王伟率副总经理李娜、财务部部长张敏来访",
        [("王伟", "总经理"), ("李娜", "副总经理"), ("张敏", "财务部部长")],
    ),
    ("副总经理 李娜 13800000002 总工程师 张敏", [("李娜", "副总经理", "13800000002"), ("张敏", "总工程师")]),
    (
        "主宾：王伟 董事长\n随行：李娜、张敏\n司机：赵六 13800000009",
        [("王伟", "董事长"), ("李娜",), ("张敏",), ("赵六", "司机", "13800000009")],
    ),
    ("明天下午3点到，共3人：王伟、李娜、张敏", [("王伟",), ("李娜",), ("张敏",)]),
    ("李秘书 2026/3/1 15:20:33\n王伟，总经理", [("王伟", "总经理")]),
    ("①王伟②李娜③张敏", [("王伟",), ("李娜",), ("张敏",)]),
    ("1、王伟 2、李娜 3、张敏", [("王伟",), ("李娜",), ("张敏",)]),
    ("（1）王伟\n（2）李娜", [("王伟",), ("李娜",)]),
    ("· 王伟 经理\n· 李娜 经理", [("王伟", "经理"), ("李娜", "经理")]),
    ("王 伟\t男\t处长", [("王伟", "处长")]),
    ("欧阳 修远 董事长", [("欧阳修远", "董事长")]),
    ("次仁 13900000001\n格桑卓玛 科员", [("次仁", "", "13900000001"), ("格桑卓玛", "科员")]),
    ("买买提•吐尔逊 翻译 清真", [("买买提·吐尔逊", "翻译")]),
    (
        "John Smith, CEO, +49 30 1234567\nJane Doe, Sales Manager",
        [("John Smith", "CEO", "+49 30 1234567"), ("Jane Doe", "Sales Manager")],
    ),
    ("王伟 Wang Wei 总经理", [("王伟", "总经理")]),
    ("王伟　１３８００００００１２", [("王伟", "", "13800000012")]),
    ("王伟 010-88888888转8012", [("王伟", "", "010-88888888转8012")]),
    ("王处长、李局长", [("王处长", "处长"), ("李局长", "局长")]),
    ("王总、李总两位", [("王总",), ("李总",)]),
    ("市财政局王伟处长、李娜", [("王伟", "处长"), ("李娜",)]),
    ("一、领导\n王伟 局长\n二、工作人员\n李娜 科员", [("王伟", "局长"), ("李娜", "科员")]),
    ("王伟先生、李娜女士", [("王伟",), ("李娜",)]),
    ("尊敬的领导：\n来访人员如下：\n王伟 总经理\n谢谢！", [("王伟", "总经理")]),
    ("王伟；李娜；张敏", [("王伟",), ("李娜",), ("张敏",)]),
    ("| 王伟 | 处长 |\n| 李娜 | 科长 |", [("王伟", "处长"), ("李娜", "科长")]),
    ("姓名\t职务\n王伟 总经理\n李娜\t经理", [("王伟", "总经理"), ("李娜", "经理")]),
)


@tagged("post_install", "-at_install")
class TestGuestLists(GuestImportCommon):
    """Lists of guests as they come (1-2.3)."""

    def _sample(self, name):
        with file_open(f"visitor_reception/tests/visit/guest_lists/{name}", "rb") as file:
            data = file.read()
        return self._read(data.decode()) if name.endswith(".txt") else self._read(file=data)

    def _facts(self, wizard):
        return [(line.name or "", line.position or "", line.phone or "") for line in wizard.line_ids]

    def test_1_2_3_pasted_as_people_write(self):
        for text, people in PASTED:
            with self.subTest(text=text):
                expected = [(*person, "", "")[:3] for person in people]
                self.assertEqual(self._facts(self._read(text)), expected)

    def test_1_2_3_what_is_nobody_is_shown_with_its_line(self):
        wizard = self._read("来访名单：\n王伟\n共4人\n司机2名\n好的，收到")
        self.assertEqual(self._names(wizard), ["王伟"])
        for told in ("1: 来访名单：", "3: 共4人", "4: 司机2名", "5: 好的，收到", "speaks of 4 people, 1 were read"):
            self.assertIn(told, wizard.passed_over)

    def test_1_2_3_units_flags_plates_and_food(self):
        wizard = self._read("示例集团：\n王伟（带队）总经理 京A12345\n李娜 经理 清真\n张敏 乙公司 经理")
        self.assertEqual(wizard.line_ids.mapped("unit"), ["示例集团", "示例集团", "乙公司"])
        self.assertEqual(wizard.line_ids.mapped("is_principal"), [True, False, False])
        self.assertEqual(wizard.line_ids[0].plate, "京A12345")
        self.assertEqual(wizard.line_ids[1].preference_food, "清真")

    def test_4_1_position_proposes_rank_and_principal(self):
        wizard = self._read("李娜 财务部经理\n王伟 副总经理\n张敏 司机\n赵磊 处长\n钱进")
        self.assertEqual(
            [line.rank_id.code for line in wizard.line_ids],
            ["below_deputy_gm", "deputy_gm", "ordinary_staff", "below_deputy_gm", False],
        )
        self.assertEqual(wizard.line_ids.filtered("is_principal").name, "王伟", "the highest is proposed")
        rank = self.env.ref("visitor_reception.reception_rank_deputy_gm")
        self.env.ref("visitor_reception.reception_rank_below_deputy_gm").position_words = False
        rank.position_words = "处长"
        self.assertEqual(self._read("赵磊 处长").line_ids.rank_id, rank, "policy is data")

    def test_1_2_3_a_principal_is_proposed_only_where_there_is_none(self):
        self._read("王伟 经理\n李娜 总经理").action_add()
        self.assertEqual(self.visit.guest_ids.filtered("is_principal").name, "李娜")
        self.assertFalse(self._read("张敏 董事长\n赵磊 经理").line_ids.filtered("is_principal"))

    # ------------------------------------------------------------------------------------------------------------------
    # Files
    # ------------------------------------------------------------------------------------------------------------------

    def _check_typical(self, name):
        wizard = self._sample(name)
        lines = wizard.line_ids
        self.assertEqual(len(lines), 20)
        self.assertEqual(
            lines.mapped("name")[:9],
            [
                "欧阳修远",
                "买买提·吐尔逊",
                "阿卜杜热合曼·麦麦提图尔荪·阿卜力米提",
                "买买提·吐尔逊",
                "王伟",
                "王伟",
                "李娜",
                "John O'Neil-Smith Jr.",
                "山田太郎",
            ],
        )
        self.assertEqual(lines[11:13].mapped("name"), ["𠮷田花子", "张㛃"])
        self.assertEqual(lines[13].name, '=HYPERLINK("http://evil.example","点我")')
        self.assertEqual(lines[15].name, "刘洋")
        self.assertEqual(lines.filtered("is_principal").name, "欧阳修远")
        self.assertEqual((lines[0].phone, lines[0].plate), ("13800000001", "京AD12345"))
        self.assertEqual([lines[3].status, lines[5].status], ["duplicate", "duplicate"])
        self.assertEqual(
            lines.mapped("phone")[1:11],
            [
                "+86 138 0000 0002",
                "0086-13800000003",
                "13800000002",
                "021-5555 0100转8012",
                "02155550100-8012",
                "1380000007",
                "+49 (0)30 1234567",
                "+81-3-1234-5678",
                "+852 9123 4567",
                "+886-912-345-678",
            ],
        )
        self.assertEqual(lines[18:].mapped("status"), ["error", "error"], "nobody without a name")
        self.assertEqual((lines[18].name, lines[19].name), (False, False))
        self.assertEqual(lines[17].status, "ready", "two people of one name")
        self.assertIn("合计 20人", wizard.passed_over)
        self.assertIn("填表人：行政部 张三", wizard.passed_over)
        self.assertNotIn("车牌号", wizard.unknown_columns)
        self.assertNotIn("证件号码", wizard.unknown_columns)
        self.assertIn("identity number is left out", lines[0].hint)
        self.assertIn("write the name", wizard.problems)

    def test_1_2_3_typical_list(self):
        self._check_typical("g1_typical_list.xlsx")

    def test_1_2_3_workbook_whose_dimension_is_wrong(self):
        self._check_typical("g2b_wps_dimension_A1_M5.xlsx")

    def test_1_2_3_gb18030_with_english_headings(self):
        wizard = self._sample("g3f_gb18030_english_names_one_chinese.csv")
        self.assertEqual(self._facts(wizard), [("John Smith", "", "13800000013"), ("犇犇", "", "13800000014")])

    def test_1_2_3_damage_by_spreadsheets(self):
        lines = self._sample("g4_excel_damage.xlsx").line_ids
        self.assertEqual(lines.mapped("name"), ["孙七", "周八", "吴九", "郑十", "冯十一", "陈十二"])
        self.assertEqual(
            lines.mapped("phone"), ["13800000000", "", "1.38E+10", "1380000.5", "(010)8888-8888", "01088888888"]
        )
        self.assertEqual(lines.mapped("is_principal"), [True, True, True, True, True, True])
        self.assertEqual(lines.mapped("status"), ["ready", "ready", "error", "error", "ready", "ready"])
        self.assertIn("two people stood in one cell", lines[0].hint)
        self.assertIn("has cut the phone number", lines[2].problem)
        self.assertIn("1380000.5 is no phone number", lines[3].problem)
        self.assertIn("was put back", lines[5].hint)

    def test_1_2_3_pasted_samples(self):
        self.assertEqual(
            self._facts(self._sample("g6_paste_wechat.txt")),
            [
                ("欧阳修远", "董事长", "13800000001"),
                ("买买提·吐尔逊", "经理", "13800000002"),
                ("王伟", "处长", "13800000005"),
                ("李娜", "", "13800000007"),
            ],
        )
        self.assertEqual(
            self._facts(self._sample("g6d_paste_semicolon_mixed.txt")),
            [("欧阳修远", "董事长", "13800000001"), ("王伟", "总经理", "13800000005"), ("李娜", "处长", "13800000007")],
        )
        self.assertEqual(
            self._facts(self._sample("g6e_paste_quote_in_name.txt")),
            [('王"大"伟', "处长", ""), ("李娜", "科长", ""), ("张三", "科员", "")],
        )

    def test_1_2_3_list_on_the_second_sheet(self):
        def fill(book):
            book.create_sheet("名单").append(["姓名", "职务"])
            book["名单"].append(["李娜", "经理"])

        wizard = self._read(file=to_xlsx(["填表说明"], ["请逐行填写"], prepare=fill))
        self.assertEqual(self._facts(wizard), [("李娜", "经理", "")])

    def test_1_2_3_two_sheets_of_guests(self):
        def fill(book):
            for row in (["姓名", "职务"], ["李娜", "经理"]):
                (book["二"] if "二" in book.sheetnames else book.create_sheet("二")).append(row)
            book.create_sheet("费用").append(["金额", "100"])

        wizard = self._read(file=to_xlsx(["姓名"], ["王伟"], prepare=fill))
        self.assertEqual(self._names(wizard), ["王伟", "李娜"])
        self.assertIn("费用: no column of names", wizard.passed_over)

    def test_1_2_3_names_in_a_column(self):
        wizard = self._read(
            file=to_xlsx(
                ["序号", "来宾姓名", "职务/职级", "手机"],
                [1, "王伟处长", "", "'13800000001"],
                [2, "李娜（经理）", "", "13800000002\n13800000003"],
                [3, "张敏、赵磊", "职员", "13800000004/13800000005"],
                [4, "王\n芳", "", ""],
            )
        )
        self.assertEqual(
            self._facts(wizard),
            [
                ("王伟", "处长", "13800000001"),
                ("李娜", "经理", "13800000002 13800000003"),
                ("张敏", "职员", "13800000004"),
                ("赵磊", "职员", "13800000005"),
                ("王芳", "", ""),
            ],
        )

    def test_1_2_3_a_table_without_heading(self):
        wizard = self._read(file=to_xlsx([1, "王伟", "处长", 13800000001], [2, "李娜", "科长", "0512-66660000"]))
        self.assertEqual(self._facts(wizard), [("王伟", "处长", "13800000001"), ("李娜", "科长", "0512-66660000")])

    def test_2_5_the_gate_looks_for_the_car(self):
        self._read("王伟 经理 京A12345").action_add()
        guest = self.visit.guest_ids
        self.assertEqual(self.visit._get_expected_vals(guest, self.env["reception.gate.log"])["plate"], "京A12345")
