from odoo import models
from odoo.exceptions import UserError


class MailActivity(models.Model):
    """A question from the gate is answered, not marked as done: the guard waits for yes or no (3-8a)."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        if any(activity.res_model == "reception.gate.log" for activity in self):
            raise UserError(
                self.env["reception.clause"]._explain(
                    "3-8a", self.env._("open the visitor and answer with the buttons Agree or Do Not Agree.")
                )
            )
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)
