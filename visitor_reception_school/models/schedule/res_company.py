from odoo import models


class ResCompany(models.Model):
    """The hours of the windows are of the company's clocks."""

    _inherit = "res.company"

    def write(self, vals):
        if "reception_tz" in vals:
            self.env.registry.clear_cache()  # the windows of the days are kept
        return super().write(vals)
