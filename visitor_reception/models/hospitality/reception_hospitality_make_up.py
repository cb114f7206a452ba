import logging

from odoo import api, fields, models
from odoo.fields import Domain

_logger = logging.getLogger(__name__)


class ReceptionHospitality(models.Model):
    """A meal that is over and was not applied for: until when the application may be made up, and who is reminded (1-6.1.2)."""

    _inherit = "reception.hospitality"

    make_up_deadline = fields.Date(
        string="Last Day to Make Up",
        compute="_compute_make_up",
        help="Until then the application may be made up (1-6.1.2).",
    )
    is_late = fields.Boolean(string="Meal Is Over", compute="_compute_make_up")
    make_up_state = fields.Selection(
        [("open", "To Make Up"), ("last_day", "Last Day"), ("locked", "Locked")],
        string="Making Up",
        compute="_compute_make_up",
        search="_search_make_up_state",
        help="The meal is over and the application is not submitted (1-6.1.2).",
    )
    make_up_days_left = fields.Integer(string="Days Left", compute="_compute_make_up")
    make_up_reminded_on = fields.Date(readonly=True, copy=False, export_string_translation=False)

    @api.depends("meal_at", "company_id", "state")
    def _compute_make_up(self):
        deadlines = self.env["reception.deadline"]
        rules = {
            company: deadlines._get_deadline("hospitality_make_up", company)
            for company in self.company_id | self.env.company
        }
        for application in self:
            company = application.company_id or self.env.company
            due = application.meal_at and rules[company]._count_from(
                deadlines._to_company_day(application.meal_at, company), company
            )
            application.is_late = application._is_meal_over()
            application.make_up_deadline = due
            application.make_up_state = False
            application.make_up_days_left = 0
            if application.is_late and application.state in ("draft", "declined"):
                days = (due - deadlines._get_today(company)).days
                application.make_up_days_left = max(days, 0)
                application.make_up_state = "locked" if days < 0 else "open" if days else "last_day"

    def _search_make_up_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = self.search([("state", "in", ("draft", "declined")), ("meal_at", "<", fields.Datetime.now())])
        return Domain("id", "in", late.filtered(lambda application: application.make_up_state in value).ids)

    def _is_past_make_up(self):
        return self.env["reception.deadline"]._get_today(self.company_id) > self.make_up_deadline

    def _drop_reminders(self):
        # reminders lie on the desks of requester and host, whoever submits or cancels
        self.sudo().activity_unlink(["visitor_reception.mail_activity_make_up"])

    @api.model
    def _cron_remind_make_up(self):
        """Remind requester and host of applications to make up: once after the meal, once on the last day (1-6.1.2).

        What fails for one application is logged and tried again the next day; the others are reminded.
        """
        due = self.search([("make_up_state", "in", ("open", "last_day"))]).filtered(
            lambda application: (
                not application.make_up_reminded_on
                or (
                    application.make_up_state == "last_day"
                    and application.make_up_reminded_on < application.make_up_deadline
                )
            )
        )
        for application in due:
            try:
                with self.env.cr.savepoint():
                    application._remind_make_up()
            except Exception:
                _logger.exception("The reminder to make up %s failed", application.display_name)

    def _remind_make_up(self):
        self.ensure_one()
        self._drop_reminders()
        for user in (self.requester_id | self.host_id.user_id).filtered(lambda user: user._may_sign()):
            _ = self.with_context(lang=user.lang or self.env.lang).env._
            self.activity_schedule(
                "visitor_reception.mail_activity_make_up",
                date_deadline=self.make_up_deadline,
                user_id=user.id,
                summary=_("Make up the hospitality application, or cancel it if the meal did not take place"),
                note=_(
                    "Afterwards Finance does not settle the meal, and the receiving person bears the cost (1-6.1.2)."
                ),
            )
        today = self.env["reception.deadline"]._get_today(self.company_id)
        self._as_engine().make_up_reminded_on = today
