from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPettyCashMoney(models.TransientModel):
    """Asks for amount, box, day or reason of what is done with an advance or its clearing sheet."""

    _name = "reception.petty.cash.money"
    _description = "Petty Cash: Amount, Day and Reason"

    kind = fields.Selection(
        [
            ("payout", "Pay Out"),
            ("return", "Take Back"),
            ("personal", "Not Recognised"),
            ("matter_end", "End of the Matter"),
            ("allow", "Allow"),
            ("reverse", "Reverse an Entry"),
            ("post_sheet", "Post and Clear"),
            ("reverse_sheet", "Reverse the Posting"),
        ],
        string="What Is Done",
        required=True,
    )
    petty_cash_id = fields.Many2one("reception.petty.cash", required=True, ondelete="cascade")
    clearing_id = fields.Many2one("reception.petty.cash.clearing", ondelete="cascade")
    company_id = fields.Many2one(related="petty_cash_id.company_id")
    currency_id = fields.Many2one(related="petty_cash_id.currency_id")
    amount = fields.Monetary()
    box_id = fields.Many2one(
        "reception.petty.cash.box",
        string="Cash Box",
        domain="[('company_id', '=', company_id)]",
        compute="_compute_box_id",
        store=True,
        readonly=False,
    )
    box_balance = fields.Monetary(related="box_id.balance", related_sudo=False, string="In the Box")
    date = fields.Date(string="Day", compute="_compute_date", store=True, readonly=False)
    matter_end = fields.Date(string="End of the Matter")
    reason = fields.Text()
    # a list of entries in a field would be refused to cashiers, who may not read any
    move_id = fields.Many2one(
        "account.move",
        string="Entry",
        domain="[('petty_cash_id', '=', petty_cash_id), ('petty_cash_clearing_id', '=', False), "
        "('state', '=', 'posted'), ('reversed_entry_id', '=', False), ('reversal_move_ids', '=', False)]",
    )

    @api.depends("company_id", "kind", "clearing_id")
    def _compute_date(self):
        for wizard in self:
            if wizard.kind == "post_sheet" and wizard.clearing_id:
                wizard.date = wizard.clearing_id._get_posting_day()
            else:
                wizard.date = self.env["reception.deadline"]._get_today(wizard.company_id)

    @api.depends("company_id", "kind")
    def _compute_box_id(self):
        boxes = self.env["reception.petty.cash.box"]
        for wizard in self:
            # only those who move money may read boxes
            is_money = wizard.kind in ("payout", "return")
            wizard.box_id = is_money and boxes.search([("company_id", "=", wizard.company_id.id)], limit=1)

    def action_confirm(self):
        """Do it; a receipt is offered for money.

        :raises UserError: see the verbs of ``reception.petty.cash``
        """
        self.ensure_one()
        advance = self.petty_cash_id
        if self.kind == "payout":
            advance.action_pay(self.amount, self.box_id.id, self.date)
        elif self.kind == "return":
            advance.action_return(self.amount, self.box_id.id, self.date)
        elif self.kind == "personal":
            advance.action_not_recognise(self.reason, self.amount, self.date)
        elif self.kind == "matter_end":
            advance.action_set_matter_end(self.matter_end)
        elif self.kind == "allow":
            advance.action_allow(self.reason)
        elif self.kind == "reverse":
            advance.action_reverse_entry(self.move_id.id, self.reason, self.date)
        elif not self.clearing_id:
            raise UserError(self.env._("Choose the clearing sheet."))
        elif self.kind == "post_sheet":
            self.clearing_id.action_post(self.date)
        else:
            self.clearing_id.action_reverse(self.reason, self.date)
        return {"type": "ir.actions.act_window_close"}
