from odoo import fields, models


class ReceptionSchoolDormitory(models.Model):
    """A building where boarders live, and its wardens (宿舍楼)."""

    _name = "reception.school.dormitory"
    _inherit = ["reception.school.answering.mixin"]
    _description = "Dormitory"
    _order = "name, id"
    _check_company_auto = True

    name = fields.Char(required=True)
    warden_ids = fields.Many2many("res.users", string="Wardens", check_company=True)
    phone = fields.Char()
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _name_uniq = models.UniqueIndex("(company_id, name)", "There is already a dormitory with this name.")
