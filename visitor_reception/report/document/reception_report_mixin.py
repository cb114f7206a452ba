from odoo import api, models
from odoo.tools import format_date, format_time, formatLang

from ...tools.money import LARGEST, amount_in_words

NAMED = 12  # people named in a cell


class ReceptionReportMixin(models.AbstractModel):
    """What all printed forms share: who may print, and how dates, amounts and signatures read on paper."""

    _name = "reception.report.mixin"
    _description = "Printed Form"

    _report_model = None
    # states in which the print is a valid paper; in all others every page says that it is not
    _valid_states = ()

    @api.model
    def _get_report_values(self, docids, data=None):
        """Values of the template.

        :raises AccessError: the user may not read one of the documents
        """
        docs = self.env[self._report_model].browse(docids)
        # Administration and HR prints many cases, a stranger none: refuse before a single field is printed
        docs.check_access("read")
        return {
            "doc_ids": docs.ids,
            "doc_model": self._report_model,
            "docs": docs,
            "is_valid": self._is_valid,
            "format_date_long": self._format_date_long,
            "format_day": self._format_day,
            "format_moment": self._format_moment,
            "format_money": self._format_money,
            "in_capitals": self._in_capitals,
            "get_signatures": self._get_signatures,
            "get_submitted_at": self._get_submitted_at,
            "join_names": self._join_names,
            "describe_people": self._describe_people,
            "describe_attached": self._describe_attached,
        }

    @api.model
    def _is_valid(self, document):
        """Whether the print is a valid paper."""
        return document.state in self._valid_states

    @api.model
    def _format_day(self, value, company):
        """The day of a moment, in the company's time zone: a paper is read where the company is."""
        if not value:
            return ""
        return format_date(self.with_context(tz=company._reception_zone().zone).env, value, date_format="long")

    @api.model
    def _format_date_long(self, day):
        """A day with its name, as it heads the table of a programme."""
        return format_date(self.env, day, date_format="full")

    @api.model
    def _format_moment(self, value, company):
        """Day and time of a moment, in the company's time zone."""
        if not value:
            return ""
        time = format_time(self.env, value, tz=company._reception_zone().zone, time_format="short")
        return f"{self._format_day(value, company)} {time}"

    @api.model
    def _format_money(self, amount, currency):
        """``¥1,234.50``: Chinese forms write the sign close to the figures."""
        text = formatLang(self.env, amount or 0.0, currency_obj=currency)
        return text.replace("\N{NO-BREAK SPACE}", "") if currency.position == "before" else text

    @api.model
    def _in_capitals(self, amount, currency):
        """The amount in capitals; they exist for yuan alone, and not for any number."""
        amount = currency.round(amount or 0.0)
        return amount_in_words(amount) if currency.name == "CNY" and abs(amount) <= LARGEST else ""

    @api.model
    def _get_signatures(self, document):
        """The signatures of the latest submission, in the order of asking; those not needed are left out."""
        return document.signoff_ids.filtered(
            lambda row: row.round == document.signoff_round and row.state != "void"
        ).sorted(lambda row: (row.step_number, row.id))

    @api.model
    def _get_submitted_at(self, document):
        """The moment of the latest submission, when the signatures were asked for; of a draft, when it was typed."""
        return self._get_signatures(document)[:1].create_date or document.create_date

    @api.model
    def _join_names(self, records):
        """Names in one line, as the language of the print separates them."""
        separator = "、" if self._is_chinese() else ", "
        return separator.join(name for name in records.mapped("name") if name)

    @api.model
    def _describe_people(self, people, everybody=None):
        """Names in a cell, which must not outgrow its page: of many the first and how many, of all that they are all."""
        count = len(people)
        if count <= NAMED:
            return self._join_names(people)
        if people == everybody:
            return self.env._("all %(count)s guests", count=count)
        return self.env._("%(names)s and others, %(count)s in all", names=self._join_names(people[:NAMED]), count=count)

    @api.model
    def _describe_attached(self, guests):
        """What stands in the form where the list of guests is too long for it."""
        return self.env._("%(guest)s; list of %(count)s guests attached", guest=guests[:1].name, count=len(guests))

    @api.model
    def _get_rule(self, code):
        """The clause as the policy records word it: the Chinese wording, which decides, on a Chinese print."""
        clauses = self.env["reception.clause"]
        # every employee may know the rules of the forms that they print
        clause = clauses.sudo().browse(clauses._id_by_code(code))
        return (self._is_chinese() and clause.wording) or clause.rule or ""

    @api.model
    def _is_chinese(self):
        return (self.env.lang or "").startswith("zh")
