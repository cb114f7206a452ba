import secrets

from odoo import api, fields, models
from odoo.tools import consteq, hmac


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
            token = gate.has_access("write") and gate.sudo().kiosk_token
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
        return self.sudo().search([("kiosk_token", "=", token)]) if token else self.sudo()

    def _get_kiosk_key(self):
        """What the device keeps; as superuser."""
        self.ensure_one()
        return hmac(self.env, "reception-gate-kiosk", (self.id, self.kiosk_token))

    def _is_kiosk_device(self, key):
        """Whether ``key`` is of the device that was bound; as superuser."""
        return bool(self.kiosk_bound_at) and key.isascii() and consteq(self._get_kiosk_key(), key)
