from odoo import models

from .reception_engine_mixin import get_mark, with_mark


class Notes:
    """Notes about changes that wait to be written in one go; each collection is another, whatever it holds."""

    def __init__(self):
        self.rows = []


class ReceptionTrackedMixin(models.AbstractModel):
    """A document whose tracked changes cost the same for one as for many that change at once.

    Odoo writes two rows a document, one by one; here all of them are two statements.
    """

    _name = "reception.tracked.mixin"
    _inherit = ["mail.thread"]
    _description = "Document With Tracked Changes"

    def _message_track(self, fields_iter, initial_values_dict):
        notes = Notes()
        tracking = super(ReceptionTrackedMixin, with_mark(self, "notes", notes))._message_track(
            fields_iter, initial_values_dict
        )
        self._write_notes(notes.rows)
        return tracking

    def _message_log(self, *, tracking_value_ids=False, author_id=None, body="", **values):
        notes = get_mark(self.env, "notes")
        if notes is None or values:
            return super()._message_log(tracking_value_ids=tracking_value_ids, author_id=author_id, body=body, **values)
        notes.rows.append((self.id, author_id, body, tracking_value_ids))
        return self.env["mail.message"]

    def _write_notes(self, rows):
        values_sudo = self.env["mail.tracking.value"].sudo()  # nobody writes these by hand
        vals_list = []
        for author_id in {author_id for _id, author_id, *_rest in rows}:
            own = {res_id: (body, commands) for res_id, author, body, commands in rows if author == author_id}
            messages = self.browse(own)._message_log_batch(
                {res_id: body for res_id, (body, _commands) in own.items()}, author_id=author_id
            )
            for message, (_body, commands) in zip(messages, own.values(), strict=True):
                vals_list += [{**vals, "mail_message_id": message.id} for _code, _id, vals in commands or ()]
        values_sudo.create(vals_list)
