from odoo import api, models
from odoo.fields import Domain
from odoo.tools import plaintext2html


class ReceptionGateLog(models.Model):
    """The end of the day never closes a passage in silence: it is told who is still inside (3-3c)."""

    _inherit = "reception.gate.log"

    @api.model
    def _cron_tell_inside(self):
        """Tell Administration and HR, and the guards on duty, who is still inside."""
        for company in self.env["reception.gate"]._get_companies():
            inside = self.search(Domain("company_id", "=", company.id) & Domain("state", "=", "inside"))
            if inside:
                inside._tell_still_inside(company)

    def _tell_still_inside(self, company):
        officers = company.reception_officer_id or self.env.ref(
            "visitor_reception.group_reception_officer"
        ).all_user_ids.filtered(lambda user: company in user.company_ids)
        on_duty = (
            self.env["reception.gate.shift"]
            .search([("company_id", "=", company.id), ("state", "!=", "closed")])
            .guard_id
        )
        text = "\n".join(
            " · ".join(filter(None, [log.name, log.visitor_name, log.visitor_phone, log.host_name])) for log in self
        )
        gate = self.gate_id[:1]
        for lang, users in (officers | on_duty).grouped("lang").items():
            told = gate.with_context(lang=lang)
            told.message_notify(
                partner_ids=users.partner_id.ids,
                subject=told.env._("Still inside (3-3c): %(count)s", count=len(self)),
                body=plaintext2html(text),
            )
