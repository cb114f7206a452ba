from datetime import date, datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionDeadline(models.Model):
    """How many days something may take, by its technical code (期限).

    Days are counted from the day after the event; a deadline runs to the end of its last day in the company's time zone.
    """

    _name = "reception.deadline"
    _inherit = ["mail.thread", "reception.placed.mixin"]
    _description = "Deadline"
    _order = "code, company_id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    clause = fields.Char()
    days = fields.Integer(required=True, tracking=True)
    counting = fields.Selection(
        [("calendar", "Calendar days"), ("working", "Working days of the company")],
        required=True,
        default="calendar",
        tracking=True,
    )
    company_id = fields.Many2one("res.company", help="Empty: for all companies without a deadline of their own.")

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0))", "There is already a deadline with this code for the company."
    )
    _days_not_negative = models.Constraint("CHECK (days >= 0)", "A deadline is 0 days or more.")

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
        # a policy table that everybody is held to, whatever he may read
        deadlines = self.sudo().search([("code", "=", code), ("company_id", "in", (False, company.id))])
        deadline = deadlines.filtered("company_id") or deadlines
        if not deadline:
            raise UserError(self.env._("The deadline %(code)s is missing. Ask the policy administrator.", code=code))
        return deadline

    def _count_from(self, day, company):
        """The last day for what happened on ``day``."""
        if self.counting == "calendar":
            # a year mistyped on the screen is told when it is saved
            return day + timedelta(days=min(self.days, (date.max - day).days))
        calendar = company.sudo().resource_calendar_id
        start = datetime.combine(day + timedelta(days=1), time.min, self._get_timezone(company))
        return calendar.plan_days(self.days, start, compute_leaves=True).date() if self.days else day

    @api.model
    def _get_timezone(self, company):
        return pytz.timezone(company.sudo().resource_calendar_id.tz or self.env.user.tz or "UTC")

    @api.model
    def _to_company_day(self, moment, company):
        """The day of a moment (UTC, as stored) in the company's time zone."""
        moment = fields.Datetime.to_datetime(moment)
        try:
            return pytz.utc.localize(moment).astimezone(self._get_timezone(company)).date()
        except OverflowError:  # the very first or last day there is: a year mistyped
            return moment.date()

    @api.model
    def _get_today(self, company):
        """Today in the company's time zone: the same day for everybody, wherever he reads."""
        return self._to_company_day(fields.Datetime.now(), company)

    @api.model
    def _to_moment(self, moment, hour, company):
        """``hour`` o'clock in the company's time zone on the day of ``moment``; both in UTC, as stored."""
        day = datetime.combine(self._to_company_day(moment, company), time(hour))
        return self._get_timezone(company).localize(day).astimezone(pytz.utc).replace(tzinfo=None)
