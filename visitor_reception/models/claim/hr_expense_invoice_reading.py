from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from ...tools.einvoice import EInvoiceError, make_key, read_invoices
from ...tools.einvoice.limits import MAX_BYTES, MEGABYTE

SOURCES = ("xml", "ofd", "pdf", "text")


class HrExpense(models.Model):
    """Electronic invoices of a claim, read from its files: XML, OFD, PDF, ZIP, attached, uploaded or sent by mail."""

    _inherit = "hr.expense"

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
            (invoice.expense_id, make_key(invoice.code or "", invoice.number)): invoice
            for invoice in self.sudo().invoice_ids
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
        own = self.sudo()  # held against the claims of all
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
            # a link tells no more than the text beside it
            link = Markup(" ") + first.sudo()._get_html_link() if first else ""
            bodies[claim.id] = bodies.get(claim.id, Markup()) + Markup("<p>%s%s</p>") % (text, link)
        if bodies:
            # the note is the system's, whoever has uploaded the file
            self.browse(bodies).sudo()._message_log_batch(bodies=bodies)
