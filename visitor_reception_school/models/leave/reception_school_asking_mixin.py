from odoo import models


class ReceptionSchoolAskingMixin(models.AbstractModel):
    """The dialog that asks."""

    _inherit = "reception.school.asking.mixin"

    def action_open_answer(self):
        return {**super().action_open_answer(), "res_model": "reception.school.answer"}
