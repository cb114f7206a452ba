from odoo.tests import tagged

from ..visit.test_tours_visit import ReceptionTourCommon


@tagged("post_install", "-at_install")
class TestToursClerk(ReceptionTourCommon):
    """Administration and HR prepares a visit from the panel of what is missing, receives the guests and closes it."""

    def test_1_5_1_clerk_prepares_hosts_and_closes(self):
        self.officer.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        visit = self._issue(
            self._make_visit(
                "director_invited", user=self.officer, grade="important", principal_host_id=self.gm.employee_id.id
            )
        )
        checks = visit.sudo()._get_open_checks()
        steps = visit.sudo()._get_open_steps().filtered("guard") - checks
        steps[1:].action_done()
        steps[0]._as_engine().name = "Guarded step"
        self.start_tour(self._url(visit), "reception_clerk_prepares_and_hosts", login=self.officer.login)
        self.env.invalidate_all()
        self.assertRecordValues(
            visit,
            [
                {
                    "state": "closed",
                    "confirmed_with": "Secretary Li",
                    "confirmed_by_id": self.officer.id,
                    "checked_by_id": self.officer.id,
                }
            ],
        )
        self.assertTrue(visit.started_at <= visit.received_at <= visit.closed_at)
        self.assertIn("Tea at ten", visit.reception_plan)
