import secrets

from odoo import api, fields, models

from odoo.addons.visitor_reception.tools.keys import document_key, name_key, phone_key

from .reception_petition_contact_register import CONTACT_FACTS


class ReceptionPetitionMatter(models.Model):
    """The people and the pieces of a matter; sealed matters have them in their sealed content."""

    _inherit = "reception.petition.matter"

    first_contact_id = fields.Many2one(
        "reception.petition.contact", readonly=True, ondelete="restrict", index="btree_not_null"
    )
    contact_ids = fields.One2many(
        "reception.petition.contact", "matter_id", string="Calls, Visits, Letters", readonly=True
    )
    party_ids = fields.One2many("reception.petition.party", "matter_id", string="People", readonly=True)

    status_token = fields.Char(
        readonly=True, copy=False, groups=fields.NO_ACCESS, default=lambda self: secrets.token_urlsafe(24)
    )

    _status_token_idx = models.Index("(status_token)")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"first_contact_id", "status_token"}

    @api.model
    def _find_by_status_token(self, token):
        """The matter of a petitioner's status page, as superuser; a sealed one is as unknown as any other."""
        matters = self.sudo()  # a petitioner has no rights: the address is what they may do
        return matters.search([("status_token", "=", token), ("is_sealed", "=", False)]) if token else matters

    def _get_status_url(self):
        """Where the petitioner sees how the matter stands; as superuser."""
        return f"{self.get_base_url()}/reception/petition/status/{self.status_token}"

    @api.model
    def _cron_clock(self):
        self.env["reception.petition.petitioner"]._forget_numbers()
        return super()._cron_clock()

    def _get_addressee(self):
        """The names that a paper is addressed to; nobody is named on what is sealed."""
        return "、".join(name for name in self.sudo().party_ids.petitioner_id.mapped("name") if name)

    def _can_be_told(self):
        matter = self.sudo()
        if not matter.is_sealed:
            return any(petitioner.name and petitioner.address for petitioner in matter.party_ids.petitioner_id)
        # whether, not who
        sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "=", self.id)])
        people = [person for contact in sealed.payload["contacts"] for person in contact["people"]]
        return any(person.get("name") and person.get("address") for person in people)

    def _is_receiver(self):
        return super()._is_receiver() or self.env.user in self.sudo().contact_ids.receiver_id

    def _has_gone_on(self):
        """Whether something rests on the outcome already, so that it cannot be taken back any more."""
        return False

    def _get_missing_content(self):
        """Names of what the form lacks (2-2.3b): main circumstances and main request."""
        matter = self.sudo()
        if matter.is_sealed:
            return []
        return [
            matter._fields[name]._description_string(self.env)
            for name in ("circumstances", "request")
            if not matter[name]
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # Sealed
    # ------------------------------------------------------------------------------------------------------------------

    def _seal_typed(self, contact, vals):
        """Seal an accusation as it is typed: its texts and people go to the sealed content alone."""
        typed = {name: vals.get(name) or "" for name in ("title", "circumstances", "request")}
        self._seal({**typed, "accused": self.accused_ids.mapped("name"), "contacts": [self._get_typed(contact, vals)]})
        self._write_sealed_keys(vals["people"])

    def _get_typed(self, contact, vals):
        said = {name: vals[name] for name in ("circumstances", "request") if vals.get(name)}
        facts = {name: vals[name] for name in CONTACT_FACTS if vals.get(name)}
        return {**facts, **said, "contact_id": contact.id, "people": vals["people"]}

    def _write_sealed_keys(self, people):
        petitioners = self.env["reception.petition.petitioner"]
        keys = {petitioners._hash(document_key(person.get("document_number"))) for person in people}
        keys |= {
            petitioners._hash(f"{name_key(person['name']).encode().hex()}{phone_key(person['phone'])}")
            for person in people
            if person.get("name") and person.get("phone")
        }
        sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "=", self.id)])
        sealed.keys = sorted({*(sealed.keys or []), *filter(None, keys)})

    def _add_sealed(self, contact, vals):
        """A repeat of a sealed matter: what is said joins the sealed content."""
        sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "=", self.id)])
        contacts = [*sealed.payload.get("contacts", []), self._get_typed(contact, vals)]
        sealed.payload = {**sealed.payload, "contacts": contacts}
        self._write_sealed_keys(vals["people"])

    def _merge_into(self, same):
        """Calls, visits, letters and their people go over; each counts as a repeat of the matter that stays."""
        super()._merge_into(same)
        matter, target = self._as_engine(), same._as_engine()
        contacts = matter.contact_ids
        matter.party_ids.write({"matter_id": same.id})
        contacts.write({"matter_id": same.id, "is_repeat": True, "same_decided_by_id": self.env.uid})
        target.repeat_count += len(contacts)
        if matter.is_sealed:
            sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "in", (self | same).ids)])
            mine, other = (sealed.filtered(lambda row, of=of: row.matter_id == of) for of in (matter, target))
            said = [*other.payload["contacts"], *mine.payload["contacts"]]
            other.write(
                {
                    "payload": {**other.payload, "contacts": said},
                    "keys": sorted({*(other.keys or []), *(mine.keys or [])}),
                }
            )

    def _collect_payload(self):
        """A matter that is sealed later takes its people and what was said with it."""
        matter = self._as_engine()
        contacts = []
        for contact in matter.contact_ids:
            people = [
                {
                    **{name: party.petitioner_id[name] or "" for name in party.petitioner_id._get_typed_fields()},
                    "role": party.role,
                }
                for party in contact.party_ids
            ]
            said = {name: contact[name] for name in CONTACT_FACTS - {"basis_id"} if contact[name]}
            contacts.append({**said, "contact_id": contact.id, "people": people})
        return {**super()._collect_payload(), "contacts": contacts}

    def _seal(self, payload):
        super()._seal(payload)
        matter = self._as_engine()
        petitioners = matter.party_ids.petitioner_id
        matter.party_ids.unlink()
        petitioners.filtered(lambda petitioner: not petitioner.party_ids).unlink()
        matter.contact_ids.write(
            {**dict.fromkeys(CONTACT_FACTS - {"filled_by", "rings"}, False), "outcome_reason": False}
        )
        matter.paper_ids.write({"text": "–", "addressee": False})

    # ------------------------------------------------------------------------------------------------------------------
    # Buttons that ask first
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_pass_on(self):
        """Ask for the unit, then pass on."""
        return self._open_dialog("pass_on", self.env._("Pass On"))

    def action_open_recall(self):
        """Ask why, then recall."""
        return self._open_dialog("recall", self.env._("Recall"))

    def action_open_end(self):
        """Ask how and why, then end."""
        return self._open_dialog("end", self.env._("End the Matter"))

    def action_open_reopen(self):
        """Ask for the new facts, then reopen."""
        return self._open_dialog("reopen", self.env._("Reopen"))

    def action_open_withdraw(self):
        """Ask for the interest, then withdraw."""
        return self._open_dialog("withdraw", self.env._("Withdraw From the Matter"))

    def action_open_take(self):
        """Ask for the handler, then give the matter to that person."""
        return self._open_dialog("take", self.env._("Give to a Handler"))

    def action_open_classify(self):
        """Ask for the kind, then classify."""
        return self._open_dialog("classify", self.env._("Classify"))
