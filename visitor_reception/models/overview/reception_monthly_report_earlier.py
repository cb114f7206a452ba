from collections import Counter

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from ...report.overview.statistics_xlsx import SUMMED

FIGURES = ("visits", *SUMMED)


class ReceptionMonthlyReport(models.Model):
    """What was entered for a month after its report was read is told in the next one (1-2.3).

    A report that was read stays as it is. What the statistics of its month say more (or less) by now stands in the next
    report as *added to earlier months*, once: the figures of a month in its own report and what later ones add to it
    come to what the statistics say.
    """

    _inherit = "reception.monthly.report"

    earlier = fields.Json(readonly=True, copy=False, help="Added to earlier months: figures by month.")
    earlier_table = fields.Html(
        string="Added to Earlier Months",
        compute="_compute_earlier_table",
        sanitize=False,  # written by the code alone
    )
    cost_earlier = fields.Monetary(
        string="Cost Added to Earlier Months", readonly=True, copy=False, help="Entered after their reports were read."
    )

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"earlier", "cost_earlier"}

    def _get_earlier(self):
        """Figures that the reports of earlier months do not tell yet: ``[(first day, {figure: more than told})]``."""
        self.ensure_one()
        others = self.search(Domain("company_id", "=", self.company_id.id) & Domain("id", "!=", self.id))
        read = others.filtered(lambda report: report.state == "read" and report.month < self.month)
        if not read:
            return []
        told = {report.month: Counter({name: report[name] for name in FIGURES}) for report in read}
        for report in others.filtered("earlier"):
            for month, figures in report.earlier:
                if (day := fields.Date.to_date(month)) in told:
                    told[day].update(figures)
        now = self._get_figures(min(told))
        currency = self.company_id.currency_id
        earlier = []
        for month, before in sorted(told.items()):
            more = {name: currency.round(now.get(month, Counter())[name] - before[name]) for name in FIGURES}
            if any(more.values()):
                earlier.append((fields.Date.to_string(month), more))
        return earlier

    def _get_figures(self, first):
        """What the statistics say now of the months from ``first`` up to the one reported on."""
        statistics = self.env["reception.statistics"].sudo()  # of all visits of the company, as the report itself
        last = self.month - relativedelta(days=1)
        groups = statistics._read_group(
            statistics._period_domain(self.company_id, first, last),
            ["date:month"],
            ["__count", *(f"{name}:sum" for name in SUMMED)],
        )
        return {month: Counter(dict(zip(FIGURES, sums, strict=True))) for month, *sums in groups}

    @api.depends("earlier")
    @api.depends_context("lang")
    def _compute_earlier_table(self):
        for report in self:
            report.earlier_table = report._render_earlier() if report.earlier else False

    def _render_earlier(self):
        total = Counter({name: self[name] for name in FIGURES})
        rows = []
        for month, figures in self.earlier:
            rows.append((month[:7], figures))
            total.update(figures)
        rows.append((self.env._("Together with this month"), total))
        labels = [self._fields[name]._description_string(self.env) for name in FIGURES]
        head = Markup().join(Markup("<th class='text-end'>%s</th>") % label for label in labels)
        body = Markup().join(
            Markup("<tr><td>%s</td>%s</tr>")
            % (
                label,
                Markup().join(
                    Markup("<td class='text-end'>%s</td>") % self._spell(name, row[name]) for name in FIGURES
                ),
            )
            for label, row in rows
        )
        return Markup("<table class='table table-sm'><thead><tr><th></th>%s</tr></thead><tbody>%s</tbody></table>") % (
            head,
            body,
        )

    def _spell(self, name, value):
        is_money = self._fields[name].type == "monetary"
        return self.currency_id.format(value) if is_money else str(int(value))
