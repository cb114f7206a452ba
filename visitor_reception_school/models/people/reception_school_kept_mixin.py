from odoo import api, models


class ReceptionSchoolKeptMixin(models.AbstractModel):
    """A record that the windows of a day follow from: they are kept, and looked up anew after any change."""

    _name = "reception.school.kept.mixin"
    _inherit = ["reception.placed.mixin"]
    _description = "Part of the Gate Schedule"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
