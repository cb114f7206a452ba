from odoo import api, fields, models
from odoo.exceptions import ValidationError

RESPONSIBLE = [
    ("reception_host", "Host of the visit"),
    ("reception_officer", "Administration and HR"),
    ("reception_receiving", "Head of the receiving department"),
    ("reception_counterpart", "Head of the counterpart department"),
    ("reception_supporting", "Heads of the supporting departments"),
    ("reception_department", "Head of a chosen department"),
]
STAGES = [("before", "Before the visit"), ("during", "During the visit"), ("after", "After the visit")]
GUARDS = [
    ("start", "The reception starts"),
    ("leader", "The reception starts, where a leader meets the guests"),
    ("close", "The visit is closed"),
]


class MailActivityPlanTemplate(models.Model):
    """Steps of a reception procedure: who does them, in which stage, and which verb of the visit waits for them."""

    _inherit = "mail.activity.plan.template"

    # the steps of our procedures are read in Chinese too
    summary = fields.Char(translate=True)
    responsible_type = fields.Selection(
        selection_add=RESPONSIBLE, ondelete={token: "cascade" for token, _label in RESPONSIBLE}
    )
    reception_department_id = fields.Many2one("hr.department", string="Responsible Department", ondelete="restrict")
    reception_stage = fields.Selection(STAGES, string="Stage", help="Preparation, service, or follow-up (4-12).")
    reception_anchor = fields.Selection(
        [("arrival", "Arrival"), ("departure", "Departure")],
        string="Counted From",
        default="arrival",
        required=True,
        help="The day of the visit that the step is planned before or after.",
    )
    reception_guard = fields.Selection(
        GUARDS,
        string="Done Before",
        help="The visit does not go on until the step is done. Empty: it only reminds.",
    )
    reception_is_check = fields.Boolean(
        string="Final Check", help="Done when everything else that the reception waits for is done (1-5.1.3)."
    )
    reception_clause = fields.Char(string="Clause", help="The rule that asks for the step.")

    @api.constrains("plan_id", "responsible_type", "reception_department_id")
    def _check_responsible_reception(self):
        ours = {token for token, _label in RESPONSIBLE}
        for template in self.filtered(lambda template: template.responsible_type in ours):
            if template.plan_id.res_model != "reception.visit":
                raise ValidationError(
                    self.env._("Hosts, departments and Administration and HR do the steps of reception notices only.")
                )
            if template.responsible_type == "reception_department" and not template.reception_department_id:
                raise ValidationError(
                    self.env._("%(step)s: choose the department that does it.", step=template.summary)
                )

    def _determine_responsible(self, on_demand_responsible, applied_on_record):
        if not (self.responsible_type or "").startswith("reception_"):
            return super()._determine_responsible(on_demand_responsible, applied_on_record)
        # who issues the notice may not read who heads a department, but everybody may be told who has a task
        visit_sudo = applied_on_record.sudo()
        user = {
            "reception_officer": visit_sudo.company_id.reception_officer_id,
            "reception_receiving": visit_sudo.department_id.reception_head_id.user_id,
            "reception_counterpart": visit_sudo.counterpart_department_id.reception_head_id.user_id,
            "reception_department": self.sudo().reception_department_id.reception_head_id.user_id,
        }.get(self.responsible_type, self.env["res.users"])
        if not user._may_sign():  # nobody there: the host looks after it
            user = visit_sudo._get_host_user()
        return {"error": "", "warning": "", "responsible": user.sudo(False)}

    def _get_reception_deadline(self, visit):
        """The day the step is due, in the company's time zone; service never before the guests are here."""
        arrival, departure = (
            self.env["reception.deadline"]._to_company_day(moment, visit.company_id)
            for moment in (visit.date_begin, visit.date_end)
        )
        due = self._get_date_deadline(departure if self.reception_anchor == "departure" else arrival)
        return due if self.reception_stage == "before" else max(due, arrival)
