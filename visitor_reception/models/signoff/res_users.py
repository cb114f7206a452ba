from odoo import api, models
from odoo.fields import Domain

from .mail_activity import SIGNOFF_DOMAIN


class ResUsers(models.Model):
    """The activity menu says how many documents wait for the user's signature; requests outlive who leaves."""

    _inherit = "res.users"

    def _may_sign(self):
        """Whether it is a colleague who can log in: what nobody could read is asked of nobody."""
        return bool(self) and self.active and not self.share

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            asked = Domain("user_id", "in", self.ids) | Domain("deputy_id", "in", self.ids)
            self.env["reception.signoff"]._pass_on(asked)
        return result

    @api.model
    def _get_activity_groups(self):
        groups = super()._get_activity_groups()
        counts = dict(
            self.env["mail.activity"]._read_group(
                Domain("user_id", "=", self.env.uid) & SIGNOFF_DOMAIN, ["res_model"], ["res_id:count_distinct"]
            )
        )
        for group in groups:
            if count := counts.get(group["model"]):
                group["signoff_count"] = count
        return groups
