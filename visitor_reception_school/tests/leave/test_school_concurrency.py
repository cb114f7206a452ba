from functools import partial

from odoo import fields
from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.visitor_reception.tests import common_concurrency
from odoo.addons.visitor_reception.tests.common import ENGINE

TABLES = (
    "reception_school_passage", "reception_school_leave", "reception_school_badge", "reception_school_custody",
    "reception_school_enrolment",
)  # fmt: skip


@tagged("post_install", "-at_install")
class TestSchoolConcurrency(common_concurrency.ConcurrencyCase):
    """Two guards and one pupil, with real cursors."""

    CONTEXT = ENGINE

    def _prepare(self, env):
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

    def _clean(self, env):
        env.cr.execute(SQL("UPDATE reception_school_pupil SET out_leave_id = NULL WHERE id = %s", self.pupil))
        for table in TABLES:
            env.cr.execute(SQL("DELETE FROM %s WHERE pupil_id = %s", SQL.identifier(table), self.pupil))
        for table, row_id in (
            ("reception_school_pupil", self.pupil),
            ("reception_school_guardian", self.guardian),
            ("reception_school_class", self.school_class),
            ("reception_school_grade", self.grade),
            ("reception_gate", self.gate),
        ):
            env.cr.execute(SQL("DELETE FROM %s WHERE id = %s", SQL.identifier(table), row_id))

    def _count(self, **vals):
        domain = [("pupil_id", "=", self.pupil), *((name, "=", value) for name, value in vals.items())]
        return self._in_transaction(lambda env: env["reception.school.passage"].search_count(domain))

    def test_3_5b_two_guards_let_out_on_one_slip(self):
        values = {"custody_id": self.row, "manner": "document", "document_tail": "1234", "signed_on_paper": True}

        def release(env):
            env["reception.school.leave"].browse(self.slip).action_release(dict(values), self.gate)

        self._race_for_one(release, release, refusal="was used already")
        self.assertEqual(self._count(permit="leave_slip"), 1)

    def test_3_2a_one_scan_sent_by_two_desks(self):
        scan = {"client_id": "CONCURRENCY", "code": "CONCURRENCY", "direction": "in"}
        send = partial(lambda scans, env: env["reception.gate"].scan_pupils(scans, self.gate), [scan])
        self.assertEqual(self._race(send, send), [None, None])
        self.assertEqual(self._count(client_id="CONCURRENCY"), 1)
