from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionDocumentMixin(models.AbstractModel):
    """A document with a number, in a company, in a state that its verbs alone move.

    The number comes from the sequence (``ir.sequence``) whose code is the name of the model.
    """

    _name = "reception.document.mixin"
    _inherit = ["reception.workflow.mixin"]
    _description = "Numbered Document"

    name = fields.Char(string="Number", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        "_selection_state",
        required=True,
        readonly=True,
        copy=False,
        default="draft",
        group_expand="_expand_states",
        index=True,
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    @api.model
    def _selection_state(self):
        """The states of a document that names none of its own, with their labels."""
        return [("draft", self.env._("Draft"))]

    def _assign_number(self):
        """Give the number once; the counter is looked for once a company and year."""
        counters = {}
        for record in self.filtered(lambda record: record.name == "/"):
            company = record.company_id
            if company not in counters:
                counters[company] = self._get_counter(company)
            record._as_engine().name = counters[company]._next() if counters[company] else "/"

    @api.model
    def _get_counter(self, company):
        """What counts the documents of ``company``: the sequence, or its range of dates (ir.sequence[.date_range])."""
        sequences = self.env["ir.sequence"].sudo().with_company(company)  # a counter that nobody owns
        mine = Domain("code", "=", self._name) & Domain("company_id", "in", (company.id, False))
        sequence = sequences.search(mine, order="company_id", limit=1)
        if not sequence.use_date_range:
            return sequence
        today = fields.Date.today()
        running = (
            Domain("sequence_id", "=", sequence.id) & Domain("date_from", "<=", today) & Domain("date_to", ">=", today)
        )
        dates = sequence.env["ir.sequence.date_range"].search_fetch(running, ["date_from", "sequence_id"], limit=1)
        dates = dates or sequence._create_date_range_seq(today)
        return dates.with_context(ir_sequence_date_range=dates.date_from)
