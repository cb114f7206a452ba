from odoo import api, fields, models
from odoo.exceptions import UserError
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

    def _get_leader_in_charge(self):
        """The leader in charge of the department or of the nearest parent that has one (hr.employee)."""
        department = self
        while department and not department.leader_in_charge_id:
            department = department.parent_id
        return department.leader_in_charge_id

    @api.ondelete(at_uninstall=False)
    def _unlink_except_receiving(self):
        # notices of everybody count, whoever deletes the department
        visits = self.env["reception.visit"].sudo()
        for department in self:
            mine = Domain("department_id", "=", department.id) | Domain("counterpart_department_id", "=", department.id)
            if count := visits.search_count(mine):
                raise UserError(
                    self.env._(
                        "%(department)s receives visitors in %(count)s reception notices, which stay on file: archive the "
                        "department instead.",
                        department=department.display_name,
                        count=count,
                    )
                )
