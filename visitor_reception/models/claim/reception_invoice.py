from odoo import api, fields, models
from odoo.exceptions import UserError

from ..document.reception_engine_mixin import as_engine

KINDS = [
    ("special_vat", "Special VAT fapiao"),
    ("ordinary_vat", "Ordinary fapiao"),
    ("railway_ticket", "Railway e-ticket"),
    ("air_ticket", "Air e-ticket itinerary"),
    ("other", "Other invoice"),
]


class ReceptionInvoice(models.Model):
    """An invoice of a claim (发票): its number, what was read from its files, and whether it was verified.

    A number that was typed (``source`` is ``typed``) is an invoice as well, of which nothing else is known; a file that is
    read later fills it in. What a file says is corrected by another file, not by hand. The claim shows the number as
    ``hr.expense.fapiao_number``.
    """

    _name = "reception.invoice"
    _description = "Electronic Invoice"
    _order = "issue_date desc, id desc"
    _rec_name = "number"
    _check_company_auto = True

    expense_id = fields.Many2one("hr.expense", string="Claim", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="expense_id.company_id", store=True, precompute=True)
    attachment_ids = fields.Many2many("ir.attachment", string="Files", help="XML, OFD and PDF of the one invoice.")
    kind = fields.Selection(KINDS, required=True, default="other")
    source = fields.Selection(
        [
            ("xml", "XML"),
            ("ofd", "OFD"),
            ("pdf", "PDF"),
            ("text", "Print of the invoice, to be compared"),
            ("typed", "Typed"),
        ],
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
    amount_fees = fields.Monetary(
        string="Fund and Fees", help="Such as the civil aviation fund: part of the total, not of the tax base."
    )
    amount_total = fields.Monetary(string="Total Including Tax")
    is_red = fields.Boolean(
        string="Red Fapiao", help="It takes back another one, whose number is free again when Finance has seen it."
    )
    original_number = fields.Char(string="Number Taken Back", index="btree_not_null")
    original_code = fields.Char(string="Code Taken Back", help="Older invoices only.")
    red_seen_by_id = fields.Many2one("res.users", string="Red Fapiao Seen By")
    red_seen_at = fields.Datetime(string="Red Fapiao Seen At")
    can_see_red = fields.Boolean(compute="_compute_can_see_red")
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
            "amount_fees": float(read.fees),
            "amount_total": float(read.total or 0),
            "is_red": read.is_red,
            "original_number": read.original_number or False,
            "original_code": read.original_code or False,
            "seat_class": read.seat_class,
            "passenger": read.passenger,
            "items": "\n".join(" ".join(map(str, filter(None, (line.name, line.amount)))) for line in read.lines),
            "warnings": ",".join(read.warnings),
        }

    # ------------------------------------------------------------------------------------------------------------------
    # A red fapiao takes another back once Finance has seen it
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends_context("uid")
    @api.depends("is_red", "red_seen_at", "expense_id", "original_number")
    def _compute_can_see_red(self):
        for invoice in self:
            is_waiting = invoice.is_red and not invoice.red_seen_at
            invoice.can_see_red = is_waiting and not invoice._red_refusals()

    def _red_refusals(self):
        """What speaks against the user's saying that the red fapiao is genuine: texts."""
        self.ensure_one()
        texts = []
        if not self.is_red or self.red_seen_at:
            texts.append(self.env._("%(invoice)s is no red fapiao that waits for Finance.", invoice=self.number))
        if not self.env.user.has_group("account.group_account_invoice"):
            texts.append(self.env._("Finance looks at red fapiao."))
        # not everybody may read whose employee record it is
        if self.env.user in (self.expense_id | self._get_originals()).sudo().employee_id.user_id:
            texts.append(self.env._("nobody decides about an invoice of their own."))
        return [self.env["reception.clause"]._explain("4-14a", text) for text in texts]

    def action_see_red(self):
        """Say that the red fapiao is genuine: the number it takes back is free, and who claimed it is told.

        :raises UserError: it is none, one's own, or the user is not of Finance
        """
        self.ensure_one().check_access("read")
        if refusals := self._red_refusals():
            raise UserError("\n\n".join(refusals))
        self._as_reader().write({"red_seen_by_id": self.env.user.id, "red_seen_at": fields.Datetime.now()})
        originals = self._get_originals()
        originals._mark_taken_back()
        for claim in originals.filtered("fapiao_red_number"):
            claim._tell_claimant(
                lambda claim: claim.env._(
                    "Finance has seen the red fapiao %(red)s: invoice %(number)s is taken back, and %(claim)s has no "
                    "invoice in order any more.",
                    red=claim.fapiao_red_number,
                    number=claim.fapiao_number,
                    claim=claim.name,
                )
            )

    def _get_originals(self):
        """The claims whose invoices the red ones of ``self`` take back, of superuser: they may be a colleague's."""
        reds = self.sudo().filtered("original_number")
        claims = self.env["hr.expense"].sudo()
        if not reds:
            return claims
        claims = claims.search(
            [("fapiao_number", "in", reds.mapped("original_number")), ("company_id", "in", reds.company_id.ids)]
        )
        return claims.filtered(lambda claim: any(red._takes_back(claim) for red in reds))

    def _takes_back(self, claim):
        """Whether the red fapiao is about the invoice of ``claim``: same company, number, code and seller, where known."""
        self.ensure_one()
        if (self.company_id, self.original_number) != (claim.company_id, claim.fapiao_number):
            return False
        seller = claim.invoice_ids.filtered(lambda invoice: not invoice.is_red).seller_tax_id
        pairs = ((self.original_code, claim.fapiao_code), (self.seller_tax_id, seller))
        # nobody takes back what another has issued
        return all(not own or not other or own == other for own, other in pairs)

    def _as_reader(self):
        """``self`` as superuser: reading a file of a claim one may edit is the only way to write."""
        return as_engine(self).with_context(tracking_disable=True)
