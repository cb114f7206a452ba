from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...tools.einvoice import normalise_name, normalise_tax_id
from .hr_expense import LINKS


class HrExpense(models.Model):
    """What speaks for a claim: its evidence, the checks of its invoice, and whether it came in time.

    All this informs. Only a missing invoice may stop the approval, where the company has chosen so.
    """

    _inherit = "hr.expense"

    menu_attachment_ids = fields.Many2many(
        "ir.attachment",
        "hr_expense_menu_rel",
        string="Menu",
        copy=False,
        help="What was served, as the restaurant lists it.",
    )
    needs_evidence = fields.Boolean(compute="_compute_evidence")
    evidence = fields.Html(compute="_compute_evidence")
    evidence_missing = fields.Boolean(compute="_compute_evidence", search="_search_evidence_missing")
    invoice_checks = fields.Html(string="Checks of the Invoice", compute="_compute_invoice_checks")
    claimed_on = fields.Date(readonly=True, copy=False, help="The day it was first submitted.")
    claim_due_date = fields.Date(string="Claim By", compute="_compute_claim_due_date", store=True)
    is_claimed_late = fields.Boolean(string="Claimed Late", compute="_compute_is_claimed_late", store=True)

    # ------------------------------------------------------------------------------------------------------------------
    # Evidence
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends(
        "product_id", "hospitality_id.is_agreed", "hospitality_id.guest_ids", "reception_visit_id.guest_ids", "total_amount",
        "reception_booking_id.guest_ids", "fapiao_number", "fapiao_red_number", "split_expense_origin_id.fapiao_number",
        "menu_attachment_ids", "company_id.reception_menu_amount",
    )  # fmt: skip
    def _compute_evidence(self):
        for claim in self:
            rows = claim._get_evidence()
            claim.needs_evidence = bool(rows)
            claim.evidence_missing = not all(is_found for is_found, _text in rows)
            claim.evidence = self._make_list(rows)

    def _get_evidence(self):
        """What belongs to the claim: list of ``(found, text)``; must say the same as ``_search_evidence_missing``."""
        _ = self.env._
        # Finance settles claims of applications and visits that it cannot open
        claim = self.sudo()
        if not claim._is_reception_claim():
            return []
        rows = []
        if claim._is_meal_claim():
            rows.append((claim.hospitality_id.is_agreed, _("Approved hospitality application (1-6.1.2)")))
        guests = (
            claim.hospitality_id.guest_ids or claim.reception_booking_id.guest_ids or claim.reception_visit_id.guest_ids
        )
        if claim._is_meal_claim() or claim.reception_visit_id:
            rows.append((bool(guests), _("Guest list (1-6.1.1)")))
        rows.append((claim._has_invoice(), _("Invoice")))
        if claim._needs_menu():
            rows.append((bool(claim.menu_attachment_ids), _("Menu")))
        return rows

    def _has_invoice(self):
        """Whether an invoice stands behind it; parts of a split claim share that of the whole."""
        claim = self.sudo()  # the whole may be a colleague's
        return any(part.fapiao_number and not part.fapiao_red_number for part in (claim, claim.split_expense_origin_id))

    def _needs_menu(self):
        limit = self.company_id.reception_menu_amount
        return (
            self._is_meal_claim()
            and limit > 0
            and self.company_currency_id.compare_amounts(self.total_amount, limit) > 0
        )

    @api.model
    def _search_evidence_missing(self, operator, value):
        if operator != "in":
            return NotImplemented
        meal = Domain("hospitality_id", "!=", False) | self._reception_kind_domain("hospitality")
        visit = Domain("reception_visit_id", "!=", False)
        own = Domain("fapiao_number", "!=", False) & Domain("fapiao_red_number", "=", False)
        whole = Domain("split_expense_origin_id.fapiao_number", "!=", False) & Domain(
            "split_expense_origin_id.fapiao_red_number", "=", False
        )
        guests = (
            Domain("hospitality_id.guest_ids", "!=", False)
            | Domain("reception_booking_id.guest_ids", "!=", False)
            | Domain("reception_visit_id.guest_ids", "!=", False)
        )
        menu = Domain.OR(
            Domain("company_id", "=", company.id) & Domain("total_amount", ">", company.reception_menu_amount)
            for company in self.env.companies
            if company.reception_menu_amount > 0
        )
        missing = (
            (meal & ~Domain("hospitality_id.is_agreed", "=", True))
            | ((meal | visit) & ~guests)
            | ~(own | whole)
            | (meal & menu & Domain("menu_attachment_ids", "=", False))
        )
        links = Domain.OR(Domain(name, "!=", False) for name in LINKS)
        # who may see the claim may know that something is missing, also of what they cannot open
        found = self.sudo()._search(
            (self._reception_kind_domain() | self._reception_account_domain() | links)
            & missing
            & Domain("company_id", "in", self.env.companies.ids)
        )
        return Domain("id", "in" if True in value else "not in", found)

    @api.model
    def _reception_kind_domain(self, kind=None):
        """Claims whose category is a reception cost, perhaps of ``kind``, in their company."""
        return Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("product_id.product_tmpl_id", "in", company._get_reception_templates(kind).ids)
            for company in self.env.companies
        )

    @api.model
    def _reception_account_domain(self):
        return Domain.OR(
            Domain("company_id", "=", company.id) & Domain("account_id", "in", company.reception_account_ids.ids)
            for company in self.env.companies.sudo()  # which accounts they are is no secret
        )

    @api.model
    def _make_list(self, rows):
        """A compact list of ``(ok, text)``."""
        items = []
        for is_ok, text in rows:
            icon = "fa-check text-success" if is_ok else "fa-times text-danger"
            label = self.env._("In order") if is_ok else self.env._("Missing or failed")
            items.append(
                Markup("<li><i class='fa fa-fw %s' role='img' title='%s' aria-label='%s'></i> %s</li>")
                % (icon, label, label, text)
            )
        return bool(items) and Markup("<ul class='list-unstyled mb-0'>%s</ul>") % Markup().join(items)

    # ------------------------------------------------------------------------------------------------------------------
    # Checks of the invoice
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends(
        "invoice_ids", "fapiao_red_number", "total_amount_currency", "company_id.vat", "split_expense_origin_id",
        "company_id.reception_invoice_days_before", "reception_visit_id.date_begin", "reception_booking_id.class_id",
        "invoice_ids.verified_at", "invoice_ids.source",
    )  # fmt: skip
    def _compute_invoice_checks(self):
        for claim in self:
            claim.invoice_checks = self._make_list(claim._get_invoice_checks())

    def _get_invoice_checks(self):
        """What the invoice is held to: list of ``(passed, text)``."""
        self.ensure_one()
        # who reads the claim reads what its invoice says
        claim = self.sudo()
        invoice = claim._origin.invoice_ids.filtered(lambda invoice: not invoice.is_red and invoice.source != "typed")
        rows = []
        if claim.fapiao_red_number:
            rows.append((False, self.env._("Taken back by the red fapiao %(number)s", number=claim.fapiao_red_number)))
        rows += self._check_red(claim)
        if invoice:
            rows += claim._check_buyer(invoice) + claim._check_amounts(invoice)
            rows += claim._check_invoice_date(invoice) + claim._check_seat(invoice) + claim._check_twin(invoice)
            if "text" in (invoice.warnings or "").split(","):
                rows.append((False, self.env._("Read from the print of the invoice: compare it with the file")))
        if claim.fapiao_number:
            rows.append((bool(claim.invoice_verified_at), self.env._("Verified by hand at the tax bureau")))
        return rows

    def _check_red(self, claim):
        """Red fapiao that say they take the invoice of ``claim`` back and that Finance has not seen yet."""
        if not claim.fapiao_number or claim.fapiao_red_number:
            return []
        reds = (
            self.env["reception.invoice"]
            .sudo()
            .search([("is_red", "=", True), ("red_seen_at", "=", False), ("original_number", "=", claim.fapiao_number)])
        )
        return [
            (
                False,
                self.env._(
                    "The red fapiao %(number)s says it takes this invoice back: Finance has not seen it yet",
                    number=red.number,
                ),
            )
            for red in reds
            if red._takes_back(claim)
        ]

    def _check_buyer(self, invoice):
        """The buyer is the company, by tax ID and by name; brackets of any width are one name."""
        own, buyer = normalise_tax_id(self.company_id.vat), invoice.buyer_tax_id or "-"
        if not own:
            rows = [(False, self.env._("Buyer: the company has no tax ID in its settings to compare with"))]
        elif buyer == own:
            rows = [(True, self.env._("Buyer is the company (%(tax_id)s)", tax_id=buyer))]
        else:
            text = self.env._("Buyer %(buyer)s is not the company (%(own)s): have it issued anew", buyer=buyer, own=own)
            rows = [(False, text)]
        names = {"buyer": invoice.buyer_name or "-", "own": self.company_id.name}
        if normalise_name(names["buyer"]) == normalise_name(names["own"]):
            return [*rows, (True, self.env._("Buyer's name is the company's (%(own)s)", **names))]
        text = self.env._("Buyer's name %(buyer)s is not the company's (%(own)s): have it issued anew", **names)
        return [*rows, (False, text)]

    def _check_amounts(self, invoice):
        money = invoice.currency_id.format
        total = invoice.amount_total
        parts = invoice.amount_untaxed + invoice.amount_tax + invoice.amount_fees
        adds_up = invoice.currency_id.compare_amounts(parts, total) == 0
        amounts = {
            "untaxed": money(invoice.amount_untaxed),
            "tax": money(invoice.amount_tax),
            "fees": money(invoice.amount_fees),
            "total": money(total),
        }
        text = (
            self.env._("Without tax %(untaxed)s + tax %(tax)s + fund and fees %(fees)s = total %(total)s", **amounts)
            if invoice.amount_fees
            else self.env._("Without tax %(untaxed)s + tax %(tax)s = total %(total)s", **amounts)
        )
        rows = [(adds_up, text)]
        if self.currency_id == invoice.currency_id:
            parts = self.search([("split_expense_origin_id", "=", self.split_expense_origin_id.id)])
            others = parts - self._origin if self.split_expense_origin_id else self.browse()
            claimed = self.total_amount_currency + sum(others.mapped("total_amount_currency"))
            text = self.env._("%(claimed)s claimed of %(total)s (1-6.1.2)", claimed=money(claimed), total=money(total))
            rows.append((invoice.currency_id.compare_amounts(claimed, total) <= 0, text))
        return rows

    def _check_invoice_date(self, invoice):
        if not invoice.issue_date:
            return [(False, self.env._("The invoice has no date"))]
        deadlines = self.env["reception.deadline"]
        day = fields.Date.to_string(invoice.issue_date)
        if invoice.issue_date > deadlines._get_today(self.company_id):
            return [(False, self.env._("Dated %(day)s: in the future", day=day))]
        visit = self.reception_visit_id
        if visit.date_begin:
            days = timedelta(days=self.company_id.reception_invoice_days_before)
            first = deadlines._to_company_day(visit.date_begin, self.company_id) - days
            if invoice.issue_date < first:
                text = self.env._("Dated %(day)s: before the visit (from %(first)s on)", day=day, first=first)
                return [(False, text)]
        return [(True, self.env._("Dated %(day)s", day=day))]

    def _check_seat(self, invoice):
        """The seat of a railway ticket against T1 for the guest of that name, else for all guests of the booking."""
        booking = self.reception_booking_id
        if not invoice.seat_class or booking.service != "train":
            return []
        seat = self.env["reception.service.class"]._get_by_ticket("train", invoice.seat_class)
        if not seat:
            text = self.env._("Seat %(seat)s: in no class of the standard (1-4.1)", seat=invoice.seat_class)
            return [(False, text)]
        guests = booking.guest_ids.filtered(lambda guest: guest.name == invoice.passenger) or booking.guest_ids
        over = guests.filtered(lambda guest: guest.rank_id._get_entitled_level("train") < seat.level)
        values = {"seat": invoice.seat_class, "guests": ", ".join((over or guests).mapped("name"))}
        if not over:
            return [(True, self.env._("Seat %(seat)s is within the standard of %(guests)s (1-4.1)", **values))]
        if booking.entitlement_state == "exception" and seat.level <= booking.class_id.level:
            return [(True, self.env._("Seat %(seat)s for %(guests)s: exception agreed (1-4.1n)", **values))]
        return [(False, self.env._("Seat %(seat)s is above the standard of %(guests)s (1-4.1)", **values))]

    def _check_twin(self, invoice):
        """Another number may still be the same purchase: the same seller, total and day."""
        twin = invoice.search(
            [
                ("company_id", "=", self.company_id.id),
                ("seller_tax_id", "=", invoice.seller_tax_id),
                ("amount_total", "=", invoice.amount_total),
                ("issue_date", "=", invoice.issue_date),
                ("expense_id", "!=", invoice.expense_id.id),
                ("expense_id.approval_state", "!=", "refused"),
            ],
            limit=1,
        )
        if not twin or not invoice.seller_tax_id:
            return []
        text = self.env._(
            "Same seller, total and day as invoice %(number)s: is it another purchase?", number=twin.number
        )
        return [(False, text)]

    # ------------------------------------------------------------------------------------------------------------------
    # In time
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("hospitality_id.meal_at", "reception_visit_id.date_end", "company_id")
    def _compute_claim_due_date(self):
        deadlines = self.env["reception.deadline"]
        due = self.filtered(lambda claim: claim._get_event())
        (self - due).claim_due_date = False
        for company, claims in due.grouped("company_id").items():
            try:
                deadline = deadlines._get_deadline("claim", company)
            except UserError:  # deleted, or not there yet while the app is upgraded: claims are still made
                claims.claim_due_date = False
                continue
            for claim in claims:
                day = deadlines._to_company_day(claim._get_event(), company)
                claim.claim_due_date = deadline._count_from(day, company)

    def _get_event(self):
        """The moment from which the days of the claim count: of the meal, or the end of the visit."""
        claim = self.sudo()  # whoever sees the claim sees by when it is due
        return claim.hospitality_id.meal_at or claim.reception_visit_id.date_end

    @api.depends("claim_due_date", "claimed_on", "date")
    def _compute_is_claimed_late(self):
        for claim in self:
            days = [day for day in (claim.date, claim.claimed_on) if day]
            claim.is_claimed_late = bool(claim.claim_due_date and days and max(days) > claim.claim_due_date)

    def write(self, vals):
        result = super().write(vals)
        if vals.get("approval_state") in ("submitted", "approved"):
            new = self.filtered(lambda claim: not claim.claimed_on and claim._is_reception_claim())
            for company, claims in new.grouped("company_id").items():
                today = self.env["reception.deadline"]._get_today(company)
                claims._as_engine().claimed_on = today
        return result

    def _check_claim_vals(self, vals):
        super()._check_claim_vals(vals)
        if "claimed_on" in vals and (self or vals["claimed_on"]) and not self._is_engine():
            raise ValidationError(self.env._("The day of the claim is the day it is submitted."))

    # ------------------------------------------------------------------------------------------------------------------
    # Without invoice no approval, where the company has chosen so
    # ------------------------------------------------------------------------------------------------------------------

    def _invoice_refusals(self):
        """What speaks against approving claims without invoice: texts."""
        texts = []
        for claim in self.sudo():  # approvers settle claims whose whole they cannot open
            asked = claim.company_id.reception_invoice_rule == "refuse" and claim._is_reception_claim()
            if asked and not claim._has_invoice():
                texts.append(
                    self.env["reception.clause"]._explain(
                        "1-6.1.2" if claim._is_meal_claim() else "1-2.4",
                        self.env._(
                            "%(claim)s has no invoice in order. Read it from its file or type its number.",
                            claim=claim.name,
                        ),
                    )
                )
        return texts

    def _check_can_approve(self):
        super()._check_can_approve()
        if texts := self._invoice_refusals():
            raise UserError("\n\n".join(texts))

    @api.constrains("approval_state")
    def _check_invoice_at_approval(self):
        if texts := self.filtered(lambda claim: claim.approval_state == "approved")._invoice_refusals():
            raise ValidationError("\n\n".join(texts))
