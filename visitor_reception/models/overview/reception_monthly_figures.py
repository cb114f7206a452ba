from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import formatLang

FIGURES = (
    "visits",
    "headcount",
    "transport_count",
    "lodging_count",
    "cost_planned",
    "cost_actual",
    "over_standard_count",
)
MONEY = ("cost_planned", "cost_actual")
MONTHS = 12  # on the chart of months
BARS = 10  # on a chart of categories or departments


class ReceptionMonthlyReport(models.Model):
    """The month beside the month before, and by what it divides: frozen with the figures, shown and printed."""

    _inherit = "reception.monthly.report"

    breakdown = fields.Json(readonly=True, copy=False, export_string_translation=False)
    comparison = fields.Html(string="Against the Month Before", compute="_compute_comparison", sanitize=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"breakdown"}

    def _do_build(self):
        super()._do_build()
        for report in self._as_engine():
            report.breakdown = report._get_breakdown()

    def _get_breakdown(self):
        """Sums of the months up to this one, and of this one by category, department and origin; plain values.

        Categories and departments are named in the language of the company, as in the workbook.
        """
        self.ensure_one()
        company = self.company_id
        lang = company.partner_id.lang or self.env.lang
        # all visits of the company: who may read the report may know its sums
        statistics = self.env["reception.statistics"].sudo().with_context(lang=lang)
        end = self.month + relativedelta(months=1, days=-1)
        first = self.month - relativedelta(months=MONTHS - 1)
        sums = ["__count", *(f"{name}:sum" for name in FIGURES[1:])]

        def read(group, domain):
            rows = statistics._read_group(domain, [group], sums)
            return [(key, dict(zip(FIGURES, values, strict=True))) for key, *values in rows]

        year = statistics._period_domain(company, first, end)
        month = statistics._period_domain(company, self.month, end)
        by_month = {fields.Date.to_string(key)[:7]: values for key, values in read("date:month", year)}
        origins = dict(statistics._fields["origin"]._description_selection(statistics.env))
        return {
            "months": [
                {"label": label, **by_month.get(label, dict.fromkeys(FIGURES, 0))}
                for label in (f"{first + relativedelta(months=number):%Y-%m}" for number in range(MONTHS))
            ],
            "category": [{"label": key.name, **values} for key, values in read("category_id", month)],
            "department": [{"label": key.name, **values} for key, values in read("department_id", month)],
            "origin": [{"label": origins.get(key) or "–", **values} for key, values in read("origin", month)],
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Shown
    # ------------------------------------------------------------------------------------------------------------------

    def _get_comparison(self):
        """Each figure of the month, of the month before, and the change: ``[(label, now, before, change)]``, as texts."""
        self.ensure_one()
        # a report from before the breakdown was kept has its own figures alone
        months = (self.breakdown or {}).get("months") or []
        before = months[-2] if len(months) > 1 else {}
        return [
            (
                self._fields[name]._description_string(self.env),
                self._format_figure(name, self[name]),
                self._format_figure(name, before[name]) if before else "–",
                self._format_change(name, self[name] - before[name]) if before else "–",
            )
            for name in FIGURES
        ]

    def _format_figure(self, name, value):
        if name not in MONEY:
            return f"{value:,}"
        return formatLang(self.env, value, currency_obj=self.currency_id).replace("\N{NO-BREAK SPACE}", "")

    def _format_change(self, name, change):
        sign = "+" if change > 0 else "−" if change < 0 else "±"
        return f"{sign}{self._format_figure(name, abs(change))}"

    @api.depends_context("lang")
    @api.depends("breakdown", *FIGURES)
    def _compute_comparison(self):
        _ = self.env._
        heads = ("", _("This month"), _("Month before"), _("Change"))
        for report in self:
            rows = Markup().join(
                Markup("<tr><th>%s</th>%s</tr>")
                % (label, Markup().join(Markup("<td class='text-end'>%s</td>") % text for text in texts))
                for label, *texts in report._get_comparison()
            )
            titles = Markup().join(Markup("<th class='text-end'>%s</th>") % head for head in heads)
            report.comparison = Markup(
                "<table class='table table-sm mb-0'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>"
            ) % (titles, rows)

    def _get_bars(self, group, name):
        """The bars of a chart, the longest first: ``[(label, text, share of the longest in %)]``.

        Months stay in their order; the rest beyond ``BARS`` is one bar.
        """
        self.ensure_one()
        rows = [(row["label"], row[name]) for row in (self.breakdown or {}).get(group) or []]
        if group != "months":
            rows.sort(key=lambda row: -row[1])
            if len(rows) > BARS:
                rest = sum(value for _label, value in rows[BARS - 1 :])
                rows = [*rows[: BARS - 1], (self.env._("Others"), rest)]
        longest = max((value for _label, value in rows), default=0) or 1
        return [(label, self._format_figure(name, value), 100 * value / longest) for label, value in rows]
