from odoo import models

TODAY = "visitor_reception.reception_today_action"


class ResUsers(models.Model):
    _inherit = "res.users"

    def _reception_home(self):
        """The desk for receivers, Today for the petition head, sealed matters for keepers.

        Who handles matters of a unit has other work too, and finds them on Today.
        """
        self.ensure_one()
        if self.has_group("visitor_reception_petition.group_reception_petition_officer"):
            return TODAY
        if self.has_group("visitor_reception_petition.group_reception_petition_receiver"):
            return "visitor_reception_petition.reception_petition_intake_action"
        home = super()._reception_home()
        if home != TODAY or self.has_group("visitor_reception.group_reception_officer"):
            return home
        if self.env["reception.petition.keeper"]._is_keeper(self):
            return "visitor_reception_petition.reception_petition_matter_action_sealed"
        return home
