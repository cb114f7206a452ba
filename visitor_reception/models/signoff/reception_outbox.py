import logging

from odoo import api, fields, models

_logger = logging.getLogger(__name__)

BATCH = 500  # messages of one run; Odoo runs again while any remain


class ReceptionOutbox(models.Model):
    """What people are about to be told: written with the document in one transaction, sent seconds later by the cron.

    Who signs does not wait for messages and letters to be made. A row is deleted in the transaction that makes its
    message, so each is sent once; what cannot be sent stays and is tried again.
    """

    _name = "reception.outbox"
    _inherit = ["reception.row.mixin"]
    _description = "Message Not Yet Sent"
    _order = "id"

    res_model = fields.Char(string="Document Model", readonly=True, help="Empty: about several documents.")
    res_id = fields.Many2oneReference(string="Document", model_field="res_model", readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True, ondelete="cascade")
    author_id = fields.Many2one("res.partner", readonly=True, ondelete="set null")
    reader_ids = fields.Json(string="Readers", required=True, readonly=True, help="Partners, by id.")
    lang = fields.Char(string="Language", readonly=True)
    subject = fields.Char(required=True, readonly=True)
    body = fields.Html(readonly=True, sanitize=False)  # written by the code alone

    @api.model
    def _put(self, vals_list):
        """Have messages sent as soon as the transaction is committed."""
        if vals_list:
            self._as_engine().create(vals_list)
            self._wake_up()

    @api.model
    def _wake_up(self):
        """Let the cron run, once a transaction."""
        data = self.env.cr.precommit.data
        if not data.get(self._name):
            data[self._name] = True
            cron_id = self.env["ir.model.data"]._xmlid_to_res_id("visitor_reception.ir_cron_send_outbox")
            # as ir.cron._trigger() does, which reads the job first: nobody's own job
            self.env["ir.cron.trigger"].sudo().create({"cron_id": cron_id, "call_at": fields.Datetime.now()})
            self.env.cr.postcommit.add(self.env["ir.cron"]._notifydb)

    @api.model
    def _cron_send(self):
        rows = self._as_engine().search([], limit=BATCH)
        self.env["ir.cron"]._commit_progress(remaining=self._as_engine().search_count([]))
        for row in rows:
            try:
                with self.env.cr.savepoint():
                    row.try_lock_for_update()._send()
            except Exception:  # one that fails keeps none of the others from being told
                _logger.exception("%s: tried again with the next run", row)
            self.env["ir.cron"]._commit_progress(1)
        self.env["reception.signoff"]._forget_void_activities()

    def _send(self):
        """Make the messages, by Odoo's own notification: in the inbox or by letter, as each reader has chosen."""
        for row in self.with_context(reception_marks=None):
            thread = row.env[row.res_model].browse(row.res_id).exists() if row.res_model else row.env["mail.thread"]
            if thread or not row.res_model:
                thread.with_company(row.company_id).with_context(lang=row.lang).message_notify(
                    partner_ids=row.reader_ids,
                    author_id=row.author_id.id,
                    subject=row.subject,
                    body=row.body,
                    email_layout_xmlid="mail.mail_notification_layout",
                    email_add_signature=False,
                )
        self._as_engine().unlink()
