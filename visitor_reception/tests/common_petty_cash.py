from odoo.fields import Command

from .common import NOW
from .common_cost import ReceptionCostCommon


class PettyCashCommon(ReceptionCostCommon):
    """A cash box with 100,000 CNY, a cashier, an accountant; advances are drawn by the head of marketing (``head``)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company._reception_setup_accounting()
        cls.box = cls.env["reception.petty.cash.box"].search(
            [("company_id", "=", cls.company.id), ("is_cash", "=", True)], limit=1
        )
        cls.bank = cls.env["reception.petty.cash.box"].search(
            [("company_id", "=", cls.company.id), ("is_cash", "=", False)], limit=1
        )
        cls._fill_box(100000)

    @classmethod
    def _fill_box(cls, amount):
        equity = cls.env["account.account"].search(
            [("account_type", "=", "equity"), ("company_ids", "in", cls.company.ids)], limit=1
        )
        cls.env["account.move"].create(
            {
                "journal_id": cls.box.journal_id.id,
                "date": NOW.date(),
                "line_ids": [
                    Command.create({"account_id": account.id, "balance": balance})
                    for account, balance in ((cls.box.journal_id.default_account_id, amount), (equity, -amount))
                ],
            }
        ).action_post()

    @classmethod
    def _advance(cls, user=None, **vals):
        """A draft advance of ``user`` (the head of marketing)."""
        user = user or cls.head
        return (
            cls.env["reception.petty.cash"]
            .with_user(user)
            .create(
                {
                    "borrower_id": user.employee_id.id,
                    "amount": 2000,
                    "purpose": "Exhibition stand",
                    "matter_end": NOW.date(),
                    **vals,
                }
            )
        )

    @classmethod
    def _paid(cls, amount=2000, **vals):
        """An advance that is paid out in full from the cash box."""
        advance = cls._grant(cls._advance(amount=amount, **vals))
        advance.with_user(cls.cashier).action_pay(box_id=cls.box.id)
        return advance

    @classmethod
    def _voucher_vals(cls, advance, amount, **vals):
        return {
            "name": f"Voucher {amount}",
            "product_id": cls.voucher_product().id,
            "employee_id": advance.borrower_id.id,
            "petty_cash_id": advance.id,
            "payment_mode": "own_account",
            "total_amount_currency": amount,
            **vals,
        }

    @classmethod
    def voucher_product(cls):
        return cls.env.ref("visitor_reception.product_voucher_local_transport")

    @classmethod
    def _sheet(cls, advance, *amounts, user=None):
        """A draft clearing sheet of ``advance`` with a voucher for each amount."""
        user = user or cls.head
        cls.env["hr.expense"].with_user(user).create([cls._voucher_vals(advance, amount) for amount in amounts])
        action = advance.with_user(user).action_new_clearing()
        return cls.env["reception.petty.cash.clearing"].with_user(user).browse(action["res_id"])

    @classmethod
    def _posted(cls, advance, *amounts):
        sheet = cls._grant(cls._sheet(advance, *amounts))
        sheet.with_user(cls.accountant).action_post()
        return sheet

    def _ledger_balance(self, domain):
        [[total]] = self.env["account.move.line"]._read_group(
            [*domain, ("parent_state", "=", "posted")], [], ["balance:sum"]
        )
        return total or 0.0

    def assertLedger(self, advances):
        """Every amount on the screen is that of the ledger, and cleared means fully reconciled."""
        self.env.flush_all()
        self.env.invalidate_all()
        account = self.company.petty_cash_account_id
        for advance in advances.sudo():
            lines = self.env["account.move.line"].search(
                [
                    ("move_id.petty_cash_id", "=", advance.id),
                    ("account_id", "=", account.id),
                    ("parent_state", "=", "posted"),
                ]
            )
            by_part = {
                part: sum(
                    lines.filtered(lambda line, part=part: line.move_id.petty_cash_part == part).mapped("balance")
                )
                for part in ("payout", "clearing", "return", "personal")
            }
            self.assertAlmostEqual(advance.amount_paid, by_part["payout"])
            self.assertAlmostEqual(advance.amount_cleared, -by_part["clearing"])
            self.assertAlmostEqual(advance.amount_returned, -by_part["return"])
            self.assertAlmostEqual(advance.amount_personal, -by_part["personal"])
            self.assertAlmostEqual(advance.amount_open, sum(lines.mapped("balance")))
            self.assertGreaterEqual(advance.amount_open, 0)
            self.assertLessEqual(advance.amount_paid, advance.amount)
            is_reconciled = advance.amount_paid > 0 and all(lines.mapped("reconciled"))
            self.assertEqual(advance.state == "cleared", is_reconciled)
            self.assertEqual(lines.partner_id, advance.borrower_id.work_contact_id if lines else lines.partner_id)
