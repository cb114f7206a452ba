from odoo import fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    leader_in_charge_id = fields.Many2one(
        "hr.employee",
        string="Leader in Charge",
        check_company=True,
        tracking=True,
        help="The company leader whom the department answers to (分管领导). Empty: that of the parent department.",
    )

    def _get_leader_in_charge(self):
        """The leader in charge of the department or of the nearest parent that has one (hr.employee)."""
        department = self
        while department and not department.leader_in_charge_id:
            department = department.parent_id
        return department.leader_in_charge_id
