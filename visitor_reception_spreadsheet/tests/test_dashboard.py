import json
import re

from odoo.tests import tagged
from odoo.tools import SQL

from odoo.addons.spreadsheet.utils.validate_data import (
    fields_in_spreadsheet,
    menus_xml_ids_in_spreadsheet,
)
from odoo.addons.visitor_reception.tests.common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestDashboard(ReceptionCostCommon):
    """The dashboard shows what the statistics say, to whom they say it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dashboard = cls.env.ref("visitor_reception_spreadsheet.spreadsheet_dashboard_reception")
        cls.data = json.loads(cls.dashboard.spreadsheet_data)

    def test_every_field_and_menu_exists(self):
        for model, names in fields_in_spreadsheet(self.data).items():
            self.assertLessEqual({name.split(":")[0] for name in names} - {"__count"}, set(self.env[model]._fields))
        for menu in menus_xml_ids_in_spreadsheet(self.data):
            self.assertTrue(self.env.ref(menu).active)

    def test_every_cell_names_a_pivot_that_is_there(self):
        cells = [cell for sheet in self.data["sheets"] for cell in sheet["cells"].values()]
        used = {pivot for cell in cells for pivot in re.findall(r"PIVOT(?:\.VALUE)?\((\d+)", cell)}
        self.assertEqual(used, set(self.data["pivots"]))

    def test_1_2_3_figures_are_those_of_the_database(self):
        """What a card asks the server for, and the same from the tables by SQL."""
        for number in range(3):
            self._issue(self._make_visit(headcount=5 + number))
        self.env.flush_all()
        statistics = self.env["reception.statistics"].with_user(self.officer).with_company(self.company)
        domain = [("company_id", "=", self.company.id)]
        measures = [measure["id"] for measure in self.data["pivots"]["1"]["measures"]]
        [figures] = statistics.formatted_read_group(domain, [], measures)
        [expected] = self.env.execute_query_dict(
            SQL(
                """SELECT count(*) AS "__count", sum(headcount) AS "headcount:sum", sum(cost_planned) AS "cost_planned:sum",
                sum(cost_actual) AS "cost_actual:sum" FROM reception_visit
                WHERE company_id = %s AND state IN ('issued', 'hosting', 'closed')""",
                self.company.id,
            )
        )
        self.assertGreaterEqual(expected["__count"], 3)
        for measure, value in expected.items():
            self.assertEqual(figures[measure], value or 0, measure)

    def test_1_2_3_who_may_not_read_the_statistics_sees_no_row(self):
        self._issue(self._make_visit())
        stranger = self._make_person("dashboard_stranger", "Stranger", self.administration)
        self.assertFalse(self.env["reception.statistics"].with_user(stranger).search([]))
