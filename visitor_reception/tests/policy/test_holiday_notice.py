from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, Form, tagged

from ...tools.holiday_notice import read_notice
from ..common import ReceptionCommon

NOTICE_2026 = """国务院办公厅关于2026年
部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
　　一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
　　二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日
（周六）上班。
　　三、清明节：4月4日（周六）至6日（周一）放假，共3天。
　　四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
　　五、端午节：6月19日（周五）至21日（周日）放假，共3天。
　　六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
　　七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
　　节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。
国务院办公厅
2025年11月4日
（此件公开发布）"""
NOTICE_2025 = """国办发明电〔2024〕12号
现将2025年元旦、春节等放假调休日期的具体安排通知如下。
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""
# year, text, holidays, make-up days with the weekday they follow
READ = (
    (2025, "一、元旦：1月1日（周三）放假1天，不调休。", ["2025-01-01"], []),
    (2024, "元旦：1月1日放假，与周末连休。", ["2024-01-01"], []),
    # full width digits, years told, over the end of the year
    (
        2023,
        "１、元旦：２０２２年１２月３１日至２０２３年１月２日放假调休，共３天。",
        ["2022-12-31", "2023-01-01", "2023-01-02"],
        [],
    ),
    # over the end of the year without years; no full stop at the end
    (
        2019,
        "一、元旦：12月30日至1月1日放假调休，共3天。12月29日（星期六）上班",
        ["2018-12-30", "2018-12-31", "2019-01-01"],
        [("2018-12-29", 0)],
    ),
    (
        2026,
        "七、国庆节：12月31日（周四）至次年1月2日（周六）放假，共3天。",
        ["2026-12-31", "2027-01-01", "2027-01-02"],
        [],
    ),
    # over the end of a month, the month of a second make-up day not repeated, "10号", other dashes and brackets
    (
        2026,
        "端午节:4月29日—5月1日放假共3天；5月9日(星期六)、10号（礼拜天）上班。",
        ["2026-04-29", "2026-04-30", "2026-05-01"],
        [("2026-05-09", 3), ("2026-05-10", 4)],
    ),
    # several spans, in one sentence with the make-up day
    (
        2024,
        "六、中秋节：9月15日（星期日）至17日（星期二）放假调休，共3天，9月14日（星期六）上班。",
        ["2024-09-15", "2024-09-16", "2024-09-17"],
        [("2024-09-14", 0)],
    ),
    (2026, "三、清明节：4月4日、6日放假，共2天。", ["2026-04-04", "2026-04-06"], []),
)
WRONG = (
    ("not_understood", "二、春节：2月10日放假。安排职工在除夕（2月9日）休息。"),
    ("not_understood", "二、春节：2月10日至1日放假。"),
    ("not_understood", "二、春节：放假。2月10日放假。"),
    ("no_such_day", "三、清明节：4月31日放假。"),
    ("no_such_day", "三、清明节：5日放假。"),
    ("weekday", "三、清明节：4月4日（周日）放假。"),
    ("count", "三、清明节：4月4日至6日放假，共4天。"),
    ("count", "三、清明节：4月4日放假2天。"),
    ("not_weekend", "三、清明节：4月6日放假。4月8日上班。"),
    ("twice", "六、中秋节：10月1日放假。七、国庆节：10月1日放假。"),
    ("no_days", "三、清明节：另行通知。"),
    ("no_festival", "放假的安排"),
)


@tagged("post_install", "-at_install", "visitor_reception")
class TestReadNotice(BaseCase):
    def test_what_notices_say(self):
        for year, text, holidays, make_ups in READ:
            with self.subTest(text=text):
                notice = read_notice(text, year)
                self.assertEqual(notice.problems, [])
                self.assertEqual([str(day.date) for day in notice.days if day.kind == "holiday"], holidays)
                self.assertEqual(
                    [(str(day.date), day.follows) for day in notice.days if day.kind == "make_up"], make_ups
                )

    def test_what_is_not_understood_is_told(self):
        for code, text in WRONG:
            with self.subTest(text=text):
                self.assertEqual([problem.code for problem in read_notice(text, 2026).problems], [code])

    def test_year_and_number_of_the_notice(self):
        self.assertEqual(read_notice(NOTICE_2026)[:2], (2026, "国办发明电〔2025〕7号"))
        self.assertEqual(read_notice(NOTICE_2025)[:2], (2025, "国办发明电〔2024〕12号"))
        self.assertEqual(read_notice(""), (None, "", [], []))

    def test_rubbish_is_no_traceback(self):
        for text in (
            "一、元旦：9999年12月31日至次年1月1日放假。",
            "：：：",
            "一、元旦：至放假上班共天",
            "元旦：0月0日放假",
        ):
            with self.subTest(text=text):
                self.assertTrue(read_notice(text).problems)


@tagged("post_install", "-at_install")
class TestHolidayNotice(ReceptionCommon):
    """The notice is read, shown, corrected and then saved for all companies."""

    def _rows(self, year):
        rows = self.env["reception.calendar.day"].search(
            [("company_id", "=", False), ("date", ">=", date(year, 1, 1)), ("date", "<=", date(year, 12, 31))]
        )
        return {(row.date, row.kind, row.weekday) for row in rows}

    def _read(self, text):
        form = Form(self.env["reception.calendar.notice"].with_user(self.manager))
        form.text = text
        return form

    def test_the_notices_of_the_kept_years_say_what_is_kept(self):
        for year, text in ((2025, NOTICE_2025), (2026, NOTICE_2026)):
            with self.subTest(year=year):
                kept = self._rows(year)
                self.assertTrue(kept)
                self.env["reception.calendar.day"].search(
                    [("date", ">=", date(year, 1, 1)), ("date", "<=", date(year, 12, 31))]
                ).unlink()
                self.env["reception.calendar.year"].search([("year", "=", year)]).unlink()
                wizard = self._read(text).save()
                self.assertFalse(wizard.problems)
                wizard.action_save()
                self.assertEqual(self._rows(year), kept)
                record = self.env["reception.calendar.year"].search([("year", "=", year)])
                self.assertEqual((record.state, record.source[:5]), ("announced", "国办发明电"))

    def test_next_year_is_read_shown_and_saved(self):
        form = self._read("一、元旦：1月1日（周五）至3日（周日）放假，共3天。1月9日（周六）上班。")
        self.assertEqual(form.year, 2027, "the year after the last one announced")
        self.assertEqual(len(form.line_ids), 4)
        self.assertFalse(form.problems)
        with form.line_ids.edit(3) as line:
            self.assertEqual((line.date, line.kind), (date(2027, 1, 9), "make_up"))
            line.weekday = "2"
        form.source = "国办发明电〔2026〕1号"
        wizard = form.save()
        self.assertFalse(self._rows(2027), "nothing is saved before it was seen")
        action = wizard.action_save()
        self.assertIn((date(2027, 1, 9), "make_up", "2"), self._rows(2027))
        self.assertEqual(len(self.env["reception.calendar.day"].search(action["domain"])), 4)
        year = self.env["reception.calendar.year"].search([("year", "=", 2027)])
        self.assertEqual((year.state, year.source), ("announced", "国办发明电〔2026〕1号"))
        self.assertIn(2027, year._get_announced())
        # read again, with a correction: the day is changed, not doubled
        again = self._read(
            "现将2027年…：\n一、元旦：1月1日（周五）至4日（周一）放假，共4天。1月9日（周六）上班。"
        ).save()
        again.action_save()
        self.assertEqual(len(self._rows(2027)), 5)
        self.assertIn((date(2027, 1, 9), "make_up", "0"), self._rows(2027))
        self.assertEqual(year.source, "国办发明电〔2026〕1号")

    def test_what_is_not_understood_is_shown_and_not_saved(self):
        form = self._read("一、元旦：1月1日（周四）放假1天。鼓励休息（1月2日）。")
        self.assertIn("The weekday is another one in this year: 1月1日(周四)放假1天", form.problems)
        self.assertIn("Neither a holiday nor a working day: 鼓励休息(1月2日)", form.problems)
        with self.assertRaisesRegex(UserError, "鼓励休息"):
            form.save().action_save()
        form = self._read("一、元旦：1月1日（周四）放假1天。")
        form.year = 2026
        self.assertFalse(form.problems, "in 2026 it is a Thursday")
        with self.assertRaisesRegex(UserError, "paste the notice"):
            self._read("").save().action_save()
        self.assertFalse(self._rows(2027))

    def test_only_policy_administrators_read_it(self):
        with self.assertRaises(AccessError):
            self.env["reception.calendar.notice"].with_user(self.officer).create({"text": NOTICE_2026})
