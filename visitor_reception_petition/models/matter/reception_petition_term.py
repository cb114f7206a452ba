from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class ReceptionPetitionTerm(models.Model):
    """A term that runs on a matter (办理时限): day 0, days, due day, and who holds it.

    Due is the n-th counted day after day 0; the day 0 is the company's day of the event, and the term runs to the end
    of the due day. Rows are written by the clock alone.
    """

    _name = "reception.petition.term"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Term of a Petition Matter"
    _order = "due_date, id"
    _rec_name = "code"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    code = fields.Char(required=True)
    deadline_id = fields.Many2one("reception.deadline", string="Term", required=True, ondelete="restrict")
    article = fields.Char()
    day0 = fields.Date(string="Day of the Event", required=True)
    days = fields.Integer(required=True)
    extra_days = fields.Integer(string="Extension")
    pauses = fields.Json(help="Days that do not count: pairs of first and last day, both included.")
    paused_days = fields.Integer(compute="_compute_paused_days", store=True, precompute=True)
    due_date = fields.Date(compute="_compute_due_date", store=True, precompute=True)
    is_provisional = fields.Boolean(
        compute="_compute_due_date",
        store=True,
        precompute=True,
        help="It reaches a year whose holidays are not announced yet.",
    )
    holder_unit_id = fields.Many2one("reception.petition.unit", string="Unit", ondelete="restrict")
    holder_id = fields.Many2one("res.users", ondelete="restrict")
    stopped_on = fields.Date()
    state = fields.Selection(
        [
            ("running", "Running"),
            ("paused", "Paused"),
            ("met", "Met"),
            ("late", "Late"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="running",
    )

    _running_idx = models.Index("(due_date) WHERE state = 'running'")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | set(self._fields)

    @api.depends("deadline_id")
    def _compute_display_name(self):
        for term in self:
            term.display_name = term.deadline_id.name

    @api.depends("day0", "days", "extra_days", "pauses", "code")
    def _compute_due_date(self):
        for term in self:
            due = term._count()
            term.due_date, term.is_provisional = due["due"], due["provisional"]

    @api.depends("pauses", "day0", "extra_days")
    def _compute_paused_days(self):
        for term in self:
            term.paused_days = len(term._get_paused_dates())

    def _get_paused_dates(self):
        """Days of all pauses up to the due day, each once."""
        days = {
            first + timedelta(days=number)
            for first, last in self._get_pauses()
            for number in range((last - first).days + 1)
        }
        return {day for day in days if self.day0 < day <= self.due_date}

    def _get_pauses(self):
        return [(fields.Date.to_date(first), fields.Date.to_date(last)) for first, last in self.pauses or []]

    def _count(self):
        """What the calendar says now of the term as it was when it started."""
        # limits and rest days bind everybody, whatever they may read
        deadline = self.deadline_id.sudo()
        extra = self.extra_days + self.days - deadline.days
        return deadline._count_term(self.day0, self.matter_id.sudo().company_id, extra, self._get_pauses())

    def _get_colour(self, today):
        if not self:
            return False
        if self.state == "paused":
            return "grey"
        if self.due_date < today:
            return "red"
        return "yellow" if (self.due_date - today).days <= self.deadline_id.warn_days else "green"

    def _stop(self, day):
        for term in self:
            term._as_engine().write({"state": "met" if day <= term.due_date else "late", "stopped_on": day})

    def _cancel(self):
        self._as_engine().write({"state": "cancelled"})

    def _pause(self, first, last):
        """These days do not count, both included (reading D23); days after the due day change nothing."""
        for term in self:
            term._as_engine().write({"pauses": [*(term.pauses or []), [str(first), str(last)]]})

    def _extend(self, days):
        """Add days to a term that runs and is not past; 30 at most in all (P1-34).

        :raises UserError: it is past, or the total is too long
        """
        self.ensure_one()
        limit = self.env["reception.deadline"]._get_deadline("petition_extension", self.company_id).days
        if self.due_date < self.matter_id._get_today():
            raise UserError(
                self._explain(
                    "P1-34", self.env._("the term ended on %(day)s and cannot be extended any more.", day=self.due_date)
                )
            )
        if days <= 0 or self.extra_days + days > limit:
            raise UserError(
                self._explain(
                    "P1-34",
                    self.env._(
                        "%(days)s days more would make %(total)s; at most %(limit)s in all.",
                        days=days,
                        total=self.extra_days + days,
                        limit=limit,
                    ),
                )
            )
        self._as_engine().extra_days += days

    @api.model
    def _recount_running(self, domain=Domain.TRUE):
        """The calendar has changed: count running terms anew and log what moved.

        A petitioner's last day, once told, never moves earlier.
        """
        moved = defaultdict(list)
        for term in self.sudo().search(Domain("state", "in", ("running", "paused")) & domain):
            due = term._count()
            if term.deadline_id.last_day == "next_working_day" and due["due"] < term.due_date:
                continue
            if due["due"] != term.due_date:
                moved[term.matter_id].append((term.deadline_id.name, term.due_date, due["due"]))
            term._as_engine().write({"due_date": due["due"], "is_provisional": due["provisional"]})
        for matter, changes in moved.items():
            for name, old, new in changes:
                matter._message_log(body=self.env._("%(term)s: %(old)s → %(new)s", term=name, old=old, new=new))
        return moved

    # ------------------------------------------------------------------------------------------------------------------
    # Reminders
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _remind(self):
        """An activity a matter and person: to who holds it before, to the unit on the day, to the head after it."""
        wanted = defaultdict(set)
        ahead = max(self.env["reception.deadline"].search([("code", "!=", False)]).mapped("warn_days"), default=0)
        # a day more on either side: companies have their own days
        today = fields.Date.today()
        near = Domain("due_date", ">=", today - timedelta(days=2)) & Domain(
            "due_date", "<=", today + timedelta(days=ahead + 1)
        )
        for term in self.search(near & Domain("state", "=", "running") & Domain("deadline_id.is_right", "=", False)):
            for user in term._get_reminded(term.matter_id._get_today()):
                wanted[term.matter_id, user].add(term.due_date)
        for (matter, user), days in wanted.items():
            matter._remind_of(user, min(days))

    def _get_reminded(self, today):
        """Who is reminded of the term today (res.users)."""
        left = (self.due_date - today).days
        holder = self.matter_id.holder_id or self.matter_id.holder_unit_id._get_users()
        if left == -1:
            return self.matter_id._get_heads()
        if left not in (0, self.deadline_id.warn_days):
            return self.env["res.users"]
        users = holder or self.matter_id._get_heads()
        # on the day itself the head of the unit learns of it too
        return users | self.holder_unit_id.department_id.sudo().manager_id.user_id if left == 0 else users
