from odoo import models


class MailActivity(models.Model):
    """The step that checks everything before the guests arrive is a statement about the visit."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        checks = self.filtered("reception_step_id.reception_is_check")
        visits = self.env["reception.visit"].browse(checks.mapped("res_id"))
        visits._check_can_check()
        result = super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
        visits._do_check()
        return result
