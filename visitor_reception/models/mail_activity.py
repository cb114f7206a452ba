from odoo import models
from odoo.exceptions import UserError

from .reception_workflow_mixin import ENGINE


class MailActivity(models.Model):
    """Activities of category Sign-off are only reminders of the engine: they end by signing or declining."""

    _inherit = "mail.activity"

    def _action_done(self, feedback=False, attachment_ids=None):
        self._check_not_signoff()
        return super()._action_done(feedback=feedback, attachment_ids=attachment_ids)

    def write(self, vals):
        if not {"date_deadline", "note"}.issuperset(vals):
            self._check_not_signoff()
        return super().write(vals)

    def unlink(self):
        self._check_not_signoff()
        return super().unlink()

    def _check_not_signoff(self):
        if self.env.context.get("reception_engine") is ENGINE or self.env.su:
            return
        if any(activity.activity_category == "signoff" for activity in self):
            raise UserError(
                self.env._("A request to sign ends by signing or declining only. Use Sign or Decline on the document.")
            )

    def action_reception_sign(self):
        """Sign the document of the activity."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).action_sign()

    def action_reception_decline(self):
        """Ask for the reason, then decline the document of the activity."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).action_open_decline()
