from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import hmac

from odoo.addons.visitor_reception.tools.documents import mask
from odoo.addons.visitor_reception.tools.keys import document_key, name_key, phone_key


class ReceptionPetitionPetitioner(models.Model):
    """A person or body that petitions (信访人): no contact of the address book, which every employee reads.

    Known of are only people who have a matter that the user may know of.
    """

    _name = "reception.petition.petitioner"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Petitioner"
    _order = "id desc"

    name = fields.Char()
    sex = fields.Selection([("male", "Male"), ("female", "Female")])
    phone = fields.Char()
    address = fields.Char()
    unit = fields.Char(string="Unit or Residence")
    document_kind = fields.Selection(
        [
            ("identity_card", "Identity card"),
            ("passport", "Passport"),
            ("household", "Household register"),
            ("other", "Other document"),
        ]
    )
    document_number = fields.Char(groups=fields.NO_ACCESS, copy=False)
    document_masked = fields.Char(string="Document No.", readonly=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    party_ids = fields.One2many("reception.petition.party", "petitioner_id")
    name_key = fields.Char(readonly=True)
    phone_key = fields.Char(readonly=True)
    phone_tail = fields.Char(readonly=True)
    document_hash = fields.Char(readonly=True, groups=fields.NO_ACCESS)

    _name_idx = models.Index("(name_key text_pattern_ops)")
    _phone_idx = models.Index("(phone_key text_pattern_ops)")
    _tail_idx = models.Index("(phone_tail)")
    _document_idx = models.Index("(document_hash)")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "company_id",
            "document_hash",
            "document_masked",
            "document_number",
            "name_key",
            "phone_key",
            "phone_tail",
        }

    @api.model
    def _guard_domain(self):
        if self._has_become_superuser():
            return Domain.FALSE
        parties = self.env["reception.petition.party"]
        shown = parties.sudo()._search(parties._guard_domain(), bypass_access=True)
        return Domain("party_ids", "in", shown)

    @api.depends("name")
    def _compute_display_name(self):
        """No name: Odoo shows names even to those who may not read the record."""
        for petitioner in self:
            petitioner.display_name = self.env._("Petitioner %(number)s", number=petitioner.id or "")

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([{**vals, **self._get_keys(vals)} for vals in vals_list])

    def write(self, vals):
        self._check_guarded(vals)
        self.check_access("write")
        # the keys follow the facts and are never written themselves
        return super(ReceptionPetitionPetitioner, self._as_engine()).write({**vals, **self._get_keys(vals)})

    @api.model
    def _get_keys(self, vals):
        """The keys by which people are found, of those facts that are written."""
        keys = {}
        if "name" in vals:
            keys["name_key"] = name_key(vals["name"])
        if "phone" in vals:
            keys["phone_key"] = phone_key(vals["phone"])
            keys["phone_tail"] = keys["phone_key"][-4:]
        if vals.get("document_number"):  # a number that is cleared leaves its hash
            number = document_key(vals["document_number"])
            keys["document_masked"] = mask(number)
            keys["document_hash"] = self._hash(number)
        return keys

    @api.model
    def _hash(self, number):
        number = document_key(number)
        return hmac(self.env(su=True), "reception_petition_document", number) if number else False

    @api.model
    def _find_or_create(self, people, company):
        """The petitioners of ``people`` (dicts of facts): known ones by document, or by name and phone.

        :returns: petitioners in order, as superuser
        """
        petitioners_sudo = self._as_engine()
        known = petitioners_sudo._find_known(people, company)
        found = []
        for person in people:
            facts = {name: person[name] for name in self._get_typed_fields() if person.get(name)}
            match = known.get(self._hash(person.get("document_number"))) or known.get(
                (name_key(person.get("name")), phone_key(person.get("phone")))
            )
            if not match:
                match = petitioners_sudo.create({**facts, "company_id": company.id})
            elif unknown := {name: value for name, value in facts.items() if not match[name]}:
                match.write(unknown)
            found.append(match)
        return petitioners_sudo.union(*found)

    def action_unmask(self, reason):
        """The whole number of the document; who read it and why is kept in the reading log.

        :returns: the number
        :raises AccessError: not of the group Unmask Identity Numbers, or kept from the matter
        :raises UserError: no reason, or no number is kept (any more)
        """
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("visitor_reception.group_reception_identity"):
            raise AccessError(self.env._("Only the group Unmask Identity Numbers reads whole numbers."))
        reason = self._need_text(reason, "P1-30", self.env._("write why you need the whole number."))
        number = self.sudo().document_number  # read nowhere else
        if not number:
            raise UserError(self.env._("No number is kept."))
        matter = self.env["reception.petition.matter"].search([("party_ids.petitioner_id", "=", self.id)], limit=1)
        self.env["reception.petition.reading"]._log(matter, "unmask", reason)
        return number

    def action_open_unmask(self):
        """Ask why, then show the number."""
        return self._open_dialog("unmask", self.env._("Read the Whole Number"))

    @api.model
    def _forget_numbers(self):
        """Clear whole document numbers some days after the last matter is closed; the hash finds the person again."""
        for company in self.env["res.company"].search([("reception_petition_document_days", ">=", 0)]):
            today = self.env["reception.deadline"]._get_today(company)
            since = today - timedelta(days=company.reception_petition_document_days)
            recent = Domain("matter_id.closed_on", "=", False) | Domain("matter_id.closed_on", ">", since)
            over = self.search(
                Domain("company_id", "=", company.id)
                & Domain("document_number", "!=", False)
                & ~Domain("party_ids", "any", recent)
            )
            over._as_engine().document_number = False

    @api.model
    def _get_typed_fields(self):
        return ("name", "sex", "phone", "address", "unit", "document_kind", "document_number")

    def _find_known(self, people, company):
        """Petitioners of the company that people of these facts could be, by their keys."""
        hashes = [self._hash(person["document_number"]) for person in people if person.get("document_number")]
        keys = [
            (name_key(person["name"]), phone_key(person["phone"]))
            for person in people
            if person.get("name") and person.get("phone")
        ]
        domain = Domain("document_hash", "in", hashes) | Domain.OR(
            Domain("name_key", "=", name) & Domain("phone_key", "=", phone) for name, phone in keys
        )
        found = {}
        names = ["document_hash", "name_key", "phone_key", *self._get_typed_fields()]
        for petitioner in self.search_fetch(Domain("company_id", "=", company.id) & domain, names, order="id"):
            if petitioner.document_hash:
                found[petitioner.document_hash] = petitioner
            if petitioner.name_key and petitioner.phone_key:
                found[petitioner.name_key, petitioner.phone_key] = petitioner
        return found
