from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPetitionDuty(models.Model):
    """Who is on duty at a window, from when to when (值班), with check-in and check-out (2-2.1)."""

    _name = "reception.petition.duty"
    _inherit = ["reception.guarded.mixin", "reception.placed.mixin"]
    _description = "Duty at a Reception Window"
    _order = "date_from desc, id desc"
    _rec_name = "user_id"
    _check_company_auto = True

    user_id = fields.Many2one(
        "res.users", string="On Duty", required=True, ondelete="restrict", index=True, domain=[("share", "=", False)]
    )
    window_id = fields.Many2one(
        "reception.petition.window", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one(related="window_id.company_id", store=True, precompute=True, index=True)
    date_from = fields.Datetime(string="From", required=True)
    date_to = fields.Datetime(string="Until", required=True)
    checked_in = fields.Datetime(readonly=True)
    checked_out = fields.Datetime(readonly=True)
    is_late = fields.Boolean(string="Came Late", compute="_compute_is_late", store=True)
    left_early = fields.Boolean(compute="_compute_is_late", store=True)
    reason = fields.Char(help="Why late or early.")
    is_mine = fields.Boolean(compute="_compute_is_mine")

    _period = models.Constraint("CHECK (date_to > date_from)", "A duty ends after it begins.")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"checked_in", "checked_out"}

    def write(self, vals):
        """Whoever is on duty writes why they were late or left early; the roster is the petition head's (2-2.1).

        :raises UserError: a receiver changes the roster
        """
        is_reason = set(vals) <= {"reason"} or self._is_engine() or self.env.su
        if not is_reason and not self.env.user.has_group("visitor_reception_petition.group_reception_petition_officer"):
            text = self.env._("the petition head changes the roster; whoever is on duty writes a reason.")
            raise UserError(self.env["reception.clause"]._explain("2-2.1", text))
        return super().write(vals)

    @api.depends("date_from", "date_to", "checked_in", "checked_out")
    def _compute_is_late(self):
        for duty in self:
            # a duty begins with its minute, whatever the second
            late = duty.checked_in and duty.checked_in >= duty.date_from + timedelta(minutes=1)
            duty.is_late = bool(late)
            duty.left_early = bool(duty.checked_out and duty.checked_out < duty.date_to)

    @api.depends_context("uid")
    @api.depends("user_id")
    def _compute_is_mine(self):
        for duty in self:
            duty.is_mine = duty.user_id == self.env.user

    def action_check_in(self):
        """Begin the duty.

        :raises UserError: somebody else's, or begun before
        """
        for duty in self:
            duty._check_mine(not duty.checked_in)
            duty._as_engine().checked_in = fields.Datetime.now()
        return True

    def action_check_out(self):
        """End the duty.

        :raises UserError: somebody else's, not begun, or ended before
        """
        for duty in self:
            duty._check_mine(duty.checked_in and not duty.checked_out)
            duty._as_engine().checked_out = fields.Datetime.now()
        return True

    def _check_mine(self, is_possible):
        if self.user_id != self.env.user or not is_possible:
            raise UserError(
                self.env["reception.clause"]._explain(
                    "2-2.1", self.env._("whoever is on duty checks in once, and then out.")
                )
            )

    @api.model
    def plan_week(self, window_id, user_ids, monday):
        """Plan a week of a window from its opening hours; the people take turns by day (2-2.1).

        :param int window_id: the window
        :param list user_ids: who takes turns
        :param date monday: any day of the week
        :returns: ids of the duties
        :raises UserError: no opening hours, or nobody
        """
        window = self.env["reception.petition.window"].browse(window_id).exists()
        users = self.env["res.users"].browse(user_ids).exists()
        if not window.calendar_id or not users:
            raise UserError(
                self.env["reception.clause"]._explain("2-2.1", self.env._("a roster needs opening hours and people."))
            )
        day = fields.Date.to_date(monday)
        first = day - timedelta(days=day.weekday())
        deadlines = self.env["reception.deadline"]
        start = deadlines._to_moment(fields.Datetime.to_datetime(first), 0, window.company_id)
        hours = window.calendar_id._work_intervals_batch(
            fields.Datetime.context_timestamp(self.with_context(tz="UTC"), start),
            fields.Datetime.context_timestamp(self.with_context(tz="UTC"), start + timedelta(days=7)),
        )[False]
        vals_list = []
        for begins, ends, _line in hours:
            turn = (begins.date() - first).days % len(users)
            moments = [moment.astimezone(self._get_utc()).replace(tzinfo=None) for moment in (begins, ends)]
            vals_list.append(
                {"window_id": window.id, "user_id": users[turn].id, "date_from": moments[0], "date_to": moments[1]}
            )
        return self.create(vals_list).ids

    @api.model
    def _get_utc(self):
        return fields.Datetime.context_timestamp(self.with_context(tz="UTC"), fields.Datetime.now()).tzinfo
