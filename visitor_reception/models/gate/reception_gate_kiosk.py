import re
import secrets
import unicodedata

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, consteq, hmac

# digits of a number that tell apart who has the same name
TAIL = 4
# people write spaces and dots of many kinds, or none
SAME_NAME = r"lower(regexp_replace(normalize(%s, NFKC), '[\s\u00a0\u3000.\u00b7\u2022\u2027\u30fb]', '', 'g'))"
SAME_TAIL = rf"right(regexp_replace(%s, '\D', '', 'g'), {TAIL})"


class ReceptionGate(models.Model):
    """The kiosk of a gate: one device without login, on which visitors register themselves."""

    _inherit = "reception.gate"

    kiosk_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    kiosk_url = fields.Char(
        string="Address of the Kiosk",
        compute="_compute_kiosk_url",
        help="Open it on the device at the gate, and press the button there: from then on it works on no other device.",
    )
    kiosk_bound_at = fields.Datetime(string="Kiosk Device Since", readonly=True, copy=False)

    kiosk_idle_seconds = fields.Integer(
        string="Kiosk Forgets After (Seconds)",
        required=True,
        default=90,
        help="So long after the last touch, what a visitor typed and did not send is cleared.",
    )

    _kiosk_token_uniq = models.UniqueIndex("(kiosk_token) WHERE kiosk_token IS NOT NULL")
    _kiosk_idle_seconds_check = models.Constraint(
        "CHECK (kiosk_idle_seconds BETWEEN 5 AND 3600)", "The kiosk forgets a visitor after 5 to 3600 seconds."
    )

    @api.depends_context("uid")
    @api.depends("kiosk_token")
    def _compute_kiosk_url(self):
        for gate in self:
            token = gate.has_access("write") and gate.sudo().kiosk_token  # read nowhere else
            gate.kiosk_url = token and f"{gate.get_base_url()}/reception/gate/kiosk/{token}"

    def action_make_kiosk_link(self):
        """Make the address of the kiosk, or a new one: the old address and its device are worth nothing then.

        :raises AccessError: the user does not administer gates
        """
        self.check_access("write")
        for gate in self.sudo():  # nobody reads the token
            gate.write({"kiosk_token": secrets.token_urlsafe(32), "kiosk_bound_at": False})

    @api.model
    def _find_by_kiosk_token(self, token):
        """The gate in use with this address, or none; as superuser."""
        gates = self.sudo()  # a visitor has no rights: the address is what he may do
        return gates.search([("kiosk_token", "=", token)]) if token else gates

    def _get_kiosk_key(self):
        """What the device keeps; as superuser."""
        self.ensure_one()
        return hmac(self.env, "reception-gate-kiosk", (self.id, self.kiosk_token))

    def _is_kiosk_device(self, key):
        """Whether ``key`` is of the device that was bound; as superuser."""
        return bool(self.kiosk_bound_at) and key.isascii() and consteq(self._get_kiosk_key(), key)

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
