from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HrDepartment(models.Model):
    """A department that receives visitors stays on file."""

    _inherit = "hr.department"

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
