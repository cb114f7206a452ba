from odoo import api, models
from odoo.tools import consteq, hmac


class ReceptionGateLog(models.Model):
    """Who is asked answers by the link in the letter, without login (3-8a)."""

    _inherit = "reception.gate.log"

    def _get_consent_token(self):
        """What who is asked answers with, without login; worth nothing once another is asked, or nobody waits."""
        self.ensure_one()
        log = self.sudo()  # nobody reads the token it is made of
        return hmac(log.env, "reception-gate-consent", (log.id, log.access_token, log.asked_user_id.id))

    def _get_consent_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/reception/gate/consent/{self.id}-{self._get_consent_token()}"

    @api.model
    def _find_by_consent_token(self, log_id, token):
        """The passage of a link for the person visited, or none; as superuser."""
        log = self.sudo().browse(log_id).exists()  # who is asked may have no login: the link is what they may do
        is_alive = log.active and log.state in ("expected", "waiting")
        if is_alive and consteq(log._get_consent_token(), token or ""):
            return log
        return log.browse()

    def _consent_by_link(self, result, spoke_with, remark=None):
        """Keep an answer by link; ``self`` comes from ``_find_by_consent_token``.

        :raises UserError: nobody spoke, or another result
        """
        spoke_with = self._clean_text("consent_by", spoke_with)
        self._raise_refusals([self._consent_refusals(result in ("agreed", "refused"), result, spoke_with)])
        remark = self._clean_text("consent_remark", remark)
        self._do_consent(result, "link", spoke_with, remark=remark)
        self._tell_desks("consent")
