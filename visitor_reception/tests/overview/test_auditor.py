from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import NOW
from ..common_petty_cash import PettyCashCommon

# on its way for seconds, and gone then
QUEUES = ("reception.outbox", "reception.public.request")
BOOKS = ("account.move", "account.move.line", "account.payment", "account.bank.statement.line", "hr.expense")


@tagged("post_install", "-at_install")
class TestAuditor(PettyCashCommon):
    """The auditor reads each figure down to its entry, exports, and changes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.meal = cls._grant(cls._apply())
        cls.claim = cls._approve(cls._claim(cls.meal))
        cls.entry = cls._post(cls.claim)
        cls.advance = cls._paid(1000)
        cls.sheet = cls._posted(cls.advance, 700)
        cls.env["account.bank.statement.line"].create(
            {"journal_id": cls.bank.journal_id.id, "payment_ref": "Bank", "amount": 5}
        )
        cls.env.flush_all()

    def test_reads_every_model_and_changes_none(self):
        names = [
            name
            for name, model_cls in self.env.registry.items()
            if name in BOOKS or (name.startswith("reception.") and not (model_cls._abstract or model_cls._transient))
            if name not in QUEUES
        ]
        self.assertGreater(len(names), 40)
        wrong = []
        for name in sorted(names):
            record = self.env[name].sudo().search([], limit=1)
            if not record:
                continue
            record = record.with_user(self.auditor)
            # those of other add-ons keep some documents from everybody who is not concerned
            if name in BOOKS or record._original_module == "visitor_reception":
                wrong += [] if record.has_access("read") else [f"{name}: is not read"]
            wrong += [f"{name}: {operation}" for operation in ("write", "unlink") if record.has_access(operation)]
        self.assertFalse(wrong, "\n" + "\n".join(wrong))

    def test_creates_nothing(self):
        auditor = self.env(user=self.auditor)
        for act in (
            lambda: auditor["reception.incident"].create({"name": "Mine", "description": "Mine"}),
            lambda: self._make_visit(user=self.auditor),
            lambda: self._advance(user=self.auditor),
            lambda: self._claim(user=self.auditor, reception_visit_id=self.visit.id),
            lambda: auditor["account.move"].create({"move_type": "entry"}),
            lambda: auditor["account.payment"].create({"amount": 5}),
        ):
            with self.assertRaises(UserError), self.cr.savepoint():
                act()

    def test_from_each_figure_down_to_its_entry(self):
        rows = self.env["reception.reconciliation"].with_user(self.auditor).search([("amount_posted", "!=", 0)])
        self.assertTrue(rows)
        for row in rows:
            for action in (row.action_open_claims(), row.action_open_entries(), row.action_open_payments()):
                records = self.env[action["res_model"]].with_user(self.auditor).search(action["domain"])
                self.assertTrue(records.mapped("display_name") or not row.amount_paid)
        advance = self.advance.with_user(self.auditor)
        self.assertEqual(len(advance.move_ids), 2)
        self.assertTrue(advance.move_ids.line_ids.mapped("balance"))
        self.assertTrue(advance.move_ids.origin_payment_id.mapped("amount"))
        self.assertTrue(self.sheet.with_user(self.auditor).expense_ids.mapped("total_amount"))
        tie = self.env["reception.ledger.tie"].with_user(self.auditor).create({"date_from": NOW, "date_to": NOW})
        tie.action_count()
        for line in tie.line_ids.filtered("items_domain"):
            action = line.action_open_items()
            items = self.env["account.move.line"].with_user(self.auditor).search(action["domain"])
            self.assertAlmostEqual(sum(items.mapped("balance")), line.amount)

    def test_exports(self):
        self.assertTrue(self.auditor.has_group("base.group_allow_export"))
        rows = self.env["hr.expense"].with_user(self.auditor).browse(self.claim.id)
        self.assertEqual(rows.export_data(["name", "total_amount"])["datas"], [["Dinner", 200.0]])

    def test_no_list_offers_new(self):
        for model in ("reception.incident", "reception.visit", "reception.petty.cash", "reception.hospitality"):
            for view_type in ("list", "form"):
                with self.subTest(model=model, view_type=view_type):
                    arch = self.env[model].with_user(self.auditor).get_view(view_type=view_type)["arch"]
                    self.assertIn('create="False"', arch.split(">")[0])
                    arch = self.env[model].with_user(self.officer).get_view(view_type=view_type)["arch"]
                    self.assertNotIn('create="False"', arch.split(">")[0])
