from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from ..common_cost import ReceptionCostCommon


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

    def _missing(self, company):
        """What is missing besides what Finance says of the expense categories."""
        return [text for text in company._reception_missing_accounts() if "expense categories" not in text]

    def test_small_business_chart_has_the_account(self):
        for kind in ("hospitality", "transport", "lodging"):
            account = self.company[f"reception_{kind}_account_id"]
            self.assertEqual(account.with_company(self.company).code, "560202")
        self.assertFalse(self._missing(self.company))

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

    def test_petty_cash_is_set_up_in_one_step(self):
        for chart, administrative in (("cn", "5602"), ("cn_large_bis", "6602")):
            with self.subTest(chart=chart):
                company = self._company_with_chart(chart)
                company._reception_setup_accounting()
                company._reception_setup_accounting()
                accounts = company.petty_cash_account_id | company.petty_cash_personal_account_id
                accounts = accounts.with_company(company)
                self.assertEqual(accounts.mapped("code"), ["122110", "122111"])
                self.assertEqual(set(accounts.mapped("reconcile")), {True})
                self.assertFalse(self._missing(company))
                boxes = self.env["reception.petty.cash.box"].search([("company_id", "=", company.id)])
                self.assertEqual(boxes[0].journal_id.type, "cash")
                travel = self.env.ref("visitor_reception.product_voucher_travel").with_company(company)
                self.assertEqual(travel.property_account_expense_id.with_company(company).code, f"{administrative}04")

    def test_health_check_names_what_petty_cash_lacks(self):
        company = self.env["res.company"].create({"name": "No chart"})
        missing = company._reception_missing_accounts()
        for text in ("petty cash advances", "what persons owe", "cash box"):
            self.assertTrue(any(text in item for item in missing), missing)

    def test_account_that_cannot_be_reconciled_is_refused(self):
        account = self.env["account.account"].search(
            [
                ("account_type", "=", "asset_current"),
                ("reconcile", "=", False),
                ("company_ids", "in", self.company.ids),
            ],
            limit=1,
        )
        with self.assertRaisesRegex(ValidationError, "reconciliation"):
            self.company.petty_cash_account_id = account

    def test_a_visit_gets_its_analytic_account_with_its_first_claim(self):
        application = self._grant(self._apply())
        self.assertFalse(self._claim(application).analytic_distribution, "the company has no plan for visits")
        self.company.reception_analytic_plan_id = self.env["account.analytic.plan"].create({"name": "Visits"})
        claims = self._claim(application) | self._claim(application)
        account = self.visit.sudo().analytic_account_id
        self.assertEqual(account.name, self.visit.name)
        self.assertEqual([claim.analytic_distribution for claim in claims], [{str(account.id): 100}] * 2)
