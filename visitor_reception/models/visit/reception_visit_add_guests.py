from odoo import models


class ReceptionVisit(models.Model):
    """Many guests at once, by the wizard ``reception.guest.import``."""

    _inherit = "reception.visit"

    def action_add_guests(self):
        """Open the wizard that reads a list of guests.

        :raises UserError: the user may not write the notice, or it is closed or cancelled
        """
        self.ensure_one()
        self._raise_refusals([self._add_guests_refusals()])
        return self.env["reception.guest.import"]._open(self)

    def _add_guests_refusals(self):
        self.ensure_one()
        if self.can_edit:
            return []
        return self._auditor_refusals() or [
            self._explain(
                "1-3.8",
                self.env._(
                    "guests are added by the requester, the host or Administration and HR, and not after the visit."
                ),
            )
        ]
