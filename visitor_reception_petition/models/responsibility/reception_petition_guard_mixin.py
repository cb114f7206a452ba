from odoo import models


class ReceptionPetitionGuardMixin(models.AbstractModel):
    """The dialog that asks."""

    _inherit = "reception.petition.guard.mixin"

    def _open_dialog(self, verb, title):
        return {**super()._open_dialog(verb, title), "res_model": "reception.petition.answer"}
