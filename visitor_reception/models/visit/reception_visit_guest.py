from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

# what belongs to the person and is the same on the next visit
PERSON_FIELDS = (
    "name",
    "partner_id",
    "position",
    "rank_id",
    "phone",
    "preference_food",
    "preference_room",
    "things_to_avoid",
    "remark",
)


class ReceptionVisitGuest(models.Model):
    """A guest on the notice; accompanying staff have a rank of their own.

    Unit and preferences are no signed facts: they may change without a new signature (1-3.8 names visitors and dates).
    """

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
    phone = fields.Char(index="trigram")
    unit = fields.Char(string="Own Unit", help="Where it is not the visiting unit of the notice. Empty: the same.")
    unit_name = fields.Char(
        string="Unit",
        compute="_compute_unit_name",
        search="_search_unit_name",
        help="The own unit, or the visiting unit.",
    )
    plate = fields.Char(string="Number Plate", help="Of the car in which the guest comes: the gate looks for it.")
    known_guest_id = fields.Many2one(
        "reception.visit.guest",
        store=False,
        copy=False,
        help="Type a name or a phone number: who has been here before is filled in.",
    )

    # what makes the guest feel at home
    preference_food = fields.Char(string="Food")
    preference_room = fields.Char(string="Lodging")
    things_to_avoid = fields.Char(help="What the guest does not eat, do or talk about.")
    remark = fields.Char(string="Remark on the Guest")

    # of the notice, to look people up
    batch = fields.Integer(related="visit_id.batch")
    date_begin = fields.Datetime(related="visit_id.date_begin")
    visit_state = fields.Selection(related="visit_id.state", string="State of the Notice")
    can_edit = fields.Boolean(related="visit_id.can_edit", related_sudo=False)

    def _check_access(self, operation):
        """Who reads a guest: the rules look at many facts of the notice, which the database does in one query."""
        if operation != "read" or self.env.su or not any(self._ids) or not self.browse().has_access("read"):
            return super()._check_access(operation)
        saved = self.filtered("id")
        if forbidden := saved - saved.with_context(active_test=False).search([("id", "in", saved.ids)]):
            return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)
        return None

    @api.onchange("partner_id")
    def _onchange_partner_id(self):
        if self.partner_id:
            self.name = self.partner_id.name
            self.phone = self.partner_id.phone or self.phone
            self.position = self.partner_id.function or self.position

    @api.onchange("position")
    def _onchange_position(self):
        """The position proposes the rank, where it is not chosen yet."""
        if self.position and not self.rank_id:
            self.rank_id = self.rank_id._find_by_position([self.position]).get(self.position)

    @api.onchange("known_guest_id")
    def _onchange_known_guest_id(self):
        if self.known_guest_id:
            self.update(self.known_guest_id._get_person(self.visit_id.organisation_id))

    def _get_person(self, organisation):
        """Values of the person for another notice, whose visiting unit is ``organisation``; ready to write."""
        self.ensure_one()
        values = {name: self._fields[name].convert_to_write(self[name], self) for name in PERSON_FIELDS}
        return {**values, "unit": self.unit_name if self.unit_name != organisation.name else False}

    @api.depends("unit", "visit_id.organisation_id.name")
    def _compute_unit_name(self):
        for guest in self:
            guest.unit_name = guest.unit or guest.visit_id.organisation_id.name

    def _search_unit_name(self, operator, value):
        if operator in Domain.NEGATIVE_OPERATORS:
            return NotImplemented
        shared = Domain("unit", "in", (False, "")) & Domain("visit_id.organisation_id.name", operator, value)
        return Domain("unit", operator, value) | shared

    @api.depends("name", "position", "unit_name", "phone")
    @api.depends_context("reception_known_guests")
    def _compute_display_name(self):
        to_choose = self.env.context.get("reception_known_guests")
        for guest in self:
            if to_choose:
                tail = guest.phone and f"…{guest.phone[-4:]}"
                guest.display_name = " · ".join(filter(None, [guest.name, guest.position, guest.unit_name, tail]))
            else:
                guest.display_name = f"{guest.name} ({guest.position})" if guest.position else guest.name

    @api.model
    @api.readonly
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        """Guests by name or phone; where a known guest is chosen, every person once, as of the latest notice."""
        if not self.env.context.get("reception_known_guests"):
            return super().name_search(name, domain, operator, limit)
        wanted = Domain("display_name", operator, name) & Domain(domain or Domain.TRUE)
        groups = self._read_group(wanted, ["name", "phone"], ["id:max"], order="id:max desc", limit=limit)
        guests = self.browse(latest for _name, _phone, latest in groups)
        return [(guest.id, guest.display_name) for guest in guests]

    @api.model
    def _document_fields(self):
        """Fields of the signed documents that guests stand on, a set; their rooms extend it."""
        return set()

    @api.model_create_multi
    def create(self, vals_list):
        guests = super().create(vals_list)
        # whatever way they came, the context's defaults included, and whether or not the user may read them
        guests._check_documents(any(guests.sudo()[name] for name in self._document_fields()))
        guests.visit_id._signoff_void_if_changed()
        return guests

    def write(self, vals):
        self._check_documents(not self._document_fields().isdisjoint(vals))
        visits = self.visit_id
        result = super().write(vals)
        (visits | self.visit_id)._signoff_void_if_changed()
        if not {"name", "position", "rank_id"}.isdisjoint(vals):
            for name in sorted(self._document_fields()):
                # who may write a guest has a say in what was signed for the guest
                documents = self.env[self._fields[name].comodel_name].sudo()
                documents.search([("guest_ids", "in", self.ids)])._signoff_void_if_changed()
        return result

    def _check_belongs_to(self, visit, clause="1-2.3"):
        """Guests of a booking, a room or a meal are guests of its visit.

        :raises ValidationError: somebody is not; quotes ``clause``
        """
        if others := self.filtered(lambda guest: guest.visit_id != visit):
            raise ValidationError(
                self.env["reception.clause"]._explain(
                    clause,
                    self.env._(
                        "%(guests)s: not a guest of %(visit)s.",
                        guests=", ".join(others.mapped("name")),
                        visit=visit.display_name,
                    ),
                )
            )

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
                for name in sorted(self._document_fields())
                for document in guest[name]
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
