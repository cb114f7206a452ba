from odoo.tests import tagged

from .test_tours_visit import ReceptionTourCommon


@tagged("post_install", "-at_install")
class TestToursSteps(ReceptionTourCommon):
    def test_4_12_a_step_is_ticked_in_the_todo(self):
        self.company.reception_officer_id = self.officer
        visit = self._issue(self._make_visit("director_invited", user=self.officer))
        self.start_tour(self._url(visit), "reception_step_ticked_in_todo", login=self.officer.login)
        self.env.invalidate_all()
        done = visit.sudo().step_ids.filtered("done_at")
        self.assertEqual(len(done), 1)
        self.assertEqual(done.done_by_id, self.officer)
