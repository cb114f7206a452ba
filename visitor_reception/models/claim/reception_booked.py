from odoo import api, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _booked_refusals(self, link, document, clause):
        """What speaks against changing or cancelling ``document``, on which posted items stand: texts.

        :param str link: the field of the item that names it
        """
        # who cancels need not see the entries
        lines = self.sudo().search([(link, "in", document.ids), ("parent_state", "=", "posted")])
        if self.env.company.currency_id.is_zero(sum(lines.mapped("balance"))):
            return []
        text = self.env._(
            "%(document)s is in the books (%(entries)s): have the entry reversed first.",
            document=document.display_name,
            entries=", ".join(lines.move_id.mapped("name")),
        )
        return [self.env["reception.clause"]._explain(clause, text)]


class ReceptionHospitality(models.Model):
    _inherit = "reception.hospitality"

    def _claimed_refusals(self):
        """An application that a bill or an entry names stays as it is, as one that is claimed."""
        items = self.env["account.move.line"]
        return super()._claimed_refusals() or items._booked_refusals("reception_hospitality_id", self, "1-6.1.2")


class ReceptionBooking(models.Model):
    _inherit = "reception.booking"

    def _claimed_refusals(self):
        """A booking that a bill or an entry names stays as it is, as one that is claimed."""
        items = self.env["account.move.line"]
        return super()._claimed_refusals() or items._booked_refusals("reception_booking_id", self, "1-2.4")
