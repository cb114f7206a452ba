from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NOW, ReceptionCommon


@tagged("post_install", "-at_install")
class TestProcedure(ReceptionCommon):
    def test_1_5_1_procedure_becomes_activities_when_issued(self):
        self.company.reception_officer_id = self.officer
        visit = self._make_visit("director_invited", user=self.officer)
        self._issue(visit)
        activities = visit.sudo().activity_ids
        self.assertEqual(len(activities), len(visit.category_id.procedure_plan_id.template_ids))
        self.assertEqual(activities.user_id, self.officer)
        self.assertIn("1-5.1.1", activities.sorted("date_deadline")[0].summary)
        self.assertLess(activities.sorted("date_deadline")[0].date_deadline, NOW.date())

    def test_1_5_4_steps_of_the_host_go_to_the_host(self):
        visit = self._issue(self._make_visit("key_customer"))
        self.assertEqual(visit.sudo().activity_ids.user_id, self.host)

    def test_1_2_2_tasks_go_to_somebody_who_can_log_in(self):
        self.company.reception_officer_id = self.cashier
        self.cashier.active = False
        self.host.active = False
        visit = self._issue(self._make_visit("director_invited", user=self.officer))
        self.assertEqual(visit.sudo().activity_ids.user_id, self.officer)

    def test_grade_and_principal_host_before_execution(self):
        """1-5.1.4 for shareholders, directors and supervisors, 1-5.3.3 for Party and government leaders."""
        for category, clause in (("director_invited", "1-5.1.4"), ("government_body", "1-5.3.3")):
            visit = self._make_visit(category, user=self.officer, counterpart_department_id=self.marketing.id)
            self._issue(visit)
            host = {"principal_host_id": self.gm.employee_id.id}
            for vals in ({}, {"grade": "important"}, {**host, "grade": False}):
                visit.write(vals)
                with self.assertRaisesRegex(UserError, clause):
                    visit.action_start()
            visit.grade = "important"
            visit.action_start()
            self.assertEqual(visit.state, "hosting")

    def test_1_5_4_3_customer_visit_is_not_closed_unsigned(self):
        visit = self._issue(self._make_visit("key_customer"))
        visit.action_start()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.action_close()
        with self.assertRaisesRegex(UserError, "1-5.4.3"):
            visit.with_user(self.officer).action_sign_register()
        visit.with_user(self.head).action_sign_register()
        visit.action_close()
        self.assertEqual(visit.state, "closed")
        self.assertEqual(visit.register_signed_by_id, self.head)
