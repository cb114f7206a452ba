from odoo import fields, models


class ReceptionVisitTemplate(models.Model):
    """What notices of one kind have in common, to start from (范本)."""

    _name = "reception.visit.template"
    _inherit = ["reception.placed.mixin"]
    _description = "Notice Template"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(string="Template Name", required=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    active = fields.Boolean(default=True)
    category_id = fields.Many2one("reception.visitor.category", ondelete="restrict", index="btree_not_null")
    purpose = fields.Text()
    identity = fields.Char()
    grade = fields.Selection(selection=lambda self: self._get_selection("grade"), string="Reception Grade")
    staff_kind = fields.Selection(selection=lambda self: self._get_selection("staff_kind"))
    department_id = fields.Many2one(
        "hr.department",
        string="Receiving Department",
        ondelete="restrict",
        check_company=True,
        index="btree_not_null",
        help="Where the host has no department.",
    )
    stay_days = fields.Integer(string="Days of Stay", help="From arrival to departure, besides the hours.")
    stay_hours = fields.Integer(string="Hours of Stay")
    note = fields.Html(string="Remarks")

    _stay_not_negative = models.Constraint(
        "CHECK (stay_days BETWEEN 0 AND 3650 AND stay_hours BETWEEN 0 AND 10000)",
        "A stay is 0 to 3650 days and 0 to 10000 hours.",
    )

    def _get_selection(self, name):
        return self.env["reception.visit"]._fields[name]._description_selection(self.env)
