from odoo import fields, models


class ReceptionSchoolRollCount(models.TransientModel):
    """A class counted at the assembly point: the number, and who is missing."""

    _name = "reception.school.roll.count"
    _description = "Count of a Class"

    row_id = fields.Many2one("reception.school.roll.class", required=True, readonly=True, ondelete="cascade")
    class_id = fields.Many2one(related="row_id.class_id")
    expected = fields.Integer(related="row_id.expected")
    counted = fields.Integer(
        string="Here", compute="_compute_counted", store=True, readonly=False, help="How many stand here."
    )
    missing_ids = fields.Many2many(
        "reception.school.pupil", domain="[('class_id', '=', class_id), ('state', '=', 'enrolled')]"
    )

    def _compute_counted(self):
        for wizard in self:
            wizard.counted = wizard.row_id.expected

    def action_count(self):
        """Note it.

        :raises UserError: the numbers do not fit
        """
        self.row_id.action_count(self.counted, self.missing_ids.ids)
        return {"type": "ir.actions.act_window_close"}
