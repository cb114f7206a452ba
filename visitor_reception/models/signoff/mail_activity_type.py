from odoo import fields, models


class MailActivityType(models.Model):
    _inherit = "mail.activity.type"

    category = fields.Selection(selection_add=[("signoff", "Sign-off")], ondelete={"signoff": "set default"})
