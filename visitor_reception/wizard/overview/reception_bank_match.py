from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionBankMatch(models.TransientModel):
    """Matches payments that wait on the outstanding account of a bank with a line of its statement.

    Odoo Community imports and types statement lines, and has no page that matches them: this is that page, for the
    payments of reception (claims and petty cash). The line of the statement is one that is there, or is typed here.
    """

    _name = "reception.bank.match"
    _description = "Match Payments With the Bank Statement"

    payment_ids = fields.Many2many("account.payment", string="Payments", required=True)
    journal_id = fields.Many2one("account.journal", string="Bank", compute="_compute_from_payments")
    company_id = fields.Many2one("res.company", compute="_compute_from_payments")
    currency_id = fields.Many2one("res.currency", compute="_compute_from_payments")
    amount = fields.Monetary(
        string="Come To", compute="_compute_from_payments", help="Below 0 what leaves the bank, above 0 what comes in."
    )
    statement_line_id = fields.Many2one(
        "account.bank.statement.line",
        string="Line of the Statement",
        domain="[('journal_id', '=', journal_id), ('is_reconciled', '=', False)]",
        compute="_compute_statement_line_id",
        store=True,
        readonly=False,
        help="Empty: a line is made with the day and the reference below.",
    )
    date = fields.Date(
        string="Day on the Statement",
        default=lambda self: self.env["reception.deadline"]._get_today(self.env.company),
    )
    reference = fields.Char(string="Text on the Statement")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        if self.env.context.get("active_model") == "account.payment":
            values["payment_ids"] = [(6, 0, self.env.context.get("active_ids", []))]
        return values

    @api.depends("payment_ids")
    def _compute_from_payments(self):
        for wizard in self:
            wizard.journal_id = wizard.payment_ids.journal_id[:1]
            wizard.company_id = wizard.payment_ids.company_id[:1]
            wizard.currency_id = wizard.journal_id.currency_id or wizard.company_id.currency_id
            wizard.amount = sum(wizard._get_open_lines().mapped("amount_residual"))

    @api.depends("payment_ids")
    def _compute_statement_line_id(self):
        """The line that is proposed: the oldest of the bank with just this amount."""
        for wizard in self:
            candidates = self.env["account.bank.statement.line"].search(
                [
                    ("journal_id", "=", wizard.journal_id.id),
                    ("is_reconciled", "=", False),
                    ("amount", "=", wizard.amount),
                ],
                order="date, id",
            )
            wizard.statement_line_id = candidates[:1]

    def _get_open_lines(self):
        """Items of the payments that wait for the bank (account.move.line)."""
        lines = self.payment_ids.move_id.line_ids
        waiting = self.payment_ids.outstanding_account_id
        return lines.filtered(
            lambda line: line.account_id in waiting and line.account_id.reconcile and not line.reconciled
        )

    def action_match(self):
        """Match them; each payment becomes *matched*, and its money is in the balance of the bank.

        :raises AccessError: the user may not write bank statements
        :raises UserError: several banks, nothing waits, or the amounts differ
        """
        self.ensure_one()
        self.env["account.bank.statement.line"].check_access("create")
        lines = self._get_open_lines()
        self._check_can_match(lines)
        statement = self.statement_line_id or self._create_statement_line(lines)
        # who may write statements may match them; the payments themselves stay as they are
        _liquidity, suspense, others = (
            statement.sudo().with_context(skip_account_move_synchronization=True)._seek_for_lines()
        )
        if len(suspense) != 1 or others:
            raise UserError(self.env._("%(line)s is matched already.", line=statement.display_name))
        suspense.account_id = lines.account_id
        (suspense | lines.sudo()).reconcile()
        return {"type": "ir.actions.act_window_close"}

    def _check_can_match(self, lines):
        _ = self.env._
        if len(self.payment_ids.journal_id) != 1 or len(lines.account_id) > 1:
            raise UserError(_("Choose payments of one bank, that wait on one account."))
        if not lines:
            raise UserError(_("None of these payments waits for the bank any more."))
        line = self.statement_line_id
        if line and (line.journal_id != self.journal_id or line.is_reconciled):
            raise UserError(_("%(line)s is of another bank, or matched already.", line=line.display_name))
        if line and self.currency_id.compare_amounts(line.amount, self.amount):
            raise UserError(
                _(
                    "The payments come to %(payments)s, the line of the statement to %(line)s. Choose the payments that it "
                    "stands for.",
                    payments=self.currency_id.format(self.amount),
                    line=self.currency_id.format(line.amount),
                )
            )

    def _create_statement_line(self, lines):
        if not self.date:
            raise UserError(self.env._("Write the day that stands on the statement."))
        self.env["reception.petty.cash"]._check_day_open(self.date, self.journal_id)
        return self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.journal_id.id,
                "date": self.date,
                "amount": self.amount,
                "payment_ref": self.reference or ", ".join(self.payment_ids.mapped("display_name")),
                "partner_id": lines.partner_id.id if len(lines.partner_id) == 1 else False,
            }
        )
