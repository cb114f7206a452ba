from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...tools.documents import mask
from ...tools.keys import document_key, name_key, phone_key, plate_key
from .reception_gate_keys_mixin import KEYS
from .reception_gate_log import escape_like

LONGEST_NAME = 100
READERS = (
    "visitor_reception.group_reception_guard,visitor_reception.group_reception_officer,"
    "visitor_reception.group_reception_auditor"
)
ALLOWED = (
    "visitor_reception.group_reception_officer,visitor_reception.group_reception_identity,"
    "visitor_reception.group_reception_auditor"
)


class ReceptionGateWatch(models.Model):
    """Somebody who is not to be let in, or whose coming is to be told (关注名单).

    A match is only possible: a person confirms or dismisses it at the gate. Guards see that there is one, not why.
    """

    _name = "reception.gate.watch"
    _inherit = ["reception.placed.mixin", "reception.gate.keys.mixin"]
    _description = "Watch List Entry"
    _order = "name, id"
    _key_sources = {"name": "name", "phone": "phone", "plate": "plate"}

    name = fields.Char(string="Person Watched", index=True, help="However it is written, with a dot or without.")
    phone = fields.Char()
    plate = fields.Char(string="Number Plate")
    document_typed = fields.Char(
        string="Number of the Document",
        store=False,
        copy=False,
        size=LONGEST_NAME,
        help="Is masked as soon as it is saved, and compared without being kept.",
    )
    document_masked = fields.Char(string="Number of the Document (Masked)", readonly=True, copy=False)
    note = fields.Char(string="Note to the Desk", help="What guards may read, such as how to recognise the person.")
    reason = fields.Text(groups=ALLOWED, help="Guards do not read it.")
    date_to = fields.Date(string="Until", help="Empty: until it is archived.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _name_key_idx = models.Index("(name_key) WHERE name_key IS NOT NULL")
    _phone_key_idx = models.Index("(phone_key) WHERE phone_key IS NOT NULL")
    _document_hash_idx = models.Index("(document_hash) WHERE document_hash IS NOT NULL")
    _plate_key_idx = models.Index("(plate_key) WHERE plate_key IS NOT NULL")

    @api.constrains("company_id", "name", "phone", "plate", "document_hash")
    def _check_something(self):
        if any(not any(entry[key] for key in KEYS.values()) for entry in self):
            raise ValidationError(
                self.env._("Write a name, a phone number, a number plate or the number of a document to watch for.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._clean(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._clean(vals))

    @api.model
    def _clean(self, vals):
        """As it is typed at the gate."""
        log = self.env["reception.gate.log"]
        # a number comes in typed, and in no other way
        vals = {name: value for name, value in vals.items() if name not in ("document_hash", "document_masked")}
        vals |= {name: log._clean_text(name, vals[name]) for name in ("name", "phone", "plate") if name in vals}
        if number := document_key(vals.pop("document_typed", False)):
            vals |= {"document_hash": self._hash_document(number), "document_masked": mask(number)}
        return vals

    @api.depends("name", "phone", "plate", "document_masked")
    def _compute_display_name(self):
        for entry in self:
            entry.display_name = entry.name or entry.phone or entry.plate or entry.document_masked

    @api.model
    def _search_display_name(self, operator, value):
        """By key: a name, a phone number or a number plate, however it is written."""
        if operator != "ilike" or not isinstance(value, str) or not value.strip():
            return super()._search_display_name(operator, value)
        keys = {"name_key": name_key(value), "phone_key": phone_key(value), "plate_key": plate_key(value)}
        return Domain.OR(Domain(name, "ilike", escape_like(key)) for name, key in keys.items() if key)

    @api.model
    def _match(self, logs):
        """Entries that passages may be about, in one query: ``{log: entries}``, those without any left out."""
        today = self.env["reception.deadline"]._get_today(self.env.company)
        entries = self.sudo().search(  # employees do not read the list
            self._get_same_domain(logs)
            & Domain("company_id", "in", logs.company_id.ids)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )
        found = {}
        for log in logs:
            matching = entries.filtered(
                lambda entry, log=log: entry.company_id == log.company_id and entry._get_same(log)
            )
            if matching:
                found[log] = matching
        return found
