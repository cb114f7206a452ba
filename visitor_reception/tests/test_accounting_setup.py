from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_cost import ReceptionCostCommon


@tagged("post_install", "-at_install")
class TestAccountingSetup(ReceptionCostCommon):
    def _company_with_chart(self, chart):
        company = self.env["res.company"].create(
            {
                "name": f"Chart {chart}",
                "currency_id": self.env.ref("base.CNY").id,
                "country_id": self.env.ref("base.cn").id,
            }
        )
        self.env["account.chart.template"].try_loading(chart, company=company, install_demo=False)
        self.env.user.company_ids |= company
        return company

    def test_small_business_chart_has_the_account(self):
        for kind in ("hospitality", "transport", "lodging"):
            account = self.company[f"reception_{kind}_account_id"]
            self.assertEqual(account.with_company(self.company).code, "560202")
        self.assertFalse(self.company._reception_missing_accounts())

    def test_large_chart_gets_the_account_once(self):
        company = self._company_with_chart("cn_large_bis")
        company._reception_setup_accounting()
        company._reception_setup_accounting()
        accounts = self.env["account.account"].with_company(company)
        account = accounts.search([("code", "=", "660202"), ("company_ids", "in", company.ids)])
        self.assertEqual(len(account), 1)
        self.assertEqual(account.account_type, "expense")
        company.invalidate_recordset()
        self.assertEqual(company.reception_hospitality_account_id, account)
        self.assertEqual(self.company.reception_hospitality_account_id.with_company(self.company).code, "560202")

    def test_what_somebody_chose_stays(self):
        account = self.env["account.account"].search(
            [("account_type", "=", "expense"), ("company_ids", "in", self.company.ids)], limit=1
        )
        self.company.reception_hospitality_account_id = account
        self.company._reception_setup_accounting()
        self.company.invalidate_recordset()
        self.assertEqual(self.company.reception_hospitality_account_id, account)
        claim = self._claim()
        self.assertEqual(claim.account_id, account)

    def test_other_charts_are_chosen_by_hand(self):
        company = self.env["res.company"].create({"name": "No chart"})
        company._reception_setup_accounting()
        self.assertIn("choose the account for hospitality", company._reception_missing_accounts())
        settings = self.env["res.config.settings"].with_company(company).create({})
        self.assertIn("choose the account for hospitality", settings.reception_missing)
        with self.assertRaisesRegex(UserError, "Choose them here"):
            settings.action_reception_setup_accounting()

    def test_settings_propose_and_save(self):
        settings = self.env["res.config.settings"].create({"reception_head_count_basis": "guests"})
        settings.execute()
        self.assertEqual(self.company.reception_head_count_basis, "guests")
        self.company.reception_transport_account_id = False
        self.env["res.config.settings"].create({}).action_reception_setup_accounting()
        self.company.invalidate_recordset()
        self.assertEqual(self.company.reception_transport_account_id.with_company(self.company).code, "560202")

    def test_no_default_purchase_tax_on_tickets_and_rooms(self):
        default = self.company.account_purchase_tax_id
        other = default.copy({"name": "Chosen by hand"})
        for xmlid in ("product_guest_transport", "product_guest_lodging"):
            product = self.env.ref(f"visitor_reception.{xmlid}")
            self.assertFalse(product.supplier_taxes_id)
            product.supplier_taxes_id = default | other
            self.company._reception_setup_accounting()
            self.assertEqual(product.supplier_taxes_id, other)

    def test_no_purchase_tax_on_meals(self):
        product = self.env.ref("visitor_reception.product_hospitality")
        self.assertFalse(product.supplier_taxes_id)
        product.supplier_taxes_id = self.company.account_purchase_tax_id
        self.assertFalse(self._claim().tax_ids)
        self.company._reception_setup_accounting()
        self.assertFalse(product.supplier_taxes_id)
