from odoo import models

from ...models.claim.hr_expense import LINKS


class HrExpenseSplit(models.TransientModel):
    """A part of a claim stays with the visit, the application and the booking of the whole, and was settled as it."""

    _inherit = "hr.expense.split"

    def _get_values(self):
        claim = self.expense_id
        links = {name: claim[name].id for name in LINKS}
        return {**super()._get_values(), **links, "payment_method": claim.payment_method}
