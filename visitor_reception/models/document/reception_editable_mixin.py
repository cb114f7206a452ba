from odoo import api, fields, models


class ReceptionEditableMixin(models.AbstractModel):
    """Tells the form who may edit: somebody who may only read, such as a leader who signs, sees no inputs."""

    _name = "reception.editable.mixin"
    _description = "Document That Knows Who May Edit It"

    # in these nothing changes any more
    _final_states = ("closed", "cancelled")

    can_edit = fields.Boolean(compute="_compute_can_edit")

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_edit(self):
        writable = self._origin._filtered_access("write")
        for document in self:
            is_writable = not document._origin or document._origin in writable
            document.can_edit = is_writable and document.state not in self._final_states
