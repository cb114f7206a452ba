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

    reception_assistant_ids = fields.Many2many(
        "res.users",
        "reception_gate_assistant_rel",
        string="Assistants for Invitations",
        groups="hr.group_hr_user",
        help="Who invites guests at the gate in this person's name.",
    )

    def _may_be_invited_to_by(self, user):
        """Whether ``user`` invites guests of this employee: themselves, as the assistant, or of Administration and HR."""
        self.ensure_one()
        employee = self.sudo()  # nobody but HR reads the assistants of others
        return user in (employee.user_id | employee.reception_assistant_ids) or user.has_group(
            "visitor_reception.group_reception_officer"
        )

    @api.depends("name")
    def _compute_reception_search_key(self):
        for employee in self:
            employee.reception_search_key = search_key(employee.name)
