import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.einvoice import DIGITAL, OLDER, make_key, normalise_number, spell_key

BILLS = ("in_invoice", "in_receipt")


class AccountMove(models.Model):
    """A vendor bill settles its invoice as a claim does: the number in its reference is settled once (1-6.1.2)."""

    _inherit = "account.move"

    fapiao_number = fields.Char(
        string="Invoice Number (fapiao)",
        compute="_compute_fapiao_number",
        store=True,
        index="btree_not_null",
        help="Read from the reference of a vendor bill.",
    )

    @api.depends(lambda self: ("ref", "move_type", *(["fapiao"] if "fapiao" in self._fields else [])))
    def _compute_fapiao_number(self):
        for move in self:
            texts = [move.ref, move.fapiao if "fapiao" in self._fields else False]
            numbers = [self._find_fapiao_number(text) for text in texts if text] if move.move_type in BILLS else []
            move.fapiao_number = next(filter(None, numbers), False)

    @api.model
    def _find_fapiao_number(self, text):
        number = normalise_number(text)
        if number.isdecimal() and OLDER <= len(number) <= DIGITAL:
            return number
        found = re.search(rf"(?<!\d)\d{{{DIGITAL}}}(?!\d)", number)
        return found and found[0]

    @api.model
    def _get_fapiao_bills(self, keys, company):
        """The vendor bills that are not cancelled: ``{number: bills of superuser}``; receipts of claims are claims.

        :param keys: of ``(code, number)``, both normalised
        """
        # who claims need not see the bills
        return (
            self.sudo()
            .search(
                Domain("fapiao_number", "in", list({text for key in keys for text in spell_key(key)}))
                & Domain("company_id", "=", company.id)
                & Domain("state", "!=", "cancel")
                & Domain("expense_ids", "=", False)
            )
            .grouped("fapiao_number")
        )

    def _post(self, soft=True):
        for company, bills in self.filtered("fapiao_number").grouped("company_id").items():
            # who posts need not see the claims of colleagues
            bills._check_fapiao_unclaimed(company)
        return super()._post(soft)

    def _check_fapiao_unclaimed(self, company):
        """:raises UserError: the invoice of a bill is claimed already"""
        claims = self.env["hr.expense"]
        bills = self.filtered(lambda bill: not bill.sudo().expense_ids)
        keys = {make_key("", bill.fapiao_number) for bill in bills}
        self.env["reception.invoice.number"]._touch(keys, company)
        holders = claims._get_fapiao_holders(keys, company)
        for bill in bills:
            key = make_key("", bill.fapiao_number)
            if first := claims._find_holders(holders, key):
                raise UserError(claims._explain_duplicate(key, first[0]))
