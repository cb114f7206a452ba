from odoo import fields, models

STATES = [
    ("applied", "Applied"),
    ("approved", "Approved"),
    ("claimed", "Claimed"),
    ("posted", "Posted"),
    ("paid", "Paid"),
    ("matched", "Matched"),
]
KINDS = [
    ("hospitality", "Hospitality"),
    ("transport", "Guest Transport"),
    ("lodging", "Guest Lodging"),
    ("other", "Meeting and Other"),
]
PAYABLE = ("liability_payable", "asset_receivable")


class ReceptionReconciliation(models.Model):
    """Reconciliation for Finance (对账): one row for each thing that costs, from the application to the bank.

    A row is a hospitality application, a booking, or a claim that has neither, vouchers of petty cash among them. All amounts are in the currency of the
    company. What is posted, paid and matched is read from the ledger, never from a state:

    =========  ========================================================================================================
    Amount     What it is
    =========  ========================================================================================================
    applied    planned in an application or booking that was submitted or booked, and is neither cancelled nor declined
    approved   of that, what is signed or booked
    claimed    claims submitted and not refused
    posted     balance of the posted journal items that stand for the claims; an entry and its reversal make 0
    paid       of that, what is settled: the cleared part of the payable, in the order of the items of the entry; a
               claim that the company has paid itself is paid when it is posted
    matched    of that, what waits for no bank statement: settled by a statement line, by a payment that is matched
               with one, or by an entry without payment such as the clearing of petty cash
    =========  ========================================================================================================

    Read by Finance, Administration and HR, and auditors; written by nobody. Further concerns of the same model:
    ``reception_reconciliation_query.py`` the rows, ``reception_reconciliation_workbook.py`` the export.
    """

    _name = "reception.reconciliation"
    _description = "Reception Reconciliation"
    _auto = False
    _order = "date desc, id desc"
    _depends = {
        "res.company": ["reception_tz"],
        "account.account": ["account_type", "reconcile"],
        "account.move": ["date", "move_type", "origin_payment_id", "state"],
        "account.move.line": [
            "account_id",
            "amount_residual",
            "balance",
            "expense_id",
            "move_id",
            "parent_state",
            "tax_line_id",
        ],
        "account.partial.reconcile": ["amount", "credit_move_id", "debit_move_id"],
        "account.payment": ["is_matched"],
        "hr.expense": [
            "account_move_id",
            "approval_state",
            "borne_by_person",
            "company_id",
            "date",
            "department_id",
            "employee_id",
            "hospitality_id",
            "name",
            "petty_cash_id",
            "product_id",
            "reception_booking_id",
            "reception_visit_id",
            "state",
            "total_amount",
        ],
        "ir.attachment": ["res_id", "res_model"],
        "product.template": ["reception_kind"],
        "reception.booking": [
            "amount_planned",
            "company_id",
            "date_from",
            "department_id",
            "name",
            "service",
            "signoff_round",
            "state",
            "visit_id",
        ],
        "reception.hospitality": [
            "amount_planned",
            "company_id",
            "department_id",
            "host_id",
            "meal_at",
            "name",
            "signoff_round",
            "state",
            "visit_id",
        ],
        "reception.visit": ["category_id", "date_begin", "department_id", "host_id", "organisation_id"],
    }

    name = fields.Char(string="Document", readonly=True)
    visit_id = fields.Many2one("reception.visit", string="Reception Notice", readonly=True)
    hospitality_id = fields.Many2one("reception.hospitality", string="Hospitality Application", readonly=True)
    booking_id = fields.Many2one("reception.booking", readonly=True)
    expense_id = fields.Many2one("hr.expense", string="Claim without Either", readonly=True)
    petty_cash_id = fields.Many2one("reception.petty.cash", string="Petty Cash Advance", readonly=True)
    kind = fields.Selection(KINDS, string="Kind of Cost", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    host_id = fields.Many2one("hr.employee", readonly=True)
    organisation_id = fields.Many2one("res.partner", string="Visiting Unit", readonly=True)
    category_id = fields.Many2one("reception.visitor.category", readonly=True)
    date = fields.Date(string="Day of the Cost", readonly=True, help="Of the meal, the booking or the claim.")
    posting_date = fields.Date(readonly=True, help="Accounting date of the latest posted entry.")
    state = fields.Selection(STATES, string="Stage", readonly=True, help="What all of it has reached.")
    is_open = fields.Boolean(
        string="Not Settled", readonly=True, help="Neither paid and matched in full nor borne by the person."
    )
    has_difference = fields.Boolean(
        readonly=True,
        help="Something is claimed, posted, paid or matched, and it is not the amount of the step before.",
    )
    lacks_paper = fields.Boolean(string="Without Paper", readonly=True, help="A claim under way has no attachment.")
    age_days = fields.Integer(
        string="Age in Days",
        readonly=True,
        aggregator="max",
        help="Days since the day of the cost, while the row is open.",
    )
    claim_count = fields.Integer(string="Number of Claims", readonly=True)
    amount_applied = fields.Monetary(string="Applied", readonly=True)
    amount_approved = fields.Monetary(string="Approved", readonly=True)
    amount_claimed = fields.Monetary(string="Claimed", readonly=True)
    amount_posted = fields.Monetary(string="Posted", readonly=True)
    amount_paid = fields.Monetary(string="Paid", readonly=True)
    amount_matched = fields.Monetary(string="Matched", readonly=True)
    amount_borne = fields.Monetary(
        string="Borne by Persons", readonly=True, help="Claims that Finance does not settle (1-6.1.2)."
    )
    not_approved = fields.Monetary(string="Applied, Not Approved", readonly=True)
    not_claimed = fields.Monetary(string="Approved, Not Claimed", readonly=True)
    not_posted = fields.Monetary(string="Claimed, Not Posted", readonly=True)
    not_paid = fields.Monetary(string="Posted, Not Paid", readonly=True)
    not_matched = fields.Monetary(string="Paid, Not Matched", readonly=True)

    # ------------------------------------------------------------------------------------------------------------------
    # Links: every figure opens what it is made of
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_document(self):
        """Open the application, the booking or the claim of the row."""
        self.ensure_one()
        return (self.hospitality_id or self.booking_id or self.expense_id).get_formview_action()

    def action_open_visit(self):
        """Open the reception notice of the row."""
        self.ensure_one()
        return self.visit_id.get_formview_action()

    def action_open_claims(self):
        """Open the claims of the row."""
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.hr_expense_action_reception")
        return {**action, "domain": self._claim_domain(), "context": {}}

    def action_open_entries(self):
        """Open the posted journal items that stand for the claims of the row."""
        return self._open_items(self._get_items(), self.env._("Posted for %(document)s", document=self.name))

    def action_open_payments(self):
        """Open the journal items that settled the entries of the row: payments, statement lines, clearings."""
        items = self._get_items()
        others = items.move_id.line_ids.filtered(lambda line: not line.expense_id and not line.tax_line_id)
        payable = others.filtered(lambda line: line.account_id.account_type in PAYABLE)
        settling = payable.matched_debit_ids.debit_move_id | payable.matched_credit_ids.credit_move_id
        liquid = (others - payable).filtered(lambda line: line.move_id.origin_payment_id)
        return self._open_items(settling | liquid, self.env._("Payments of %(document)s", document=self.name))

    def _claim_domain(self):
        self.ensure_one()
        if self.hospitality_id:
            return [("hospitality_id", "=", self.hospitality_id.id)]
        if self.booking_id:
            return [("reception_booking_id", "=", self.booking_id.id), ("hospitality_id", "=", False)]
        return [("id", "=", self.expense_id.id)]

    def _get_items(self):
        """Posted journal items of the claims (account.move.line)."""
        # which claims they are; the items themselves are read with the rights of the user
        claims = self.env["hr.expense"].sudo().search(self._claim_domain())
        items = self.env["account.move.line"].search(
            [("expense_id", "in", claims.ids), ("parent_state", "=", "posted")]
        )
        return items | items.move_id.line_ids.filtered(lambda line: line.tax_line_id and not line.expense_id)

    def _open_items(self, items, name):
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_account_moves_all")
        return {**action, "name": name, "domain": [("id", "in", items.ids)], "context": {}}
