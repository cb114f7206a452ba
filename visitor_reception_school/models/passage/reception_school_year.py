from odoo import models


class ReceptionSchoolYear(models.Model):
    _inherit = "reception.school.year"

    def _undo_refusals(self):
        """Nothing is taken back after the first passage of the new year."""
        refusals = super()._undo_refusals()
        if not refusals and self.env["reception.school.passage"].sudo().search_count(  # only whether there is one
            [("company_id", "=", self.company_id.id), ("day", ">=", self.date_from)], limit=1
        ):
            refusals.append(
                self.env._("Somebody has walked through the gate in %(year)s: it is not taken back.", year=self.name)
            )
        return refusals
