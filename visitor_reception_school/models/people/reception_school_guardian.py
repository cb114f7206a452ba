from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.visitor_reception.tools.keys import phone_key

from .reception_school_pupil import SEEN_BY

TAIL = 4
REGISTRAR = (
    "visitor_reception_school.group_reception_school_registrar,visitor_reception_school.group_reception_school_custody"
)


class ReceptionSchoolGuardian(models.Model):
    """A guardian, or whom one sends (监护人、家长). Not a contact and no user.

    The phone number is read by nobody: ``pupil.get_contacts`` gives it to those who call, and notes it. Of a document
    only the last four characters are kept.
    """

    _name = "reception.school.guardian"
    _inherit = ["reception.placed.mixin"]
    _description = "Guardian"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True, index="trigram")
    phone = fields.Char(groups=fields.NO_ACCESS, copy=False, index="btree_not_null")
    phone_typed = fields.Char(
        string="New Phone Number",
        compute="_compute_phone_typed",
        inverse="_inverse_phone_typed",
        groups=REGISTRAR,
        copy=False,
        help="Is masked as soon as it is saved.",
    )
    phone_masked = fields.Char(string="Phone Number (Masked)", compute="_compute_phone_masked")
    document_kind = fields.Selection(
        [
            ("identity_card", "Identity card"),
            ("passport", "Passport"),
            ("driving_licence", "Driving licence"),
            ("other", "Other document"),
        ],
        string="Document",
        default="identity_card",
    )
    document_tail = fields.Char(
        string="Last Four Characters", groups=REGISTRAR, copy=False, help="The whole number is never kept."
    )
    photo = fields.Image(max_width=512, max_height=512, groups=SEEN_BY, copy=False)
    custody_ids = fields.One2many("reception.school.custody", "guardian_id", string="Children")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    def _compute_phone_typed(self):
        self.phone_typed = False

    def _inverse_phone_typed(self):
        for guardian in self:
            guardian.sudo().phone = guardian.phone_typed  # write-only

    @api.depends("phone")
    def _compute_phone_masked(self):
        for guardian in self:
            number = guardian.sudo().phone or ""  # masked for everybody
            guardian.phone_masked = f"{number[:3]}****{number[-2:]}" if len(number) > 6 else "****" if number else False

    @api.constrains("photo")
    def _check_photo(self):
        pictured = self.filtered("photo")
        consents = self.env["reception.school.consent"].search([("guardian_id", "in", pictured.ids)])
        if missing := pictured - consents._filter_valid("photo").guardian_id:
            raise ValidationError(
                self.env._(
                    "A photo is kept with consent only. Record it first: %(names)s.",
                    names=", ".join(missing.mapped("name")),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        result = super().write(self._clean(vals))
        if not {"name", "phone", "phone_typed"}.isdisjoint(vals):
            self.sudo().custody_ids._keep_watch()  # whom the gate looks out for has another name or number
        return result

    @api.model
    def _clean(self, vals):
        """Only the end of a document's number, and phones by the field that users may write."""
        vals = dict(vals)
        if vals.get("document_tail"):
            vals["document_tail"] = vals["document_tail"].strip()[-TAIL:].upper()
        if vals.get("phone"):
            vals["phone"] = phone_key(vals["phone"])  # as it is compared
        if "phone" in vals and not self.env.su:
            vals["phone_typed"] = vals.pop("phone")
        return vals
