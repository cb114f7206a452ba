from functools import partial

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .. import common_concurrency
from .einvoice_samples import make_einvoice

NUMBER = "99312000000000000088"


@tagged("post_install", "-at_install")
class TestInvoiceConcurrency(common_concurrency.ConcurrencyCase):
    """An invoice is claimed once also by two people at the same moment, with real cursors."""

    def _prepare(self, env):
        employee = env["hr.employee"].create({"name": "Concurrency"})
        vals = {"name": "Concurrency", "employee_id": employee.id, "total_amount_currency": 80}
        claims = env["hr.expense"].create([vals, vals])
        files = [
            {"name": "a.xml", "raw": make_einvoice(NUMBER), "res_model": "hr.expense", "res_id": claim.id}
            for claim in claims
        ]
        env["ir.attachment"].create(files)
        bill = env["account.move"].create(
            {
                "move_type": "in_invoice",
                "partner_id": employee.work_contact_id.id,
                "invoice_date": "2026-03-02",
                "invoice_line_ids": [Command.create({"name": "Paper", "price_unit": 80, "tax_ids": []})],
            }
        )
        self.ids = {"account.move": bill.ids, "hr.expense": claims.ids, "hr.employee": employee.ids}

    def test_1_6_1_2_claimed_and_billed(self):
        """A claim and a vendor bill are of different tables: the number is settled by one of them."""

        def bill(env):
            move = env["account.move"].browse(self.ids["account.move"])
            move.ref = NUMBER
            move.action_post()

        def claim(env):
            env["hr.expense"].browse(self.ids["hr.expense"][0]).fapiao_number = NUMBER

        self._race_for_one(claim, bill, refusal="already")

    def _clean(self, env):
        bills = env["account.move"].browse(self.ids["account.move"])
        bills.filtered(lambda move: move.state == "posted").button_draft()
        bills.with_context(force_delete=True).unlink()
        for model in ("hr.expense", "hr.employee"):
            env[model].browse(self.ids[model]).unlink()

    def _claim(self, action):
        def claim(claim_id, env):
            action(env["hr.expense"].browse(claim_id))

        claims = [partial(claim, claim_id) for claim_id in self.ids["hr.expense"]]
        self._race_for_one(*claims, refusal="claimed already")

    def test_1_6_1_2_number_typed_by_two(self):
        self._claim(lambda claim: claim.write({"fapiao_number": NUMBER}))

    def test_1_6_1_2_file_read_by_two(self):
        def read(claim):
            found, _errors = claim._read_files(claim.attachment_ids)
            if problems := claim._take_invoices([(claim, invoice, file) for file, invoice in found]):
                raise UserError(problems[0][1])

        self._claim(read)
