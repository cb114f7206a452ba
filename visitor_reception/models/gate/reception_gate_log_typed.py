import re

from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, single_email_re

from ...tools.documents import find_problem, mask
from ...tools.keys import document_key, phone_key
from .reception_gate_log import LARGEST_HEADCOUNT, LONGEST_EMAIL, LONGEST_NAME

# less is no number that somebody outside is called by
SHORTEST_PHONE = 7


class ReceptionGateLog(models.Model):
    """What people type, as it is stored; who types does not matter."""

    _inherit = "reception.gate.log"

    @api.model
    def _typed_refusals(self, vals):
        """Why cleaned values that somebody types are not taken, wherever that is; add-ons add their rules.

        :return: list of texts
        """
        return []

    @api.model
    def _clean_typed(self, vals):
        """Typed values as they are stored.

        :raises UserError: what ``_typed_refusals`` says, or the number cannot be of this kind of document (3-3b)
        :raises ValidationError: there is no name, a text is too long, or what should be an e-mail address is none
        """
        vals = {name: self._clean_text(name, value) for name, value in vals.items()}
        if email := vals.get("visitor_email"):
            vals["visitor_email"] = self._clean_email(email)
        typed = vals.pop("document_typed", False)
        if number := document_key(typed or vals.get("document_number")):
            vals |= {"document_number": number, "document_masked": mask(number)}
        if not vals.get("visitor_name"):
            raise ValidationError(self.env._("Write the visitor's name."))
        people = vals.get("headcount") or 1
        if not isinstance(people, int) or not 0 < people <= LARGEST_HEADCOUNT:
            raise ValidationError(
                self.env._("Write how many people pass: 1 to %(largest)s.", largest=LARGEST_HEADCOUNT)
            )
        self._raise_refusals([self._document_refusals(vals), self._typed_refusals(vals)])
        return vals

    def _document_refusals(self, vals):
        """Why the number that is typed cannot be right; the number itself is not repeated."""
        kind = vals.get("document_kind") or self[:1].document_kind
        today = self.env["reception.deadline"]._get_today(self.env.company)
        problem = find_problem(kind, vals.get("document_number") or "", today) if vals.get("document_number") else None
        if not problem:
            return []
        kinds = dict(self._fields["document_kind"]._description_selection(self.env))
        texts = {
            "form": self.env._(
                "no number of this document looks like the one that is written: %(kind)s. Read it once more, or choose"
                " another document.",
                kind=kinds[kind],
            ),
            "birth": self.env._(
                "the number has no possible date of birth (%(kind)s): read it once more.", kind=kinds[kind]
            ),
            "check": self.env._(
                "the last character does not fit the number (%(kind)s): one is wrong, read it once more.",
                kind=kinds[kind],
            ),
        }
        return [self._explain("3-3b", texts[problem])]

    @api.model
    def _phone_refusals(self, vals):
        """Who is invited leaves a number that can be called."""
        phone = vals.get("visitor_phone")
        if not phone or len(re.sub(r"\D", "", phone_key(phone))) >= SHORTEST_PHONE:
            return []
        return [
            self.env._(
                "%(phone)s is no whole phone number: write at least %(digits)s digits.",
                phone=phone,
                digits=SHORTEST_PHONE,
            )
        ]

    @api.model
    def _clean_text(self, name, value):
        """A typed text as it is shown: without spaces around it, and single ones within.

        :raises ValidationError: it is longer than the field of this name
        """
        field = self._fields.get(name)
        if not isinstance(value, str) or (field and field.type != "char"):
            return value
        text = " ".join(value.replace("\0", "").split())
        # an address is too long in its own words
        if field and field.size and name != "visitor_email" and len(text) > field.size:
            label = field._description_string(self.env)
            raise ValidationError(self.env._("%(field)s: at most %(size)s characters.", field=label, size=field.size))
        return text or False

    @api.model
    def _clean_email(self, email):
        """An address as it is stored.

        :raises ValidationError: it is none, more than one, or too long
        """
        address = isinstance(email, str) and email_normalize(email)
        if not address or len(address) > LONGEST_EMAIL or not single_email_re.match(address):
            raise ValidationError(
                self.env._(
                    "“%(email)s” is no e-mail address. Write a single one, such as name@example.com.",
                    email=str(email)[:LONGEST_NAME],
                )
            )
        return address
