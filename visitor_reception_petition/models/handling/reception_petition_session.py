from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# talks that call people together: who came is recorded
GATHERINGS = ("ad_hoc_gathering", "joint_reception", "hearing")


class ReceptionPetitionSession(models.Model):
    """A talk about a matter at a set time and place, with those concerned; it ends with its conclusion.

    Further talks (2-2.4.5), ad-hoc gatherings of exactly the departments concerned (5-1.2b), joint receptions (5-3.2b),
    receptions by a leader (5-3.2a), hearings and mediation.
    """

    _name = "reception.petition.session"
    _inherit = ["reception.petition.numbered.mixin"]
    _description = "Session on a Petition Matter"
    _order = "date_from desc, id desc"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection(
        [
            ("follow_up_talk", "Further talk"),
            ("ad_hoc_gathering", "Ad-hoc gathering"),
            ("joint_reception", "Joint reception"),
            ("leader_reception", "Leader reception"),
            ("hearing", "Hearing"),
            ("mediation", "Mediation"),
        ],
        required=True,
    )
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="Until")
    place = fields.Char(required=True)
    day_id = fields.Many2one(
        "reception.petition.leader.day", string="Reception Day", ondelete="restrict", index="btree_not_null"
    )
    member_ids = fields.One2many("reception.petition.session.member", "session_id", string="Invited")
    promise_ids = fields.One2many("reception.petition.promise", "session_id", string="Promises", readonly=True)
    missing_materials = fields.Text()
    conclusion = fields.Text()
    event_id = fields.Many2one(
        "calendar.event", string="Calendar", readonly=True, ondelete="set null", help="Private, titled by the number."
    )
    state = fields.Selection(
        [("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")], required=True, default="planned"
    )
    can_hold = fields.Boolean(compute="_compute_can_hold")

    @api.model
    def _transitions(self):
        return {"planned": {"held", "cancelled"}, "held": set(), "cancelled": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"matter_id", "kind", "conclusion", "day_id", "event_id", "member_ids"}

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_hold(self):
        for session in self:
            session.can_hold = session.state == "planned" and session._acts()

    def _acts(self):
        leader = self.sudo().day_id.leader_id
        return self.matter_id._acts_as_holder() or self.matter_id._is_receiver() or self.env.user == leader

    # ------------------------------------------------------------------------------------------------------------------
    # Invite
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _plan(self, matter, vals, members=()):
        """A planned session; ``members``: pairs of unit and user, who are invited by an activity."""
        users = self.env["res.users"].union(*(user for _unit, user in members))
        matter._check_not_kept_out(users)
        session = self._as_engine().create({**vals, "matter_id": matter.id})
        session.member_ids.create(
            [{"session_id": session.id, "unit_id": unit.id, "user_id": user.id} for unit, user in members]
        )
        session._put_in_calendar(users | self.env.user)
        matter._let_read(users)
        for user in users:
            matter._remind_of(user, fields.Date.to_date(session.date_from), self.env._("You are invited to a session"))
        return session.with_env(self.env)

    def _put_in_calendar(self, users):
        """A private event of those who come, which says the number alone."""
        events = self.env["calendar.event"].sudo().with_context(no_mail_to_attendees=True, mail_create_nolog=True)
        self.event_id = events.create(
            {
                **self._get_event_times(),
                "name": self.matter_id.name,
                "privacy": "private",
                "partner_ids": [Command.set(users.partner_id.ids)],
            }
        )

    def _get_event_times(self):
        return {"start": self.date_from, "stop": self.date_to or self.date_from + timedelta(hours=1)}

    def write(self, vals):
        result = super().write(vals)
        if not {"date_from", "date_to"}.isdisjoint(vals):
            for session in self.sudo().filtered("event_id"):
                session.event_id.write(session._get_event_times())
        return result

    # ------------------------------------------------------------------------------------------------------------------
    # Hold, cancel
    # ------------------------------------------------------------------------------------------------------------------

    def action_hold(self, vals):
        """Note that the talk took place: who came, and what it came to.

        :param dict vals: ``conclusion``; ``attended``: ids of members; ``statements``: ``{member id: text}``; ``promises``: list of dicts (``text``,
            ``made_by_id``, ``unit_id``, ``due_date``); ``date_to`` (now)
        :raises UserError: no conclusion, nobody came to a gathering, or the matter is on another desk
        """
        self.ensure_one()
        self._check_acts()
        conclusion = self._need_text(vals.get("conclusion"), "2-2.4.5", self.env._("write what the talk came to."))
        attended = self.sudo().member_ids.filtered(lambda member: member.id in (vals.get("attended") or ()))
        if self.kind in GATHERINGS and not attended:
            raise UserError(self._explain("5-1.2b", self.env._("note who came.")))
        promises = self._check_promises(vals.get("promises") or [])
        attended._as_engine().write({"attended": True})
        is_sealed = self.matter_id.sudo().is_sealed
        for member in attended if not is_sealed else ():
            statement = (vals.get("statements") or {}).get(member.id)
            member._as_engine().statement = self._to_text(statement) or False
        self._move(
            "held",
            conclusion="–" if is_sealed else conclusion,
            date_to=vals.get("date_to") or max(fields.Datetime.now(), self.date_from),
        )
        self.env["reception.petition.promise"]._as_engine().create(
            [{**promise, "session_id": self.id, "matter_id": self.matter_id.id} for promise in promises]
        )
        self._pause_for_hearing()
        self.matter_id._do_note_contact()
        return True

    def _check_promises(self, promises):
        """Promises as values; each has a text and a day (5-3.2a)."""
        for promise in promises:
            if not promise.get("text") or not promise.get("due_date"):
                raise UserError(self._explain("5-3.2a", self.env._("a promise has a text and a day.")))
        leader = self.sudo().day_id.leader_id
        return [
            {
                "text": self._to_text(promise["text"]),
                "due_date": promise["due_date"],
                "made_by_id": promise.get("made_by_id") or leader.id or self.env.uid,
                "unit_id": promise.get("unit_id") or self.matter_id.sudo().holder_unit_id.id,
            }
            for promise in promises
        ]

    def _pause_for_hearing(self):
        """Hearing days do not count for the re-review, from opening to conclusion (P1-36, reading D23)."""
        if self.kind == "hearing":
            deadlines = self.env["reception.deadline"]
            first, last = (
                deadlines._to_company_day(moment, self.company_id.sudo()) for moment in (self.date_from, self.date_to)
            )
            self.matter_id._get_terms("petition_re_review")._pause(first, last)

    def action_cancel(self, reason=None):
        """Note that the talk did not take place.

        :raises UserError: the matter is on another desk
        """
        self.ensure_one()
        self._check_acts()
        self._move("cancelled", conclusion=self._to_text(reason) or False)
        self.sudo().event_id.unlink()
        return True

    def _check_acts(self):
        self.matter_id._lock()
        if not self._acts():
            raise UserError(self._explain("2-2.4.5", self.env._("the matter is on another desk.")))

    def action_open_hold(self):
        """Ask for the conclusion and a promise, then note it."""
        return self._open_dialog("hold", self.env._("Note the Conclusion"))
