from odoo import fields, models


class ReceptionPosition(models.Model):
    """Positions whose holders follow from the pupil's class (3-5a)."""

    _inherit = "reception.position"

    resolution = fields.Selection(
        selection_add=[
            ("grade_group", "Grade group of the pupil's grade"),
            ("class_teacher", "Class teacher of the pupil's class"),
        ],
        ondelete={"grade_group": "cascade", "class_teacher": "cascade"},
    )

    def _get_record_holders(self, record):
        """Who stamps for the grade (its head where nobody is named), or who teaches the class (res.users)."""
        if self.resolution not in ("grade_group", "class_teacher"):
            return super()._get_record_holders(record)
        record = record.sudo()  # everybody may be told who signs
        if self.resolution == "grade_group":
            return record.grade_id.stamper_ids or record.grade_id.leader_id
        return record.class_id._get_teachers()
