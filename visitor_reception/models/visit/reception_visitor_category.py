from odoo import fields, models


class ReceptionVisitorCategory(models.Model):
    """The activity plans that become the steps of a notice."""

    _inherit = "reception.visitor.category"

    procedure_plan_id = fields.Many2one(
        "mail.activity.plan",
        domain=[("res_model", "=", "reception.visit")],
        ondelete="set null",
        help="Its activities are scheduled when a notice of this category is issued.",
    )
    service_plan_id = fields.Many2one(
        "mail.activity.plan",
        string="Plan of Service",
        domain=[("res_model", "=", "reception.visit")],
        ondelete="set null",
        help="Scheduled besides the procedure: what is done before, during and after every visit (4-12).",
    )
