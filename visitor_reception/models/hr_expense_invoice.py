from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, RedirectWarning, UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ..tools.einvoice import EInvoiceError, normalise_number, read_invoices
from ..tools.einvoice.limits import MAX_BYTES, MEGABYTE

MAX_NUMBER = 40
NUMBER = ("fapiao_code", "fapiao_number")
# what decides whether a claim holds the number of its invoice
HOLDING = (*NUMBER, "fapiao_red_number", "approval_state", "company_id")
VERIFIED = ("invoice_verified_by_id", "invoice_verified_at", "invoice_verified_note")
SOURCES = ("xml", "ofd", "pdf", "text")


class HrExpense(models.Model):
    """The invoice of a claim (发票): its number is claimed once in the company, and read from files where it can be.

    A claim stands for one invoice. It holds the number until it is refused or deleted, or a red invoice takes the
    invoice back; the index is the floor for two people at once. Any expense may carry a number, also vouchers of petty
    cash. Not ``account.move.fapiao``: that cuts a number to 8 digits.
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
    invoice_verified_by_id = fields.Many2one("res.users", string="Verified By", readonly=True, copy=False)
    invoice_verified_at = fields.Datetime(string="Verified At", readonly=True, copy=False)
    invoice_verified_note = fields.Char(string="How It Was Verified", readonly=True, copy=False)
    can_verify_invoice = fields.Boolean(compute="_compute_can_verify_invoice")

    _fapiao_uniq = models.UniqueIndex(
        "(company_id, COALESCE(fapiao_code, ''), fapiao_number) WHERE fapiao_number IS NOT NULL"
        " AND fapiao_red_number IS NULL AND (approval_state IS NULL OR approval_state <> 'refused')",
        "This invoice is claimed already: somebody else was faster. Look for its number among the claims.",
    )

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

    @api.depends_context("uid")
    @api.depends(*HOLDING, "employee_id")
    def _compute_can_verify_invoice(self):
        for claim in self:
            claim.can_verify_invoice = not claim._verify_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # One number, one claim
    # ------------------------------------------------------------------------------------------------------------------

    def _get_fapiao_key(self):
        return normalise_number(self.fapiao_code), normalise_number(self.fapiao_number)

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
        return claims.grouped(lambda claim: (claim.fapiao_code or "", claim.fapiao_number))

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
                if first := holders.get(key, self.browse()).sudo() - changing.sudo():
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
                    (vals.get("fapiao_code") or "", vals["fapiao_number"]),
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
        is_changed = not set(NUMBER).isdisjoint(vals)
        if is_changed:
            claims = self.filtered(lambda claim: any(claim[name] != vals.get(name, claim[name]) for name in NUMBER))
            # another invoice is another truth
            claims.filtered("invoice_verified_at")._as_engine().write(dict.fromkeys(VERIFIED, False))
        result = super().write(vals)
        if is_changed:
            self._mark_taken_back()
        return result

    def _get_held_after(self, vals):
        """Rows for ``_check_fapiao_free`` of the claims of ``self`` that will hold a number."""
        rows = []
        for claim in self.sudo():
            after = {name: vals[name] if name in vals else claim[name] for name in HOLDING if name != "company_id"}
            if after["fapiao_number"] and not after["fapiao_red_number"] and after["approval_state"] != "refused":
                company = claim.company_id.browse(vals.get("company_id")) or claim.company_id
                rows.append((claim, company, (after["fapiao_code"] or "", after["fapiao_number"])))
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

    def _check_claim_vals(self, vals):
        super()._check_claim_vals(vals)
        guarded = {"fapiao_red_number", "invoice_ids", *VERIFIED}.intersection(vals)
        # an empty default of a new claim says nothing
        guarded = {name for name in guarded if self or vals[name]}
        if guarded and not self._is_engine():
            labels = ", ".join(self._fields[name]._description_string(self.env) for name in sorted(guarded))
            raise AccessError(
                self.env._("%(fields)s: written by reading or verifying the invoice, never by hand.", fields=labels)
            )

    def _mark_taken_back(self):
        """Note on the claims of ``self`` which red fapiao takes their invoice back, whichever came first."""
        numbers = [number for number in self.mapped("fapiao_number") if number]
        # the red fapiao may have come with a colleague's claim
        reds = self.env["reception.invoice"].sudo()
        reds = reds.search([("is_red", "=", True), ("original_number", "in", numbers)]) if numbers else reds
        by_key = {(red.company_id, red.original_number): red for red in reds}
        for claim in self.sudo():
            red = by_key.get((claim.company_id, claim.fapiao_number), reds.browse())
            seller = claim.invoice_ids.filtered(lambda invoice: not invoice.is_red).seller_tax_id
            if seller and red.seller_tax_id and seller != red.seller_tax_id:
                red = reds.browse()  # nobody takes back what another has issued
            if (red.number or False) != claim.fapiao_red_number:
                claim._as_engine().fapiao_red_number = red.number

    # ------------------------------------------------------------------------------------------------------------------
    # Reading files
    # ------------------------------------------------------------------------------------------------------------------

    def action_read_invoices(self):
        """Read the invoice from the files of the claim: number, seller, and what is still empty.

        :raises AccessError: the user may not edit the claim
        :raises UserError: no file can be read, or the claim stands for another invoice
        :raises RedirectWarning: another claim has the invoice; leads there
        """
        self.ensure_one().check_access("write")
        files = self.attachment_ids
        if not files:
            raise UserError(self.env._("%(claim)s has no files. Attach the invoice first.", claim=self.name))
        found, errors = self._read_files(files)
        if not found:
            raise UserError("\n".join(errors.values()))
        for _claim, text, first in self._take_invoices([(self, read, file) for file, read in found]):
            if first and first._filtered_access("read"):
                raise RedirectWarning(text, first._get_records_action(), self.env._("Show the Claim"))
            raise UserError(text)

    def attach_document(self, **kwargs):
        result = super().attach_document(**kwargs)
        if self.has_access("write"):
            self._read_quietly(self.env["ir.attachment"].browse(kwargs["attachment_ids"]))
        return result

    def _message_post_after_hook(self, message, msg_values):
        """A claim that came by mail is read once its files are there."""
        result = super()._message_post_after_hook(message, msg_values)
        if message.message_type == "email" and not self.approval_state and not self.fapiao_number:
            self._read_quietly(message.attachment_ids)
        return result

    def _read_quietly(self, files):
        """Read what can be read; what speaks against it becomes a note, as the file itself was welcome."""
        found, errors = self._read_files(files, only_damaged=True)
        problems = self._take_invoices([(self, read, file) for file, read in found])
        self._log_problems(problems + [(self, text, None) for text in errors.values()])

    @api.model
    def create_expense_from_attachments(self, attachment_ids=None, view_type="list"):
        """A claim for each invoice: its XML, OFD and PDF make one claim, a ZIP of several invoices makes several."""
        files = self.env["ir.attachment"].browse(attachment_ids)
        if not files or any(file.res_id or file.res_model != "hr.expense" for file in files):
            return super().create_expense_from_attachments(attachment_ids, view_type)
        found, errors = self._read_files(files, only_damaged=True)
        groups = self._group_files(files, found)
        leaders = [group[0] for _reads, group in groups]
        ids = super().create_expense_from_attachments([file.id for file in leaders], view_type)
        claims = self.browse(ids)
        rows = []
        for claim, (reads, group) in zip(claims, groups, strict=True):
            if others := group[1:]:
                others.write({"res_id": claim.id})
            rows += [(claim, read, file) for file, read in reads]
        problems = claims._take_invoices(rows, is_new=True)
        problems += [(self.browse(file.res_id), text, None) for file, text in errors.items()]
        claims._log_problems(problems)
        return ids

    @api.model
    def _group_files(self, files, found):
        """Which files make one claim: list of ``([(file, reading)], files)``."""
        reads_by_key = defaultdict(list)
        for file, read in found:
            reads_by_key[read.key].append((file, read))
        groups, used = [], files.browse()
        for rows in reads_by_key.values():
            group = files.browse().concat(*(file for file, _read in rows))
            # a ZIP of several invoices lies with each of them
            members = group - used or group[0].copy()
            used |= group
            groups.append(([(file if file in members else members[0], read) for file, read in rows], members))
        for file in files - used:
            # the print of an invoice is named after it
            same = (rows for rows in groups if rows[0] and rows[0][0][1].number in file.name)
            if group := next(same, None):
                groups[groups.index(group)] = (group[0], group[1] | file)
            else:
                groups.append(([], file))
        return groups

    @api.model
    def _read_files(self, files, only_damaged=False):
        """What the files say, and why others cannot be read.

        :param only_damaged: files that are no invoices at all, such as photographs, are passed over in silence
        :return: ``[(file, tools.einvoice.Invoice)]``, ``{file: text}``
        """
        found, errors = [], {}
        for file in files:
            try:
                if file.file_size > MAX_BYTES:  # not even fetched
                    raise EInvoiceError("large", megabytes=MAX_BYTES // MEGABYTE)
                found += [(file, read) for read in read_invoices(file.raw or b"")]
            except EInvoiceError as error:
                if not only_damaged or error.reason not in ("unknown", "empty"):
                    errors[file] = f"{file.name}: {self._explain_reading(error)}"
            # hundreds of files are not kept in memory
            file.invalidate_recordset(["raw", "datas"])
        return found, errors

    @api.model
    def _explain_reading(self, error):
        _ = self.env._
        details = {"megabytes": "", "name": "", "number": "", **error.details}
        texts = {
            "empty": _("the file is empty."),
            "large": _("it is larger than a file with invoices is (%(megabytes)s MB).", **details),
            "encrypted": _("it is behind a password. Save it without one."),
            "broken": _("it is damaged. Download it again."),
            "unsafe": _("it has parts that no invoice has (%(name)s).", **details),
            "nested": _("a ZIP in a ZIP is not opened. Upload the inner one."),
            "encoding": _("its characters are in an unknown encoding."),
            "unknown": _("no electronic invoice was found in it. Type the number of the invoice."),
            "number": _("it has no invoice number (%(number)s).", **details),
        }
        return texts[error.reason]

    def _take_invoices(self, rows, is_new=False):
        """Store what was read and fill the claims.

        :param rows: list of ``(claim, tools.einvoice.Invoice, file)``
        :param is_new: the claims were made for these files, so that name and date are not yet somebody's
        :return: what speaks against some, ``[(claim, text, other claim or None)]``
        """
        if not rows:
            return []
        reader = self.env["reception.invoice"]._as_reader()
        # the surest reading of each invoice counts, and all its files belong to it
        rows = sorted(rows, key=lambda row: SOURCES.index(row[1].source))
        files = defaultdict(self.env["ir.attachment"].browse)
        for claim, read, file in rows:
            files[claim, read.key] |= file
        holders = {}
        for company, some in self.browse().concat(*(row[0] for row in rows)).grouped("company_id").items():
            keys = {read.key for claim, read, _file in rows if claim in some}
            holders |= {(company, key): claims for key, claims in self._get_fapiao_holders(keys, company).items()}
        known = {
            (invoice.expense_id, (invoice.code or "", invoice.number)): invoice for invoice in self.sudo().invoice_ids
        }
        problems, vals_list, filled, done = [], [], [], set()
        for claim, read, _file in rows:
            if (claim, read.key) in done:
                continue
            done.add((claim, read.key))
            links = {"attachment_ids": [Command.link(file.id) for file in files[claim, read.key]]}
            if invoice := known.get((claim.sudo(), read.key)):
                is_surer = SOURCES.index(read.source) < SOURCES.index(invoice.source)
                invoice._as_reader().write({**(reader._get_vals(read) if is_surer else {}), **links})
                continue
            problem = not read.is_red and claim._get_reading_problem(read, holders)
            if problem:
                problems.append((claim, *problem))
                continue
            vals_list.append({"expense_id": claim.id, **reader._get_vals(read), **links})
            if not read.is_red:
                holders[claim.company_id, read.key] = claim.sudo()
                filled.append((claim, read))
        created = reader.create(vals_list)
        partners = self._get_sellers([read.seller_tax_id for _claim, read in filled])
        for claim, read in filled:
            writer = claim._as_engine().with_context(tracking_disable=is_new)
            writer.write(claim._get_filled_vals(read, partners, is_new))
        self._mark_taken_back()
        self._take_back_originals(created.filtered("is_red"))
        return problems

    def _get_reading_problem(self, read, holders):
        """Why the claim cannot stand for the invoice: ``(text, other claim or None)``, or nothing."""
        own = self.sudo()
        if first := (holders.get((self.company_id, read.key), own.browse()) - own)[:1]:
            return self._explain_duplicate(read.key, first), first.sudo(False)
        if own.fapiao_number and own.fapiao_number != read.number or own.invoice_ids.filtered(lambda i: not i.is_red):
            text = self.env._(
                "%(claim)s stands for invoice %(first)s. Make a claim of its own for %(second)s.",
                claim=own.name,
                first=own.fapiao_number,
                second=read.number,
            )
            return text, None
        return None

    def _get_filled_vals(self, read, partners, is_new):
        """What reading fills: the number always, the rest only in a draft and only where nothing is."""
        vals = {"fapiao_number": read.number, "fapiao_code": read.code or False}
        if self.approval_state:
            return vals
        if seller := partners.get((self.company_id.id, read.seller_tax_id)) or partners.get(
            (False, read.seller_tax_id)
        ):
            vals["vendor_id"] = self.vendor_id.id or seller.id
        summary = " ".join(filter(None, (read.seller_name, read.lines[0].name if read.lines else "")))
        if is_new and summary:
            vals["name"] = summary
        elif summary and not self.description:
            vals["description"] = summary
        if read.total and self.currency_id.is_zero(self.total_amount_currency) and not self.product_has_cost:
            yuan = self.env["reception.invoice"]._get_yuan()
            vals |= {} if self.currency_id == yuan else {"currency_id": yuan.id}
            vals["total_amount_currency"] = float(read.total)
            # a meal is claimed for its own day
            if read.date and not self.hospitality_id:
                vals["date"] = read.date
        return vals

    @api.model
    def _get_sellers(self, tax_ids):
        """Known vendors: ``{(company or False, tax ID): partner}``."""
        partners = self.env["res.partner"].search([("vat", "in", [tax_id for tax_id in tax_ids if tax_id])])
        return {(partner.company_id.id, partner.vat): partner for partner in partners}

    @api.model
    def _take_back_originals(self, reds):
        """The claims whose invoices are taken back are told so."""
        if not reds:
            return
        # they may be a colleague's
        originals = self.sudo().search(
            [("fapiao_number", "in", reds.mapped("original_number")), ("company_id", "in", reds.company_id.ids)]
        )
        originals._mark_taken_back()

    @api.model
    def _log_problems(self, problems):
        bodies = {}
        for claim, text, first in problems:
            link = Markup(" ") + first.sudo()._get_html_link() if first else ""
            bodies[claim.id] = bodies.get(claim.id, Markup()) + Markup("<p>%s%s</p>") % (text, link)
        if bodies:
            # the note is the system's, whoever has uploaded the file
            self.browse(bodies).sudo()._message_log_batch(bodies=bodies)

    # ------------------------------------------------------------------------------------------------------------------
    # Authenticity, looked up by hand
    # ------------------------------------------------------------------------------------------------------------------

    def _verify_refusals(self):
        """What speaks against the user's verifying the invoice: texts."""
        self.ensure_one()
        texts = []
        if not self.fapiao_number:
            texts.append(self.env._("%(claim)s has no invoice number.", claim=self.name))
        if not any(
            self.env.user.has_group(group)
            for group in ("account.group_account_invoice", "hr_expense.group_hr_expense_team_approver")
        ):
            texts.append(self.env._("Finance or an approver verifies invoices."))
        # not everybody may read whose employee record it is
        if self.sudo().employee_id.user_id == self.env.user:
            texts.append(self.env._("nobody verifies an invoice of his own."))
        return [self.env["reception.clause"]._explain("4-14a", text) for text in texts]

    def action_verify_invoice(self, note):
        """Note that the invoice was looked up at the tax bureau and is genuine: by whom, when, how.

        :param str note: how, and what was found
        :raises UserError: one's own claim, no number, no note, or no member of Finance
        """
        self.ensure_one().check_access("read")
        refusals = self._verify_refusals()
        if not isinstance(note, str) or not note.strip():
            refusals.append(self.env._("Write how the invoice was verified."))
        if refusals:
            raise UserError("\n\n".join(refusals))
        self._as_engine().write(
            {
                "invoice_verified_by_id": self.env.user.id,
                "invoice_verified_at": fields.Datetime.now(),
                "invoice_verified_note": " ".join(note.split())[:500],
            }
        )
