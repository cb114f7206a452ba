from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from odoo.fields import Command
from odoo.tools import SQL

from ...tools.repeat import is_same_matter

CONTACT_FACTS = {
    "address_missing",
    "answer",
    "basis_id",
    "caller_number",
    "end_cause",
    "ended_by",
    "filled_by",
    "name_missing",
    "number_withheld",
    "rings",
    "ticket",
}
MATTER_FACTS = {
    "accused_department_id",
    "circumstances",
    "field_id",
    "headcount",
    "importance",
    "importance_reason",
    "is_difficult",
    "is_litigation_related",
    "kind",
    "request",
    "title",
}
# known before anything is typed: none of it says anything
EMPTY_FACTS = {"channel", "client_id", "form_number", "started_at", "window_id"}
OTHER_FACTS = {"people", "accused", "contact_id", "same_matter_id"}


class ReceptionPetitionContact(models.Model):
    """How a call, visit or letter is registered: once, with its people, on a new matter or on one that is known."""

    _inherit = "reception.petition.contact"

    @api.model
    def register(self, vals):
        """Register a call, visit or letter (5-2.2); the same ``client_id`` twice registers once.

        An accusation is sealed at once: who typed it keeps its number alone (P1-30).

        :param dict vals: facts of the contact; ``people``: list of dicts (name, sex, phone, address, unit, document_kind,
            document_number, role); ``kind``, ``title``, ``circumstances``, ``request``, ``field_id``, ``headcount``;
            ``accused``: ids of employees; ``same_matter_id``: the matter that a person says it is the same as;
            ``contact_id``: of a visitor who was given a number and is received now; ``form_number``: of a form on paper
        :returns: ``{"contact_id", "matter_id", "number", "candidates"}``
        :raises UserError: an unknown fact, a sixth representative, or somebody who is accused registers
        """
        vals = self._check_register(dict(vals))
        if registered := self._find_registered(vals.get("client_id")):
            return registered._get_receipt()
        contact = self._find_received(vals.get("contact_id"))
        if not contact:
            contact = self._reserve(vals)
        elif vals.get("form_number"):
            contact._as_engine().form_number = vals["form_number"]
        same = self.env["reception.petition.matter"].browse(vals.get("same_matter_id") or ()).exists()
        if same:
            contact._join_matter(same, vals)
        else:
            contact._begin_matter(vals)
        return contact._get_receipt(vals)

    @api.model
    def _check_register(self, vals):
        self._check_receiver()
        if unknown := sorted(set(vals) - CONTACT_FACTS - MATTER_FACTS - EMPTY_FACTS - OTHER_FACTS):
            raise UserError(self.env._("These facts are not known: %(names)s", names=", ".join(unknown)))
        people = vals.setdefault("people", [])
        known = {*self.env["reception.petition.petitioner"]._get_typed_fields(), "role"}
        if not all(isinstance(person, dict) and set(person) <= known for person in people):
            raise UserError(self.env._("People are given by: %(names)s", names=", ".join(sorted(known))))
        # of a group that comes in person those count who speak; the others are co-signers
        speakers = ("representative", "petitioner") if vals.get("channel") == "petition_visit" else ("representative",)
        representatives = sum((person.get("role") or "petitioner") in speakers for person in people)
        limit = self.env.company.sudo().reception_petition_representatives
        if representatives > limit:
            reason = self.env._("%(count)s representatives; at most %(limit)s.", count=representatives, limit=limit)
            self._refuse([self._explain("P1-20", reason)])
        if vals.get("accused") and self.env.user.sudo().employee_ids & self._get_accused(vals):
            self._refuse(
                [
                    self._explain(
                        "P1-28", self.env._("you are complained about yourself: a colleague registers this matter.")
                    )
                ]
            )
        return vals

    @api.model
    def _get_accused(self, vals):
        """The employees who are complained about, as superuser: a receiver reads no employees."""
        return self.env["hr.employee"].sudo().browse(vals.get("accused") or ()).exists()

    @api.model
    def _find_registered(self, client_id):
        """What this user has registered under ``client_id``, as superuser; whoever sends it twice waits for the first.

        :raises ConcurrencyError: it is being registered just now; Odoo runs the request anew
        """
        if not client_id:
            return self.sudo().browse()
        [[is_first]] = self.env.execute_query(SQL("SELECT pg_try_advisory_xact_lock(hashtext(%s))", client_id))
        if not is_first:
            raise ConcurrencyError(self.env._("This contact is being registered."))
        return self.sudo().search([("client_id", "=", client_id), ("create_uid", "=", self.env.uid)])

    @api.model
    def _find_received(self, contact_id):
        """A visitor whom the current user receives, and of whom nothing is written down yet."""
        contact = self.browse(contact_id or ()).exists()
        if contact:
            contact._lock()
            contact._refuse(contact._receive_refusals())
            if contact.matter_id or contact.state != "open":
                self._refuse([self._explain("5-2.2", self.env._("%(contact)s is registered.", contact=contact.name))])
        return contact

    @api.model
    def _reserve(self, vals):
        """The row without text: a statement that fails would show its values in the log of the server."""
        contact = self._as_engine().create({name: vals[name] for name in EMPTY_FACTS if vals.get(name)})
        contact.flush_recordset()
        return contact.with_env(self.env)

    def _get_day(self):
        return self.env["reception.deadline"]._to_company_day(self.sudo().started_at, self.sudo().company_id)

    def _begin_matter(self, vals):
        contact = self._as_engine()
        facts = {name: vals[name] for name in MATTER_FACTS if vals.get(name) not in (None, False, "")}
        is_sealed = facts.get("kind") == "accusation"
        # what an accusation says never stands in a table that people read
        shown = (
            {name: facts[name] for name in ("kind", "accused_department_id") if name in facts} if is_sealed else facts
        )
        matter = (
            contact.env["reception.petition.matter"]
            .with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
            .create(
                {
                    **shown,
                    "company_id": contact.company_id.id,
                    "headcount": vals.get("headcount") or max(len(vals["people"]), 1),
                    "first_contact_id": contact.id,
                    "accused_ids": [Command.set(self._get_accused(vals).ids)],
                    # nobody yet, where a visitor typed it at the kiosk
                    "holder_id": contact.receiver_id.id if not is_sealed else False,
                    "first_handler_id": contact.receiver_id.id,
                }
            )
        )
        contact.matter_id = matter
        if is_sealed:
            matter._seal_typed(contact, vals)
        else:
            contact._write_facts(vals)
        matter._start_receipt_terms(contact._get_day())
        if matter.importance == "important":
            matter._on_important()

    def _write_facts(self, vals):
        self.write({name: vals[name] for name in CONTACT_FACTS if name in vals})
        self._add_people(vals["people"])

    def _add_people(self, people):
        petitioners = [
            self.env["reception.petition.petitioner"]._find_or_create([person], self.company_id) for person in people
        ]
        self.env["reception.petition.party"].create(
            [
                {
                    "matter_id": self.matter_id.id,
                    "contact_id": self.id,
                    "petitioner_id": petitioner.id,
                    "role": person.get("role") or "petitioner",
                }
                for person, petitioner in zip(people, petitioners, strict=True)
            ]
        )

    def _join_matter(self, matter, vals):
        """The same matter again: nothing starts anew (P1-19); who says so is kept.

        Who comes to the talk that was agreed on repeats nothing: it brings its own outcome (reading D18).
        """
        matter._lock()
        is_repeat = matter.sudo().state != "follow_up_talk"
        contact = self._as_engine()
        contact.write({"matter_id": matter.id, "is_repeat": is_repeat, "same_decided_by_id": self.env.uid})
        if matter.sudo().is_sealed:
            matter._as_engine()._add_sealed(contact, vals)
        else:
            contact._write_facts(vals)
        if is_repeat:
            matter._as_engine().repeat_count += 1

    def _get_receipt(self, vals=None):
        contact = self.sudo()
        candidates = self._find_candidates(vals) if vals and not contact.matter_id.is_sealed else []
        if candidates and not contact.is_repeat:
            contact._as_engine().is_possible_repeat = any(card["is_same_matter"] for card in candidates)
        return {
            "contact_id": contact.id,
            "matter_id": contact.matter_id.id,
            "number": contact.matter_id.name,
            "candidates": candidates,
        }

    def _find_candidates(self, vals, limit=8):
        """Cards of other matters of the same people; a person decides whether one is the same (5-2.3)."""
        contact = self.sudo()
        parties = self.env["reception.petition.party"].search_fetch(
            [("petitioner_id", "in", contact.party_ids.petitioner_id.ids), ("matter_id", "!=", contact.matter_id.id)],
            ["matter_id"],
            order="id desc",
            limit=limit,
        )
        said = f"{vals.get('circumstances') or ''} {vals.get('request') or ''}"
        cards = self._get_cards(parties.matter_id)
        for card in cards:
            card["is_same_matter"] = is_same_matter(said, f"{card['circumstances'] or ''} {card['request'] or ''}")
        return cards

    # ------------------------------------------------------------------------------------------------------------------
    # Decide later whether it is the same
    # ------------------------------------------------------------------------------------------------------------------

    def action_another_matter(self):
        """Say that it is another matter than those that were found.

        :raises UserError: the current user does not receive it
        """
        self.ensure_one()
        self._lock()
        self._refuse(self._receive_refusals())
        self._as_engine().write({"is_possible_repeat": False, "same_decided_by_id": self.env.uid})
        return True

    def action_start(self):
        """Receive somebody who waits.

        :raises UserError: nobody waits, or the current user is no receiver
        """
        self._check_receiver()
        for contact in self:
            contact._lock()
            contact._move("open", receiver_id=self.env.uid, started_at=fields.Datetime.now())
            matter = contact.matter_id
            if matter and not matter.sudo().holder_id and not matter.sudo().is_sealed and not matter.holder_unit_id:
                matter._hold(matter.holder_unit_id, self.env.user)
        return True
