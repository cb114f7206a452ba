from odoo import api, models


class ReceptionSchoolAnsweringMixin(models.AbstractModel):
    """A class, grade or dormitory: who answers for it sees its pupils, and that is kept (see ``res.users``)."""

    _name = "reception.school.answering.mixin"
    _inherit = ["reception.placed.mixin"]
    _description = "Record That Says Who Sees Which Pupils"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        self._forget_places()
        return records

    def write(self, vals):
        result = super().write(vals)
        self._forget_places()
        return result

    @api.model
    def _forget_places(self):
        self.env.registry.clear_cache()
        self.env["res.users"].invalidate_model(
            ["reception_school_class_ids", "reception_school_grade_ids", "reception_school_dormitory_ids"]
        )
