import pytz
import vobject
from markupsafe import Markup

from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """The programme of a visit (日程, 1-4.3, 4-12.2): events of Odoo's calendar, and who was told about them.

    ======  ==============================  =========================
    Verb    Who                             When
    ======  ==============================  =========================
    tell    who may write the notice        issued (1-5.1.3, 1-5.4.2)
    ======  ==============================  =========================
    """

    _inherit = "reception.visit"

    event_ids = fields.One2many("calendar.event", "reception_visit_id", string="Programme", copy=False)
    event_count = fields.Integer(string="Number of Programme Items", compute="_compute_event_count", compute_sudo=True)
    programme_told_at = fields.Datetime(string="Programme Told On", compute="_compute_from_acts")
    programme_told_by_id = fields.Many2one("res.users", compute="_compute_from_acts")
    programme_warning = fields.Html(
        string="Programme to Look At", compute="_compute_programme_warning", compute_sudo=True
    )
    can_tell_programme = fields.Boolean(compute="_compute_can_tell_programme")

    @api.model
    def _act_fields(self):
        return super()._act_fields() | {
            "programme_told_at": ("programme_told", "at"),
            "programme_told_by_id": ("programme_told", "user_id"),
        }

    def _get_act_facts(self, kind):
        return self._get_programme_facts() if kind == "programme_told" else super()._get_act_facts(kind)

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("event_ids")
    def _compute_event_count(self):
        for visit in self:
            visit.event_count = len(visit.event_ids)

    @api.depends(
        "date_begin",
        "date_end",
        "act_ids.void_at",
        "event_ids.name",
        "event_ids.start",
        "event_ids.stop",
        "event_ids.location",
        "event_ids.reception_room_id",
        "event_ids.partner_ids",
    )
    @api.depends_context("lang")
    def _compute_programme_warning(self):
        """What happened to the programme since it was made: the notice has moved, or others were told other hours."""
        for visit in self:
            texts = []
            outside = visit.event_ids.filtered(lambda event: event.start and event.stop and event._is_outside_visit())
            outside_names = [event.name or "" for event in outside]
            for documents in visit._get_alive_costs():
                outside_names += documents.filtered(lambda cost: cost._is_outside_visit()).mapped("display_name")
            if outside_names:
                items = ", ".join(outside_names)
                texts.append(self.env._("Outside the days of the visit: %(items)s.", items=items))
            if visit._is_programme_outdated():
                texts.append(self.env._("Changed since leaders and departments were told: tell them again."))
            visit.programme_warning = bool(texts) and Markup("<br>").join(texts)

    def _is_programme_outdated(self):
        """Whether people know another programme of this issue than there is now."""
        told = self.sudo().act_ids.filtered(lambda act: act.kind == "programme_told")[-1:]
        return bool(told and self.issued_at and told.at >= self.issued_at) and not told._holds()

    def _get_programme_facts(self):
        """Principal host and programme in a form that can be compared: a line an item, the same in every language."""
        items = (
            f"{event.start} {event.stop} {event.name} {event.location or ''} {event.reception_room_id.id or ''} "
            f"{sorted(event.partner_ids.ids)}"
            for event in self.event_ids.sorted(lambda event: (event.start, event._origin.id))
        )
        return "\n".join([f"{self.principal_host_id.id or ''}", *items])

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_tell_programme(self):
        for visit in self:
            visit.can_tell_programme = not visit._tell_programme_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # People
    # ------------------------------------------------------------------------------------------------------------------

    def _get_host_partners(self):
        """Contacts of the receiving person and the principal host (res.partner)."""
        hosts = (self.host_id | self.principal_host_id).sudo()  # whose contact a colleague is
        return self.env["res.partner"].union(*(host.user_id.partner_id or host.work_contact_id for host in hosts))

    def _get_leaders_to_meet(self):
        """Company leaders who are to meet the guests: attendees and the principal host (res.users, 1-5.4.2)."""
        visit = self.sudo()  # hours of leaders are private
        people = visit.principal_host_id.user_id | visit.event_ids.partner_ids.user_ids
        positions = self.env["reception.position"]
        return people and people & positions._get_users_holding("is_company_leader", visit.company_id)

    def _missing_fact_fields(self):
        return (*super()._missing_fact_fields(), "event_ids.partner_ids", "act_ids.void_at")

    def _missing_facts_for_start(self):
        """Besides: a leader who is to meet the customer has been told (1-5.4.2)."""
        facts = super()._missing_facts_for_start()
        leaders = self._get_leaders_to_meet()
        if not leaders:
            return facts
        facts += self._missing_steps("leader")
        # hours of leaders are private
        must_tell = self.procedure_category_id.procedure == "d" and not self._get_act("programme_told")._holds()
        names = ", ".join(leaders.sudo().mapped("name"))
        text = self.env._("tell %(leaders)s or Administration and HR about the programme", leaders=names)
        return facts + self._collect_missing([(must_tell, "1-5.4.2", text, "action_tell_programme")])

    # ------------------------------------------------------------------------------------------------------------------
    # Tell
    # ------------------------------------------------------------------------------------------------------------------

    def action_tell_programme(self):
        """Tell leaders, departments and Administration and HR what is planned (1-5.1.3, 1-5.4.2).

        :raises UserError: the notice is not issued (1-2.5), or the user may not write it
        """
        self._raise_refusals(visit._tell_programme_refusals() for visit in self)
        for visit in self:
            visit._do_tell_programme()

    def _tell_programme_refusals(self):
        self.ensure_one()
        if self.state not in ("issued", "hosting"):
            return [self._explain("1-2.5", self.env._("%(visit)s has not been issued.", visit=self.display_name))]
        if not self.can_edit:
            return [self._explain("1-2.2", self.env._("the host or Administration and HR tells the programme."))]
        return []

    def _do_tell_programme(self):
        visit = self.sudo()  # everybody on the programme is told, whoever may see their other hours
        departments = visit.department_id | visit.counterpart_department_id
        users = (visit.host_id | visit.principal_host_id | departments.reception_head_id).user_id
        users |= visit.event_ids.partner_ids.user_ids | visit._get_officers()
        users = users.filtered(lambda user: user.active and not user.share) - self.env.user
        if users:
            visit.message_notify(
                partner_ids=users.partner_id.ids,
                author_id=self.env.user.partner_id.id,
                subject=self.env._("Programme: %(visit)s", visit=visit.display_name),
                body=visit._render_programme(),
            )
        people = ", ".join(users.mapped("name"))
        visit._message_log(
            body=self.env._("Programme told to %(people)s.", people=people), author_id=self.env.user.partner_id.id
        )
        self._do_state("programme_told", with_whom=people)
        # the leader who is to meet them was among those, or Administration and HR was
        self._get_open_steps().filtered(lambda step: step.guard == "leader")._do_done()

    def _render_programme(self):
        row = Markup("<tr><td>%s</td><td>%s</td><td>%s</td><td>%s</td></tr>")
        rows = Markup().join(
            row
            % (
                self._format_event_time(event, with_day=True),
                event.name,
                self._get_event_place(event),
                ", ".join(event.partner_ids.mapped("name")),
            )
            for event in self.event_ids.sorted("start")
        )
        return Markup("<p>%s</p><table class='table table-sm'><tbody>%s</tbody></table>") % (
            self.env._(
                "%(visit)s, %(headcount)s people: %(purpose)s",
                visit=self.display_name,
                headcount=self.headcount,
                purpose=self.purpose or "",
            ),
            rows,
        )

    # ------------------------------------------------------------------------------------------------------------------
    # In people's calendars
    # ------------------------------------------------------------------------------------------------------------------

    def action_cancel(self):
        result = super().action_cancel()
        # nobody keeps the hours of a visit that does not take place
        self.sudo().event_ids.action_archive()
        return result

    def action_reset_to_draft(self):
        result = super().action_reset_to_draft()
        self.sudo().with_context(active_test=False).event_ids.action_unarchive()
        return result

    def action_open_programme(self):
        """Open the programme in the calendar, on the day of the arrival."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.calendar_event_action_programme")
        return {
            **action,
            "domain": [("reception_visit_id", "=", self.id)],
            "context": {"default_reception_visit_id": self.id, "initial_date": self.date_begin},
        }

    def action_download_ics(self):
        """Download the programme for the guests' calendars."""
        self.ensure_one()
        return {"type": "ir.actions.act_url", "url": f"/reception/visit/{self.id}/programme.ics", "target": "download"}

    # ------------------------------------------------------------------------------------------------------------------
    # On paper and for the guests
    # ------------------------------------------------------------------------------------------------------------------

    def _get_programme_days(self):
        """Items by day in the company's time zone: a list of ``(day, events)``."""
        to_day = self.env["reception.deadline"]._to_company_day
        events = self.event_ids.sorted("start")
        days = events.grouped(lambda event: event.start_date or to_day(event.start, self.company_id))
        return list(days.items())

    def _format_event_time(self, event, with_day=False):
        """``09:00 – 10:30``, in the company's time zone; the day of the end where it is another."""
        if event.allday:
            return self.env._("all day")
        start, stop = map(self.company_id._reception_local, (event.start, event.stop))
        first = f"{start:%m-%d %H:%M}" if with_day else f"{start:%H:%M}"
        last = f"{stop:%H:%M}" if stop.date() == start.date() else f"{stop:%m-%d %H:%M}"
        return f"{first} – {last}"

    def _get_event_place(self, event):
        room = event.reception_room_id
        return ", ".join(filter(None, (event.location, room.name, room.location)))

    def _build_programme_ics(self):
        """The programme as one iCalendar file for the guests: what, when and where; nobody's address.

        :rtype: bytes
        """
        calendar = vobject.iCalendar()
        calendar.add("x-wr-calname").value = self.display_name
        # the same item has the same number whenever it is fetched, so that calendars replace it
        database = self.env["ir.config_parameter"].sudo().get_param("database.uuid")
        for event in self.event_ids.sorted("start"):
            item = calendar.add("vevent")
            item.add("uid").value = f"reception-programme-{event.id}@{database}"
            item.add("dtstamp").value = pytz.utc.localize(event.write_date.replace(microsecond=0))
            item.add("summary").value = event.name
            if event.allday:
                item.add("dtstart").value = event.start_date
                # an end date is the day after the last
                item.add("dtend").value = fields.Date.add(event.stop_date, days=1)
            else:
                item.add("dtstart").value = pytz.utc.localize(event.start)
                item.add("dtend").value = pytz.utc.localize(event.stop)
            if place := self._get_event_place(event):
                item.add("location").value = place
        return calendar.serialize().encode()
