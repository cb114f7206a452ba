from odoo import api, models


class ReceptionSchoolEvent(models.Model):
    """What is seen of a class event before it is agreed to."""

    _inherit = "reception.school.event"

    @api.model
    def _signoff_card_fields(self):
        names = ("kind", "class_ids", "date_begin", "date_end", "place", "expected_parents")
        return *super()._signoff_card_fields(), *names


class ReceptionSchoolOuting(models.Model):
    """What is seen of an outing before it is agreed to."""

    _inherit = "reception.school.outing"

    @api.model
    def _signoff_card_fields(self):
        names = ("destination", "class_ids", "teacher_id", "date_begin", "date_end")
        return *super()._signoff_card_fields(), *names
