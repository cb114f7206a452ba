from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import plaintext2html

BEFORE = timedelta(minutes=30)  # parents come this long before an event, where nobody says otherwise
ALARM = timedelta(minutes=30)  # no guard has taken notice this long before parents come


class ReceptionSchoolEvent(models.Model):
    """A class event that brings parents in (班级活动家长入校, 3-7): for that class, for that event's time only.

    ===============  ===========================================  ==============================================
    Verb             Who                                          When
    ===============  ===========================================  ==============================================
    submit           class teacher or deputy of a class           draft, declined
    sign …           grade group, then Security Office            signing
    cancel           class teacher                                until ended
    acknowledge      guard                                        approved
    let in           guard                                        approved, from ``entry_from`` to ``entry_until``
    end              guard, class teacher                         approved: all are out, or a difference is explained
    ===============  ===========================================  ==============================================
    """

    _name = "reception.school.event"
    _inherit = ["reception.school.class.matter.mixin"]
    _description = "Class Event With Parents"
    _order = "date_begin desc, id desc"
    _check_company_auto = True
    _final_states = ("ended", "cancelled")

    name = fields.Char(string="Event No.")
    kind = fields.Selection(
        [("parents_meeting", "Parents' meeting"), ("party", "Party"), ("other", "Other event")],
        required=True,
        default="parents_meeting",
    )
    place = fields.Char()
    entry_from = fields.Datetime(
        string="Parents From", compute="_compute_entry", store=True, readonly=False, precompute=True, required=True
    )
    entry_until = fields.Datetime(
        string="Parents Until", compute="_compute_entry", store=True, readonly=False, precompute=True, required=True
    )
    expected_parents = fields.Integer(string="Parents Expected")
    told_at = fields.Datetime(string="Gate Told On", readonly=True, copy=False)
    alarmed_at = fields.Datetime(string="Alarm On", readonly=True, copy=False)
    acknowledged_by_id = fields.Many2one("res.users", string="Guard", readonly=True, copy=False, ondelete="restrict")
    acknowledged_at = fields.Datetime(string="Guard Took Notice On", readonly=True, copy=False)
    log_ids = fields.One2many("reception.gate.log", "event_id", string="Parents", readonly=True)
    count_in = fields.Integer(string="Let In", compute="_compute_counts", compute_sudo=True)
    count_out = fields.Integer(string="Gone Again", compute="_compute_counts", compute_sudo=True)
    counted_out = fields.Integer(string="Counted Out at the End", readonly=True, copy=False)
    explanation = fields.Char(string="Why the Counts Differ", readonly=True, copy=False)
    overtime_told_at = fields.Datetime(string="Still Inside Told On", readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("signing", "Signing"),
            ("approved", "Approved"),
            ("ended", "Ended"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
        index=True,
        tracking=True,
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already an event with this number."
    )
    _times_in_order = models.Constraint("CHECK (date_begin < date_end)", "An event begins before it ends.")
    _entry_in_order = models.Constraint(
        "CHECK (entry_from < entry_until AND entry_until <= date_end)",
        "Parents come in order of time, and until the end of the event at the latest (3-7).",
    )
    _expected_not_negative = models.Constraint("CHECK (expected_parents >= 0)", "Nobody expects less than no parents.")

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing", "cancelled"},
            "signing": {"draft", "approved", "declined", "cancelled"},
            "declined": {"draft", "signing", "cancelled"},
            "approved": {"ended", "draft", "cancelled"},
        }

    @api.model
    def _signoff_fields(self):
        return {"class_ids", "date_begin", "date_end", "entry_from", "entry_until", "place"}

    @api.model
    def _signoff_flow(self):
        return {"none": "draft", "asked": "signing", "granted": "approved", "declined": "declined"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "told_at", "alarmed_at", "acknowledged_by_id", "acknowledged_at", "log_ids", "counted_out", "explanation",
            "overtime_told_at",
        }  # fmt: skip

    @api.depends("date_begin", "date_end")
    def _compute_entry(self):
        for event in self:
            event.entry_from = event.date_begin and event.date_begin - BEFORE
            event.entry_until = event.date_end

    @api.depends("log_ids.state", "log_ids.headcount")
    def _compute_counts(self):
        sums = {}
        for event, state, people in self.env["reception.gate.log"]._read_group(
            [("event_id", "in", self.ids), ("state", "in", ("inside", "left"))],
            ["event_id", "state"],
            ["headcount:sum"],
        ):
            sums.setdefault(event.id, {})[state] = people
        for event in self:
            counts = sums.get(event.id, {})
            event.count_out = counts.get("left", 0)
            event.count_in = counts.get("inside", 0) + event.count_out

    @api.depends("name", "kind", "class_ids.name")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for event in self:
            number = event.name if event.name != "/" else self.env._("New event")
            names = " ".join(event.sudo().class_ids.mapped("name"))  # a guard reads what is on
            event.display_name = " ".join(filter(None, [number, names, labels.get(event.kind)]))

    def _missing_fact_fields(self):
        return ("state", "place")

    def _missing_facts(self):
        self.ensure_one()
        return self._collect_missing(
            [(not (self.place or "").strip(), "3-7", self.env._("write where the event is"), "place")]
        )

    # ------------------------------------------------------------------------------------------------------------------
    # The gate is told
    # ------------------------------------------------------------------------------------------------------------------

    def _on_signoff_granted(self):
        """Desks and the guards on duty know it from now on."""
        super()._on_signoff_granted()
        self._as_engine().told_at = fields.Datetime.now()
        for event in self:
            event._tell_guards(lambda env, event=event: env._("Parents come: %(event)s", event=event.display_name))
        self._tell_desks()

    def _void_changed(self, changes):
        was_approved = self.state == "approved"
        super()._void_changed(changes)
        if was_approved:
            self._as_engine().write({"told_at": False, "acknowledged_by_id": False, "acknowledged_at": False})
            self._tell_desks()

    def _after_cancelled(self):
        self._tell_desks()

    def _tell_desks(self):
        self.env["reception.gate"]._tell_desks_to_reload(self.company_id)

    def _tell_guards(self, write, others=None):
        """Tell the guards on duty by message, each in the own language.

        :param write: function of an environment that returns the text
        :param others: more users (res.users)
        """
        self.ensure_one()
        shifts = self.env["reception.gate.shift"].sudo()  # who applies need not know who is on duty
        users = shifts.search([("company_id", "=", self.company_id.id), ("state", "!=", "closed")]).guard_id
        users |= others or users
        for lang, readers in users.sudo().grouped("lang").items():
            event = self.sudo().with_context(lang=lang)
            text = write(event.env)
            event.message_notify(partner_ids=readers.partner_id.ids, subject=text, body=plaintext2html(text))

    def _get_security_users(self):
        group = self.env.ref("visitor_reception_school.group_reception_school_security").sudo()
        return group.all_user_ids.filtered(lambda user: self.company_id in user.company_ids)

    def action_acknowledge(self):
        """A guard has taken notice (3-7: the gate is told).

        :raises AccessError: by nobody who guards the gate
        :raises UserError: not approved, or acknowledged already
        """
        self.env["reception.school.leave"]._check_guard()
        for event in self.sudo():  # guards write no events
            refusals = []
            if event.state != "approved":
                refusals = [self._explain("3-7", self.env._("%(event)s is not approved.", event=event.display_name))]
            elif event.acknowledged_at:
                refusals = [
                    self.env._(
                        "%(guard)s has taken notice of %(event)s already.",
                        guard=event.acknowledged_by_id.name,
                        event=event.display_name,
                    )
                ]
            event._raise_refusals([refusals])
            event._as_engine().write({"acknowledged_by_id": self.env.uid, "acknowledged_at": fields.Datetime.now()})

    @api.model
    def _cron_watch(self):
        """Every few minutes: no guard has taken notice, or parents are still inside after the end; told once."""
        now = fields.Datetime.now()
        approved = self.search([("state", "=", "approved"), ("entry_from", "<=", now + ALARM)])
        for event in approved.filtered(lambda event: not event.acknowledged_at and not event.alarmed_at):
            event._tell_guards(
                lambda env, event=event: env._("No guard has taken notice of %(event)s", event=event.display_name),
                event._get_security_users(),
            )
            event._as_engine().alarmed_at = now
        for event in approved.filtered(lambda event: event.date_end < now and not event.overtime_told_at):
            if inside := event._get_inside():
                event._tell_guards(
                    lambda env, event=event, inside=inside: env._(
                        "%(event)s is over, and still inside: %(names)s",
                        event=event.display_name,
                        names=", ".join(inside.mapped("visitor_name")),
                    ),
                    event._get_class_teachers() | event._get_security_users(),
                )
            event._as_engine().overtime_told_at = now

    def _get_inside(self):
        """Parents of the event who are still inside, as superuser."""
        return self.sudo().log_ids.filtered(lambda log: log.state == "inside" and log.active)
