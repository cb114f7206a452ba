from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.gate.reception_gate_permit import WEEKDAYS


class ReceptionGateInvite(models.TransientModel):
    """A host, or an assistant in their name, invites guests; who has an e-mail address gets the invitation at once."""

    _name = "reception.gate.invite"
    _inherit = ["reception.gate.people.mixin"]
    _description = "Invite Guests"

    line_ids = fields.One2many("reception.gate.person", "invite_id", string="Guests")
    kind = fields.Selection(
        lambda self: self.env["reception.gate.log"]._invited_kinds(),
        string="Kind of Guests", required=True, default="visitor",
    )  # fmt: skip
    # what everybody reads of employees
    host_id = fields.Many2one(
        "hr.employee.public", string="In the Name Of", domain="[('id', 'in', host_ids)]",
        default=lambda self: self.env.user.employee_id.id,
    )  # fmt: skip
    host_ids = fields.Many2many("hr.employee.public", compute="_compute_host_ids", export_string_translation=False)
    reason = fields.Char(string="Reason for Inviting", required=True)
    area_id = fields.Many2one("reception.gate.area")
    area_ids = fields.Many2many("reception.gate.area", string="Areas")
    expected_at = fields.Datetime(string="From", required=True, default=fields.Datetime.now)
    expected_until = fields.Datetime(string="Until", required=True)
    repeat = fields.Selection(
        [("once", "Once"), ("days", "On several days"), ("weekly", "On weekdays, for a time")],
        string="How Often",
        required=True,
        default="once",
    )
    day_ids = fields.One2many("reception.gate.invite.day", "invite_id", string="Further Days")
    last_day = fields.Date()
    on_monday = fields.Boolean(string="Monday", default=True)
    on_tuesday = fields.Boolean(string="Tuesday", default=True)
    on_wednesday = fields.Boolean(string="Wednesday", default=True)
    on_thursday = fields.Boolean(string="Thursday", default=True)
    on_friday = fields.Boolean(string="Friday", default=True)
    on_saturday = fields.Boolean(string="Saturday")
    on_sunday = fields.Boolean(string="Sunday")

    @api.depends_context("uid")
    def _compute_host_ids(self):
        user = self.env.user
        employees = self.env["hr.employee"].sudo()  # nobody but HR reads the assistants of others
        own = [("company_id", "=", self.env.company.id)]
        if not user.has_group("visitor_reception.group_reception_officer"):
            own += ["|", ("user_id", "=", user.id), ("reception_assistant_ids", "in", user.ids)]
        self.host_ids = self.env["hr.employee.public"].browse(employees.search(own).ids)

    def action_invite(self):
        """Expect the guests, and show the links to be passed on to who has no e-mail address.

        :raises UserError: see ``reception.gate.log.invite``; or no day is left on which they would come
        """
        self.ensure_one()
        told = {"kind": self.kind, "reason": self.reason}
        people = [{**person, **told} for person in self._get_people()]
        logs = self.env["reception.gate.log"]
        if self.repeat == "once":
            vals_list = [{**person, "area_id": self.area_id.id} for person in people]
            logs = logs.invite(vals_list, self.expected_at, self.expected_until, self.host_id.id)
        else:
            logs = self._invite_again_and_again(people)
        return self._show(logs, self.env._("Invited Guests"), "visitor_reception.reception_gate_log_view_list_invited")

    def _invite_again_and_again(self, people):
        logs = self.env["reception.gate.log"]
        host = logs._get_inviting_host(self.host_id.id)
        company = self.env.company
        begin, end = (company._reception_local(moment) for moment in (self.expected_at, self.expected_until))
        first = begin.date()
        days = sorted({first, *self.day_ids.mapped("day")}) if self.repeat == "days" else []
        last = days[-1] if days else self.last_day
        if not last or last < first or end.date() != first or end <= begin:
            raise UserError(
                self.env._("Write from when to when they come on the first day, and a last day that is not before it.")
            )
        if not self.env.user.has_group("visitor_reception.group_reception_officer"):
            # who administers the house lets contractors come for longer
            logs._raise_refusals([logs._invitation_end_refusals(company._reception_moment(
                (end + timedelta(days=(last - first).days)).replace(tzinfo=None)))])  # fmt: skip
        shared = {
            "host_id": host.id,
            "area_ids": [Command.set((self.area_ids | self.area_id).ids)],
            "date_from": days[0] if days else first,
            "date_to": last,
            "hour_from": begin.hour + begin.minute / 60,
            "hour_to": end.hour + end.minute / 60,
            "day_ids": [Command.create({"day": day}) for day in days],
            **{name: self[name] for name in WEEKDAYS},
        }
        names = self.env["reception.gate.permit"]._fields
        vals_list = [
            {**{name: value for name, value in person.items() if name in names}, **shared} for person in people
        ]
        # who invites has no other right on recurring visits
        permits = self.env["reception.gate.permit"]._as_engine().create(vals_list)
        expected = permits.log_ids.filtered(lambda log: log.state == "expected")
        if not expected:
            raise UserError(self.env._("On none of these days anybody would come: look at the dates and weekdays."))
        one_each = expected.sorted("expected_at").grouped("permit_id").values()
        for passages in one_each:
            passages[:1].filtered("visitor_email")._mail_invitation()
        return expected.with_env(self.env)


class ReceptionGateInviteDay(models.TransientModel):
    """One more day on which invited guests come."""

    _name = "reception.gate.invite.day"
    _description = "Further Day of an Invitation"

    invite_id = fields.Many2one("reception.gate.invite", required=True, ondelete="cascade")
    day = fields.Date(required=True)
