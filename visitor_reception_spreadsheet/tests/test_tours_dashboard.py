from odoo.tests import HttpCase, tagged

from odoo.addons.visitor_reception.tests.common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestToursDashboard(HttpCase, ReceptionCostCommon):
    def test_dashboard_opens(self):
        self._issue(self._make_visit())
        dashboard = self.env.ref("visitor_reception_spreadsheet.spreadsheet_dashboard_reception")
        self.browser_js(
            f"/odoo/dashboards?dashboard_id={dashboard.id}",
            """
            const wait = (turn) => document.querySelectorAll(".o-figure, .o-chart-container, canvas").length > 4
                ? console.log("test successful")
                : turn ? setTimeout(() => wait(turn - 1), 200) : console.error("no chart is shown");
            wait(100);
            """,
            "odoo.isReady",
            login=self.officer.login,
        )
