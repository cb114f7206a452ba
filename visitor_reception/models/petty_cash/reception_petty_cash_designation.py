from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain


class ReceptionPettyCashDesignation(models.Model):
    """The person whom the head of a department sends to draw petty cash (指定人员, 1-7.2)."""

    _name = "reception.petty.cash.designation"
    _inherit = ["hr.mixin", "mail.thread", "reception.placed.mixin"]
    _description = "Designation for Petty Cash"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    department_id = fields.Many2one(
        "hr.department",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
        default=lambda self: self.env.user.employee_id.sudo().department_id,
    )
    employee_id = fields.Many2one(
        "hr.employee", string="Designated Person", required=True, ondelete="restrict", index=True, check_company=True
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: self.env["reception.deadline"]._get_today(self.env.company),
        tracking=True,
    )
    date_to = fields.Date(string="Until", tracking=True, help="Empty: until further notice.")
    reason = fields.Char(string="Special Case", required=True, help="Why the head does not draw it.")
    designated_by_id = fields.Many2one("res.users", required=True, readonly=True, default=lambda self: self.env.user)

    _dates_in_order = models.Constraint("CHECK (date_to >= date_from)", "A designation ends after it begins.")

    @api.depends("employee_id", "department_id")
    def _compute_display_name(self):
        for designation in self:
            # an ordinary employee may not read other departments
            designation.display_name = (
                f"{designation.employee_id.name or ''} ({designation.department_id.sudo().name or ''})"
            )

    @api.constrains("department_id", "designated_by_id")
    def _check_head(self):
        """:raises ValidationError: somebody else than the head of the department designates (1-7.2)"""
        for designation in self:
            head = designation.department_id.reception_head_id.user_id
            if designation.designated_by_id != head:
                raise ValidationError(
                    self.env["reception.clause"]._explain(
                        "1-7.2",
                        self.env._(
                            "only the head of %(department)s designates somebody: %(head)s.",
                            department=designation.department_id.name,
                            head=head.name or "–",
                        ),
                    )
                )

    @api.model
    def _get_valid(self, department, employee):
        """Designations of ``employee`` for ``department`` that hold today."""
        today = self.env["reception.deadline"]._get_today(department.company_id or self.env.company)
        return self.search(
            Domain("department_id", "=", department.id)
            & Domain("employee_id", "=", employee.id)
            & Domain("date_from", "<=", today)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("designated_by_id", self.env.uid) != self.env.uid:
                raise AccessError(self.env._("Nobody designates in another's name."))
        return super().create(vals_list)

    def write(self, vals):
        if not {"department_id", "employee_id", "designated_by_id", "date_from"}.isdisjoint(vals):
            raise AccessError(self.env._("A designation stays as it was made: end it, and make another one."))
        return super().write(vals)
