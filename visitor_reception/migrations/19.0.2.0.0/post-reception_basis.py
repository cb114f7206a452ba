from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Items of claims name what the claim stands on; accounts and expense categories are proposed."""
    cr.execute(
        """
        UPDATE account_move_line line
           SET reception_hospitality_id = claim.hospitality_id,
               reception_booking_id = claim.reception_booking_id,
               reception_visit_id = claim.reception_visit_id
          FROM hr_expense claim
         WHERE claim.id = line.expense_id
           AND COALESCE(claim.hospitality_id, claim.reception_booking_id, claim.reception_visit_id) IS NOT NULL
        """
    )
    env = api.Environment(cr, SUPERUSER_ID, {})
    for company in env["res.company"].search([("reception_account_ids", "=", False)])._filter_known_charts():
        company.reception_account_ids = company._propose_reception_accounts()
    for company in env["res.company"].search([])._filter_known_charts():
        env["reception.cost.category"]._propose(company)
