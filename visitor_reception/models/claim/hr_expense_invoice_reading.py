from collections import defaultdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import RedirectWarning, UserError
from odoo.fields import Command

from ...tools.einvoice import EInvoiceError, make_key, read_invoices
from ...tools.einvoice.limits import MAX_BYTES, MEGABYTE

SOURCES = ("xml", "ofd", "pdf", "text", "typed")
# files of a ZIP that are named in one note
MAX_NAMED = 20
# not wrong, only no invoice: a photograph, a menu
NO_INVOICE = ("unknown", "empty")


class HrExpense(models.Model):
    """Electronic invoices of a claim, read from its files: XML, OFD, PDF, ZIP, attached, uploaded or sent by mail."""

    _inherit = "hr.expense"

    fapiao_unread = fields.Char(
        string="Invoice Not Read", readonly=True, copy=False, help="Why nothing could be read from the files."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"fapiao_unread"}

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
            raise UserError("\n".join(text for rows in errors.values() for _is_damaged, text in rows))
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
            self._note_unread(message.attachment_ids, self._read_quietly(message.attachment_ids))
        return result

    def _read_quietly(self, files):
        """Read what can be read; what speaks against it becomes a note, as the file itself was welcome.

        :return: ``{file: texts}`` of what could not be read, photographs included
        """
        found, errors = self._read_files(files)
        problems = self._take_invoices([(self, read, file) for file, read in found])
        self._log_problems(problems + [(self, text, None) for text in self._get_damage(errors)])
        return {file: [text for _is_damaged, text in rows] for file, rows in errors.items()}

    @api.model
    def create_expense_from_attachments(self, attachment_ids=None, view_type="list"):
        """A claim for each invoice: its XML, OFD and PDF make one claim, a ZIP of several invoices makes several."""
        files = self.env["ir.attachment"].browse(attachment_ids)
        if not files or any(file.res_id or file.res_model != "hr.expense" for file in files):
            return super().create_expense_from_attachments(attachment_ids, view_type)
        found, errors = self._read_files(files)
        found, known = self._drop_known(found)
        files -= self._get_known_files(files, found, known)
        if not files:
            raise UserError("\n".join(text for _file, _read, text, _first in known))
        groups = self._group_files(files, found)
        ids = super().create_expense_from_attachments([group[0].id for _reads, group in groups], view_type)
        claims = self.browse(ids)
        rows = []
        for claim, (reads, group) in zip(claims, groups, strict=True):
            if others := group[1:]:
                others.write({"res_id": claim.id})
            claim._show_picture(group)
            rows += [(claim, read, file) for file, read in reads]
        problems = claims._take_invoices(rows, is_new=True)
        for file, texts in errors.items():
            problems += [
                (self.browse(file.res_id) or claims[0], text, None) for text in self._get_damage({file: texts})
            ]
        problems += [(claims[0], text, first) for _file, _read, text, first in known]
        claims._log_problems(problems)
        for claim, (_reads, group) in zip(claims, groups, strict=True):
            claim._note_unread(
                group, {file: [text for _is, text in errors.get(file, [])] for file in group}, is_new=True
            )
        return ids

    @api.model
    def _drop_known(self, found):
        """Without the invoices that are claimed or in the books already: no claim is made for them.

        :return: what is left, and ``[(file, reading, text, claim or None)]`` of the others
        """
        company = self.env.company
        keys = {read.key for _file, read in found if not read.is_red}
        holders = self._get_fapiao_holders(keys, company)
        bills = self.env["account.move"]._get_fapiao_bills(keys, company)
        left, known = [], []
        for file, read in found:
            problem = not read.is_red and self._explain_holder(read.key, holders, bills)
            known += [(file, read, *problem)] if problem else []
            left += [] if problem else [(file, read)]
        return left, known

    @api.model
    def _get_known_files(self, files, found, known):
        """The files that hold known invoices alone, and their prints, which are named after them."""
        numbers = [read.number for _file, read, _text, _first in known]
        held = files.browse(file.id for file, *_row in known)
        held |= files.filtered(lambda file: any(number in file.name for number in numbers))
        return held - files.browse(file.id for file, _read in found)

    def _explain_holder(self, key, holders, bills):
        """Who else has the invoice: ``(text, claim of the user or None)``, or nothing.

        :param holders: see ``_get_fapiao_holders``
        :param bills: ``{number: bills}``
        """
        if first := (self._find_holders(holders, key) - self.sudo())[:1]:
            return self._explain_duplicate(key, first), first.sudo(False)
        if bill := bills.get(key[1]) or bills.get("".join(key)):
            return self._explain_bill(key, bill[0]), None
        return None

    def _show_picture(self, files):
        """A picture beside the fields, where one of the files of the claim is one."""
        pictures = files.filtered(lambda file: file.mimetype == "application/pdf" or file.mimetype.startswith("image/"))
        if pictures and files[0] not in pictures:
            self._message_set_main_attachment_id(pictures[0], force=True)

    def _note_unread(self, files, errors, is_new=False):
        """A claim whose files say nothing says so itself, so that nobody takes it for an invoice of nothing."""
        texts = [text for rows in errors.values() for text in rows]
        if self.fapiao_number or not texts:
            return
        vals = {"fapiao_unread": " ".join(texts)[:500]}
        if is_new:
            vals["name"] = self.env._("Not read: %(file)s", file=files[0].name)
        self._as_engine().write(vals)

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
    def _read_files(self, files):
        """What the files say, and why others cannot be read.

        :return: ``[(file, tools.einvoice.Invoice)]``, ``{file: [(is it damaged rather than no invoice at all, text)]}``
        """
        found, errors = [], {}
        for file in files:
            members, failed = [], None
            try:
                if file.file_size > MAX_BYTES:  # not even fetched
                    raise EInvoiceError("large", megabytes=MAX_BYTES // MEGABYTE)
                found += [(file, read) for read in read_invoices(file.raw or b"", members)]
            except EInvoiceError as error:
                failed = error
            rows = self._explain_members(file, members)
            if failed and not rows:
                rows = [(failed.reason not in NO_INVOICE, f"{file.name}: {self._explain_reading(failed)}")]
            if rows:
                errors[file] = rows
            # hundreds of files are not kept in memory
            file.invalidate_recordset(["raw", "datas"])
        return found, errors

    @api.model
    def _explain_members(self, file, members):
        """What is wrong with files in a ZIP, each by name, as rows of ``_read_files``."""
        rows = [(True, f"{file.name} / {name[:80]}: {self._explain_reading(e)}") for name, e in members[:MAX_NAMED]]
        if more := len(members) - len(rows):
            rows.append(
                (True, self.env._("%(file)s: %(count)s more files in it were not read.", file=file.name, count=more))
            )
        return rows

    @api.model
    def _get_damage(self, errors):
        """Texts about files that should be read and cannot; photographs are passed over in silence."""
        return [text for rows in errors.values() for is_damaged, text in rows if is_damaged]

    @api.model
    def _explain_reading(self, error):
        _ = self.env._
        details = {"megabytes": "", "name": "", "number": "", "count": "", "seconds": "", **error.details}
        texts = {
            "empty": _("the file is empty. Download or photograph it again."),
            "large": _("it is larger than a file with invoices is (%(megabytes)s MB). Send it in parts.", **details),
            "many": _("there are more files in it than are read at once (%(count)s). Send it in parts.", **details),
            "slow": _(
                "it takes too long to read (%(seconds)s seconds). Type what it says, or ask the seller for the XML.",
                **details,
            ),
            "encrypted": _("it is behind a password. Save it without one."),
            "broken": _("it is damaged. Download it again."),
            "unsafe": _(
                "it has parts that no invoice has (%(name)s). Download it again from where it was issued.", **details
            ),
            "nested": _("a ZIP in a ZIP is not opened. Upload the inner one."),
            "encoding": _("its characters are in an unknown encoding. Download it again."),
            "unknown": _("no electronic invoice was found in it. Type the number of the invoice."),
            "number": _("it has no invoice number (%(number)s). Type what it says.", **details),
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
        held = self._get_held(rows)
        known = {
            (invoice.expense_id, make_key(invoice.code or "", invoice.number)): invoice
            for invoice in self.sudo().invoice_ids
        }
        problems, vals_list, filled, done = [], [], {}, set()
        for claim, read, _file in rows:
            if (claim, read.key) in done:
                continue
            done.add((claim, read.key))
            links = {"attachment_ids": [Command.link(file.id) for file in files[claim, read.key]]}
            if invoice := known.get((claim.sudo(), read.key)):
                is_surer = SOURCES.index(read.source) < SOURCES.index(invoice.source)
                if invoice.source == "typed" and not read.is_red:
                    filled[claim] = read
                invoice._as_reader().write({**(reader._get_vals(read) if is_surer else {}), **links})
                continue
            first = filled[claim].number if claim in filled else claim.sudo().fapiao_number
            problem = not read.is_red and claim._get_reading_problem(read, *held[claim.company_id], first)
            if problem:
                problems.append((claim, *problem))
                continue
            vals_list.append({"expense_id": claim.id, **reader._get_vals(read), **links})
            if not read.is_red:
                filled[claim] = read
        created = reader.create(vals_list)
        partners = self._get_sellers([read.seller_tax_id for read in filled.values()])
        for claim, read in filled.items():
            writer = claim._as_engine().with_context(tracking_disable=is_new)
            writer.write(claim._get_filled_vals(read, partners, is_new))
        self._mark_taken_back()
        self._take_back_originals(created.filtered("is_red"))
        return problems

    @api.model
    def _get_held(self, rows):
        """Who holds the invoices of ``rows`` (see ``_take_invoices``): ``{company: (holders, bills)}``."""
        held = {}
        for company, claims in self.browse().concat(*(row[0] for row in rows)).grouped("company_id").items():
            keys = {read.key for claim, read, _file in rows if claim in claims}
            self.env["reception.invoice.number"]._touch(keys, company)
            bills = self.env["account.move"]._get_fapiao_bills(keys, company)
            held[company] = (self._get_fapiao_holders(keys, company), bills)
        return held

    def _get_reading_problem(self, read, holders, bills, number):
        """Why the claim cannot stand for the invoice: ``(text, other claim or None)``, or nothing.

        :param str number: of the invoice it stands for already, where there is one
        """
        if problem := self._explain_holder(read.key, holders, bills):
            return problem
        own = self.sudo()  # who edits the claim reads what it stands for
        if number and number != read.number or own.invoice_ids.filtered(lambda i: not i.is_red):
            text = self.env._(
                "%(claim)s stands for invoice %(first)s. Make a claim of its own for %(second)s.",
                claim=own.name,
                first=number,
                second=read.number,
            )
            return text, None
        return None

    def _get_filled_vals(self, read, partners, is_new):
        """What reading fills beside the invoice itself: only in a draft and only where nothing is."""
        vals = {}
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
        """Who claimed an invoice that a red fapiao takes back is told, and that Finance looks at it first."""
        for claim in reds._get_originals():
            for red in reds.filtered(lambda red, claim=claim: red._takes_back(claim)):
                claim._tell_claimant(
                    lambda claim, red=red: claim.env._(
                        "The red fapiao %(red)s, attached to %(other)s, says that it takes back invoice %(number)s of "
                        "%(claim)s. The number stays claimed until Finance has seen the red fapiao.",
                        red=red.number,
                        other=red.expense_id.name,
                        number=claim.fapiao_number,
                        claim=claim.name,
                    )
                )

    def _tell_claimant(self, get_text):
        """Tell who claims the cost, in their language; ``get_text(claim)`` gives the text."""
        self.ensure_one()
        claim = self.sudo()
        partner = claim.employee_id.user_id.partner_id or claim.employee_id.work_contact_id
        claim = claim.with_context(lang=partner.lang or self.env.lang)
        claim.message_post(body=get_text(claim), partner_ids=partner.ids, subtype_xmlid="mail.mt_note")

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
