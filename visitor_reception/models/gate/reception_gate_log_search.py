import re

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from .reception_gate_log import escape_like


class ReceptionGateLog(models.Model):
    """Passages are found among millions as people look for them; each way has an index."""

    _inherit = "reception.gate.log"

    @api.model
    def _get_search_conditions(self, term):
        """What ``term`` may mean among all passages: domains, each of which an index of its own serves."""
        like = escape_like(term)
        compact = escape_like(self._clean_text("plate", term) or term)
        digits = re.sub(r"[\s\-()]", "", term)
        # the number on a slip that was corrected since finds the entry that stands now
        conditions = [Domain("id", "in", self._get_latest_sql(SQL("name = %s", term.upper())))]
        if len(term) > 2:
            conditions.append(Domain("visitor_name", "ilike", like))
        else:
            # two Chinese characters: the beginning or the end of a name; a longer name by three
            conditions += [Domain("visitor_name", "=like", f"{like}%"), self._get_end_domain("visitor_name", term)]
        if len(compact) > 2:
            conditions.append(Domain("plate", "ilike", compact))
        if digits.lstrip("+").isdigit():
            # trigrams of digits are so few that each is in a great part of all numbers
            conditions.append(self._get_end_domain("visitor_phone", digits))
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
        digits = re.sub(r"[\s\-()]", "", term)
        phone = Domain("visitor_phone", "ilike", digits) if digits.lstrip("+").isdigit() else Domain.FALSE
        name = Domain("visitor_name", "ilike", escape_like(term))
        return Domain.OR([*self._get_search_conditions(term), name, phone, Domain("pass_number", "=", term)])
