from odoo import fields, models


class ResCompany(models.Model):
    """Who holds the positions of the company, and who executes what is signed."""

    _inherit = "res.company"

    reception_officer_id = fields.Many2one(
        "res.users",
        domain=[("share", "=", False)],
        help="The person of Administration and HR whom the tasks of issued notices go to (1-2.2). "
        "Empty: they go to the host.",
    )
    reception_holder_ids = fields.One2many("reception.position.holder", "company_id", string="Holders of Positions")
    reception_department_id = fields.Many2one(
        "hr.department",
        string="Administration and HR Department",
        check_company=True,
        help="Manages all reception (4-9); it neither leads technical receptions nor is it the counterpart of Party and "
        "government bodies (1-5.3.1).",
    )
    reception_marketing_department_id = fields.Many2one(
        "hr.department",
        string="Marketing Department",
        check_company=True,
        help="Important customers make their appointment with it, and it confirms the facts (1-5.4.1). Empty: the "
        "receiving department does.",
    )
