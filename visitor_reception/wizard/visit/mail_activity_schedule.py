from odoo import fields, models


class MailActivitySchedule(models.TransientModel):
    """The wizard does not offer Sign-off: the engine alone asks for signatures."""

    _inherit = "mail.activity.schedule"

    activity_type_id = fields.Many2one(
        domain="['|', ('res_model', '=', False), ('res_model', '=', res_model), ('category', '!=', 'signoff')]"
    )
