from odoo import api, models


class ReceptionSchoolLeave(models.Model):
    """What the grade group sees of a slip before it is stamped."""

    _inherit = "reception.school.leave"

    @api.model
    def _signoff_card_fields(self):
        return *super()._signoff_card_fields(), "class_name", "kind", "reason", "leave_from", "leave_to"
