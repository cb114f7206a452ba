from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain

EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)
FIGURES = (
    "date_from",
    "date_to",
    "entertainment",
    "entertainment_rate",
    "entertainment_share",
    "entertainment_source",
    "revenue",
    "revenue_rate",
    "revenue_share",
    "revenue_source",
    "deductible",
    "not_deductible",
)


class ReceptionEntertainmentLimit(models.TransientModel):
    """Entertainment of a fiscal year against the limits of the income tax law, for information.

    Deductible is the lower of a share of the entertainment and a share of the revenue (``reception.tax.limit``).
    """

    _name = "reception.entertainment.limit"
    _description = "Entertainment and Tax Limits"
    _rec_name = "company_id"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        domain=lambda self: [("id", "in", self.env.companies.ids)],
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(
        string="Day of the Year",
        required=True,
        default=lambda self: self.env["reception.deadline"]._get_today(self.env.company),
        help="Any day of the fiscal year that is looked at.",
    )
    date_from = fields.Date(string="Fiscal Year From", compute="_compute_figures")
    date_to = fields.Date(string="Fiscal Year Until", compute="_compute_figures")
    entertainment = fields.Monetary(
        string="Entertainment Posted", compute="_compute_figures", help="On the accounts of reception costs."
    )
    entertainment_rate = fields.Float(string="Deductible Share (%)", digits=(16, 4), compute="_compute_figures")
    entertainment_share = fields.Monetary(string="Share of the Entertainment", compute="_compute_figures")
    entertainment_source = fields.Char(string="Source of the Share", compute="_compute_figures")
    revenue = fields.Monetary(string="Revenue Posted", compute="_compute_figures", help="On income accounts.")
    revenue_rate = fields.Float(string="Share of the Revenue (%)", digits=(16, 4), compute="_compute_figures")
    revenue_share = fields.Monetary(string="Limit by Revenue", compute="_compute_figures")
    revenue_source = fields.Char(string="Source of the Limit", compute="_compute_figures")
    deductible = fields.Monetary(compute="_compute_figures", help="The lower of the two; for information.")
    not_deductible = fields.Monetary(compute="_compute_figures")

    @api.depends("company_id", "day")
    def _compute_figures(self):
        limits = self.env["reception.tax.limit"]
        for panel in self:
            company, currency = panel.company_id, panel.currency_id
            if not company:  # emptied on the screen, before it is filled anew
                panel.update(dict.fromkeys(FIGURES, False))
                continue
            # a year typed with a slip has no year before or after it
            day = min(max(panel.day or self.env["reception.deadline"]._get_today(company), EARLIEST), LATEST)
            year = company.sudo().compute_fiscalyear_dates(day)  # not everybody of the readers may read lock dates
            panel.date_from, panel.date_to = year["date_from"], year["date_to"]
            panel.entertainment = panel._sum_posted(panel._entertainment_domain())
            panel.revenue = -panel._sum_posted(panel._revenue_domain())
            for name in ("entertainment", "revenue"):
                limit = limits._get_limit(f"{name}_share", company)
                panel[f"{name}_rate"] = limit.rate
                panel[f"{name}_source"] = limit.source
                panel[f"{name}_share"] = currency.round(max(panel[name], 0) * limit.rate / 100)
            panel.deductible = min(panel.entertainment_share, panel.revenue_share)
            panel.not_deductible = panel.entertainment - panel.deductible

    def _entertainment_domain(self):
        return self.env["account.move.line"]._reception_account_domain(self.company_id)

    def _revenue_domain(self):
        # other income, such as subsidies, is no revenue of sales
        return Domain("company_id", "=", self.company_id.id) & Domain("account_id.account_type", "=", "income")

    def _period_domain(self):
        return (
            Domain("parent_state", "=", "posted")
            & Domain("date", ">=", self.date_from)
            & Domain("date", "<=", self.date_to)
        )

    def _sum_posted(self, domain):
        self.company_id.check_access("read")
        # Administration and HR and auditors see the sums of their company, not the items
        ((total,),) = (
            self.env["account.move.line"].sudo()._read_group(domain & self._period_domain(), aggregates=["balance:sum"])
        )
        return total or 0.0

    def action_open_entertainment(self):
        """Open the journal items that the entertainment is made of."""
        return self._open_items(self._entertainment_domain(), self.env._("Entertainment Posted"))

    def action_open_revenue(self):
        """Open the journal items that the revenue is made of."""
        return self._open_items(self._revenue_domain(), self.env._("Revenue Posted"))

    def _open_items(self, domain, name):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("account.action_account_moves_all")
        return {**action, "name": name, "domain": list(domain & self._period_domain()), "context": {}}
