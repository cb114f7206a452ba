from odoo import fields, models


class ReceptionVisit(models.Model):
    """An analytic account per visit, where the company has chosen a plan for visits."""

    _inherit = "reception.visit"

    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        readonly=True,
        copy=False,
        check_company=True,
        groups="analytic.group_analytic_accounting",
    )

    def _create_analytic_accounts(self):
        """Accounts of those of ``self`` whose company has a plan for visits."""
        visits = self.filtered("company_id.reception_analytic_plan_id")
        accounts = self.env["account.analytic.account"].create(
            [
                {
                    "name": visit.name,
                    "plan_id": visit.company_id.reception_analytic_plan_id.id,
                    "partner_id": visit.organisation_id.id,
                    "company_id": visit.company_id.id,
                }
                for visit in visits
            ]
        )
        for visit, account in zip(visits, accounts, strict=True):
            visit.analytic_account_id = account
