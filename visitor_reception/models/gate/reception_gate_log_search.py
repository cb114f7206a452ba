import re

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.keys import fold, name_key, phone_key, plate_key, search_key
from .reception_gate_log import escape_like

# characters of the number of a document
SHORTEST_DOCUMENT = 7


class ReceptionGateLog(models.Model):
    """Passages are found among millions as people look for them; each way has an index."""

    _inherit = "reception.gate.log"

    # the name, how it sounds, and the initials of that
    search_key = fields.Char(
        compute="_compute_search_key", store=True, precompute=True, index="trigram", export_string_translation=False
    )

    @api.depends("visitor_name")
    def _compute_search_key(self):
        for log in self:
            log.search_key = search_key(log.visitor_name)

    @api.model
    def _search_display_name(self, operator, value):
        if operator == "ilike" and isinstance(value, str) and value.strip():
            return self._get_term_domain(value, Domain.TRUE)
        return super()._search_display_name(operator, value)

    @api.model
    def _get_term_domain(self, term, within):
        """Passages of the domain ``within`` that ``term`` may mean.

        One query: its conditions are united, for a single one with OR would make the database read every row.
        """
        united = SQL(" UNION ").join(
            self._search(within & condition).select() for condition in self._get_search_conditions(term)
        )
        return Domain("id", "in", SQL("(%s)", united))

    @api.model
    def _get_search_conditions(self, term):
        """What ``term`` may mean among all passages: domains, each of which an index of its own serves."""
        name, plate = name_key(term), plate_key(term)
        # the number on a slip that was corrected since finds the entry that stands now
        conditions = [Domain("id", "in", self._get_latest_sql(SQL("name = %s", term.upper())))]
        if len(name) > 2:
            # sounds are kept without spaces
            spellings = dict.fromkeys((name, name.replace(" ", "")))
            conditions += [Domain("search_key", "ilike", escape_like(spelling)) for spelling in spellings]
        else:
            # two Chinese characters: the beginning or the end of a name; a longer name by three
            conditions += [Domain("name_key", "=like", f"{escape_like(name)}%"), self._get_end_domain("name_key", name)]
        if len(plate) > 2:
            conditions.append(Domain("plate_key", "ilike", plate))
        if len(plate) >= SHORTEST_DOCUMENT and self.env.user.has_group("visitor_reception.group_reception_identity"):
            # by the whole number, and only for who may read it: nobody else learns that it is here
            conditions.append(Domain("document_hash", "=", self._hash_document(term)))
        # trigrams of digits are so few that each is in a great part of all numbers
        conditions += [self._get_end_domain("phone_key", digits) for digits in get_typed_digits(term)]
        return conditions

    @api.model
    def _get_end_domain(self, name, end):
        """Passages whose field ends with ``end``, by the index of the reversed text."""
        return Domain.custom(
            to_sql=lambda model, alias, query: SQL(
                "reverse(%s) LIKE %s", model._field_to_sql(alias, name, query), f"{escape_like(end[::-1])}%"
            ),
            predicate=lambda log: (log[name] or "").endswith(end),
        )

    @api.model
    def _get_latest_sql(self, condition):
        """Ids of the entries that stand now for those of ``condition``, which may have been corrected since."""
        return SQL(
            """(WITH RECURSIVE entry AS (
                SELECT id, active FROM reception_gate_log WHERE %s
                UNION
                SELECT log.id, log.active FROM reception_gate_log log JOIN entry ON log.corrects_id = entry.id
            ) SELECT id FROM entry WHERE active)""",
            condition,
        )

    @api.model
    def _get_open_search_domain(self, term):
        """The few that are open: no index is needed, and any part of a name or number will do."""
        phones = [Domain("phone_key", "ilike", digits) for digits in get_typed_digits(term)]
        name = Domain("search_key", "ilike", escape_like(name_key(term)))
        return Domain.OR([*self._get_search_conditions(term), name, *phones, Domain("pass_number", "=", term)])


def get_typed_digits(term):
    """A phone number, or the end of one, as it may be kept; none of what is no number."""
    digits = re.sub(r"[\s()+\-]", "", fold(term))
    return dict.fromkeys((phone_key(term), digits)) if digits.isdecimal() else {}
