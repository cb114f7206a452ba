import re

from odoo import models

CHANNEL = re.compile(r"reception\.gate_(\d+)")


class IrWebsocket(models.AbstractModel):
    """Desks of a gate listen to its passages; nobody else does."""

    _inherit = "ir.websocket"

    def _build_bus_channel_list(self, channels):
        channels = list(channels)
        asked = {
            channel: match for channel in channels if isinstance(channel, str) and (match := CHANNEL.fullmatch(channel))
        }
        if asked:
            channels = [channel for channel in channels if channel not in asked]
            if self.env["reception.gate.log"]._is_guard():
                ids = [int(match[1]) for match in asked.values()]
                channels += self.env["reception.gate"].search([("id", "in", ids)])
        return super()._build_bus_channel_list(channels)
