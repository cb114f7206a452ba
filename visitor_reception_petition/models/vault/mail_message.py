from odoo import models


class MailMessage(models.Model):
    """Kept from those who are kept from the matter it is about (P1-30)."""

    _name = "mail.message"
    _inherit = ["reception.petition.link.mixin", "mail.message"]

    _link_field = "model"
