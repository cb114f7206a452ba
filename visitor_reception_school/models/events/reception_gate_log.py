from odoo import api, fields, models


class ReceptionGateLog(models.Model):
    """Parents who come to a class event: agreed to beforehand, no return slip (3-7, D33)."""

    _inherit = "reception.gate.log"

    event_id = fields.Many2one(
        "reception.school.event", string="Class Event", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    consent_manner = fields.Selection(selection_add=[("event", "By a class event")], ondelete={"event": "set null"})

    @api.model
    def _desk_fields(self):
        return (*super()._desk_fields(), "event_id")

    def _needs_slip(self):
        return not self.event_id and super()._needs_slip()

    def _get_entry_clause(self):
        return "3-7" if self.event_id else super()._get_entry_clause()

    def _parent_refusals(self):
        """Who comes to an event comes in its hours; its purpose is the event."""
        if not self.event_id:
            return super()._parent_refusals()
        return self.sudo().event_id._entry_refusals()  # guards read today's events only
