import secrets

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .reception_gate_log import NO_ACCESS

DIGITS = 6


class ReceptionGateLog(models.Model):
    """A short code beside the link: six digits that a guest says at the gate, or types at its kiosk.

    It holds at the gate and on the day when the guest is expected, and whoever tries many is slowed down.
    """

    _inherit = "reception.gate.log"

    short_code = fields.Char(groups=NO_ACCESS, copy=False)

    # two guests never have the same while both are expected; worded as Odoo asks
    _short_code_once = models.UniqueIndex(
        "(short_code, company_id) WHERE short_code IS NOT NULL AND state = 'expected' AND active IS TRUE",
        "This code is taken.",
    )

    def _complete(self, vals_list):
        result = super()._complete(vals_list)
        # a correction takes the code over
        invited = [vals for vals in result if vals.get("state") == "expected" and not vals.get("short_code")]
        for vals, code in zip(invited, self._make_short_codes(len(invited)), strict=True):
            vals["short_code"] = code
        return result

    @api.model
    def _make_short_codes(self, count):
        """Codes that nobody has who is expected."""
        codes = set()
        while len(codes) < count:
            tried = {f"{secrets.randbelow(10**DIGITS):0{DIGITS}}" for _turn in range(count - len(codes))}
            rows = self.env.execute_query(
                SQL(
                    "SELECT short_code FROM reception_gate_log"
                    " WHERE state = 'expected' AND active IS TRUE AND short_code = ANY(%s)",
                    list(tried),
                )
            )
            codes |= tried - {code for (code,) in rows}
        return list(codes)

    @api.model
    def _find_by_short_code(self, code, gate, key):
        """Who is expected today at ``gate`` by a short code, or none; as superuser.

        :param str key: where it is asked from, for the limit of ``ir.http``
        """
        logs = self.sudo()  # who has the code has the right, and nobody else reads it
        if not (isinstance(code, str) and len(code) == DIGITS and code.isascii() and code.isdigit()):
            return logs.browse()
        if self.env["ir.http"]._is_too_often("short_code", key):
            return logs.browse()
        today = gate.sudo()._desk_lists()["expected"].domain
        here = Domain("gate_id", "in", (gate.id, False)) & Domain("short_code", "=", code)
        return logs.search(today & here)

    def _arrive_by_short_code(self, gate):
        """Who typed the code at the kiosk of ``gate`` waits there; ``self`` comes from ``_find_by_short_code``."""
        engine = self._as_engine()
        engine.gate_id = gate
        engine._arrive({})
        self._tell_desks("register")

    def _get_short_code(self):
        """The guest's short code, for the guest alone; nothing once they have come."""
        self.ensure_one()
        return self.state == "expected" and self.sudo().short_code  # read nowhere else
