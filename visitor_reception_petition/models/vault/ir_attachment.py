from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    """Files of guarded records are opened through their record alone: no token and no public file (P1-30)."""

    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._check_not_opened()
        return files

    def write(self, vals):
        result = super().write(vals)
        if not {"public", "access_token", "res_model", "res_id"}.isdisjoint(vals):
            self._check_not_opened()
        return result

    def _check_not_opened(self):
        guard = self.env.registry["reception.petition.guard.mixin"]
        for file in self.sudo():
            model = self.env.registry.get(file.res_model)
            if model and issubclass(model, guard) and (file.public or file.access_token):
                raise AccessError(self.env._("Files of petition matters are opened through their matter alone."))

    def generate_access_token(self):
        """As everywhere, but not for files of petition matters.

        :raises AccessError: one of the files belongs to a petition matter
        """
        tokens = super().generate_access_token()
        self._check_not_opened()
        return tokens
