from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import ormcache

KINDS = [("holiday", "Holiday"), ("make_up", "Make-up working day")]
WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]
NO_WEEKDAY = -1
# of companies whose working hours name no days: none, flexible or empty ones
USUAL_WEEK = frozenset(range(5))


class ReceptionCalendarDay(models.Model):
    """A day that is not worked, or worked, against its weekday: holidays and make-up working days (节假日、调休上班).

    Working hours cannot hold them: leaves take days away, and nothing adds a Saturday. Which weekdays are worked is
    still said by the working hours of the company.
    """

    _name = "reception.calendar.day"
    _inherit = ["reception.policy.table", "reception.placed.mixin"]
    _description = "Holiday or Make-up Working Day"
    _order = "date desc, company_id"

    date = fields.Date(required=True)
    kind = fields.Selection(KINDS, required=True, default="holiday")
    follows = fields.Integer(
        string="Number of the Weekday Worked",
        default=NO_WEEKDAY,
        aggregator=None,
        help="The weekday that was freed for a make-up working day: 0 is Monday, 6 is Sunday, -1 is none.",
    )
    weekday = fields.Selection(
        WEEKDAYS,
        string="Worked As",
        compute="_compute_weekday",
        inverse="_inverse_weekday",
        help="The weekday that was freed: the day is worked as that weekday is.",
    )
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", index="btree_not_null", help="Empty: for all companies without a row of their own for the day."
    )

    _date_uniq = models.UniqueIndex("(date, COALESCE(company_id, 0))", "The company has this day already.")
    _follows_a_weekday = models.Constraint(
        "CHECK (kind <> 'make_up' OR COALESCE(follows, -1) BETWEEN 0 AND 6)",
        "Say as which weekday the make-up working day is worked.",
    )

    @api.depends("follows")
    def _compute_weekday(self):
        names = dict(WEEKDAYS)
        for day in self:
            day.weekday = str(day.follows) if str(day.follows) in names else False

    def _inverse_weekday(self):
        for day in self:
            day.follows = int(day.weekday or NO_WEEKDAY)

    @api.depends("date", "name")
    def _compute_display_name(self):
        for day in self:
            day.display_name = f"{day.date or ''} {day.name or ''}".strip()

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create([self._with_follows(vals) for vals in vals_list])
        self.env.registry.clear_cache()
        return days

    def write(self, vals):
        result = super().write(self._with_follows(vals))
        self.env.registry.clear_cache()
        return result

    def unlink(self):
        result = super().unlink()
        self.env.registry.clear_cache()
        return result

    @api.model
    def _with_follows(self, vals):
        """The values with the weekday as its number: the database asks for it before an inverse would run."""
        if "weekday" not in vals:
            return vals
        vals = dict(vals)
        return {"follows": int(vals.pop("weekday") or NO_WEEKDAY), **vals}

    # ------------------------------------------------------------------------------------------------------------------
    # What others ask
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_weekday(self, day, company):
        """As which weekday ``day`` is worked in the company: 0 (Monday) to 6, or ``None`` on a holiday.

        :param date day: any day
        """
        return self._get_exceptions(company).get(day, day.weekday())

    @api.model
    def _is_around_holiday(self, day, company, working_days):
        """Whether ``day`` is a holiday of the company, or one of so many working days before or after one."""
        exceptions = self._get_exceptions(company)
        if not working_days:
            return exceptions.get(day, 0) is None
        is_rest = self._make_is_rest(company)
        for step in (timedelta(-1), timedelta(1)):
            near, worked = day, 0
            while worked <= working_days:
                if exceptions.get(near, 0) is None:
                    return True
                worked += not is_rest(near)
                near += step
        return False

    @api.model
    def _make_is_rest(self, company):
        """A function that says of a date whether it is a rest day of the company; it asks the database no more."""
        weeks = self._get_working_weekdays(company)
        exceptions = self._get_exceptions(company)
        get_week_type = self.env["resource.calendar.attendance"].get_week_type

        def is_rest(day):
            weekday = exceptions.get(day, day.weekday())
            return weekday is None or weekday not in weeks[get_week_type(day)]

        return is_rest

    @api.model
    @ormcache("company.id")
    def _get_exceptions(self, company):
        """The days that do not go by their weekday: ``{date: weekday followed, or None on a holiday}``."""
        # a policy table that everybody is held to, whatever they may read
        days = self.sudo().search([("company_id", "in", (False, company.id))])
        # a company's own row comes after the shared one, and wins
        days = days.sorted(lambda day: bool(day.company_id))
        return {day.date: day.follows if day.kind == "make_up" else None for day in days}

    @api.model
    def _get_working_weekdays(self, company):
        """The weekdays of the company's working hours, of the first and of the second week where they alternate."""
        calendar = company.sudo().resource_calendar_id  # anybody may ask by when something is due
        lines = calendar.attendance_ids.filtered(lambda line: not line.display_type and line.day_period != "lunch")
        if calendar.flexible_hours or not lines:
            return USUAL_WEEK, USUAL_WEEK
        return tuple(
            frozenset(
                int(line.dayofweek) for line in lines if not calendar.two_weeks_calendar or line.week_type == week
            )
            for week in ("0", "1")
        )
