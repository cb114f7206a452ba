import secrets
from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ADMINISTRATORS = "visitor_reception.group_reception_officer,visitor_reception.group_reception_manager"


class ReceptionGate(models.Model):
    """Where the steps at a gate are told to: a turnstile, a car park, a text message service, a chat robot."""

    _inherit = "reception.gate"

    event_url = fields.Char(
        string="Address Told",
        size=500,
        groups=ADMINISTRATORS,
        help="Every step at this gate is sent here by HTTP POST as JSON, signed. Empty: nothing is sent.",
    )
    event_secret = fields.Char(
        string="Key of the Signature",
        readonly=True,
        copy=False,
        groups=ADMINISTRATORS,
        help="The receiver computes HMAC-SHA256 with it over the time, a dot and the text, and compares.",
    )
    event_is_private = fields.Boolean(
        string="In the House",
        groups=ADMINISTRATORS,
        help="Addresses of the company's own network are refused unless this is set.",
    )
    event_failed_count = fields.Integer(
        string="Not Delivered",
        compute="_compute_event_failed_count",
        groups=ADMINISTRATORS,
    )

    def _compute_event_failed_count(self):
        failed = self.env["reception.gate.event"]._read_group(
            [("gate_id", "in", self.ids), ("state", "=", "failed")], ["gate_id"], ["__count"]
        )
        counts = {gate.id: count for gate, count in failed}
        for gate in self:
            gate.event_failed_count = counts.get(gate.id, 0)

    @api.constrains("event_url")
    def _check_event_url(self):
        for gate in self:
            parts = urlsplit(gate.event_url or "https://none")
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
                raise ValidationError(self.env._("Write an address that begins with https:// or http://."))

    @api.model_create_multi
    def create(self, vals_list):
        gates = super().create(vals_list)
        gates._make_event_secrets()
        return gates

    def write(self, vals):
        result = super().write(vals)
        if vals.get("event_url"):
            self._make_event_secrets()
        return result

    def _make_event_secrets(self):
        for gate in self.sudo().filtered(lambda gate: gate.event_url and not gate.event_secret):  # made, never typed
            gate.event_secret = secrets.token_urlsafe(32)

    def action_make_event_secret(self):
        """Make a new key: the receiver is told it before the next step is sent.

        :raises AccessError: the user does not administer gates
        """
        self.check_access("write")
        for gate in self.sudo():  # made, never typed
            gate.event_secret = secrets.token_urlsafe(32)

    def action_view_events(self):
        """What was sent, and what was answered."""
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_gate_event_action")
        return {**action, "domain": [("gate_id", "in", self.ids)], "context": {"search_default_not_delivered": 1}}
