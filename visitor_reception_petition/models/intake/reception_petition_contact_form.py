from odoo import api, fields, models


class ReceptionPetitionContact(models.Model):
    """Forms on paper with a number printed before anybody writes on them; each is typed in once (2-2.1, 2-2.3)."""

    _inherit = "reception.petition.contact"

    form_number = fields.Char(
        string="Form No.", readonly=True, copy=False, help="Of the form on paper, by which it is found in its folder."
    )

    _form_number_uniq = models.UniqueIndex(
        "(company_id, form_number) WHERE form_number IS NOT NULL", "This form is registered already."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"form_number"}

    @api.model
    def _check_register(self, vals):
        vals = super()._check_register(vals)
        if number := self._to_text(vals.pop("form_number", None)).upper():
            # whether, not what: a form that lies under seal is typed in once too
            known = self.sudo().search([("company_id", "=", self.env.company.id), ("form_number", "=", number)])
            if known and (not vals.get("client_id") or known.client_id != vals["client_id"]):
                reason = self.env._("form %(number)s is registered as %(contact)s.", number=number, contact=known.name)
                self._refuse([self._explain("2-2.3a", reason)])
            vals.update(form_number=number, filled_by="paper")
        return vals
