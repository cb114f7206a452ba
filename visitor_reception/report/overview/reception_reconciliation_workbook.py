from odoo import api, models
from odoo.exceptions import AccessError
from odoo.fields import Domain

from ..document.reception_workbook_mixin import NameCache
from .reconciliation_xlsx import AMOUNTS, GROUPED, GROUPS, RECORDS, TIES, write_reconciliation

READERS = (
    "account.group_account_readonly,account.group_account_invoice,"
    "visitor_reception.group_reception_officer,visitor_reception.group_reception_auditor"
)


class ReceptionReconciliation(models.Model):
    """The reconciliation as a workbook: its records, and their sums by visit, department and month."""

    _name = "reception.reconciliation"
    _inherit = ["reception.reconciliation", "reception.workbook.mixin"]

    @api.model
    def _check_can_export(self, company):
        """:raises AccessError: the user may not read the reconciliation of the company"""
        if not self.env.su and (company not in self.env.user.company_ids or not self.env.user.has_groups(READERS)):
            raise AccessError(
                self.env._(
                    "The reconciliation is for Finance, Administration and HR, and auditors of the company. Ask Finance."
                )
            )

    @api.model
    def _write_workbook(self, file, company, date_from, date_to):
        # by the day of the cost, or by accounting date as the ledger
        day = "posting_date" if self.env.context.get("by_posting") else "date"
        domain = Domain("company_id", "=", company.id) & Domain(day, ">=", date_from) & Domain(day, "<=", date_to)
        return write_reconciliation(
            file,
            self._get_texts(company, date_from, date_to),
            self._get_labels(company),
            company.currency_id.decimal_places,
            self._iter_printable(domain),
            {key: self._iter_grouped(domain, groupby) for key, groupby in GROUPS},
            self._iter_ties(company, date_from, date_to),
        )

    def _iter_ties(self, company, date_from, date_to):
        """What ties the reconciliation to the ledger, as ``write_reconciliation`` takes it."""
        lines = self.env["reception.ledger.tie.line"]
        sections = dict(lines._fields["section"]._description_selection(self.env))
        accounts = self.env["account.account"].sudo().with_company(company)  # whoever may export reads their names
        for line in self.env["reception.ledger.tie"]._get_tie_lines(company, date_from, date_to):
            account = accounts.browse(line["account_id"])
            yield {
                "section": sections[line["section"]],
                "account": f"{account.code} {account.name}" if account else "",
                "label": line["label"],
                "amount": line["amount"],
            }

    @api.model
    def _get_filename(self, date_from, date_to):
        return self.env._("Reconciliation %(first)s to %(last)s", first=date_from, last=date_to) + ".xlsx"

    def _get_texts(self, company, date_from, date_to):
        return {
            "title": self.env._(
                "Reconciliation of %(company)s, %(first)s to %(last)s",
                company=company.name,
                first=date_from,
                last=date_to,
            ),
            "records": self.env._("Records"),
            "by_visit": self.env._("By visit"),
            "by_department": self.env._("By department"),
            "by_month": self.env._("By month"),
            "ledger": self.env._("Ledger"),
            "total": self.env._("Total"),
        }

    def _get_labels(self, company):
        return self._label_columns(
            (*RECORDS, *GROUPED, *TIES),
            company,
            label=self.env._("Summed up by"),
            count=self.env._("Number of Records"),
            section=self.env._("Section"),
            account=self.env._("Account"),
            amount=self.env._("Amount"),
        )

    def _iter_printable(self, domain):
        """Batches of rows as ``write_reconciliation`` takes them."""
        names = NameCache(self.env, self._fields, ("visit_id", "department_id", "host_id", "organisation_id"))
        selections = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("kind", "state")}
        for rows in self._iter_rows(domain, [name for name, _kind, _width in RECORDS]):
            names.load(rows)
            for row in rows:
                row.update(names.of(row), **{name: labels[row[name]] for name, labels in selections.items()})
            yield rows

    def _iter_grouped(self, domain, groupby):
        """Rows of sums, added up by the database."""
        for group, count, *sums in self._read_group(
            domain, [groupby], ["__count", *(f"{name}:sum" for name in AMOUNTS)], order=groupby
        ):
            # whoever may export reads all names on its rows
            label = group and (group.strftime("%Y-%m") if groupby == "date:month" else group.sudo().display_name)
            yield {"label": label or "", "count": count, **dict(zip(AMOUNTS, sums, strict=True))}
