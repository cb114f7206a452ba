from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ...tools.holiday_notice import read_notice


class ReceptionCalendarNotice(models.TransientModel):
    """Reads the pasted notice of next year's public holidays, shows its days, and saves them for all companies."""

    _name = "reception.calendar.notice"
    _description = "Holiday Notice"

    text = fields.Text(string="Notice")
    year = fields.Integer(compute="_compute_year", store=True, readonly=False, required=True)
    source = fields.Char(compute="_compute_source", store=True, readonly=False)
    line_ids = fields.One2many(
        "reception.calendar.notice.line",
        "notice_id",
        string="Days Read",
        compute="_compute_line_ids",
        store=True,
        readonly=False,
    )
    problems = fields.Text(string="Not Understood", compute="_compute_problems")

    @api.depends("text")
    def _compute_year(self):
        following = max(self.env["reception.calendar.year"]._get_announced(), default=fields.Date.today().year - 1) + 1
        for wizard in self:
            wizard.year = read_notice(wizard.text).year or wizard.year or following

    @api.depends("text")
    def _compute_source(self):
        for wizard in self:
            wizard.source = read_notice(wizard.text).source or wizard.source

    @api.depends("text", "year")
    def _compute_line_ids(self):
        for wizard in self:
            wizard.line_ids = [
                Command.clear(),
                *(
                    Command.create(
                        {
                            "date": day.date,
                            "kind": day.kind,
                            "weekday": False if day.follows is None else str(day.follows),
                            "name": day.name,
                        }
                    )
                    for day in read_notice(wizard.text, wizard.year).days
                ),
            ]

    @api.depends("text", "year")
    @api.depends_context("lang")
    def _compute_problems(self):
        for wizard in self:
            problems = read_notice(wizard.text, wizard.year).problems
            wizard.problems = "\n".join(map(wizard._explain, problems)) or False

    @api.model
    def _explain(self, problem):
        _ = self.env._
        return {
            "not_understood": _("Neither a holiday nor a working day: %(text)s", text=problem.text),
            "no_such_day": _("There is no such day: %(text)s", text=problem.text),
            "weekday": _("The weekday is another one in this year: %(text)s", text=problem.text),
            "count": _("The number of days is another one: %(text)s", text=problem.text),
            "not_weekend": _("A make-up working day is a Saturday or Sunday: %(text)s", text=problem.text),
            "twice": _("This day is named twice: %(text)s", text=problem.text),
            "no_days": _("No holiday is named: %(text)s", text=problem.text),
            "no_festival": _("No line names a festival, such as 元旦: %(text)s", text=problem.text),
        }[problem.code]

    def action_show(self):
        """Read the text and show its days.

        :raises UserError: there is no text yet
        """
        self.ensure_one()
        if not self.text:
            raise UserError(self.env._("There is no day to save yet: paste the notice."))
        return {**self.get_formview_action(), "target": "new"}

    def action_save(self):
        """Keep the days for all companies, and mark the year announced.

        A shared day that is kept already is changed; days that the notice does not name stay.

        :raises UserError: there are no days, lines were not understood, or a day stands twice
        """
        self.ensure_one()
        self._check_can_save()
        # the notice is the reason
        reason = self.source or self.env._("Holiday notice of %(year)s", year=self.year)
        self = self.with_context(policy_reason=reason)
        days = self.env["reception.calendar.day"]
        kept = days.search(Domain("company_id", "=", False) & Domain("date", "in", self.line_ids.mapped("date")))
        kept_by_date = kept.grouped("date")
        for line in self.line_ids.filtered(lambda line: line.date in kept_by_date):
            kept_by_date[line.date].write(line._prepare_day_vals())
        days.create([line._prepare_day_vals() for line in self.line_ids if line.date not in kept_by_date])
        return self._announce().action_open_days()

    def _check_can_save(self):
        if self.problems:
            raise UserError(
                self.env._(
                    "Correct the text, or delete what is no holiday from it, first:\n%(text)s", text=self.problems
                )
            )
        if not self.line_ids:
            raise UserError(self.env._("There is no day to save yet: paste the notice."))
        if len(set(self.line_ids.mapped("date"))) < len(self.line_ids):
            raise UserError(self.env._("A day stands in the list twice."))

    def _announce(self):
        """The record of the year, marked announced."""
        year = self.env["reception.calendar.year"].search([("year", "=", self.year)])
        vals = {"state": "announced", "source": self.source or year.source}
        if not year:
            return year.create({"year": self.year, **vals})
        year.write(vals)
        return year
