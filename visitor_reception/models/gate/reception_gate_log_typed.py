from odoo import api, models
from odoo.exceptions import ValidationError
from odoo.tools import email_normalize, single_email_re

from ...tools.keys import document_key
from .reception_gate_log import LARGEST_HEADCOUNT, LONGEST_EMAIL, LONGEST_NAME


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

        :raises UserError: what ``_typed_refusals`` says
        :raises ValidationError: there is no name, or what should be an e-mail address is none
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
        self._raise_refusals([self._typed_refusals(vals)])
        return vals

    @api.model
    def _clean_text(self, name, value):
        """A typed text as it is shown: without spaces around it, and single ones within."""
        if not isinstance(value, str) or (name in self._fields and self._fields[name].type != "char"):
            return value
        return " ".join(value.replace("\0", "").split()) or False

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


def mask(number):
    """An identity number of which only the end is read.

    >>> mask("110101199001011237")
    '**************1237'
    >>> mask("1237")
    '****'
    """
    shown = number[-4:] if len(number) > 4 else ""
    return "*" * (len(number) - len(shown)) + shown
