from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MailActivityPlanTemplate(models.Model):
    """Steps of a reception procedure go to the host or to Administration and HR."""

    _inherit = "mail.activity.plan.template"

    # the steps of our procedures are read in Chinese too
    summary = fields.Char(translate=True)
    responsible_type = fields.Selection(
        selection_add=[("reception_host", "Host of the visit"), ("reception_officer", "Administration and HR")],
        ondelete={"reception_host": "cascade", "reception_officer": "cascade"},
    )

    @api.constrains("plan_id", "responsible_type")
    def _check_responsible_reception(self):
        for template in self:
            if template.responsible_type in ("reception_host", "reception_officer") and (
                template.plan_id.res_model != "reception.visit"
            ):
                raise ValidationError(
                    self.env._("Host and Administration and HR are responsible in plans of reception notices only.")
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        if self.responsible_type not in ("reception_host", "reception_officer"):
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        visit_sudo = applied_on_record.sudo()
        user = visit_sudo._get_host_user()
        officer = visit_sudo.company_id.reception_officer_id
        if self.responsible_type == "reception_officer" and officer._may_sign():
            user = officer
        return {"error": "", "warning": "", "responsible": user.sudo(False)}
