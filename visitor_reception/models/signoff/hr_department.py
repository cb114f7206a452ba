from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartment(models.Model):
    _inherit = "hr.department"

    leader_in_charge_id = fields.Many2one(
        "hr.employee",
        string="Leader in Charge",
        check_company=True,
        tracking=True,
        help="The company leader whom the department answers to (分管领导). Empty: that of the parent department.",
    )

    reception_head_id = fields.Many2one(
        "hr.employee",
        string="Head",
        compute="_compute_reception_head_id",
        store=True,
        recursive=True,
        index="btree_not_null",
        help="The manager of the department, or of the nearest one above that has a manager: reads, signs and borrows for it.",
    )

    def _get_leader_in_charge(self):
        """The leader in charge of the department or of the nearest parent that has one (hr.employee)."""
        department = self
        while department and not department.leader_in_charge_id:
            department = department.parent_id
        return department.leader_in_charge_id

    @api.depends("manager_id", "parent_id.reception_head_id")
    def _compute_reception_head_id(self):
        for department in self:
            department.reception_head_id = department.manager_id or department.parent_id.reception_head_id

    def write(self, vals):
        result = super().write(vals)
        if not {"manager_id", "leader_in_charge_id", "parent_id"}.isdisjoint(vals):
            self.env["reception.signoff"]._pass_on(Domain("position_id.resolution", "!=", "holders"))
        return result
