from odoo import api, fields, models

from ..document.reception_guarded_mixin import ENGINE

KINDS = [
    ("special_vat", "Special VAT fapiao"),
    ("ordinary_vat", "Ordinary fapiao"),
    ("railway_ticket", "Railway e-ticket"),
    ("air_ticket", "Air e-ticket itinerary"),
    ("other", "Other invoice"),
]


class ReceptionInvoice(models.Model):
    """What an electronic invoice says (电子发票), as it was read from the files of a claim.

    Only reading writes it: what a file says is corrected by another file, not by hand. The number that counts against
    claiming twice stands on the claim (``hr.expense.fapiao_number``), as it may also be typed.
    """

    _name = "reception.invoice"
    _description = "Electronic Invoice"
    _order = "issue_date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    expense_id = fields.Many2one("hr.expense", string="Claim", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="expense_id.company_id", store=True, precompute=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", help="XML, OFD and PDF of the one invoice.")
    kind = fields.Selection(KINDS, required=True)
    source = fields.Selection(
        [("xml", "XML"), ("ofd", "OFD"), ("pdf", "PDF"), ("text", "Picture of the invoice")],
        string="Read From",
        required=True,
    )
    code = fields.Char(string="Invoice Code", help="Older invoices only.")
    number = fields.Char(string="Invoice Number", required=True)
    issue_date = fields.Date()
    seller_name = fields.Char(string="Seller")
    seller_tax_id = fields.Char(string="Tax ID of the Seller", index="btree_not_null")
    buyer_name = fields.Char(string="Buyer")
    buyer_tax_id = fields.Char(string="Tax ID of the Buyer")
    currency_id = fields.Many2one(
        "res.currency", required=True, default=lambda self: self._get_yuan(), help="Fapiao are in yuan."
    )
    amount_untaxed = fields.Monetary(string="Amount Without Tax")
    amount_tax = fields.Monetary(string="Tax Amount")
    amount_total = fields.Monetary(string="Total Including Tax")
    is_red = fields.Boolean(string="Red Fapiao", help="It takes back another one, whose number is free again.")
    original_number = fields.Char(string="Number Taken Back", index="btree_not_null")
    seat_class = fields.Char()
    passenger = fields.Char()
    items = fields.Text(help="Goods and services, one a line.")
    warnings = fields.Char(string="Reading Notes", help="Technical codes of what was odd in the file.")

    _one_per_claim = models.UniqueIndex(
        "(expense_id) WHERE is_red IS NOT TRUE",
        "A claim stands for one invoice. Make a claim of its own for the other.",
    )

    @api.depends("number", "seller_name")
    def _compute_display_name(self):
        for invoice in self:
            invoice.display_name = f"{invoice.number} {invoice.seller_name or ''}".strip()

    @api.model
    def _get_yuan(self):
        """The currency of fapiao; without a query for each of many invoices."""
        return self.env["res.currency"].browse(self.env["ir.model.data"]._xmlid_to_res_id("base.CNY"))

    @api.model
    def _get_vals(self, read):
        """Values from what the reader has found (``tools.einvoice.Invoice``)."""
        return {
            "kind": read.kind,
            "source": read.source,
            "code": read.code or False,
            "number": read.number,
            "issue_date": read.date,
            "seller_name": read.seller_name,
            "seller_tax_id": read.seller_tax_id,
            "buyer_name": read.buyer_name,
            "buyer_tax_id": read.buyer_tax_id,
            "amount_untaxed": float(read.untaxed or 0),
            "amount_tax": float(read.tax or 0),
            "amount_total": float(read.total or 0),
            "is_red": read.is_red,
            "original_number": read.original_number or False,
            "seat_class": read.seat_class,
            "passenger": read.passenger,
            "items": "\n".join(f"{line.name} {line.amount}" for line in read.lines),
            "warnings": ",".join(read.warnings),
        }

    def _as_reader(self):
        """``self`` as superuser: reading a file of a claim one may edit is the only way to write."""
        return self.sudo().with_context(reception_engine=ENGINE, tracking_disable=True)
