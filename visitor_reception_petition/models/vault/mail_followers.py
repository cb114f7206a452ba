from odoo import models


class MailFollowers(models.Model):
    """Kept from those who are kept from the matter it is about (P1-30)."""

    _name = "mail.followers"
    _inherit = ["reception.petition.link.mixin", "mail.followers"]
