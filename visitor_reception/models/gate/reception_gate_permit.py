from datetime import datetime, time, timedelta
from uuid import uuid4

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .reception_gate_log import LONGEST_EMAIL, LONGEST_NAME, LONGEST_TEXT, NO_ACCESS

WEEKDAYS = (
    "on_monday", "on_tuesday", "on_wednesday", "on_thursday", "on_friday", "on_saturday", "on_sunday",
)  # fmt: skip
# what a passage has of the permit, and what the guest tells by the link once for all days
FACTS = (
    "kind", "visitor_name", "visitor_phone", "visitor_email", "visitor_unit", "headcount", "companions", "plate", "reason",
)  # fmt: skip
TOLD = ("visitor_phone", "visitor_unit", "headcount", "companions", "plate")
# so many of their days are expected beforehand: the next, and the one after it
AHEAD = 2


class ReceptionGatePermit(models.Model):
    """Somebody who comes again and again (长期来访): a contractor for a time and on weekdays, a guest on several days.

    One link and code hold for all of it. For the next days a passage each is expected; the code finds that of the day.
    """

    _name = "reception.gate.permit"
    _inherit = ["reception.guarded.mixin", "mail.thread"]
    _description = "Recurring Visit"
    _rec_name = "visitor_name"
    _order = "date_from desc, id desc"
    _check_company_auto = True

    company_id = fields.Many2one("res.company", required=True, readonly=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        lambda self: self.env["reception.gate.log"]._invited_kinds(), string="Kind of Visitor", required=True, default="contractor"
    )  # fmt: skip
    visitor_name = fields.Char(string="Visitor", required=True, size=LONGEST_NAME, index="trigram", tracking=True)
    visitor_phone = fields.Char(string="Visitor's Phone", size=LONGEST_NAME)
    visitor_email = fields.Char(string="Visitor's E-mail", size=LONGEST_EMAIL)
    visitor_unit = fields.Char(string="Visitor's Unit", size=LONGEST_NAME)
    headcount = fields.Integer(string="People", default=1)
    companions = fields.Char(size=LONGEST_TEXT, help="Names of who comes along.")
    plate = fields.Char(string="Number Plate", size=20)
    reason = fields.Char(string="Reason of the Visit", required=True, size=LONGEST_TEXT)
    host_id = fields.Many2one(
        "hr.employee", string="Person Visited", required=True, ondelete="restrict", check_company=True, tracking=True
    )
    host_user_id = fields.Many2one(related="host_id.user_id", store=True, index="btree_not_null")
    invited_by_id = fields.Many2one(
        "res.users", readonly=True, required=True, ondelete="restrict", default=lambda self: self.env.user, copy=False
    )
    gate_id = fields.Many2one("reception.gate", ondelete="restrict", check_company=True, help="Empty: any gate.")
    area_ids = fields.Many2many(
        "reception.gate.area", string="Areas", check_company=True, help="Where the visitor goes; empty: not limited."
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="Until", required=True, tracking=True)
    hour_from = fields.Float(string="From (Hour)", default=8.0)
    hour_to = fields.Float(string="Until (Hour)", default=18.0)
    on_monday = fields.Boolean(string="Monday", default=True)
    on_tuesday = fields.Boolean(string="Tuesday", default=True)
    on_wednesday = fields.Boolean(string="Wednesday", default=True)
    on_thursday = fields.Boolean(string="Thursday", default=True)
    on_friday = fields.Boolean(string="Friday", default=True)
    on_saturday = fields.Boolean(string="Saturday")
    on_sunday = fields.Boolean(string="Sunday")
    day_ids = fields.One2many(
        "reception.gate.permit.day", "permit_id", string="On These Days", help="Empty: on the weekdays."
    )
    ended_at = fields.Datetime(readonly=True, copy=False)
    access_token = fields.Char(groups=NO_ACCESS, copy=False)
    log_ids = fields.One2many("reception.gate.log", "permit_id", string="Passages", readonly=True)

    _access_token_uniq = models.UniqueIndex("(access_token)", "This link is taken.")
    _span = models.Constraint("CHECK (date_from <= date_to)", "The last day is not before the first.")
    _hours = models.Constraint(
        "CHECK (0 <= hour_from AND hour_from < hour_to AND hour_to <= 24)",
        "Hours of a day are 0 to 24, the first before the last.",
    )
    _headcount_positive = models.Constraint("CHECK (headcount > 0)", "At least one person passes.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"invited_by_id", "ended_at", "access_token", "company_id"}

    @api.model_create_multi
    def create(self, vals_list):
        """People who come on several days; the next of them are expected at once.

        :raises ValidationError: like a passage: no name, no e-mail address, a text is too long
        """
        logs = self.env["reception.gate.log"]
        cleaned = [
            {**vals, **logs._clean_typed({name: vals[name] for name in FACTS if name in vals})} for vals in vals_list
        ]
        logs._raise_refusals(logs._phone_refusals(vals) for vals in cleaned)
        permits = super().create(cleaned)
        for permit in permits._as_engine():
            permit.access_token = uuid4().hex
        permits._expect()
        return permits

    def write(self, vals):
        """What is expected follows; who is at the gate or inside is there as they came."""
        result = super().write(vals)
        if not self._is_engine() and set(vals) - {"message_follower_ids", "active"}:
            self._forget_expected()
            self._expect()
        return result

    def action_end(self):
        """End it now: nobody is expected by it any more, and its code opens nothing.

        :raises AccessError: the user is neither the host, nor who invited, nor of Administration and HR
        """
        self.check_access("read")
        user = self.env.user
        is_officer = user.has_group("visitor_reception.group_reception_officer")
        if not all(is_officer or user in (permit.host_user_id, permit.invited_by_id) for permit in self):
            raise AccessError(self.env._("The host ends it, who has invited, or Administration and HR."))
        self._as_engine().write({"ended_at": fields.Datetime.now(), "active": False})
        self._forget_expected()

    def _forget_expected(self):
        """Whom nobody has come for yet is expected no more."""
        logs = self.env["reception.gate.log"]._as_engine()
        expected = logs.search([("permit_id", "in", self.ids), ("state", "=", "expected")])
        companies = expected.company_id
        expected.unlink()
        self.env["reception.gate"]._tell_desks_to_reload(companies)

    # ------------------------------------------------------------------------------------------------------------------
    # Days
    # ------------------------------------------------------------------------------------------------------------------

    def _get_days(self, first, count=None):
        """Their days from ``first`` on, in order; at most ``count``."""
        self.ensure_one()
        if self.day_ids:
            days = sorted(day for day in self.day_ids.mapped("day") if day >= first)
        else:
            begin = max(first, self.date_from)
            span = (begin + timedelta(days=number) for number in range(max(0, (self.date_to - begin).days + 1)))
            days = (day for day in span if self[WEEKDAYS[day.weekday()]])
        result = []
        for day in days:
            if len(result) == count:
                break
            result.append(day)
        return result

    def _get_span(self, day):
        """From when to when they are expected on ``day``, in UTC."""
        midnight = datetime.combine(day, time.min)
        return tuple(
            self.company_id._reception_moment(midnight + min(timedelta(hours=hour), timedelta(hours=23, minutes=59)))
            for hour in (self.hour_from, self.hour_to)
        )

    def _expect(self):
        """Expect them on the next of their days, where there is no passage of the day yet."""
        logs = self.env["reception.gate.log"]._as_engine()
        permits = self.sudo().filtered(
            lambda permit: not permit.ended_at
        )  # a host reads no areas, nor passages of others
        today = {company: self.env["reception.deadline"]._get_today(company) for company in permits.company_id}
        known = {
            (log.permit_id.id, log.company_id._reception_day(log.expected_at))
            for log in logs.search([("permit_id", "in", permits.ids), ("expected_until", ">=", fields.Datetime.now())])
        }
        vals_list = [
            permit._get_expected_vals(*permit._get_span(day))
            for permit in permits
            for day in permit._get_days(today[permit.company_id], AHEAD)
            if (permit.id, day) not in known and permit._get_span(day)[1] > fields.Datetime.now()
        ]
        expected = logs.create(logs._complete(vals_list))
        expected._match_watch()
        self.env["reception.gate"]._tell_desks_to_reload(expected.company_id)
        return expected

    def _get_expected_vals(self, begin, end):
        self.ensure_one()
        return {
            **{name: self[name] for name in FACTS},
            "state": "expected",
            "source": "invitation",
            "permit_id": self.id,
            "invited_by_id": self.invited_by_id.id,
            "company_id": self.company_id.id,
            "gate_id": self.gate_id.id,
            "host_id": self.host_id.id,
            "area_id": self.area_ids[:1].id,
            "needs_escort": any(self.area_ids.mapped("needs_escort")),
            "expected_at": begin,
            "expected_until": end,
            **self.env["reception.gate.log"]._get_consent("invitation", self.invited_by_id.name),
        }

    @api.model
    def _cron_expect(self):
        """Every night the next days are expected; whose time is over ends."""
        today = fields.Date.today()
        self.search([("date_to", ">=", today - timedelta(days=1))])._expect()
        over = self.search([("date_to", "<", today - timedelta(days=1))])
        over._as_engine().write({"active": False})

    # ------------------------------------------------------------------------------------------------------------------
    # The link
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _find_passage(self, token):
        """The passage that a code or link is of now: who is there, else of whom is expected next, else the last one."""
        permit = self.sudo().with_context(active_test=False).search([("access_token", "=", token)])
        # who has the token has the right, and nobody else reads it
        logs = permit.env["reception.gate.log"].search([("permit_id", "=", permit.id)]) if permit else permit.log_ids
        now = fields.Datetime.now()
        present = logs.filtered(lambda log: log.state in ("waiting", "inside"))
        expected = logs.filtered(lambda log: log.state == "expected" and log.expected_until >= now)
        return present[:1] or expected.sorted("expected_at")[:1] or logs[:1]

    def _get_days_text(self):
        """When they are expected, for the letter: the days, or the span with its weekdays."""
        self.ensure_one()
        zone = "–".join(f"{int(hour):02}:{round(hour % 1 * 60):02}" for hour in (self.hour_from, self.hour_to))
        if self.day_ids:
            return f"{', '.join(str(day) for day in sorted(self.day_ids.mapped('day')))} {zone}"
        labels = [self._fields[name]._description_string(self.env) for name in WEEKDAYS if self[name]]
        return f"{self.date_from} – {self.date_to} ({', '.join(labels)}) {zone}"


class ReceptionGatePermitDay(models.Model):
    """One day of somebody who comes on several."""

    _name = "reception.gate.permit.day"
    _description = "Day of a Recurring Visit"
    _order = "day"

    permit_id = fields.Many2one("reception.gate.permit", required=True, ondelete="cascade", index=True)
    day = fields.Date(required=True)

    _day_once = models.UniqueIndex("(permit_id, day)", "This day stands there already.")


class ReceptionGateLog(models.Model):
    """Passages of who comes again and again."""

    _inherit = "reception.gate.log"

    permit_id = fields.Many2one(
        "reception.gate.permit", string="Recurring Visit", readonly=True, ondelete="set null", index="btree_not_null",
        copy=False,
    )  # fmt: skip

    @api.model
    def _invited_kinds(self):
        """The kinds of whom a host invites: no guest of a notice, no trader (3-8b)."""
        kinds = self._fields["kind"]._description_selection(self.env)
        return [pair for pair in kinds if pair[0] not in ("guest", "trader")]

    def _get_desk_rows(self, names=None):
        """See there; of who comes again and again ``areas``: where they may go, in one text."""
        rows = super()._get_desk_rows(names)
        if not names:
            for log, row in zip(self.sudo(), rows, strict=True):  # the same row for every desk
                if areas := log.permit_id.area_ids:
                    row["areas"] = "、".join(areas.mapped("name"))
        return rows

    def _expect_again(self):
        """Who comes on several days may go out and in again on each of them."""
        super()._expect_again()
        now = fields.Datetime.now()
        logs = self._as_engine()
        left = logs.filtered(lambda log: log.permit_id and not log.permit_id.ended_at and log.expected_until > now)
        left = left.filtered(lambda log: log.state == "left")
        again = logs.create(
            logs._complete([log.permit_id._get_expected_vals(log.expected_at, log.expected_until) for log in left])
        )
        again._match_watch()
        self.env["reception.gate"]._tell_desks_to_reload(again.company_id)

    def _answer_by_token(self, values):
        """What a guest tells who comes on several days holds for all of them."""
        super()._answer_by_token(values)
        if permit := self._as_engine().permit_id:
            told = {name: self[name] for name in TOLD}
            permit.write(told)
            others = permit.log_ids.filtered(lambda log: log.state == "expected") - self
            others._take_back_consent(told)
            others.write({**told, "answered_at": self.answered_at, "privacy_notice_id": self.privacy_notice_id.id})

    @api.model
    def _search_tokens(self, token, *names):
        found = super()._search_tokens(token, *names)
        if not found and "access_token" in names and isinstance(token, str) and token:
            found = self.env["reception.gate.permit"]._find_passage(token).sudo()  # who has the token has the right
        return found

    def _get_invitation_token(self):
        permit = self.sudo().permit_id  # read nowhere else
        return permit.access_token or super()._get_invitation_token()

    def _get_expected_text(self):
        permit = self.sudo().permit_id  # who is invited reads the letter
        return permit._get_days_text() if permit else super()._get_expected_text()
