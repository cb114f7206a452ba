from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionSchoolApart(models.Model):
    """Pupils who are never out together on slips (不同时外出组). Student Affairs writes and reads it."""

    _name = "reception.school.apart"
    _inherit = ["reception.placed.mixin"]
    _description = "Pupils Never Out Together"
    _order = "id desc"
    _rec_name = "reason"
    _check_company_auto = True

    pupil_ids = fields.Many2many("reception.school.pupil", string="Pupils", required=True, check_company=True)
    reason = fields.Char(required=True)
    date_to = fields.Date(string="Until", help="Last day. Empty: until it is archived.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    @api.constrains("pupil_ids")
    def _check_pupil_ids(self):
        if any(len(group.pupil_ids) < 2 for group in self):
            raise ValidationError(self.env._("Name at least two pupils."))

    @api.model
    def _get_kept_apart(self, pupil):
        """The pupils who may not be out while ``pupil`` is."""
        today = fields.Date.context_today(self)
        groups = self.sudo().search(  # class teachers do not read who is kept apart, only that a slip has to wait
            [("pupil_ids", "in", pupil.ids), "|", ("date_to", "=", False), ("date_to", ">=", today)]
        )
        return groups.pupil_ids - pupil.sudo()
