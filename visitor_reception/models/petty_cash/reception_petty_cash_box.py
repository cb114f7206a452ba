from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL


class ReceptionPettyCashBox(models.Model):
    """Where petty cash comes from and goes back to: a cash box or a bank account of Finance (1-7.2).

    It lets a cashier without any rights in accounting name a journal; its balance is always that of the ledger.
    """

    _name = "reception.petty.cash.box"
    _inherit = ["mail.thread", "reception.placed.mixin"]
    _description = "Cash Box"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal",
        required=True,
        ondelete="restrict",
        check_company=True,
        domain="[('type', 'in', ('cash', 'bank'))]",
        groups="account.group_account_readonly,account.group_account_invoice",
    )
    is_cash = fields.Boolean(compute="_compute_is_cash", store=True, help="Notes and coins that can be counted.")
    balance = fields.Monetary(
        compute="_compute_balance",
        help="What the ledger says, in the company's currency; of a bank with what is on its way.",
    )
    on_the_way = fields.Monetary(
        compute="_compute_balance",
        help="Paid or received, and not on a statement of the bank yet; part of the balance.",
    )
    count_ids = fields.One2many("reception.petty.cash.count", "box_id", string="Cash Counts")
    last_count = fields.Date(string="Last Counted On", compute="_compute_last_count")
    active = fields.Boolean(default=True)

    _journal_uniq = models.UniqueIndex("(journal_id)", "The journal has a cash box already.")

    @api.depends("journal_id.type")
    def _compute_is_cash(self):
        for box in self:
            # what kind of box it is, is no secret of the journal
            box.is_cash = box.sudo().journal_id.type == "cash"

    @api.depends_context("uid")
    def _compute_balance(self):
        # a cashier sees what their box must hold, and nothing else of the ledger
        boxes = self.sudo()
        sums = dict(
            boxes.env["account.move.line"]._read_group(
                [
                    ("account_id", "in", boxes.journal_id.default_account_id.ids),
                    ("parent_state", "=", "posted"),
                    ("company_id", "in", boxes.company_id.ids),
                ],
                ["account_id"],
                ["balance:sum"],
            )
        )
        waiting = boxes._get_on_the_way()
        for box, box_sudo in zip(self, boxes, strict=True):
            box.on_the_way = waiting.get(box_sudo.journal_id, 0.0)
            box.balance = sums.get(box_sudo.journal_id.default_account_id, 0.0) + box.on_the_way

    def _get_on_the_way(self):
        """``{journal: amount}`` of what stands on its outstanding accounts and waits for the bank."""
        # the company's as a rule, which Odoo looks up when a payment is posted, or those of its methods
        payments = self.env["account.payment"]._read_group(
            [("journal_id", "in", self.journal_id.ids)], ["outstanding_account_id"]
        )
        accounts = self.env["account.account"].union(*(account for [account] in payments))
        return dict(
            self.env["account.move.line"]._read_group(
                [
                    ("account_id", "in", (accounts - self.journal_id.default_account_id).ids),
                    ("journal_id", "in", self.journal_id.ids),
                    ("parent_state", "=", "posted"),
                    ("reconciled", "=", False),
                ],
                ["journal_id"],
                ["amount_residual:sum"],
            )
        )

    @api.depends("count_ids.state", "count_ids.date")
    def _compute_last_count(self):
        for box in self:
            box.last_count = max(
                box.count_ids.filtered(lambda count: count.state == "done").mapped("date"), default=False
            )

    @api.constrains("journal_id", "company_id")
    def _check_currency(self):
        """:raises ValidationError: notes of another currency would be counted and paid out as if they were the company's"""
        for box in self.sudo():  # the journal is not the cashier's to read
            if (box.journal_id.currency_id or box.currency_id) != box.currency_id:
                raise ValidationError(
                    self.env._(
                        "%(box)s: petty cash is in %(currency)s. Choose a journal in that currency.",
                        box=box.name,
                        currency=box.currency_id.name,
                    )
                )

    def _lock(self):
        """Let two who pay from one box do so one after the other, as ``_signoff_lock`` does for a document."""
        self.env.cr.execute(SQL("UPDATE reception_petty_cash_box SET sequence = sequence WHERE id IN %s", self._ids))

    def _spend_refusals(self, amount):
        """A cash box gives no more than it holds; a bank may."""
        self.ensure_one()
        self.invalidate_recordset(["balance"])  # what was paid a moment ago counts
        if not self.is_cash or self.currency_id.compare_amounts(amount, self.balance) <= 0:
            return []
        return [
            self.env._(
                "%(box)s holds %(balance)s only. Fill it first, or pay from a bank account.",
                box=self.name,
                balance=self.currency_id.format(self.balance),
            )
        ]

    def action_open_counts(self):
        """The cash counts of the box."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Cash Counts"),
            "res_model": "reception.petty.cash.count",
            "view_mode": "list,form",
            "domain": [("box_id", "=", self.id)],
            "context": {"default_box_id": self.id},
        }
