from odoo import fields, models
from odoo.fields import Domain


class ReceptionPetitionUnit(models.Model):
    """Who can be responsible for a matter (责任单位): a department of the organisation, or a body outside."""

    _name = "reception.petition.unit"
    _inherit = ["reception.placed.mixin"]
    _description = "Responsible Unit"
    _order = "sequence, name, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("own", "Of this organisation"),
            ("lower", "Lower level"),
            ("other", "Other body"),
            ("discipline", "Discipline inspection"),
            ("court", "Court or procuratorate"),
        ],
        required=True,
        default="own",
    )
    department_id = fields.Many2one("hr.department", ondelete="restrict", index="btree_not_null", check_company=True)
    handler_ids = fields.Many2many("res.users", string="Handlers", domain=[("share", "=", False)])
    superior_id = fields.Many2one(
        "reception.petition.unit",
        string="Unit Above",
        ondelete="restrict",
        index="btree_not_null",
        help="Decides on review, and designates where competence is disputed.",
    )
    deputy_unit_id = fields.Many2one(
        "reception.petition.unit",
        ondelete="set null",
        help="Reads what the unit is sent, and answers while its handlers are absent.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)

    def _get_users(self):
        """Who answers for the unit: its handlers and those of its deputy (res.users)."""
        # every employee may see who handles, and needs no right to read users for it
        return (self | self.deputy_unit_id).sudo().handler_ids

    def _acts_for(self):
        """Whether the current user answers for the unit."""
        return bool(self) and self.env.user in self._get_users()

    def _mine_domain(self):
        """Units that the current user answers for."""
        uid = self.env.uid
        return Domain("handler_ids", "in", uid) | Domain("deputy_unit_id.handler_ids", "in", uid)
