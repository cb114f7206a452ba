from odoo import api, fields, models


class ReceptionPetitionNumberedMixin(models.AbstractModel):
    """A guarded record with a number of its own, given when it is made, from the sequence of its model."""

    _name = "reception.petition.numbered.mixin"
    _inherit = ["reception.petition.guard.mixin", "reception.workflow.mixin"]
    _description = "Numbered Record of a Petition Matter"

    name = fields.Char(string="Number", default="/", required=True, readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        sequences_sudo = self.env["ir.sequence"].sudo()  # a counter that nobody owns
        for record in records:
            company = record.sudo().company_id
            record._as_engine().name = sequences_sudo.with_company(company).next_by_code(self._name) or "/"
        return records
