from urllib.parse import urlsplit

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.card_text import LAYOUT_PARTS, read_card
from ...tools.keys import name_key


class ReceptionGate(models.Model):
    """What devices send to a desk: codes of a scanner, and texts of a card reader that types like a keyboard."""

    _inherit = "reception.gate"

    card_reader = fields.Selection(
        [("off", "None"), ("auto", "Told by its looks"), ("layout", "In the order below")],
        required=True,
        default="auto",
        help="How the card reader at the desk types name and number: most types are told by their looks.",
    )
    card_layout = fields.Char(
        string="Order of the Parts",
        size=200,
        help="What the reader types of a card, with the sign between: name|sex|nation|birth|address|number. The parts name,"
        " latin (name in Latin letters), number and kind are read, all others left out.",
    )

    reader_url = fields.Char(
        string="Address of the Card Reader",
        size=500,
        help="A reader that answers over HTTP beside the desk, such as http://127.0.0.1:8090/card. The browser of the desk"
        " asks it; the server never does.",
    )
    takes_photo = fields.Boolean(
        string="Photo of the Visitor",
        help="The desk offers the camera of the tablet; whoever is let in without a photo is let in all the same.",
    )

    @api.constrains("reader_url")
    def _check_reader_url(self):
        for gate in self.filtered("reader_url"):
            parts = urlsplit(gate.reader_url)
            if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
                raise ValidationError(self.env._("Write an address that begins with https:// or http://."))

    @api.constrains("card_reader", "card_layout")
    def _check_card_layout(self):
        for gate in self.filtered(lambda gate: gate.card_reader == "layout"):
            parts = name_key(gate.card_layout).split()
            if "number" not in parts or not set(parts) & {"name", "latin"} or len(parts) < 2:
                raise ValidationError(
                    self.env._(
                        "Write the parts in the order in which the reader types them, with the sign between them, such as"
                        " name|sex|number; a name and the number are among them. Parts that are read: %(parts)s.",
                        parts=", ".join(LAYOUT_PARTS),
                    )
                )

    def _find_scanned(self, code):
        """The one record of a scanned code, or an empty recordset; other add-ons look for theirs.

        Known are the codes of slips and invitations, short codes of who is expected here today, slip numbers, and numbers
        of passes that are worn.

        :return: of a model with ``reception.desk.row.mixin``
        """
        self.ensure_one()
        logs = self.env["reception.gate.log"]
        log = logs._find_by_code(code, self.company_id) or logs._find_by_short_code(code, self, f"desk {self.env.uid}")
        log = log.with_env(self.env)
        return log if log.company_id == self.company_id else log.browse()

    def _read_scanned(self, text):
        """Values of a passage that are read from the text of a card reader; the gate says how its reader types.

        :return: dict of ``visitor_name``, ``document_kind`` and ``document_typed``, as far as they are known; empty where
            the text is of no card
        """
        self.ensure_one()
        if self.card_reader == "off" or not isinstance(text, str):
            return {}
        today = self.env["reception.deadline"]._get_today(self.company_id)
        read = read_card(text, today, self.card_layout if self.card_reader == "layout" else None)
        names = {"name": "visitor_name", "kind": "document_kind", "number": "document_typed"}
        return {names[part]: value for part, value in read.items()}
