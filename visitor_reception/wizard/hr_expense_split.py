from odoo import models

from ..models.hr_expense import LINKS


class HrExpenseSplit(models.TransientModel):
    """A part of a claim stays with the visit, the application and the booking of the whole."""

    _inherit = "hr.expense.split"

    def _get_values(self):
        return {**super()._get_values(), **{name: self.expense_id[name].id for name in LINKS}}
