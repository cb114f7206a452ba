from odoo import fields, models


class ReceptionSchoolSpecialDay(models.Model):
    """A day with windows of its own, such as an examination (特殊作息日): exactly these hold, or none."""

    _name = "reception.school.special.day"
    _inherit = ["reception.school.kept.mixin"]
    _description = "Special Day"
    _order = "date desc"
    _rec_name = "date"
    _check_company_auto = True

    date = fields.Date(required=True)
    reason = fields.Char()
    window_ids = fields.Many2many(
        "reception.school.window",
        string="Windows",
        check_company=True,
        context={"active_test": False},
        help="Empty: the gate stays locked all day.",
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _date_uniq = models.UniqueIndex("(company_id, date)", "This day is entered already.")
