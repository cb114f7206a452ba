from odoo import api, models
from odoo.exceptions import AccessError

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import is_engine


class ReceptionSchoolNotedMixin(models.AbstractModel):
    """A record of what has happened: written by the verbs that note it alone, and never changed by hand."""

    _name = "reception.school.noted.mixin"
    _description = "Record of What Has Happened"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_engine()
        return super().create(vals_list)

    def write(self, vals):
        self._check_engine()
        return super().write(vals)

    def _check_engine(self):
        if not is_engine(self):
            raise AccessError(self._explain_noted())

    @api.model
    def _explain_noted(self):
        """Why nobody writes it by hand."""
        raise NotImplementedError
