from odoo import api, fields, models


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
        """Give the number once."""
        sequences_sudo = self.env["ir.sequence"].sudo()  # a counter that nobody owns
        for record in self.filtered(lambda record: record.name == "/"):
            number = sequences_sudo.with_company(record.company_id).next_by_code(self._name)
            record._as_engine().name = number or "/"
