from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionVisitGuest(models.Model):
    """A guest on the notice; accompanying staff have a rank of their own."""

    _name = "reception.visit.guest"
    _inherit = ["reception.placed.mixin"]
    _description = "Guest"
    _order = "visit_id, is_principal desc, sequence, id"
    _rec_names_search = ["name", "phone"]

    visit_id = fields.Many2one("reception.visit", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="visit_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Full Name", required=True, index="trigram")
    partner_id = fields.Many2one("res.partner", string="Contact", ondelete="restrict", index="btree_not_null")
    position = fields.Char()
    rank_id = fields.Many2one("reception.rank", ondelete="restrict", index="btree_not_null")
    is_principal = fields.Boolean(string="Principal Guest")
    is_accompanying = fields.Boolean(string="Accompanying Staff")
    phone = fields.Char()
    booking_ids = fields.Many2many("reception.booking", string="Bookings", copy=False)
    hospitality_ids = fields.Many2many("reception.hospitality", string="Meals", copy=False)

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.name = self.partner_id.name
            self.phone = self.partner_id.phone
            self.position = self.partner_id.function or self.position

    @api.depends("name", "position")
    def _compute_display_name(self):
        for guest in self:
            guest.display_name = f"{guest.name} ({guest.position})" if guest.position else guest.name

    @api.model_create_multi
    def create(self, vals_list):
        guests = super().create(vals_list)
        # whatever way they came, the context's defaults included, and whether or not the user may read them
        guests._check_documents(guests.sudo().booking_ids or guests.sudo().hospitality_ids)
        guests.visit_id._signoff_void_if_changed()
        return guests

    def write(self, vals):
        self._check_documents({"booking_ids", "hospitality_ids"}.intersection(vals))
        visits = self.visit_id
        result = super().write(vals)
        (visits | self.visit_id)._signoff_void_if_changed()
        if not {"name", "position", "rank_id"}.isdisjoint(vals):
            for model in ("reception.booking", "reception.hospitality"):
                # who may write a guest has a say in what was signed for him
                self.env[model].sudo().search([("guest_ids", "in", self.ids)])._signoff_void_if_changed()
        if "rank_id" in vals:
            # rooms of others may lean on his
            self.visit_id.booking_ids._reopen_if_over()
        return result

    def _check_documents(self, written):
        """Bookings and meals name their guests, not the other way round: they look at what was signed (1-3.8).

        :raises UserError: ``written`` says that bookings or meals came with the guest
        """
        if written:
            raise UserError(
                self.env["reception.clause"]._explain(
                    "1-3.8", self.env._("guests are put on a booking or a meal there, not from the guest.")
                )
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for guest in self.sudo():
            documents = [
                document.display_name
                for document in (*guest.booking_ids, *guest.hospitality_ids)
                if document.state not in ("cancelled", "declined")
            ]
            if documents:
                raise UserError(
                    self.env._(
                        "%(guest)s is on %(documents)s: take the guest off there first.",
                        guest=guest.name,
                        documents=", ".join(documents),
                    )
                )

    def unlink(self):
        visits = self.visit_id
        result = super().unlink()
        visits.exists()._signoff_void_if_changed()
        return result
