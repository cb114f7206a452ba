from odoo import models


class ReceptionPetitionGuardMixin(models.AbstractModel):
    """What a signatory sees of a document of a matter before opening it."""

    _inherit = "reception.petition.guard.mixin"

    def _filter_signoff_told(self):
        """On the screen a card tells what the document tells its reader; of what is sealed it tells the number alone."""
        return self._filtered_access("read").filtered(lambda document: not document.matter_id.sudo().is_sealed)
