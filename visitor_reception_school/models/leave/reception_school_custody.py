from odoo import fields, models


class ReceptionSchoolCustody(models.Model):
    """By which call the guardian named whom they send (D29)."""

    _inherit = "reception.school.custody"

    contact_id = fields.Many2one(
        "reception.school.contact",
        string="Told in the Call",
        ondelete="set null",
        index="btree_not_null",
        check_company=True,
        help="In which the guardian named the delegate.",
    )
