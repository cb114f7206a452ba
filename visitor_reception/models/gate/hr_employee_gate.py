from odoo import api, fields, models

from ...tools.keys import search_key


class HrEmployee(models.Model):
    """Guards find whom a visitor names by the name, how it sounds, or the initials of that."""

    _inherit = "hr.employee"

    reception_search_key = fields.Char(
        compute="_compute_reception_search_key",
        store=True,
        index="trigram",
        groups="hr.group_hr_user",
        export_string_translation=False,
    )

    @api.depends("name")
    def _compute_reception_search_key(self):
        for employee in self:
            employee.reception_search_key = search_key(employee.name)
