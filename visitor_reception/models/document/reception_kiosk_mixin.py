import secrets

from odoo import api, fields, models
from odoo.tools import consteq, hmac


class ReceptionKioskMixin(models.AbstractModel):
    """A place with a kiosk: one device without login, on which visitors register themselves."""

    _name = "reception.kiosk.mixin"
    _description = "Place With a Kiosk"

    # where the page of the kiosk is, without its token
    _kiosk_path = None

    kiosk_token = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    kiosk_url = fields.Char(
        string="Address of the Kiosk",
        compute="_compute_kiosk_url",
        help="Open it on the device, and press the button there: from then on it works on no other device.",
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
        for place in self:
            token = place.has_access("write") and place.sudo().kiosk_token  # read nowhere else
            place.kiosk_url = token and f"{place.get_base_url()}{self._kiosk_path}/{token}"

    def action_make_kiosk_link(self):
        """Make the address of the kiosk, or a new one: the old address and its device are worth nothing then.

        :raises AccessError: the user does not administer such places
        """
        self.check_access("write")
        for place in self.sudo():  # nobody reads the token
            place.write({"kiosk_token": secrets.token_urlsafe(32), "kiosk_bound_at": False})

    @api.model
    def _find_by_kiosk_token(self, token):
        """The place in use with this address, or none; as superuser."""
        places = self.sudo()  # a visitor has no rights: the address is what they may do
        return places.search([("kiosk_token", "=", token)]) if token else places

    def _get_kiosk_key(self):
        """What the device keeps; as superuser."""
        self.ensure_one()
        return hmac(self.env, f"{self._name.replace('.', '-')}-kiosk", (self.id, self.kiosk_token))

    def _is_kiosk_device(self, key):
        """Whether ``key`` is of the device that was bound; as superuser."""
        return bool(self.kiosk_bound_at) and key.isascii() and consteq(self._get_kiosk_key(), key)
