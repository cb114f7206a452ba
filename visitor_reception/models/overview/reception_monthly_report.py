import logging

from babel.dates import format_skeleton
from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.misc import babel_locale_parse, get_lang

_logger = logging.getLogger(__name__)

ACTIVITY = "visitor_reception.mail_activity_monthly_report"
ACTIVITY_NOBODY = "visitor_reception.mail_activity_monthly_report_undelivered"
FROZEN = {
    "company_id",
    "month",
    "visits",
    "headcount",
    "transport_count",
    "lodging_count",
    "cost_planned",
    "cost_actual",
    "over_standard_count",
    "attachment_id",
    "built_at",
    "delivered_at",
    "recipient_ids",
    "read_by_id",
    "read_at",
}


class ReceptionMonthlyReport(models.Model):
    """Monthly report of the reception statistics to the general manager (月报, 1-2.3).

    Built and delivered by a cron on the first day of the next month; its figures and workbook then stay as they are.

    ===========  =========================================  ====================================
    Verb         Who                                        When
    ===========  =========================================  ====================================
    build        the system, Administration and HR          once a company and month
    rebuild      Administration and HR                      not read yet; it is delivered anew
    acknowledge  general manager to whom it was delivered   delivered
    ===========  =========================================  ====================================

    Nobody writes a report by hand. Read by Administration and HR, auditors and the general managers it went to.
    """

    _name = "reception.monthly.report"
    _inherit = ["reception.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Monthly Report"
    _order = "month desc, company_id, id desc"
    _mail_post_access = "read"

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, readonly=True, help="First day of the month reported on.")
    month_label = fields.Char(string="Month in Words", compute="_compute_month_label")
    state = fields.Selection(
        [("built", "Built"), ("delivered", "Delivered"), ("read", "Read")],
        required=True,
        readonly=True,
        default="built",
        copy=False,
        tracking=True,
    )
    visits = fields.Integer(string="Number of Visits", readonly=True)
    headcount = fields.Integer(readonly=True)
    transport_count = fields.Integer(string="Transport Bookings", readonly=True)
    lodging_count = fields.Integer(string="Lodging Bookings", readonly=True)
    cost_planned = fields.Monetary(string="Planned Cost", readonly=True)
    cost_actual = fields.Monetary(string="Reception Cost", readonly=True)
    over_standard_count = fields.Integer(string="Cases Over Standard", readonly=True)
    attachment_id = fields.Many2one("ir.attachment", string="Workbook", readonly=True, copy=False, ondelete="restrict")
    built_at = fields.Datetime(readonly=True, copy=False)
    delivered_at = fields.Datetime(readonly=True, copy=False)
    recipient_ids = fields.Many2many(
        "res.users", string="General Managers", readonly=True, copy=False, help="Those it was delivered to."
    )
    read_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    read_at = fields.Datetime(readonly=True, copy=False)
    can_rebuild = fields.Boolean(compute="_compute_can_act")
    can_acknowledge = fields.Boolean(compute="_compute_can_act")

    _company_month_uniq = models.Constraint(
        "UNIQUE(company_id, month)", "There is already a report for this month. Rebuild it instead."
    )
    _month_is_first_day = models.Constraint(
        "CHECK (EXTRACT(day FROM month) = 1)", "A month is written as its first day."
    )

    @api.model
    def _transitions(self):
        return {"built": {"delivered"}, "delivered": {"built", "read"}, "read": set()}

    @api.model
    def _guarded_fields(self):
        # all of it: figures that somebody could correct by hand would be no report
        return super()._guarded_fields() | FROZEN

    @api.depends_context("lang")
    @api.depends("month")
    def _compute_month_label(self):
        locale = babel_locale_parse(get_lang(self.env).code)
        for report in self:
            report.month_label = report.month and format_skeleton("yMMMM", report.month, locale=locale)

    @api.depends("month_label", "company_id.name")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Reception report %(month)s, %(company)s",
                month=report.month_label,
                company=report.company_id.name,
            )

    @api.depends_context("uid")
    @api.depends("state", "recipient_ids")
    def _compute_can_act(self):
        for report in self:
            report.can_rebuild = not report._rebuild_refusals()
            report.can_acknowledge = not report._acknowledge_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # Build
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_build(self):
        """Build and deliver the report of every month that has ended, for every company (1-2.3).

        Daily, because the first day of a month begins at a different hour in every time zone. Reports that could not
        be delivered because nobody was the general manager are delivered as soon as somebody is. What fails for one
        company is logged and tried again the next day; the reports of the others go out.
        """
        companies = self.env["res.company"].search([("active", "=", True)], order="id")
        self._commit_if_cron(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._build_due(company)
            except Exception:
                _logger.exception("The monthly report of %s failed", company.name)
            if not self._commit_if_cron(1):
                break

    @api.model
    def _build_due(self, company):
        for month in self._get_months_due(company):
            self._build(company, month)
        self.search([("company_id", "=", company.id), ("state", "=", "built")])._deliver()

    @api.model
    def _commit_if_cron(self, *args, **kwargs):
        # without a cron, as from a button or another add-on, the transaction belongs to the caller
        if "ir_cron_progress_id" in self.env.context:
            return self.env["ir.cron"]._commit_progress(*args, **kwargs)
        return float("inf")

    @api.model
    def _get_months_due(self, company):
        """First days of the ended months without report: those since the first one, else the month before."""
        last_month, _last_day = self.env["reception.statistics"]._get_last_month(company)
        built = set(self.search_fetch([("company_id", "=", company.id)], ["month"]).mapped("month"))
        month = min(built, default=last_month)
        months = []
        while month <= last_month:
            if month not in built:
                months.append(month)
            month += relativedelta(months=1)
        return months

    @api.model
    def _build(self, company, month):
        report = self._as_engine().create({"company_id": company.id, "month": month})
        report._do_build()
        return report

    def _do_build(self):
        """Freeze figures and workbook, in the company's language."""
        for report in self._as_engine():
            company = report.company_id
            lang = company.partner_id.lang or self.env.lang
            statistics = self.env["reception.statistics"].sudo().with_context(lang=lang)
            last_day = report.month + relativedelta(months=1, days=-1)
            earlier = report._get_earlier()
            file, sums = statistics._export_xlsx(company, report.month, last_day, earlier=earlier)
            with file:
                attachment = (
                    self.env["ir.attachment"]
                    .sudo()
                    .create(
                        {
                            "name": statistics._get_filename(report.month, last_day),
                            "raw": file.read(),
                            "res_model": report._name,
                            "res_id": report.id,
                        }
                    )
                )
            report.write(
                {
                    **sums,
                    "earlier": earlier or False,
                    "cost_earlier": sum(figures["cost_actual"] for _month, figures in earlier),
                    "attachment_id": attachment.id,
                    "built_at": fields.Datetime.now(),
                }
            )

    def action_build_last_month(self):
        """Build the report of the month before for the company, if the system has not yet, and open it (1-2.3)."""
        self._check_can_build()
        company = self.env.company
        month, _last_day = self.env["reception.statistics"]._get_last_month(company)
        report = self.search([("company_id", "=", company.id), ("month", "=", month)])
        if not report:
            report = self._build(company, month).with_env(self.env)
            report._deliver()
        return report._get_records_action()

    def _check_can_build(self):
        self._raise_refusals([self._build_refusals()])

    def _build_refusals(self):
        if self.env.su or self.env.user.has_group("visitor_reception.group_reception_officer"):
            return []
        return [self._explain("1-2.3", self.env._("Administration and HR keeps the statistics and builds the report."))]

    def action_rebuild(self):
        """Take up what was entered late, and deliver the report anew.

        :raises UserError: not Administration and HR, or the general manager has read it
        """
        self._raise_refusals(report._rebuild_refusals() for report in self)
        self._do_rebuild()

    def _rebuild_refusals(self):
        self.ensure_one()
        if self.state == "read":
            return [
                self._explain(
                    "1-2.3",
                    self.env._(
                        "%(report)s has been read by the general manager and stays as it is.", report=self.display_name
                    ),
                )
            ]
        return self._build_refusals()

    def _do_rebuild(self):
        self._do_build()
        self.filtered(lambda report: report.state == "delivered")._move("built")
        self._deliver()

    # ------------------------------------------------------------------------------------------------------------------
    # Deliver
    # ------------------------------------------------------------------------------------------------------------------

    def _get_general_managers(self):
        """Who holds the position general_manager in the report's company today (res.users)."""
        self.ensure_one()
        position = self.env["reception.position"].sudo().search([("code", "=", "general_manager")])
        holders = position._get_named_holders(self.company_id) if position else []
        return self.env["res.users"].union(*(user for user, _shares in holders))

    def _deliver(self):
        """Deliver to every general manager by activity and mail (1-2.3); tell policy administrators if there is none."""
        for report in self:
            managers = report._get_general_managers()
            report._as_engine().activity_unlink([ACTIVITY])
            if managers:
                report._do_deliver(managers)
            else:
                report._ask_for_general_manager()

    def _do_deliver(self, managers):
        self.ensure_one()
        report = self._as_engine()
        report.activity_unlink([ACTIVITY_NOBODY])
        report._move("delivered", recipient_ids=[Command.set(managers.ids)], delivered_at=fields.Datetime.now())
        for user in managers:
            report._schedule(ACTIVITY, user, self.env._("Read the monthly report"))
        report._send(managers)

    def _send(self, managers):
        """The template's text as a notification, with the workbook and a link to the report, in the reader's language."""
        self.ensure_one()
        template = self.env.ref("visitor_reception.mail_template_monthly_report").sudo()
        for lang, users in managers.sudo().grouped(lambda user: user.lang or self.env.lang).items():
            subject, body = (
                template._render_field(name, self.ids, set_lang=lang)[self.id] for name in ("subject", "body_html")
            )
            self.with_context(lang=lang).message_notify(
                partner_ids=users.partner_id.ids,
                subject=subject,
                body=body,
                attachment_ids=self.attachment_id.ids,
                email_layout_xmlid="mail.mail_notification_layout",
                email_add_signature=False,
            )

    def _ask_for_general_manager(self):
        """Nobody can read the report: ask the policy administrators, once, to name the general manager."""
        self.ensure_one()
        report = self._as_engine()
        if report.activity_search([ACTIVITY_NOBODY]):
            return
        administrators = self.env.ref("visitor_reception.group_reception_manager").sudo().all_user_ids
        for user in administrators.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        ):
            report._schedule(
                ACTIVITY_NOBODY,
                user,
                self.env._(
                    "Nobody holds the position of general manager: name the holder, then the report is delivered"
                ),
            )

    def _schedule(self, activity_type, user, summary):
        # due on the company's day: the system's own may still be yesterday's, and the task late from the start
        today = self.env["reception.deadline"]._get_today(self.company_id)
        # the mail of the report tells them; no second one about the activity
        self.with_context(mail_activity_quick_update=True).activity_schedule(
            activity_type, date_deadline=today, user_id=user.id, summary=summary
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Read
    # ------------------------------------------------------------------------------------------------------------------

    def action_acknowledge(self):
        """The general manager has read the report.

        :raises UserError: not delivered, or not to this user
        """
        self._raise_refusals(report._acknowledge_refusals() for report in self)
        self._do_acknowledge()

    def _acknowledge_refusals(self):
        self.ensure_one()
        if self.state == "delivered" and self.env.user in self.recipient_ids:
            return []
        return [
            self._explain(
                "1-2.3",
                self.env._(
                    "%(report)s is acknowledged once, by a general manager it was delivered to.",
                    report=self.display_name,
                ),
            )
        ]

    def _do_acknowledge(self):
        self._move("read", read_by_id=self.env.uid, read_at=fields.Datetime.now())
        self._as_engine().activity_feedback([ACTIVITY])

    def action_download(self):
        """Download the workbook."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }
