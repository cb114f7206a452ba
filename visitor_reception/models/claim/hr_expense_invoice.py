from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.einvoice import make_key, normalise_number

MAX_NUMBER = 40
NUMBER = ("fapiao_code", "fapiao_number")
# what decides whether a claim holds the number of its invoice
HOLDING = (*NUMBER, "fapiao_red_number", "approval_state", "company_id")


class HrExpense(models.Model):
    """The invoice of a claim (发票): its number is claimed once in the company.

    A claim stands for one invoice. It holds the number until it is refused or deleted, or a red invoice takes the
    invoice back; the index is the floor for two people at once. Any expense may carry a number, also vouchers of petty
    cash. Not ``account.move.fapiao``: that cuts a number to 8 digits. How it is read from files, and looked up by hand:
    ``hr_expense_invoice_reading.py``, ``hr_expense_invoice_verify.py``.
    """

    _inherit = "hr.expense"

    fapiao_number = fields.Char(
        string="Invoice Number", copy=False, tracking=True, help="Of the fapiao. It can be claimed once in the company."
    )
    fapiao_code = fields.Char(string="Invoice Code", copy=False, help="Older fapiao only; digital ones have none.")
    fapiao_red_number = fields.Char(
        string="Taken Back By", readonly=True, copy=False, help="The red fapiao that takes this invoice back."
    )
    fapiao_duplicate_id = fields.Many2one(
        "hr.expense", string="Invoice Claimed Already In", compute="_compute_fapiao_duplicate_id"
    )
    invoice_ids = fields.One2many("reception.invoice", "expense_id", string="Electronic Invoices", readonly=True)

    _fapiao_uniq = models.UniqueIndex(
        "(company_id, (CASE WHEN LENGTH(fapiao_number) < 20 THEN COALESCE(fapiao_code, '') ELSE '' END), fapiao_number)"
        " WHERE fapiao_number IS NOT NULL"
        " AND fapiao_red_number IS NULL AND (approval_state IS NULL OR approval_state <> 'refused')",
        "This invoice is claimed already: somebody else was faster. Look for its number among the claims.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"fapiao_red_number", "invoice_ids"}

    @api.depends("fapiao_number", "fapiao_code", "company_id")
    def _compute_fapiao_duplicate_id(self):
        numbered = self.filtered(lambda claim: claim._holds_fapiao(normalise=True))
        (self - numbered).fapiao_duplicate_id = False
        for company, claims in numbered.grouped("company_id").items():
            holders = self._get_fapiao_holders({claim._get_fapiao_key() for claim in claims}, company)
            for claim in claims:
                others = holders.get(claim._get_fapiao_key(), self.browse()) - claim._origin
                # who may not see the other claim reads of it when he saves
                claim.fapiao_duplicate_id = others.sudo(False)._filtered_access("read")[:1]

    def _get_fapiao_key(self):
        return make_key(normalise_number(self.fapiao_code), normalise_number(self.fapiao_number))

    def _holds_fapiao(self, normalise=False):
        number = normalise_number(self.fapiao_number) if normalise else self.fapiao_number
        return bool(number) and not self.fapiao_red_number and self.approval_state != "refused"

    @api.model
    def _get_fapiao_holders(self, keys, company):
        """Who holds the invoices: ``{(code, number): claims}``, claims of superuser.

        :param keys: of ``(code, number)``, both normalised
        """
        # a number is claimed once by all, whosever claims one may see
        claims = self.sudo().search(
            Domain("fapiao_number", "in", [number for _code, number in keys])
            & Domain("company_id", "=", company.id)
            & Domain("fapiao_red_number", "=", False)
            & Domain("approval_state", "!=", "refused"),
            order="id",
        )
        return claims.grouped(lambda claim: claim._get_fapiao_key())

    @api.model
    def _check_fapiao_free(self, rows):
        """Refuse numbers that another claim holds, before the database does so without saying which.

        :param rows: list of ``(claim or empty, company, (code, number))`` as they will be
        :raises ValidationError: names the first claim
        """
        by_company = defaultdict(list)
        for claim, company, key in rows:
            by_company[company].append((claim, key))
        changing = self.browse().concat(*(claim for claim, _company, _key in rows))
        for company, claims in by_company.items():
            holders = self._get_fapiao_holders({key for _claim, key in claims}, company)
            seen = set()
            for _claim, key in claims:
                if first := holders.get(key, self.browse()) - changing:
                    raise ValidationError(self._explain_duplicate(key, first[0]))
                if key in seen:
                    raise ValidationError(
                        self.env._("Invoice %(number)s stands on two claims: it is claimed once.", number=key[1])
                    )
                seen.add(key)

    @api.model
    def _explain_duplicate(self, key, first):
        return self.env._(
            "Invoice %(number)s is claimed already: %(claim)s of %(employee)s, %(date)s. An invoice is claimed once; "
            "it is free again when that claim is refused or deleted, or a red fapiao takes the invoice back.",
            number=" ".join(filter(None, key)),
            claim=first.name,
            employee=first.employee_id.name,
            date=format_date(self.env, first.date) if first.date else "-",
        )

    @api.model
    def _normalise_fapiao(self, vals):
        """``vals`` with number and code as they are compared.

        :raises ValidationError: longer than any number is
        """
        changed = {}
        for name in NUMBER:
            if name in vals:
                changed[name] = normalise_number(vals[name]) or False
                if len(changed[name] or "") > MAX_NUMBER:
                    raise ValidationError(
                        self.env._(
                            "%(field)s: at most %(count)s characters.",
                            field=self._fields[name]._description_string(self.env),
                            count=MAX_NUMBER,
                        )
                    )
        return {**vals, **changed}

    @api.model
    def default_get(self, fields):
        return self._normalise_fapiao(super().default_get(fields))

    @api.model_create_multi
    def create(self, vals_list):
        vals_list = [self._normalise_fapiao(vals) for vals in vals_list]
        companies = self.env["res.company"]
        self._check_fapiao_free(
            [
                (
                    self.browse(),
                    companies.browse(vals.get("company_id")) or self.env.company,
                    make_key(vals.get("fapiao_code") or "", vals["fapiao_number"]),
                )
                for vals in vals_list
                if vals.get("fapiao_number") and vals.get("approval_state") != "refused"
            ]
        )
        claims = super().create(vals_list)
        claims.filtered("fapiao_number")._mark_taken_back()
        return claims

    def write(self, vals):
        vals = self._normalise_fapiao(vals)
        if set(HOLDING).isdisjoint(vals) or self._is_engine():
            return super().write(vals)
        self._check_fapiao_kept(vals)
        self._check_fapiao_free(self._get_held_after(vals))
        result = super().write(vals)
        if not set(NUMBER).isdisjoint(vals):
            self._mark_taken_back()
        return result

    def _get_held_after(self, vals):
        """Rows for ``_check_fapiao_free`` of the claims of ``self`` that will hold a number."""
        rows = []
        for claim in self.sudo():  # compared with the claims of all
            after = {name: vals[name] if name in vals else claim[name] for name in HOLDING if name != "company_id"}
            if after["fapiao_number"] and not after["fapiao_red_number"] and after["approval_state"] != "refused":
                company = claim.company_id.browse(vals.get("company_id")) or claim.company_id
                rows.append((claim, company, make_key(after["fapiao_code"] or "", after["fapiao_number"])))
        return rows

    def _check_fapiao_kept(self, vals):
        """:raises UserError: an approved claim would get another invoice; one without a number may get it"""
        for claim in self.filtered(lambda claim: claim.approval_state == "approved" and claim.fapiao_number):
            if any(name in vals and (vals[name] or False) != (claim[name] or False) for name in NUMBER):
                raise UserError(
                    self.env._(
                        "%(claim)s is approved: its invoice cannot be changed. Reset the claim to draft first.",
                        claim=claim.name,
                    )
                )

    def _mark_taken_back(self):
        """Note on the claims of ``self`` which red fapiao takes their invoice back, whichever came first."""
        numbers = [number for number in self.mapped("fapiao_number") if number]
        # the red fapiao may have come with a colleague's claim
        reds = self.env["reception.invoice"].sudo()
        reds = reds.search([("is_red", "=", True), ("original_number", "in", numbers)]) if numbers else reds
        by_key = {(red.company_id, red.original_number): red for red in reds}
        for claim in self.sudo():  # Finance may edit claims whose invoices are not its own
            red = by_key.get((claim.company_id, claim.fapiao_number), reds.browse())
            seller = claim.invoice_ids.filtered(lambda invoice: not invoice.is_red).seller_tax_id
            if seller and red.seller_tax_id and seller != red.seller_tax_id:
                red = reds.browse()  # nobody takes back what another has issued
            if (red.number or False) != claim.fapiao_red_number:
                claim._as_engine().fapiao_red_number = red.number
