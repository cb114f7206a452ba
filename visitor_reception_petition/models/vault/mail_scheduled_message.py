from odoo import models


class MailScheduledMessage(models.Model):
    """Kept from those who are kept from the matter it is about (P1-30)."""

    _name = "mail.scheduled.message"
    _inherit = ["reception.petition.link.mixin", "mail.scheduled.message"]

    _link_field = "model"
