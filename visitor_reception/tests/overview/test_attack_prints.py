from odoo.tests import tagged

from ..common import ReceptionCommon


@tagged("post_install", "-at_install")
class TestAttackPrints(ReceptionCommon):
    def test_prints_fetch_nothing_that_people_wrote(self):
        note = '&lt;b&gt;Kept<!-- c --><img src="http://evil.example/a.png"/> text</p><p style="background:URL(//evil.example/b)">Two</p>'
        visit = self._make_visit()
        visit.note = note
        action = self.env.ref("visitor_reception.action_report_reception_visit")
        printed = action._render_qweb_html(action.report_name, visit.ids)[0].decode()
        self.assertIn("&lt;b&gt;Kept", printed)
        self.assertIn("Two", printed)
        self.assertNotIn("evil.example", printed)
