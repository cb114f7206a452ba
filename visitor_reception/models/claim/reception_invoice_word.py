from odoo import api, fields, models
from odoo.tools import ormcache


class ReceptionInvoiceWord(models.Model):
    """A word by which an invoice says what it is for: in the names of its items, else in the name of its seller."""

    _name = "reception.invoice.word"
    _description = "Word on Invoices"
    _order = "kind, name"

    name = fields.Char(string="Word", required=True)
    kind = fields.Selection(
        [("hospitality", "Meals"), ("lodging", "Lodging"), ("transport", "Transport")], string="Says", required=True
    )
    place = fields.Selection(
        [("item", "In its items"), ("seller", "In the name of its seller")],
        string="Looked For",
        required=True,
        default="item",
    )
    active = fields.Boolean(default=True)

    _name_uniq = models.Constraint("UNIQUE(name, place)", "There is already a row for this word.")

    @api.model
    @ormcache()
    def _get_words(self):
        """List of ``(place, word, kind)``."""
        # what words say is no secret
        return [(word.place, word.name, word.kind) for word in self.sudo().search([])]

    @api.model
    def _tell(self, items, seller):
        """What an invoice says it is for: set of kinds; empty where no word tells.

        :param str items: names of its items
        :param str seller: name of its seller
        """
        words = self._get_words()
        told = {kind for place, word, kind in words if place == "item" and word in (items or "")}
        return told or {kind for place, word, kind in words if place == "seller" and word in (seller or "")}

    @api.model_create_multi
    def create(self, vals_list):
        words = super().create(vals_list)
        self.env.registry.clear_cache()
        return words

    def write(self, vals):
        result = super().write(vals)
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
