from odoo import models


class MailActivity(models.Model):
    """Kept from those who are kept from the matter it is about (P1-30)."""

    _name = "mail.activity"
    _inherit = ["reception.petition.link.mixin", "mail.activity"]
