from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.days import count_days, is_weekend


class ReceptionDeadline(models.Model):
    """How many days something may take, by its technical code (期限).

    Days are counted from the day after the event; a deadline runs to the end of its last day in the company's time zone.
    Working days are those of the company's working hours, with the holidays and make-up working days of
    ``reception.calendar.day`` (D9, D10); the arithmetic stands in ``tools/days.py``.
    """

    _name = "reception.deadline"
    _inherit = ["reception.policy.table", "mail.thread", "reception.placed.mixin"]
    _description = "Deadline"
    _order = "code, company_id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    clause = fields.Char()
    article = fields.Char(help="The article of the law that sets the limit, where it is not the organisation's own.")
    days = fields.Integer(required=True, tracking=True)
    counting = fields.Selection(
        [("calendar", "Calendar days"), ("working", "Working days of the company")],
        required=True,
        default="calendar",
        tracking=True,
    )
    last_day = fields.Selection(
        [("keep", "Is kept"), ("next_working_day", "Moves to the next working day")],
        string="Last Day on a Rest Day",
        required=True,
        default="keep",
        tracking=True,
        help="What happens to a last day that is a rest day: a duty of the organisation keeps it, a right of somebody "
        "else runs until the next working day.",
    )
    warn_days = fields.Integer(
        string="Warn Before", tracking=True, help="Days before the last day from which it is shown as close."
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies without a deadline of their own.")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is already a deadline with this code for the company."
    )
    _days_in_bounds = models.Constraint(
        # ten years: a number mistyped would be counted day by day
        "CHECK (days BETWEEN 0 AND 3660 AND COALESCE(warn_days, 0) >= 0)",
        "A deadline is 0 to 3660 days, its warning 0 days or more.",
    )

    @api.model
    def get_due(self, code, day, extra=0, paused=None):
        """By when something is due in the current company.

        Every employee may ask, over RPC as well; days may then be texts, such as ``2026-02-13``.

        :param str code: such as ``petty_cash_report``
        :param date day: day 0, in the company's time zone
        :param int extra: days by which the term was extended
        :param list paused: ``(first, last)`` of the times that do not count, both included
        :return: ``{"due": date, "counted": [dates], "provisional": bool}``; provisional: the answer depends on rest days
            of a year whose holidays are not announced
        :raises UserError: the deadline is not set up, or the values are no term
        """
        try:
            day = fields.Date.to_date(day)
            paused = [(fields.Date.to_date(first), fields.Date.to_date(last)) for first, last in paused or ()]
            if not all((day, *(date for pause in paused for date in pause))):
                raise ValueError
            return self._get_deadline(code, self.env.company)._count_term(
                day, self.env.company, int(extra or 0), paused
            )
        except (TypeError, ValueError, OverflowError):
            raise UserError(
                self.env._("A term needs its first day, 0 days or more, and pauses with a first and a last day.")
            ) from None

    @api.model
    def _get_due_date(self, code, day, company):
        """The last day for what happened, or starts, on ``day``.

        :param str code: such as ``hospitality_make_up``
        :param date day: day 0, in the company's time zone
        :raises UserError: the deadline is not set up
        """
        return self._get_deadline(code, company)._count_from(day, company)

    @api.model
    def _get_deadline(self, code, company):
        """The deadline ``code`` of the company.

        :raises UserError: it is not set up
        """
        # a policy table that everybody is held to, whatever they may read
        domain = [("code", "=", code), ("company_id", "in", (False, company.id))]
        deadlines = self.sudo().search_fetch(domain, self._counted_fields())
        deadline = deadlines.filtered("company_id") or deadlines
        if not deadline:
            raise UserError(self.env._("The deadline %(code)s is missing. Ask the policy administrator.", code=code))
        return deadline

    @api.model
    def _counted_fields(self):
        """Names of the fields that whoever counts a term reads, fetched at once; extended with ``super()``."""
        return ["article", "company_id", "counting", "days", "last_day"]

    def _count_from(self, day, company):
        """The last day for what happened on ``day``."""
        return self._count_term(day, company)["due"]

    def _count_term(self, day, company, extra=0, paused=()):
        """The term of what happened on ``day`` in the company; values and answer as in ``get_due``."""
        is_working = self.counting == "working"
        asks = is_working or self.last_day == "next_working_day"  # most deadlines do not, and cost no query
        is_rest = self.env["reception.calendar.day"]._make_is_rest(company) if asks else is_weekend
        years = set()

        def is_rest_day(rest):
            years.add(rest.year)
            return is_rest(rest)

        term = count_days(day, self.days, extra, paused, is_working, self.last_day, is_rest_day)
        is_provisional = years and not years <= self.env["reception.calendar.year"]._get_announced()
        return {**term._asdict(), "provisional": bool(is_provisional)}

    @api.model
    def _to_company_day(self, moment, company):
        """The day of a moment (UTC, as stored) in the company's time zone."""
        return company._reception_day(moment)

    @api.model
    def _get_today(self, company):
        """Today in the company's time zone: the same day for everybody, wherever they read."""
        return self._to_company_day(fields.Datetime.now(), company)

    @api.model
    def _to_moment(self, moment, hour, company):
        """``hour`` o'clock in the company's time zone on the day of ``moment``; both in UTC, as stored."""
        return company._reception_moment(datetime.combine(self._to_company_day(moment, company), time(hour)))
