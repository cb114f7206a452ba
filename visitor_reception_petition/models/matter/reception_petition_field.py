from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionPetitionField(models.Model):
    """What matters are about (内容分类): the organisation's own tree; it proposes who may be responsible (5-3.2b)."""

    _name = "reception.petition.field"
    _description = "Field of Petition Matters"
    _order = "code, id"
    _parent_store = True
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    parent_id = fields.Many2one("reception.petition.field", string="Part Of", ondelete="restrict", index=True)
    parent_path = fields.Char(index=True)
    default_unit_id = fields.Many2one(
        "reception.petition.unit", string="Usually Responsible", ondelete="set null", index="btree_not_null"
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a field with this code.")

    @api.constrains("parent_id")
    def _check_parent_id(self):
        if self._has_cycle():
            raise ValidationError(self.env._("A field cannot be part of itself."))
