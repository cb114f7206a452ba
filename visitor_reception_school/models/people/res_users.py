from odoo import api, fields, models
from odoo.tools import ormcache


class ResUsers(models.Model):
    """Whose pupils a user sees: rules ask on every search, so the answers are kept until a class or grade changes."""

    _inherit = "res.users"

    reception_school_class_ids = fields.Many2many(
        "reception.school.class", string="Own Classes", compute="_compute_reception_school_places"
    )
    reception_school_grade_ids = fields.Many2many(
        "reception.school.grade", string="Own Grades", compute="_compute_reception_school_places"
    )
    reception_school_dormitory_ids = fields.Many2many(
        "reception.school.dormitory", string="Own Dormitories", compute="_compute_reception_school_places"
    )

    def _compute_reception_school_places(self):
        for user in self:
            classes, grades, dormitories = self._get_school_places(user.id)
            user.reception_school_class_ids = [fields.Command.set(classes)]
            user.reception_school_grade_ids = [fields.Command.set(grades)]
            user.reception_school_dormitory_ids = [fields.Command.set(dormitories)]

    @api.model
    @ormcache("user_id")
    def _get_school_places(self, user_id):
        """Ids of the classes, grades and dormitories that a user answers for."""
        env = self.env(su=True)  # rules ask this before they let anybody read
        teaches = ["|", ("teacher_id", "=", user_id), ("deputy_id", "=", user_id)]
        stamps = ["|", ("leader_id", "=", user_id), ("stamper_ids", "in", user_id)]
        return (
            tuple(env["reception.school.class"].search(teaches).ids),
            tuple(env["reception.school.grade"].search(stamps).ids),
            tuple(env["reception.school.dormitory"].search([("warden_ids", "in", user_id)]).ids),
        )
