import logging

from odoo import api, fields, models
from odoo.fields import Command

_logger = logging.getLogger(__name__)


class ReceptionDeliveredReportMixin(models.AbstractModel):
    """A report whose figures and file are frozen, delivered to people by task and message, and acknowledged by them.

    A model says what it reports: ``_get_dues(company)``, ``_build_file()``, ``_figures(sums)``; to whom:
    ``_recipients()``; and names its message, tasks and clause below. All hooks are extended with ``super()``.

    ===========  ==================================  ==============================
    Verb         Who                                 When
    ===========  ==================================  ==============================
    build        the system, Administration and HR   when it is due
    rebuild      Administration and HR               not read yet; delivered anew
    acknowledge  a recipient                         delivered
    ===========  ==================================  ==============================
    """

    _name = "reception.delivered.report.mixin"
    _inherit = ["reception.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Delivered Report"
    _mail_post_access = "read"

    # external ids of the message and of the tasks to read it and to name a reader; the clause that refusals quote
    _delivery_template = None
    _delivery_activity = None
    _undelivered_activity = None
    _delivery_clause = None

    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    state = fields.Selection(
        [("built", "Built"), ("delivered", "Delivered"), ("read", "Read")],
        required=True,
        readonly=True,
        default="built",
        copy=False,
        tracking=True,
    )
    attachment_id = fields.Many2one("ir.attachment", string="Workbook", readonly=True, copy=False, ondelete="restrict")
    built_at = fields.Datetime(readonly=True, copy=False)
    delivered_at = fields.Datetime(readonly=True, copy=False)
    recipient_ids = fields.Many2many(
        "res.users", string="Recipients", readonly=True, copy=False, help="Those it was delivered to."
    )
    read_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    read_at = fields.Datetime(readonly=True, copy=False)
    can_rebuild = fields.Boolean(compute="_compute_can_act")
    can_acknowledge = fields.Boolean(compute="_compute_can_act")

    # ------------------------------------------------------------------------------------------------------------------
    # Hooks
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_dues(self, company):
        """Values of the reports of ``company`` that are to be built now, besides the company: a list of dictionaries."""
        return []

    def _build_file(self):
        """The file, in the language of the environment: ``(name, content, sums)``; the sums go to ``_figures``."""
        raise NotImplementedError

    def _figures(self, sums):
        """Values of the figures that are frozen, from the sums of the file."""
        return sums

    def _recipients(self):
        """Whom the report goes to today (res.users); nobody: it is delivered as soon as there is somebody."""
        self.ensure_one()
        return self.env["res.users"]

    def _delivery_summary(self):
        """The summary of the task to read it."""
        return self.display_name

    def _undelivered_summary(self):
        """The summary of the task, for policy administrators, to name somebody who reads it."""
        return self.display_name

    @api.model
    def _transitions(self):
        return {"built": {"delivered"}, "delivered": {"built", "read"}, "read": set()}

    @api.model
    def _guarded_fields(self):
        # figures that somebody could correct by hand would be no report
        mine = {"company_id", "attachment_id", "built_at", "delivered_at", "recipient_ids", "read_by_id", "read_at"}
        return super()._guarded_fields() | mine

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
        """Build and deliver what is due, for every company.

        Daily, because a day begins at a different hour in every time zone. Reports that could not be delivered because
        there was nobody to read them are delivered as soon as there is. What fails for one company is logged and tried
        again the next day; the reports of the others go out.
        """
        companies = self.env["res.company"].search([("active", "=", True)], order="id")
        self._commit_if_cron(remaining=len(companies))
        for company in companies:
            try:
                with self.env.cr.savepoint():
                    self._build_due(company)
            except Exception:
                _logger.exception("%s of %s failed", self._description, company.name)
            if not self._commit_if_cron(1):
                break

    @api.model
    def _build_due(self, company):
        for due in self._get_dues(company):
            self._build(company, **due)
        self.search([("company_id", "=", company.id), ("state", "=", "built")])._deliver()

    @api.model
    def _commit_if_cron(self, *args, **kwargs):
        # without a cron, as from a button or another add-on, the transaction belongs to the caller
        if "ir_cron_progress_id" in self.env.context:
            return self.env["ir.cron"]._commit_progress(*args, **kwargs)
        return float("inf")

    @api.model
    def _build(self, company, **due):
        report = self._as_engine().create({"company_id": company.id, **due})
        report._do_build()
        return report

    def _do_build(self):
        """Freeze figures and file, in the company's language."""
        for report in self._as_engine():
            localised = report.with_context(lang=report.company_id.partner_id.lang or self.env.lang)
            name, content, sums = localised._build_file()
            attachment = self.env["ir.attachment"].sudo()  # who builds the report need not manage files
            attachment = attachment.create(
                {"name": name, "raw": content, "res_model": report._name, "res_id": report.id}
            )
            values = {**localised._figures(sums), "attachment_id": attachment.id, "built_at": fields.Datetime.now()}
            report.write(values)

    def _check_can_build(self):
        self._raise_refusals([self._build_refusals()])

    def _build_refusals(self):
        if self.env.su or self.env.user.has_group("visitor_reception.group_reception_officer"):
            return []
        return [
            self._explain(
                self._delivery_clause,
                self.env._("Administration and HR keeps the statistics and builds the report."),
            )
        ]

    def action_rebuild(self):
        """Take up what was entered late, and deliver the report anew.

        :raises UserError: not Administration and HR, or it has been read
        """
        self._raise_refusals(report._rebuild_refusals() for report in self)
        self._do_rebuild()

    def _rebuild_refusals(self):
        self.ensure_one()
        if self.state == "read":
            return [
                self._explain(
                    self._delivery_clause,
                    self.env._("%(report)s has been read and stays as it is.", report=self.display_name),
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

    def _deliver(self):
        """Deliver to every recipient by task and message; tell policy administrators if there is none."""
        for report in self:
            recipients = report._recipients()
            report._as_engine().activity_unlink([self._delivery_activity])
            if recipients:
                report._do_deliver(recipients)
            else:
                report._ask_for_recipient()

    def _do_deliver(self, recipients):
        self.ensure_one()
        report = self._as_engine()
        report.activity_unlink([self._undelivered_activity])
        report._move("delivered", recipient_ids=[Command.set(recipients.ids)], delivered_at=fields.Datetime.now())
        for user in recipients:
            report._schedule(self._delivery_activity, user, report._delivery_summary())
        report._send(recipients)

    def _send(self, recipients):
        """The template's text as a notification, with the file and a link to the report, in the reader's language."""
        self.ensure_one()
        template = self.env.ref(self._delivery_template).sudo()
        for lang, users in recipients.sudo().grouped(lambda user: user.lang or self.env.lang).items():
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

    def _ask_for_recipient(self):
        """Nobody can read the report: ask the policy administrators, once, to name somebody."""
        self.ensure_one()
        report = self._as_engine()
        if report.activity_search([self._undelivered_activity]):
            return
        administrators = self.env.ref("visitor_reception.group_reception_manager").sudo().all_user_ids
        for user in administrators.filtered(
            lambda user: user.active and not user.share and self.company_id in user.company_ids
        ):
            report._schedule(self._undelivered_activity, user, report._undelivered_summary())

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
        """The recipient has read the report.

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
                self._delivery_clause,
                self.env._(
                    "%(report)s is acknowledged once, by somebody it was delivered to.", report=self.display_name
                ),
            )
        ]

    def _do_acknowledge(self):
        self._move("read", read_by_id=self.env.uid, read_at=fields.Datetime.now())
        self._as_engine().activity_feedback([self._delivery_activity])

    def action_download(self):
        """Download the file."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }
