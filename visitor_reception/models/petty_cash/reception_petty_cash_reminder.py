from datetime import timedelta

from odoo import api, models
from odoo.fields import Domain

from .reception_petty_cash import OPEN_STATES

# who is reminded: the borrower when the matter has ended, then the head of the department, then Finance
BORROWER, HEAD, FINANCE = 1, 2, 3


class ReceptionPettyCash(models.Model):
    """Reminders of advances to report (1-7.3a): to the borrower, then to the head of the department, then to Finance."""

    _inherit = "reception.petty.cash"

    @api.model
    def _cron_remind(self):
        """Schedule the reminders of today, one activity a stage and advance."""
        companies = self._read_group([("state", "in", OPEN_STATES)], ["company_id"])
        for [company] in companies:
            self._remind(company)

    @api.model
    def _remind(self, company):
        deadlines = self.env["reception.deadline"]
        today = deadlines._get_today(company)
        patience = deadlines._get_deadline("petty_cash_escalate", company)
        advances = self.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "in", OPEN_STATES)
            & Domain("matter_end", "<=", today)
            & Domain("reminded_stage", "<", FINANCE)
            & ~Domain("clearing_ids", "any", [("state", "in", ("signing", "approved"))])
        )
        for advance in advances:
            stage = BORROWER
            if today > advance.due_date:
                stage = FINANCE if today > patience._count_from(advance.due_date, company) else HEAD
            if stage > advance.reminded_stage:
                advance._schedule_reminder(stage)

    def _schedule_reminder(self, stage):
        user = {
            BORROWER: self.borrower_id.user_id,
            HEAD: self._get_deciders(),
            FINANCE: self.company_id.petty_cash_accountant_id,
        }[stage]
        self._as_engine().reminded_stage = stage
        # without somebody at this stage the person who applied is told once more
        self.activity_schedule(
            "visitor_reception.mail_activity_petty_cash_report",
            date_deadline=self.due_date if stage == BORROWER else self.due_date + timedelta(days=stage),
            summary=self.env._(
                "%(advance)s: report its use with the vouchers until %(day)s (1-7.3a)",
                advance=self.name,
                day=self.due_date,
            ),
            user_id=(user or self.requester_id)[:1].id,
        )

    def _close_reminders(self):
        """The advance is reported: nobody needs to be reminded, unless the sheet fails or something stays open."""
        self.filtered("reminded_stage")._as_engine().reminded_stage = 0
        # also those of the head and of Finance
        self.sudo().activity_unlink(["visitor_reception.mail_activity_petty_cash_report"])
