from odoo import models


class ReceptionPetitionHandover(models.Model):
    _inherit = "reception.petition.handover"

    def _acts_for_unit(self):
        """Of a sealed matter only those of the unit who were admitted act."""
        return super()._acts_for_unit() and self.matter_id._can_know(self.env.user)
