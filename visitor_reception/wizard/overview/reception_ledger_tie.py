from ast import literal_eval
from datetime import date

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...models.claim.res_company import KIND_PRODUCTS


class ReceptionLedgerTie(models.TransientModel):
    """The reconciliation against the ledger: what moved on the accounts in a period, explained to the last line.

    =============  ====================================================================================================
    Section        What its lines come to
    =============  ====================================================================================================
    cost           of each account of costs: claims on the reconciliation, other expenses, entries without claim; then
                   the rows of the period against the items of claims, which differ by nothing
    petty_cash     opening, paid out, cleared, returned, not recognised, closing; against what the advances have open
    employee       of each account on which persons owe or are owed: opening, claims, clearings, payments, closing
    =============  ====================================================================================================
    """

    _name = "reception.ledger.tie"
    _inherit = ["reception.statistics.export"]
    _description = "Reconciliation Against the Ledger"
    _rec_name = "company_id"

    line_ids = fields.One2many("reception.ledger.tie.line", "tie_id", string="Lines", readonly=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    difference = fields.Monetary(compute="_compute_difference", help="What no line explains: 0 in books that agree.")

    @api.depends("line_ids.amount")
    def _compute_difference(self):
        for tie in self:
            tie.difference = sum(abs(line.amount) for line in tie.line_ids if line.is_difference)

    def action_count(self):
        """Count the period anew, and show it.

        :raises AccessError: the user may not read the reconciliation of the company
        """
        self.ensure_one()
        lines = self._get_tie_lines(self.company_id, self.date_from, self.date_to)
        self.line_ids = [Command.clear(), *(Command.create(line) for line in lines)]
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_ledger_tie_action")
        return {**action, "res_id": self.id}

    @api.model
    def _get_tie_lines(self, company, date_from, date_to):
        """Values of the lines of a period, both days included."""
        self.env["reception.reconciliation"]._check_can_export(company)
        self.env.flush_all()
        # who may read the reconciliation reads what its accounts come to; items are opened with the rights of the user
        tie = self.sudo().with_company(company).with_context(allowed_company_ids=company.ids)
        posted = Domain("company_id", "=", company.id) & Domain("parent_state", "=", "posted")
        before = posted & Domain("date", "<", date_from)
        period = posted & Domain("date", ">=", date_from) & Domain("date", "<=", date_to)
        return [
            *tie._get_cost_lines(company, posted, period, (date_from, date_to)),
            *tie._get_petty_cash_lines(company, before, period),
            *tie._get_employee_lines(company, before, period),
        ]

    # ------------------------------------------------------------------------------------------------------------------
    # Lines
    # ------------------------------------------------------------------------------------------------------------------

    def _sum_items(self, domain):
        [[total]] = self.env["account.move.line"]._read_group(domain, [], ["balance:sum"])
        return total or 0.0

    def _line(self, section, label, domain=None, account=None, amount=None, **vals):
        currency = self.env.company.currency_id
        return {
            "section": section,
            "label": label,
            "account_id": account.id if account else False,
            "amount": currency.round(self._sum_items(domain) if amount is None else amount),
            "items_domain": domain and repr([self._to_literal(part) for part in domain]),
            **vals,
        }

    @api.model
    def _to_literal(self, part):
        """A part of a domain as text can hold it."""
        if isinstance(part, str):
            return part
        name, operator, value = part
        return (name, operator, fields.Date.to_string(value) if isinstance(value, date) else value)

    def _split(self, section, account, domain, parts):
        """Lines for ``parts`` of the items in ``domain``, ``(label, domain)`` each, and one for the rest; empty ones are
        left out."""
        rest, lines = domain, []
        for label, part in parts:
            lines.append(self._line(section, label, rest & part, account))
            rest &= ~part
        lines.append(self._line(section, self.env._("Other entries"), rest, account))
        return [line for line in lines if line["amount"]]

    def _get_account_lines(self, section, account, before, period, parts):
        """Opening, ``parts`` and closing of an account."""
        on_account = Domain("account_id", "=", account.id)
        lines = [
            self._line(section, self.env._("Opening balance"), before & on_account, account),
            *self._split(section, account, period & on_account, parts),
        ]
        closing = self._line(
            section,
            self.env._("Closing balance"),
            (before | period) & on_account,
            account,
            is_total=True,
        )
        explained = sum(line["amount"] for line in lines)
        return [*lines, closing, *self._get_difference(section, account, explained - closing["amount"])]

    def _get_difference(self, section, account, amount, always=False):
        if not always and self.env.company.currency_id.is_zero(amount):
            return []
        return [self._line(section, self.env._("Difference"), None, account, amount, is_total=True, is_difference=True)]

    # ------------------------------------------------------------------------------------------------------------------
    # Costs
    # ------------------------------------------------------------------------------------------------------------------

    def _get_cost_lines(self, company, posted, period, days):
        _ = self.env._
        items = self.env["account.move.line"]
        claims = self.env["hr.expense"].search(self._get_claims_domain(company))
        of_claims = Domain("expense_id", "in", claims.ids)
        accounts = items.search(period & of_claims).account_id | self._get_cost_accounts(company)
        lines = []
        for account in accounts.sorted("code"):
            on_account = period & Domain("account_id", "=", account.id)
            lines += self._split(
                "cost",
                account,
                on_account,
                [
                    (_("Claims on the reconciliation"), of_claims),
                    (_("Other expenses"), Domain("expense_id", "!=", False)),
                    (_("Entries without claim"), Domain("expense_id", "=", False)),
                ],
            )
            lines.append(self._line("cost", _("Balance of the period"), on_account, account, is_total=True))
        return lines + self._get_row_lines(claims, posted, period, days)

    def _get_cost_accounts(self, company):
        """The accounts of reception costs (account.account)."""
        return company.reception_account_ids.union(*(company[f"reception_{kind}_account_id"] for kind in KIND_PRODUCTS))

    def _get_claims_domain(self, company):
        """Claims that stand on the reconciliation."""
        links = ("hospitality_id", "reception_booking_id", "reception_visit_id", "petty_cash_id")
        return Domain("company_id", "=", company.id) & (
            Domain.OR(Domain(name, "!=", False) for name in links) | Domain("product_id.reception_kind", "!=", False)
        )

    def _get_row_lines(self, claims, posted, period, days):
        """What the rows posted in the period say, against the items of claims with their input tax."""
        _ = self.env._
        rows = self.env["reception.reconciliation"].search(
            [("company_id", "=", self.env.company.id), ("posting_date", ">=", days[0]), ("posting_date", "<=", days[1])]
        )
        on_rows = claims.filtered(
            lambda claim: (
                claim in rows.expense_id
                or claim.hospitality_id in rows.hospitality_id
                or (claim.reception_booking_id in rows.booking_id and not claim.hospitality_id)
            )
        )
        own, others = self._get_items_domain(on_rows), self._get_items_domain(claims - on_rows)
        lines = [
            self._line("cost", _("Posted, as the rows of the period say"), amount=sum(rows.mapped("amount_posted"))),
            self._line("cost", _("Of that in other months"), posted & own & ~period),
            self._line("cost", _("In the period on rows of other months"), period & others),
            self._line("cost", _("Items of claims, with input tax"), period & (own | others), is_total=True),
        ]
        stated, elsewhere, added, total = (line["amount"] for line in lines)
        lines[1]["amount"] = -elsewhere or 0.0
        return lines + self._get_difference("cost", None, stated - elsewhere + added - total, always=True)

    def _get_items_domain(self, claims):
        """Items of ``claims``, and the tax lines of their entries."""
        entries = self.env["account.move.line"].search([("expense_id", "in", claims.ids)]).move_id
        return Domain("expense_id", "in", claims.ids) | (
            Domain("move_id", "in", entries.ids) & Domain("tax_line_id", "!=", False) & Domain("expense_id", "=", False)
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Petty cash, employees
    # ------------------------------------------------------------------------------------------------------------------

    def _get_petty_cash_lines(self, company, before, period):
        account = company.petty_cash_account_id
        if not account:
            return []
        moves = self.env["account.move"]
        labels = dict(moves._fields["petty_cash_part"]._description_selection(self.env))
        parts = [(label, Domain("move_id.petty_cash_part", "=", part)) for part, label in labels.items()]
        lines = self._get_account_lines("petty_cash", account, before, period, parts)
        other = self._sum_items(
            (before | period) & Domain("account_id", "=", account.id) & Domain("move_id.petty_cash_part", "=", False)
        )
        counted = (
            self.env["account.move.line"]
            .search((before | period) & Domain("move_id.petty_cash_part", "!=", False))
            .move_id
        )
        is_open = sum(move._get_petty_cash_amount() for move in counted)
        closing = next(line["amount"] for line in lines if line.get("is_total"))
        return [
            *lines,
            self._line("petty_cash", self.env._("Open on the advances"), None, account, is_open, is_total=True),
            *self._get_difference("petty_cash", account, closing - other - is_open, always=True),
        ]

    def _get_employee_lines(self, company, before, period):
        _ = self.env._
        payables = self.env["account.move.line"].search(
            (before | period)
            & Domain("account_id.account_type", "in", ("liability_payable", "asset_receivable"))
            & Domain("move_id.line_ids.expense_id", "!=", False)
        )
        accounts = payables.account_id | company._get_employee_accounts()
        parts = [
            (_("Claims"), Domain("move_id.line_ids.expense_id", "!=", False)),
            (_("Cleared by petty cash"), Domain("move_id.petty_cash_part", "=", "clearing")),
            (_("Not recognised"), Domain("move_id.petty_cash_part", "=", "personal")),
            (_("Payments"), Domain("move_id.origin_payment_id", "!=", False)),
        ]
        return [
            line
            for account in accounts.sorted("code")
            for line in self._get_account_lines("employee", account, before, period, parts)
        ]


class ReceptionLedgerTieLine(models.TransientModel):
    _name = "reception.ledger.tie.line"
    _description = "Line of the Reconciliation Against the Ledger"
    _order = "id"

    tie_id = fields.Many2one("reception.ledger.tie", required=True, ondelete="cascade", index=True)
    currency_id = fields.Many2one(related="tie_id.currency_id")
    section = fields.Selection(
        [("cost", "Costs"), ("petty_cash", "Petty Cash"), ("employee", "Employees")], readonly=True
    )
    label = fields.Char(string="What It Is", readonly=True)
    account_id = fields.Many2one("account.account", readonly=True)
    amount = fields.Monetary(readonly=True)
    items_domain = fields.Char(readonly=True)
    is_total = fields.Boolean(readonly=True)
    is_difference = fields.Boolean(readonly=True)

    def action_open_items(self):
        """The journal items that the line is the sum of."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_account_moves_all")
        return {
            **action,
            "name": self.label,
            "domain": literal_eval(self.items_domain or "[('id', '=', False)]"),
            "context": {},
        }
