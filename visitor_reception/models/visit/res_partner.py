import re
import unicodedata

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import clean_context

LONGEST = 100  # characters of a name
# what the names of one company may have or not
FORMS = re.compile(r"(?:股份)?有限(?:责任)?公司$|[,\s]*(?:co\.?,?\s*)?(?:ltd|limited|inc|gmbh|llc)\.?$", re.I)


class ResPartner(models.Model):
    """Hosts and clerks type a unit, a hotel or a restaurant that is not known yet, without the right to create contacts."""

    _inherit = "res.partner"

    @api.model
    def name_create(self, name):
        """From a field of a reception, who may not create contacts enters a name all the same."""
        if self.env.context.get("reception_enter"):
            return self._reception_enter(name)
        return super().name_create(name)

    @api.model
    def _reception_enter(self, name):
        """Enter an organisation by its name, and nothing else of it; who is there already is taken.

        :return: ``(id, name)``
        :raises UserError: no name of an organisation, or the user is no employee of the house
        """
        name = " ".join(unicodedata.normalize("NFKC", name or "").split())
        if not self.env.user.has_group("visitor_reception.group_reception_user"):
            raise UserError(self.env._("Only employees enter organisations."))
        if not 2 <= len(name) <= LONGEST or not re.search(r"[^\W\d_]{2}", name) or re.search(r"[<>@]|https?:", name):
            raise UserError(
                self.env._(
                    "%(name)s is no name of an organisation: write it as it stands on its seal.", name=name[:LONGEST]
                )
            )
        known = self._reception_find(name)
        partner = known.filtered(lambda partner: partner.name.casefold() == name.casefold())[:1]
        if not partner:
            # the name alone, as a company: nothing that a right to create contacts would be needed for
            creator = self.sudo().with_context(**clean_context(self.env.context))
            partner = creator.create({"name": name, "is_company": True})
            if known:
                self.env.user._bus_send(
                    "simple_notification",
                    {
                        "type": "warning",
                        "message": self.env._(
                            "%(name)s was entered. Is it one of these? %(known)s",
                            name=name,
                            known=", ".join(known.mapped("name")),
                        ),
                    },
                )
        return partner.id, partner.sudo(False).display_name

    @api.model
    def _reception_find(self, name):
        """Organisations whose names are the same, or the same but for their legal form (res.partner)."""
        core = FORMS.sub("", name).strip() or name
        pattern = re.sub(r"([\\%_])", r"\\\1", core)
        wanted = Domain("is_company", "=", True) & Domain("name", "=ilike", f"{pattern}%")
        return self.search(wanted, limit=5).filtered(
            lambda partner: FORMS.sub("", partner.name).strip().casefold() == core.casefold()
        )
