from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """Secrets of the company: what the guests may be shown, and that the receiving people know (1-5.4.4).

    ===================  ============================  =================================
    Verb                 Who                           When
    ===================  ============================  =================================
    acknowledge secrecy  host, receiving department    issued or hosting; never blocks
    ===================  ============================  =================================
    """

    _inherit = "reception.visit"

    secrecy_rule = fields.Text(compute="_compute_secrecy_rule")
    areas_open = fields.Text(help="What the guests may be shown (1-5.4.4).")
    secrecy_acknowledged_by_id = fields.Many2one("res.users", compute="_compute_from_acts")
    secrecy_acknowledged_at = fields.Datetime(compute="_compute_from_acts")
    can_acknowledge_secrecy = fields.Boolean(compute="_compute_can_acknowledge_secrecy")

    @api.model
    def _act_fields(self):
        return super()._act_fields() | {
            "secrecy_acknowledged_by_id": ("secrecy", "user_id"),
            "secrecy_acknowledged_at": ("secrecy", "at"),
        }

    @api.depends_context("lang")
    def _compute_secrecy_rule(self):
        self.secrecy_rule = self.env["reception.clause"]._get_rule("1-5.4.4")

    @api.depends_context("uid")
    @api.depends("state", "act_ids.void_at")
    def _compute_can_acknowledge_secrecy(self):
        for visit in self:
            visit.can_acknowledge_secrecy = not visit._acknowledge_secrecy_refusals()

    def action_acknowledge_secrecy(self):
        """Confirm that the receiving people know to keep the company's secrets (1-5.4.4).

        :raises UserError: confirmed already, not the time, or the user does not receive the guests
        """
        self._raise_refusals(visit._acknowledge_secrecy_refusals() for visit in self)
        self._do_state("secrecy")

    def _acknowledge_secrecy_refusals(self):
        self.ensure_one()
        if self.state not in ("issued", "hosting") or self._get_act("secrecy"):
            return [self.env._("There is no secrecy to be acknowledged on %(visit)s now.", visit=self.display_name)]
        employee = self.env.user.employee_id.sudo()
        of_department = employee.department_id and employee.department_id == self.department_id
        if not self._is_auditor() and (of_department or self.host_id.sudo().user_id == self.env.user):
            return []
        return [self._explain("1-5.4.4", self.env._("the host, or somebody of the receiving department, does."))]
