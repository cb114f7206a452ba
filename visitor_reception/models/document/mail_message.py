from odoo import api, models


class MailMessage(models.Model):
    """The name of a message tells nothing of the document that it is about."""

    _inherit = "mail.message"

    @api.depends("model", "subject")
    def _compute_display_name(self):
        """Odoo shows it to whoever reads a row that links to the message, such as every notification."""
        guarded = self.env.registry["reception.guarded.mixin"]
        names = {name for name in set(self.mapped("model")) if issubclass(self.env.registry.get(name, object), guarded)}
        of_documents = self.filtered(lambda message: message.model in names)
        for message in of_documents:
            message.display_name = self.env["ir.model"]._get(message.model).name
        return super(MailMessage, self - of_documents)._compute_display_name()
