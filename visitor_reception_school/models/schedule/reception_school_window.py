from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import ormcache
from odoo.tools.date_utils import float_to_time

from ...tools.passage_rule import is_school_time

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
KINDS = ("day_pupil", "boarder", "intern")


class ReceptionSchoolWindow(models.Model):
    """A time in which the gate lets pupils pass (校门时段, 3-1a, 3-1b). At all others it is locked (3-1d).

    Hours are of the company's time zone; both ends belong to the window.
    """

    _name = "reception.school.window"
    _inherit = ["reception.school.kept.mixin"]
    _description = "Window of the Gate"
    _order = "hour_from, id"
    _check_company_auto = True

    name = fields.Char(compute="_compute_name", search="_search_name")
    purpose = fields.Selection(
        [
            ("arrival", "Arrival"),
            ("dismissal", "Dismissal"),
            ("collecting", "Collecting left things"),
            ("home_going", "Boarders going home"),
        ],
        required=True,
        default="arrival",
    )
    direction = fields.Selection([("in", "In"), ("out", "Out"), ("both", "Both ways")], required=True, default="in")
    gate_ids = fields.Many2many("reception.gate", string="Gates", check_company=True, help="Empty: all gates.")
    hour_from = fields.Float(string="From", required=True)
    hour_to = fields.Float(string="To", required=True)
    hour_close_from = fields.Float(
        string="Closes Not Before",
        help="The earliest closing that is on time, such as when all have left after dismissal (3-1b). "
        "0: at the end only.",
    )
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean(default=True)
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean(default=True)
    saturday = fields.Boolean()
    sunday = fields.Boolean()
    date_from = fields.Date(string="First Day", help="Such as of the summer timetable. Empty: always.")
    date_to = fields.Date(string="Last Day")
    for_day_pupil = fields.Boolean(string="Day Pupils", default=True)
    for_boarder = fields.Boolean(string="Boarders", default=True)
    for_intern = fields.Boolean(string="Interns", default=True)
    grade_ids = fields.Many2many(
        "reception.school.grade", string="Grades", check_company=True, help="Staggered dismissal. Empty: all grades."
    )
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)

    _hours_in_order = models.Constraint(
        "CHECK (hour_from >= 0 AND hour_from < hour_to AND hour_to <= 24)",
        "A window begins before it ends, on one day.",
    )
    _closing_within = models.Constraint(
        "CHECK (hour_close_from IS NULL OR hour_close_from = 0 "
        "OR (hour_close_from >= hour_from AND hour_close_from <= hour_to))",
        "The earliest closing lies within the window.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A window's first day comes before its last: put the dates in order.",
    )

    @api.depends("purpose", "hour_from", "hour_to")
    def _compute_name(self):
        labels = dict(self._fields["purpose"]._description_selection(self.env))
        for window in self:
            hours = [f"{float_to_time(hour):%H:%M}" for hour in (window.hour_from, window.hour_to)]
            window.name = f"{labels.get(window.purpose, '')} {hours[0]}–{hours[1]}"

    @api.depends("name")
    def _compute_display_name(self):
        for window in self:
            window.display_name = window.name

    @api.model
    def _search_name(self, operator, value):
        # a school has a dozen  # pylint: disable=no-search-all
        windows = self.with_context(active_test=False).search([])
        return [("id", "in", windows.filtered_domain([("name", operator, value)]).ids)]

    @api.constrains("purpose", "direction")
    def _check_direction(self):
        """D27: arrival lets in, dismissal lets out."""
        fixed = {"arrival": "in", "dismissal": "out"}
        for window in self:
            if window.direction != fixed.get(window.purpose, window.direction):
                raise ValidationError(self.env._("Arrival lets in, and dismissal lets out (D27)."))

    # ------------------------------------------------------------------------------------------------------------------
    # The windows of a day
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_of_day(self, company, day):
        """The windows that hold on ``day`` of the company, whatever the gate."""
        windows = self.sudo()  # everybody is held to the schedule
        special = windows.env["reception.school.special.day"].search(
            [("company_id", "=", company.id), ("date", "=", day)], limit=1
        )
        if special:
            return special.window_ids.sorted()
        weekday = self._get_weekday(company, day)
        if weekday is None:
            return windows.browse()
        return windows.search(
            Domain("company_id", "=", company.id)
            & Domain(WEEKDAYS[weekday], "=", True)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )

    @api.model
    def _get_weekday(self, company, day):
        """Which weekday's windows hold (0 is Monday), or None where the school does not teach.

        A make-up working day is the weekday that was freed for it.
        """
        if not self.env["reception.school.term"]._is_term_day(company, day):
            return None
        return self.env["reception.calendar.day"]._get_weekday(day, company)

    @api.model
    @ormcache("company.id", "gate_id", "day")
    def _get_windows(self, company, gate_id, day):
        """The windows of ``day`` at a gate as the rule of passages takes them, moments as texts in UTC.

        :return: tuple of dicts, kept: not to be changed
        """
        windows = self._get_of_day(company, day).filtered(
            lambda window: not window.gate_ids or gate_id in window.gate_ids.ids
        )
        return tuple(window._to_rule(day) for window in windows)

    def _to_rule(self, day):
        return {
            "id": self.id,
            "purpose": self.purpose,
            "direction": self.direction,
            "opens": fields.Datetime.to_string(self._to_moment(day, self.hour_from)),
            "closes": fields.Datetime.to_string(self._to_moment(day, self.hour_to)),
            "kinds": [kind for kind in KINDS if self[f"for_{kind}"]],
            "grade_ids": self.grade_ids.ids,
        }

    def _to_moment(self, day, hour):
        """An hour of ``day`` in the company's time zone, in UTC as it is stored."""
        return self.company_id._reception_moment(datetime.combine(day, float_to_time(hour)))

    @api.model
    def _is_school_time(self, pupil, gate, moment):
        """Whether ``moment`` (UTC) is school time for the pupil: from arrival to the next dismissal (3-5a)."""
        company = pupil.company_id
        day = self.env["reception.deadline"]._to_company_day(moment, company)
        windows = self._get_windows(company, gate.id, day)
        return is_school_time({"grade_id": pupil.grade_id.id}, fields.Datetime.to_string(moment), windows)
