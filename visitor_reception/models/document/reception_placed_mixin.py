from odoo import models


class ReceptionPlacedMixin(models.AbstractModel):
    """A record that belongs to a company or a notice, and is not moved to one where the user may not write.

    Odoo asks the record rules about a record as it was before a write, not as it is afterwards.
    """

    _name = "reception.placed.mixin"
    _description = "Record With a Place"

    # what says where the record belongs
    _place_fields = ("company_id", "visit_id")

    def write(self, vals):
        result = super().write(vals)
        if not set(self._place_fields).isdisjoint(vals):
            self.check_access("write")
        return result
