from odoo.tests import tagged

from .common import SchoolCommon

# the clauses of part 3 that are enforced (policy.md), with the words that their Chinese wording holds
ENFORCED = {
    "3-1a": "开校门", "3-1b": "放学", "3-1d": "关门落锁", "3-2a": "胸卡", "3-2b": "政教处", "3-3a": "取得联系",
    "3-3b": "身份证", "3-3c": "回执联", "3-4a": "寄存", "3-4b": "校门口", "3-4c": "交通工具", "3-5a": "年级组盖章",
    "3-5b": "确认家长身份", "3-5c": "签名", "3-6a": "离校原因", "3-6b": "班主任许可", "3-7": "安全保卫处",
    "3-8a": "外来人员", "3-8b": "商贩", "3-9": "教师家属",
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestSchoolClauses(SchoolCommon):
    """Every enforced clause of part 3 says who can lift it, and how the policy words it."""

    def test_each_has_remedy_and_wording(self):
        clauses = self.env["reception.clause"].search([("code", "=like", "3-%")])
        by_code = {clause.code: clause for clause in clauses}
        enforced = {clause.code for clause in clauses if clause.kind == "E"}
        self.assertEqual(enforced, set(ENFORCED))
        for code, words in ENFORCED.items():
            with self.subTest(code):
                clause = by_code[code]
                self.assertTrue(clause.remedy)
                self.assertIn(words, clause.wording)
                text = clause._explain(code, "Reason")
                self.assertIn("Way out", text)
                self.assertTrue(text.startswith(f"{code}: Reason"))
