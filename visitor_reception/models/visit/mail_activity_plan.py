from odoo import fields, models


class MailActivityPlan(models.Model):
    """The procedures of a reception (1-5.1 to 1-5.5) are plans, whose names are read in Chinese too."""

    _inherit = "mail.activity.plan"

    name = fields.Char(translate=True)
