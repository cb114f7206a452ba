from datetime import datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_statistics import StatisticsCommon


@tagged("post_install", "-at_install")
class TestDigest(StatisticsCommon):
    """The figures of the reception in Odoo's periodic mail."""

    def _digest(self, user):
        digest = self.env["digest.digest"].create(
            {"name": "Month", "periodicity": "monthly", "company_id": self.company.id}
        )
        return digest.with_user(user).with_context(
            start_datetime=datetime(2026, 3, 1), end_datetime=datetime(2026, 4, 1)
        )

    @freeze_time("2026-04-02")
    def test_1_2_3_figures_are_those_of_the_database(self):
        self._receive(datetime(2026, 2, 10, 4), headcount=9, actual=1000)
        self._receive(headcount=3, actual=90.5)
        self._receive(headcount=4, actual=10)
        self.env.flush_all()
        self.env.cr.execute(
            """SELECT count(*), sum(headcount), sum(cost_actual)::float FROM reception_visit WHERE company_id = %s
            AND state IN ('issued', 'hosting', 'closed') AND date_begin >= '2026-03-01' AND date_begin < '2026-04-01'""",
            [self.company.id],
        )
        visits, guests, cost = self.env.cr.fetchone()
        self.assertEqual((visits, guests, cost), (2, 7, 100.5))
        self.assertRecordValues(
            self._digest(self.officer),
            [
                {
                    "kpi_reception_visits_value": visits,
                    "kpi_reception_guests_value": guests,
                    "kpi_reception_cost_value": cost,
                    "kpi_reception_over_standard_value": 0,
                }
            ],
        )

    def test_1_2_3_who_does_not_read_the_statistics_gets_no_figure(self):
        with self.assertRaises(AccessError):
            self._digest(self.host).kpi_reception_cost_value  # noqa: B018

    def test_1_2_3_every_figure_leads_to_the_statistics(self):
        digest = self._digest(self.officer)
        actions = digest._compute_kpis_actions(self.company, self.officer)
        for name in digest._fields:
            if name.startswith("kpi_reception_") and not name.endswith("_value"):
                self.assertIn("reception_statistics_action", actions[name])
