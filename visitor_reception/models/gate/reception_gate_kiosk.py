import re
import unicodedata

from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

# digits of a number that tell apart who has the same name
TAIL = 4
# people write spaces and dots of many kinds, or none
SAME_NAME = r"lower(regexp_replace(normalize(%s, NFKC), '[\s\u00a0\u3000.\u00b7\u2022\u2027\u30fb]', '', 'g'))"
SAME_TAIL = rf"right(regexp_replace(%s, '\D', '', 'g'), {TAIL})"


class ReceptionGate(models.Model):
    """The kiosk of a gate: one device without login, on which visitors register themselves."""

    _name = "reception.gate"
    _inherit = ["reception.gate", "reception.kiosk.mixin"]

    _kiosk_path = "/reception/gate/kiosk"

    def _match_host(self, name, phone):
        """The employee whom a visitor at the kiosk names, if there is no doubt; as superuser, for the guard alone.

        A name that one active employee bears is enough, spaces and capitals aside. Of several of that name, or if
        nobody bears it, the one with this end of the telephone number is meant.

        :param str phone: the last digits of a number, or all of it
        :return: ``hr.employee``, or none: the guard chooses
        """
        employees = self.env["hr.employee"].sudo()  # a kiosk does not read employees
        company = Domain("company_id", "=", self.company_id.id)
        named = employees.search(company & get_same_domain("name", SAME_NAME, name))
        if len(named) == 1:
            return named
        tail = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", phone))[-TAIL:]
        if len(tail) < TAIL:
            return employees
        reached = Domain.OR(get_same_domain(number, SAME_TAIL, tail) for number in ("work_phone", "mobile_phone"))
        among = Domain("id", "in", named.ids) if named else Domain.TRUE
        found = employees.search(company & reached & among, limit=2)
        return found if len(found) == 1 else employees


def get_same_domain(name, form, value):
    """Records whose field is the same as ``value`` in a form in which the database compares them."""
    return Domain.custom(
        to_sql=lambda model, alias, query: SQL(
            "%s = %s", SQL(form, model._field_to_sql(alias, name, query)), SQL(form, value)
        )
    )
