from threading import Thread, current_thread

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import mute_logger

from .einvoice_samples import make_einvoice

NUMBER = "99312000000000000088"


@tagged("post_install", "-at_install")
class TestInvoiceConcurrency(BaseCase):
    """An invoice is claimed once also by two people at the same moment, with real cursors."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        # the server holds this lock while tests run; the other threads would wait for it
        self.patch(Registry, "_lock", DummyRLock())
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            employee = env["hr.employee"].create({"name": "Concurrency"})
            vals = {"name": "Concurrency", "employee_id": employee.id, "total_amount_currency": 80}
            claims = env["hr.expense"].create([vals, vals])
            files = [
                {"name": "a.xml", "raw": make_einvoice(NUMBER), "res_model": "hr.expense", "res_id": claim.id}
                for claim in claims
            ]
            env["ir.attachment"].create(files)
            self.ids = {"hr.expense": claims.ids, "hr.employee": employee.ids}
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"tracking_disable": True})

    def _clean(self):
        with self.registry_.cursor() as cr:
            for model, ids in self.ids.items():
                self._env(cr)[model].browse(ids).unlink()

    def _claim(self, claim_id, action, outcomes):
        current_thread().dbname = get_db_name()
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            try:
                retrying(lambda: action(env["hr.expense"].browse(claim_id)), env)
                outcomes.append("claimed")
            except UserError as refusal:
                cr.rollback()
                outcomes.append(str(refusal))

    def _race(self, action):
        outcomes = []
        threads = [Thread(target=self._claim, args=(number, action, outcomes)) for number in self.ids["hr.expense"]]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        self.assertEqual(len(outcomes), 2)
        self.assertEqual(outcomes.count("claimed"), 1, outcomes)
        self.assertIn("claimed already", next(outcome for outcome in outcomes if outcome != "claimed"))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_1_6_1_2_number_typed_by_two(self):
        self._race(lambda claim: claim.write({"fapiao_number": NUMBER}))

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_1_6_1_2_file_read_by_two(self):
        def read(claim):
            found, _errors = claim._read_files(claim.attachment_ids)
            if problems := claim._take_invoices([(claim, invoice, file) for file, invoice in found]):
                raise UserError(problems[0][1])

        self._race(read)
