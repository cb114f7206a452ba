from datetime import datetime, time, timedelta
from typing import NamedTuple

import pytz

from odoo import api, fields, models
from odoo.tools import plaintext2html


class OpeningWindow(NamedTuple):
    """One opening of a gate with its closing, moments in UTC without time zone.

    A closing from ``closes_from`` to ``closes`` is on time.
    """

    opens: datetime
    closes: datetime
    closes_from: datetime

    def get_scheduled(self, kind):
        """When it is opened or closed at the latest."""
        return self.closes if kind == "close" else self.opens

    def get_deviation(self, kind, moment):
        """How long after the scheduled time ``moment`` is; less than 0: before it."""
        first = self.closes_from if kind == "close" else self.opens
        return min(moment - first, timedelta()) + max(moment - self.get_scheduled(kind), timedelta())


class ReceptionGate(models.Model):
    """A gate, what holds at it, and its opening hours (门岗). Its desk is in ``reception_gate_desk.py``."""

    _name = "reception.gate"
    _inherit = ["mail.thread", "bus.listener.mixin", "reception.placed.mixin"]
    _description = "Gate"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, size=8, help="Stands before the number of every registration slip.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    phone = fields.Char(string="Phone at the Gate")
    calendar_id = fields.Many2one(
        "resource.calendar",
        string="Opening Hours",
        check_company=True,
        ondelete="restrict",
        help="When the gate opens and closes (3-1a). Empty: no schedule, and no opening deviates from it.",
    )
    tolerance = fields.Integer(
        string="Tolerance (Minutes)",
        default=5,
        help="An opening or closing that is further from the schedule is flagged (3-1a).",
    )
    slip_required = fields.Boolean(
        string="Return Slip",
        default=True,
        help="Who is not a guest of a notice leaves with a slip signed by the person visited (3-3c).",
    )
    slip_paper = fields.Selection(
        [("a5", "A5"), ("roll", "Roll of 80 mm")],
        string="Paper of the Slip",
        required=True,
        default="a5",
        help="What the desk of this gate prints on.",
    )
    document_required = fields.Boolean(
        string="Document Shown", default=True, help="Who is not a guest of a notice shows a valid document (3-3b)."
    )
    stay_hours = fields.Float(
        string="Longest Stay", default=8.0, help="Hours after which somebody inside is overdue, if no end is known."
    )
    minutes_to_gate = fields.Integer(
        default=30, help="From the host's signature on the slip until the visitor is at the gate, in minutes."
    )
    offline_hours = fields.Integer(
        string="Longest Offline (Hours)",
        default=72,
        help="What a desk noted without network, and sends later than this, is refused.",
    )
    deposit_place = fields.Char(help="Where things are left for others, such as the north gate house (3-4a).")
    deposit_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Collecting Times",
        check_company=True,
        ondelete="restrict",
        help="When left things are collected (3-4a). Empty: at any time.",
    )

    _code_uniq = models.UniqueIndex("(company_id, code)", "There is already a gate with this code in the company.")
    _tolerance_positive = models.Constraint(
        "CHECK (tolerance >= 0 AND minutes_to_gate >= 0 AND stay_hours > 0)",
        "Minutes of a gate are 0 or more, and the longest stay is more than 0 hours.",
    )
    _offline_hours_positive = models.Constraint(
        "CHECK (offline_hours > 0)", "A desk may be without network for at least one hour."
    )

    # ------------------------------------------------------------------------------------------------------------------
    # Opening hours
    # ------------------------------------------------------------------------------------------------------------------

    def _get_opening_windows(self, day):
        """When the gate is to be open on ``day`` of the company (3-1a).

        Other add-ons replace the calendar by a schedule of their own here.

        :return: list of ``OpeningWindow``, in order
        """
        self.ensure_one()
        return self._get_calendar_windows(self.calendar_id, day)

    def _get_hours_set_at(self):
        """Since when the opening hours are as they are (UTC)."""
        calendar = self.calendar_id.sudo()  # a guard need not read calendars
        moments = [self.create_date, calendar.write_date, *calendar.attendance_ids.mapped("write_date")]
        return max(moment for moment in moments if moment)

    @api.model
    def _get_calendar_windows(self, calendar, day):
        calendar = calendar.sudo()  # a guard need not read calendars
        if not calendar:
            return []
        # the clock at the gate is the company's, whatever zone the hours were saved with
        timezone = (self.company_id or self.env.company)._reception_zone()
        start = timezone.localize(datetime.combine(day, time.min))
        end = timezone.localize(datetime.combine(day + timedelta(days=1), time.min))
        intervals = calendar._work_intervals_batch(start, end, tz=timezone)[False]
        return [
            OpeningWindow(to_utc(opens), to_utc(closes), closes_from=to_utc(closes)) for opens, closes, *_ in intervals
        ]

    def _is_collecting_at(self, moment):
        """Whether left things are collected at ``moment`` (UTC, 3-4a); always where no times are set."""
        calendar = self.deposit_calendar_id
        if not calendar:
            return True
        day = self.env["reception.deadline"]._to_company_day(moment, self.company_id)
        return any(window.opens <= moment <= window.closes for window in self._get_calendar_windows(calendar, day))

    def _get_scheduled(self, kind, moment):
        """The window of the day whose opening or closing is nearest to ``moment``, or ``None``.

        :param str kind: ``open`` or ``close``
        """
        day = self.env["reception.deadline"]._to_company_day(moment, self.company_id)
        return min(
            self._get_opening_windows(day),
            key=lambda window: abs(window.get_deviation(kind, moment)),
            default=None,
        )

    def _get_schedule(self, moment):
        """What is scheduled on the day of ``moment`` and the day before it, until ``moment``.

        :return: list of ``(kind, moment)``, kind as in ``reception.gate.opening``
        """
        day = self.env["reception.deadline"]._to_company_day(moment, self.company_id)
        windows = self._get_opening_windows(day - timedelta(days=1)) + self._get_opening_windows(day)
        late = moment - timedelta(minutes=self.tolerance)
        pairs = [(kind, window.get_scheduled(kind)) for window in windows for kind in ("open", "close")]
        return [(kind, scheduled) for kind, scheduled in pairs if scheduled <= late]

    @api.model
    def _get_companies(self):
        """The companies that have a gate, in use or not."""
        return self.env["res.company"].union(
            *(company for (company,) in self.with_context(active_test=False)._read_group([], ["company_id"]))
        )

    def _tell_officers(self, write, others=None):
        """Tell Administration and HR of the company, each in their language.

        :param write: function that is given the gate in the language of the readers, and returns subject and text
        :param others: more users (res.users) who are told
        """
        self.ensure_one()
        gate = self.sudo()  # a guard reads neither users nor their partners
        company = gate.company_id
        officers = company.reception_officer_id or gate.env.ref(
            "visitor_reception.group_reception_officer"
        ).all_user_ids.filtered(lambda user: company in user.company_ids)
        users = officers | others if others else officers
        for lang, readers in users.grouped("lang").items():
            subject, text = write(gate.with_context(lang=lang))
            gate.message_notify(partner_ids=readers.partner_id.ids, subject=subject, body=plaintext2html(text))

    def action_open(self):
        """Note that the gate has been opened now (3-1a)."""
        return self._note_opening("open")

    def action_close(self):
        """Note that the gate has been closed and locked now (3-1d)."""
        return self._note_opening("close")

    def _note_opening(self, kind):
        self.env["reception.gate.opening"].create([{"gate_id": gate.id, "kind": kind} for gate in self])


def to_utc(moment):
    """A moment with time zone as it is stored."""
    return moment.astimezone(pytz.utc).replace(tzinfo=None)
