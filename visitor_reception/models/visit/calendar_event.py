from datetime import timedelta
from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

# an attendee answers for themselves, whoever keeps the programme
ATTENDEE_FIELDS = {"current_status"}


class CalendarEvent(models.Model):
    """An item in the programme of a visit (日程, 1-4.3, 4-12.2).

    It is private: colleagues who neither attend nor read the visit see that the attendees are busy, and no more. Who
    writes the visit writes its programme; attendees answer whether they come.
    """

    _inherit = "calendar.event"

    reception_visit_id = fields.Many2one(
        "reception.visit", string="Reception Notice", ondelete="cascade", index="btree_not_null"
    )
    reception_clash = fields.Char(
        string="Clash", compute="_compute_reception_clash", help="Who or what is taken already at that time."
    )
    is_programme_open = fields.Boolean(compute="_compute_is_programme_open")

    # ------------------------------------------------------------------------------------------------------------------
    # Defaults
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def default_get(self, fields):
        """A new item of a programme starts where the programme ends, or on the first day at 9, with the hosts."""
        values = super().default_get(fields)
        visit = self.env["reception.visit"].browse(self.env.context.get("default_reception_visit_id"))
        defaults = {}
        if visit:
            defaults = self._prepare_programme_defaults(visit)
        elif self.env.context.get("default_res_model") == "reception.visit":
            # planned from a task of the visit: its name tells who comes
            defaults = {"privacy": "private"}
        return {**values, **{name: value for name, value in defaults.items() if name in fields}}

    @api.model
    def _prepare_programme_defaults(self, visit):
        # hours of items that the user may not see count too
        last = visit.sudo().event_ids.sorted("stop")[-1:]
        start = last.stop or self.env["reception.deadline"]._to_moment(visit.date_begin, 9, visit.company_id)
        return {
            "start": start,
            "stop": start + timedelta(hours=self.get_default_duration()),
            "partner_ids": [Command.set(visit._get_host_partners().ids)],
            **self._prepare_document_vals(visit.id),
        }

    @api.model
    def _prepare_document_vals(self, visit_id):
        return {
            "res_model_id": self.env["ir.model"]._get_id("reception.visit"),
            "res_id": visit_id,
            "privacy": "private",
        }

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        default_visit_id = self.env.context.get("default_reception_visit_id")
        if default_visit_id or any(vals.get("reception_visit_id") for vals in vals_list):
            # phone and address of the staff are nobody's business but theirs
            self = self.with_context(skip_contact_description=True)
            vals_list = [
                self._complete_programme_vals({"reception_visit_id": default_visit_id, **vals}) for vals in vals_list
            ]
        events = super().create(vals_list)
        events._check_programme()
        events.sudo().reception_visit_id._void_changed_acts()
        return events

    @api.model
    def _complete_programme_vals(self, vals):
        if not vals["reception_visit_id"]:
            return vals
        vals = {**self._prepare_document_vals(vals["reception_visit_id"]), "res_model": "reception.visit", **vals}
        if "start" in vals and "stop" not in vals:
            duration = vals.get("duration") or self.get_default_duration()
            vals["stop"] = fields.Datetime.to_datetime(vals["start"]) + timedelta(hours=duration)
        return vals

    def write(self, vals):
        if vals.keys() - ATTENDEE_FIELDS:
            self._check_programme()
        visits = self.sudo().reception_visit_id  # masked in private events
        if vals.get("reception_visit_id"):
            vals = {**self._prepare_document_vals(vals["reception_visit_id"]), **vals}
        result = super().write(vals)
        if vals.get("reception_visit_id"):
            self._check_programme()
        (visits | self.sudo().reception_visit_id)._void_changed_acts()
        return result

    def unlink(self):
        visits = self.sudo().reception_visit_id
        result = super().unlink()
        visits.exists()._void_changed_acts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_of_others(self):
        self._check_programme()

    def _check_programme(self):
        """Who writes the visit writes its programme, until the visit is over.

        :raises AccessError: the user may not write the visit
        :raises UserError: the visit is closed or cancelled
        """
        if self.env.su:
            return
        visits = self.sudo().reception_visit_id.sudo(False)  # the link itself is masked in private events
        visits.check_access("write")
        for visit in visits:
            if visit.state in visit._final_states:
                raise UserError(
                    visit._explain("4-12.2", self.env._("%(visit)s is over: so is its programme.", visit=visit.name))
                )

    # ------------------------------------------------------------------------------------------------------------------
    # Who sees and writes the programme
    # ------------------------------------------------------------------------------------------------------------------

    def _filter_programme(self, operation):
        """Those of ``self`` in the programme of a visit on which the user may do ``operation``."""
        # the link itself is masked in private events
        visits = self.sudo().reception_visit_id.sudo(False)._filtered_access(operation)
        return self.filtered(lambda event: event.sudo().reception_visit_id in visits)

    @api.depends_context("uid")
    @api.depends("reception_visit_id")
    def _compute_is_programme_open(self):
        readable = self._filter_programme("read")
        for event in self:
            event.is_programme_open = event in readable

    def _check_private_event_conditions(self):
        return super()._check_private_event_conditions() and not self.is_programme_open

    def _check_access(self, operation):
        """Private events are written by their attendees; those of a programme by who writes the visit, too."""
        result = super()._check_access(operation)
        if not result or operation == "read":
            return result
        forbidden, _error = result
        opened = forbidden._filter_programme("write")
        if not opened:
            return result
        forbidden -= opened
        return (forbidden, partial(self.env["ir.rule"]._make_access_error, operation, forbidden)) if forbidden else None

    def _compute_user_can_edit(self):
        super()._compute_user_can_edit()
        # the link itself is masked in private events
        programme = self.filtered(lambda event: event.sudo().reception_visit_id)
        writable = programme._filter_programme("write")
        for event in programme:
            event.user_can_edit = event in writable

    def _skip_send_mail_status_update(self):
        """Nobody is invited before the notice is issued, nor after it is over (1-2.5)."""
        # an attendee who answers need not read the notice
        visit = self.sudo().reception_visit_id
        return (visit and visit.state not in ("issued", "hosting")) or super()._skip_send_mail_status_update()

    @api.model
    def _get_activity_excluded_models(self):
        return super()._get_activity_excluded_models() + ["reception.visit"]

    # ------------------------------------------------------------------------------------------------------------------
    # Clashes
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends(
        "start",
        "stop",
        "partner_ids",
        "reception_visit_id.date_begin",
        "reception_visit_id.date_end",
    )
    def _compute_reception_clash(self):
        """Who or what is taken: warnings, which never stop anybody. Of other events only the time is told."""
        self.reception_clash = False
        programme = self.filtered(lambda event: event.start and event.stop and event._can_clash())
        if not programme:
            return
        window = [
            ("active", "=", True),
            ("start", "<", max(programme.mapped("stop"))),
            ("stop", ">", min(programme.mapped("start"))),
        ]
        taken = programme._find_taken(window)
        # of the others nothing is read but the time
        self.sudo().browse().union(*taken.values()).fetch(["start", "stop"])
        for event in programme:
            event.reception_clash = "; ".join(event._describe_clash(taken))

    def _can_clash(self):
        return bool(self.reception_visit_id)

    def _find_taken(self, window):
        """Who or what of these items is taken: ``{record: events}`` of those in ``window``, a domain of events."""
        # busy is busy, whoever may see with what
        attendees = self.env["calendar.attendee"].sudo()
        people = attendees._read_group(
            [
                ("event_id", "any", [*window, ("show_as", "=", "busy")]),
                ("partner_id", "in", self.partner_ids._origin.ids),
                ("state", "!=", "declined"),
            ],
            ["partner_id"],
            ["event_id:recordset"],
        )
        return dict(people)

    def _describe_clash(self, taken):
        """What to look at, as texts; ``taken`` maps people and rooms to the events that take them."""
        texts = self._describe_taken(taken)
        if self._is_outside_visit():
            texts.append(self.env._("outside the days of the visit"))
        return texts

    def _describe_taken(self, taken):
        # names of people that stand in the item already
        busy = self.partner_ids._origin.sudo().filtered(lambda partner: self._overlaps(taken.get(partner, ())))
        return [self.env._("busy: %(people)s", people=", ".join(busy.mapped("name")))] if busy else []

    def _overlaps(self, others):
        return any(other != self._origin and self.start < other.stop and other.start < self.stop for other in others)

    def _is_outside_visit(self):
        """Whether it lies on other days than the visit, which may have been moved."""
        visit = self.reception_visit_id.sudo()  # an attendee need not read the notice
        to_day = partial(self.env["reception.deadline"]._to_company_day, company=visit.company_id)
        return bool(visit) and not (
            to_day(visit.date_begin) <= to_day(self.start) and to_day(self.stop) <= to_day(visit.date_end)
        )
