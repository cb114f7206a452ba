from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import SchoolCommon


class SchoolTours(HttpCase, SchoolCommon):
    """A gate, and slips that end later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate = cls.env["reception.gate"].create({"name": "North Gate", "code": "NORTH"})

    def _end_slips_later(self):
        """A slip lasts two hours from now, which nobody types."""
        end = fields.Datetime.now() + timedelta(hours=2)
        self.env["ir.default"].set("reception.school.leave", "leave_to", fields.Datetime.to_string(end))


@tagged("post_install", "-at_install")
class TestToursSchool(SchoolTours):
    """The main screens in a real browser: the turns of teacher, grade group and guard on one slip."""

    def test_3_5a_3_5b_3_6a_a_slip_from_the_call_to_the_gate(self):
        self._end_slips_later()
        self.start_tour("/odoo/school-leave-slips", "school_leave_teacher", login=self.teacher.login)
        slip = self.env["reception.school.leave"].search([("pupil_id", "=", self.pupil.id)])
        self.assertRecordValues(slip, [{"state": "signing", "requester_id": self.teacher.id}])
        self.start_tour("/odoo/school-to-stamp", "school_leave_grade", login=self.stamper.login)
        self.env.invalidate_all()
        self.assertEqual(slip.state, "issued")
        self.start_tour("/odoo/school-gate", "school_leave_guard", login=self.guard.login)
        self.env.invalidate_all()
        self.assertRecordValues(slip, [{"state": "out", "collected_by_id": self.by_mother.id, "signed_on_paper": True}])
        self.assertEqual(self.pupil.presence, "outside")
        self.start_tour("/odoo/school-board", "school_board", login=self.security.login)

    @mute_logger("odoo.http")  # lines with errors are refused first
    def test_the_registrar_s_list(self):
        self.start_tour(
            "/odoo/action-visitor_reception_school.reception_school_import_action",
            "school_registrar",
            login=self.registrar.login,
        )
        pupils = self.env["reception.school.pupil"].search([("number", "in", ("S500", "S501"))])
        self.assertRecordValues(pupils, [{"number": "S500", "name": "新同学", "class_id": self.two.id}])

    def test_every_list_and_form_opens(self):
        """The menus of the registrar, who sees most of them, and of Student Affairs."""
        for user, paths in {
            self.registrar: ("school-pupils", "school-classes", "school-grades", "school-dormitories", "school-years",
                             "school-guardians", "school-windows", "school-special-days"),
            self.security: ("school-events", "school-evacuation", "school-figures"),
            self.affairs: ("school-violations", "school-cases", "school-gate-passes", "school-passages"),
            self.custodian: ("school-custody",),
        }.items():  # fmt: skip
            for path in paths:
                with self.subTest(path=path):
                    self.browser_js(f"/odoo/{path}", "console.log('test successful')",
                                    "document.querySelector('.o_control_panel') !== null", login=user.login)  # fmt: skip


@tagged("post_install", "-at_install")
class TestToursSchoolPhone(SchoolTours):
    """Teachers have a phone in the hand."""

    browser_size = "390x844"
    touch_enabled = True

    def test_3_5a_3_6a_a_slip_in_the_corridor(self):
        self._end_slips_later()
        self.start_tour("/odoo/school-leave-slips", "school_phone_teacher", login=self.teacher.login)
        slip = self.env["reception.school.leave"].search([("pupil_id", "=", self.pupil.id)])
        self.assertRecordValues(slip, [{"state": "signing", "requester_id": self.teacher.id}])
        self.start_tour("/odoo/school-to-stamp", "school_phone_grade", login=self.stamper.login)
        self.env.invalidate_all()
        self.assertEqual(slip.state, "issued")
