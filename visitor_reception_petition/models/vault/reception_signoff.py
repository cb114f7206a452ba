from odoo import models


class ReceptionSignoff(models.Model):
    """Signatures on documents about matters are read with the document alone, whatever group somebody has (P1-30)."""

    _inherit = "reception.signoff"

    def _get_readable_domain(self):
        return super()._get_readable_domain() & self.env["reception.petition.matter"]._get_linked_domain("res_model")
