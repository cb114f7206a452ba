from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ...tools.einvoice import make_key, normalise_number, spell_key

# digits of a number: at most 12 on paper and of a code, 18 or 20 with the code before it, 20 of a digital invoice;
# another count is one of these with a digit too many or too few
MAX_SHORT, LONG_NUMBERS = 12, (18, 20)
NUMBER = ("fapiao_code", "fapiao_number")
# what decides whether a claim holds the number of its invoice
HOLDING = (*NUMBER, "fapiao_red_number", "approval_state", "company_id")


class HrExpense(models.Model):
    """The invoice of a claim (发票): its number is claimed once in the company.

    A claim stands for one invoice. It holds the number until it is refused or deleted, or Finance has seen a red invoice
    that takes the invoice back; the index is the floor for two people at once. A vendor bill holds its number as well.
    Any expense may carry a number, also vouchers of petty cash. Not ``account.move.fapiao``: that cuts a number to 8
    digits. How it is read from files, and looked up by hand: ``hr_expense_invoice_reading.py``,
    ``hr_expense_invoice_verify.py``.
    """

    _inherit = "hr.expense"

    invoice_ids = fields.One2many("reception.invoice", "expense_id", string="Electronic Invoices", readonly=True)
    invoice_id = fields.Many2one("reception.invoice", compute="_compute_invoice_id", help="Not the red ones beside it.")
    fapiao_number = fields.Char(
        string="Invoice Number",
        compute="_compute_fapiao",
        inverse="_inverse_fapiao",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        tracking=True,
        help="Of the fapiao. It can be claimed once in the company.",
    )
    fapiao_code = fields.Char(
        string="Invoice Code",
        compute="_compute_fapiao",
        inverse="_inverse_fapiao",
        store=True,
        readonly=False,
        precompute=True,
        copy=False,
        help="Older fapiao only; digital ones have none.",
    )
    fapiao_red_number = fields.Char(
        string="Taken Back By", readonly=True, copy=False, help="The red fapiao that takes this invoice back."
    )
    fapiao_duplicate_id = fields.Many2one(
        "hr.expense", string="Invoice Claimed Already In", compute="_compute_fapiao_duplicate_id"
    )

    _fapiao_uniq = models.UniqueIndex(
        "(company_id, (CASE WHEN LENGTH(fapiao_number) < 20 THEN COALESCE(fapiao_code, '') ELSE '' END || fapiao_number))"
        " WHERE fapiao_number IS NOT NULL"
        " AND fapiao_red_number IS NULL AND (approval_state IS NULL OR approval_state <> 'refused')",
        "This invoice is claimed already: somebody else was faster. Look for its number among the claims.",
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"fapiao_red_number", "invoice_ids"}

    @api.depends("invoice_ids.is_red")
    def _compute_invoice_id(self):
        for claim in self:
            claim.invoice_id = claim.invoice_ids.filtered(lambda invoice: not invoice.is_red)[:1]

    @api.depends("invoice_ids.number", "invoice_ids.code", "invoice_ids.is_red")
    def _compute_fapiao(self):
        for claim in self:
            # who reads the claim reads its number
            invoice = claim.sudo().invoice_ids.filtered(lambda invoice: not invoice.is_red)[:1]
            claim.fapiao_number, claim.fapiao_code = invoice.number, invoice.code

    def _inverse_fapiao(self):
        """A number that is typed is an invoice of which nothing else is known; it takes the place of another one."""
        typed = {}
        for claim in self:
            vals = {"number": claim.fapiao_number, "code": claim.fapiao_code}
            invoice = claim.sudo().invoice_ids.filtered(lambda invoice: not invoice.is_red)
            if (invoice.number, invoice.code) != (vals["number"], vals["code"]) and (invoice or vals["number"]):
                typed[claim] = (invoice, {"expense_id": claim.id, "source": "typed", **vals})
        reader = self.env["reception.invoice"]._as_reader()
        reader.browse(invoice.id for invoice, _vals in typed.values() if invoice).unlink()
        reader.create([vals for _invoice, vals in typed.values() if vals["number"]])

    @api.depends("fapiao_number", "fapiao_code", "company_id")
    def _compute_fapiao_duplicate_id(self):
        numbered = self.filtered(lambda claim: claim._holds_fapiao(normalise=True))
        (self - numbered).fapiao_duplicate_id = False
        for company, claims in numbered.grouped("company_id").items():
            holders = self._get_fapiao_holders({claim._get_fapiao_key() for claim in claims}, company)
            for claim in claims:
                others = self._find_holders(holders, claim._get_fapiao_key()) - claim._origin
                # who may not see the other claim reads of it when they save
                claim.fapiao_duplicate_id = others.sudo(False)._filtered_access("read")[:1]

    def _get_fapiao_key(self):
        return make_key(normalise_number(self.fapiao_code), normalise_number(self.fapiao_number))

    def _holds_fapiao(self, normalise=False):
        number = normalise_number(self.fapiao_number) if normalise else self.fapiao_number
        return bool(number) and not self.fapiao_red_number and self.approval_state != "refused"

    @api.model
    def _get_fapiao_holders(self, keys, company):
        """Who may hold the invoices, for ``_find_holders``: ``{number, or code and number: claims of superuser}``.

        :param keys: of ``(code, number)``, both normalised
        """
        # a number is claimed once by all, whosever claims one may see
        claims = self.sudo().search(
            Domain("fapiao_number", "in", list({text for key in keys for text in spell_key(key)}))
            & Domain("company_id", "=", company.id)
            & Domain("fapiao_red_number", "=", False)
            & Domain("approval_state", "!=", "refused"),
            order="id",
        )
        holders = defaultdict(claims.browse)
        for claim in claims:
            code, number = claim._get_fapiao_key()
            for text in {number, code + number}:
                holders[text] |= claim
        return holders

    @api.model
    def _find_holders(self, holders, key):
        """Those of ``holders`` that have the invoice ``key``.

        Code and number may stand in one field; who leaves the code of an older invoice out may mean any of that number.
        """
        code, number = key
        same_number = holders.get(number, self.sudo().browse()).filtered(
            lambda claim: claim.fapiao_number == number and (not code or claim._get_fapiao_key()[0] in ("", code))
        )
        return (holders.get(code + number, same_number) - same_number).filtered(
            lambda claim: "".join(claim._get_fapiao_key()) == code + number
        ) | same_number

    @api.model
    def _check_fapiao_free(self, rows):
        """Refuse numbers that another claim or a vendor bill holds, before the database does so without saying which.

        :param rows: list of ``(claim or empty, company, (code, number))`` as they will be
        :raises ValidationError: names the first claim or the bill
        """
        by_company = defaultdict(list)
        for claim, company, key in rows:
            by_company[company].append((claim, key))
        changing = self.browse().concat(*(claim for claim, _company, _key in rows))
        for company, claims in by_company.items():
            keys = {key for _claim, key in claims}
            self.env["reception.invoice.number"]._touch(keys, company)
            holders = self._get_fapiao_holders(keys, company)
            bills = self.env["account.move"]._get_fapiao_bills(keys, company)
            seen = set()
            for _claim, key in claims:
                if first := self._find_holders(holders, key) - changing:
                    raise ValidationError(self._explain_duplicate(key, first[0]))
                if bill := bills.get(key[1]) or bills.get("".join(key)):
                    raise ValidationError(self._explain_bill(key, bill[0]))
                if key in seen:
                    raise ValidationError(
                        self.env._("Invoice %(number)s stands on two claims: it is claimed once.", number=key[1])
                    )
                seen.add(key)

    @api.model
    def _explain_bill(self, key, bill):
        return self.env["reception.clause"]._explain(
            "1-6.1.2",
            self.env._(
                "invoice %(number)s is in the books already, by the vendor bill %(bill)s. An invoice is settled once; "
                "Finance can cancel the bill.",
                number=key[1],
                bill=bill.display_name,
            ),
        )

    @api.model
    def _explain_duplicate(self, key, first):
        return self.env._(
            "Invoice %(number)s is claimed already: %(claim)s of %(employee)s, %(date)s. An invoice is claimed once; "
            "it is free again when that claim is refused or deleted, or Finance has seen a red fapiao that takes the "
            "invoice back.",
            number=" ".join(filter(None, key)),
            claim=first.name,
            employee=first.employee_id.name,
            date=format_date(self.env, first.date) if first.date else "-",
        )

    @api.model
    def _normalise_fapiao(self, vals):
        """``vals`` with number and code as they are compared.

        :raises ValidationError: it has letters, or a count of digits that no number has
        """
        changed = {}
        for name in NUMBER:
            if name in vals:
                number = normalise_number(vals[name])
                changed[name] = number or False
                is_count = len(number) <= MAX_SHORT or (name == "fapiao_number" and len(number) in LONG_NUMBERS)
                if vals[name] and str(vals[name]).strip() and not (number.isdecimal() and is_count):
                    raise ValidationError(
                        self.env._(
                            "%(field)s: digits alone, as they are printed on the invoice: 20 of a digital one, else at most "
                            "%(count)s.",
                            field=self._fields[name]._description_string(self.env),
                            count=MAX_SHORT,
                        )
                    )
        return {**vals, **changed}

    @api.model
    def _search(self, domain, *args, **kwargs):
        """A number is found however it is typed."""
        return super()._search(Domain(domain).map_conditions(self._normalise_condition), *args, **kwargs)

    @api.model
    def _normalise_condition(self, condition):
        if condition.field_expr in NUMBER and isinstance(condition.value, str):
            number = normalise_number(condition.value)
            return Domain(condition.field_expr, condition.operator, number) if number else condition
        return condition

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

    @api.ondelete(at_uninstall=False)
    def _unlink_except_seen_red(self):
        """A red fapiao that Finance has seen stays, as it has freed a number."""
        if seen := self.sudo().invoice_ids.filtered("red_seen_at"):
            raise UserError(
                self.env._(
                    "%(claims)s: Finance has seen the red fapiao of these claims, so they stay. Refuse them instead.",
                    claims=", ".join(seen.expense_id.mapped("name")),
                )
            )

    def _mark_taken_back(self):
        """Note on the claims of ``self`` which red fapiao takes their invoice back, once Finance has seen it."""
        numbers = [number for number in self.mapped("fapiao_number") if number]
        # the red fapiao may have come with a colleague's claim
        reds = self.env["reception.invoice"].sudo()
        domain = [("is_red", "=", True), ("red_seen_at", "!=", False), ("original_number", "in", numbers)]
        reds = reds.search(domain) if numbers else reds
        for claim in self.sudo():  # Finance may edit claims whose invoices are not its own
            red = reds.filtered(lambda red, claim=claim: red._takes_back(claim))[:1]
            if (red.number or False) != claim.fapiao_red_number:
                claim._as_engine().fapiao_red_number = red.number
