from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import hmac

from ...tools.keys import document_key, name_key, phone_key, plate_key

# what people are compared by, and the field that keeps its key
KEYS = {"name": "name_key", "phone": "phone_key", "plate": "plate_key", "document": "document_hash"}


class ReceptionGateKeysMixin(models.AbstractModel):
    """Keys of what somebody is known by: two spellings of one name, phone or number plate have the same."""

    _name = "reception.gate.keys.mixin"
    _description = "Keys of a Person"

    # of KEYS, the field that is typed
    _key_sources = {}

    name_key = fields.Char(compute="_compute_keys", store=True, precompute=True, export_string_translation=False)
    phone_key = fields.Char(compute="_compute_keys", store=True, precompute=True, export_string_translation=False)
    plate_key = fields.Char(compute="_compute_keys", store=True, precompute=True, export_string_translation=False)
    # the number itself is kept for a time, and masked
    document_hash = fields.Char(readonly=True, copy=False, export_string_translation=False)

    @api.depends(lambda self: tuple(self._key_sources.values()))
    def _compute_keys(self):
        sources = self._key_sources
        for record in self:
            record.name_key = name_key(record[sources["name"]]) or False
            record.phone_key = phone_key(record[sources["phone"]]) or False
            record.plate_key = plate_key(record[sources["plate"]]) or False

    @api.model
    def _hash_document(self, number):
        """What the number of a document is compared by: nobody without the secret of the database makes it."""
        key = document_key(number)
        return hmac(self.env(su=True), "reception-gate-document", key) if key else False

    def _is_otherwise_known(self, vals):
        """Whether ``vals`` make one of the keys another."""
        told = self.new({source: vals.get(source, self[source]) for source in self._key_sources.values()})
        return any(told[key] != self[key] for key in KEYS.values())

    def _get_same(self, other):
        """Names of ``KEYS`` by which two records may be of the same person."""
        return [name for name, key in KEYS.items() if self[key] and self[key] == other[key]]

    @api.model
    def _get_same_domain(self, others):
        """Records of whom any of ``KEYS`` is one of the others'."""
        wanted = {key: [value for value in others.mapped(key) if value] for key in KEYS.values()}
        return Domain.OR(Domain(key, "in", values) for key, values in wanted.items() if values)
