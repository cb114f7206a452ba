from threading import Barrier, Thread, current_thread

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import UserError
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, tagged
from odoo.tests.common import get_db_name
from odoo.tools import SQL, mute_logger

from odoo.addons.visitor_reception.models.document.reception_guarded_mixin import ENGINE

TABLES = (
    "reception_school_passage", "reception_school_leave", "reception_school_badge", "reception_school_custody",
    "reception_school_enrolment",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestSchoolConcurrency(BaseCase):
    """Two guards and one pupil, with real cursors."""

    def setUp(self):
        super().setUp()
        self.registry_ = Registry(get_db_name())
        self.patch(Registry, "_lock", DummyRLock())
        with self.registry_.cursor() as cr:
            env = self._env(cr)
            now = fields.Datetime.now()
            self.gate = env["reception.gate"].create({"name": "Concurrency", "code": "ZS"}).id
            self.grade = env["reception.school.grade"].create({"name": "Concurrency", "level": 99}).id
            self.school_class = env["reception.school.class"].create({"number": 1, "grade_id": self.grade}).id
            pupil = env["reception.school.pupil"].create(
                {"number": "CONCURRENCY", "name": "Concurrency", "class_id": self.school_class}
            )
            guardian = env["reception.school.guardian"].create({"name": "Concurrency", "document_tail": "1234"})
            row = env["reception.school.custody"].create(
                {"pupil_id": pupil.id, "guardian_id": guardian.id, "relation": "mother"}
            )
            slip = env["reception.school.leave"].create(
                {"pupil_id": pupil.id, "reason": "Test", "leave_from": now,
                 "leave_to": fields.Datetime.add(now, hours=1), "name": "CONCURRENCY"}
            )  # fmt: skip
            slip.write({"state": "issued", "issued_at": now})
            env["reception.school.badge"]._issue({pupil: "CONCURRENCY"})
            self.pupil, self.guardian, self.row, self.slip = pupil.id, guardian.id, row.id, slip.id
        self.addCleanup(self._clean)

    def _env(self, cr):
        return api.Environment(cr, SUPERUSER_ID, {"reception_engine": ENGINE})

    def _clean(self):
        with self.registry_.cursor() as cr:
            cr.execute(SQL("UPDATE reception_school_pupil SET out_leave_id = NULL WHERE id = %s", self.pupil))
            for table in TABLES:
                cr.execute(SQL("DELETE FROM %s WHERE pupil_id = %s", SQL.identifier(table), self.pupil))
            for table, row_id in (
                ("reception_school_pupil", self.pupil),
                ("reception_school_guardian", self.guardian),
                ("reception_school_class", self.school_class),
                ("reception_school_grade", self.grade),
                ("reception_gate", self.gate),
            ):
                cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), row_id))

    def _run(self, work):
        """What becomes of ``work(env)`` at two desks at the same time."""
        barrier = Barrier(2, timeout=30)
        outcomes = []

        def desk():
            current_thread().dbname = get_db_name()
            with self.registry_.cursor() as cr:
                env = self._env(cr)
                env["reception.school.leave"].browse(self.slip).read(["state"])  # both have begun
                barrier.wait()
                try:
                    retrying(lambda: work(env), env)
                    outcomes.append("done")
                except UserError as refusal:
                    cr.rollback()
                    outcomes.append(str(refusal))

        threads = [Thread(target=desk) for _desk in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return sorted(outcomes)

    def _count(self, **vals):
        with self.registry_.cursor() as cr:
            domain = [("pupil_id", "=", self.pupil), *((name, "=", value) for name, value in vals.items())]
            return self._env(cr)["reception.school.passage"].search_count(domain)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_3_5b_two_guards_let_out_on_one_slip(self):
        values = {"custody_id": self.row, "manner": "document", "document_tail": "1234", "signed_on_paper": True}
        outcomes = self._run(
            lambda env: env["reception.school.leave"].browse(self.slip).action_release(values, self.gate)
        )
        self.assertEqual(outcomes.count("done"), 1, outcomes)
        self.assertIn("was used already", " ".join(outcomes))
        self.assertEqual(self._count(permit="leave_slip"), 1)

    @mute_logger("odoo.sql_db", "odoo.service.model")
    def test_3_2a_one_scan_sent_by_two_desks(self):
        scan = {"client_id": "CONCURRENCY", "code": "CONCURRENCY", "direction": "in"}
        outcomes = self._run(lambda env: env["reception.gate"].scan_pupils([dict(scan)], self.gate))
        self.assertEqual(outcomes, ["done", "done"])
        self.assertEqual(self._count(client_id="CONCURRENCY"), 1)
