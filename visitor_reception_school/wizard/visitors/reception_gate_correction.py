from odoo import fields, models


class ReceptionGateCorrection(models.TransientModel):
    """A parent, and of which child (3-3a)."""

    _inherit = "reception.gate.correction"

    pupil_typed = fields.Char(
        string="Child (Name or Number)", help="Only if it was wrong; with the class before a name that several have."
    )
    parent_purpose = fields.Selection(
        lambda self: self.env["reception.gate.log"]._fields["parent_purpose"]._description_selection(self.env),
        string="Why the Parent Comes",
    )

    def _get_changed(self):
        typed = {name: self[name] for name in ("pupil_typed", "parent_purpose") if self[name]}
        return super()._get_changed() | typed
