from odoo import fields, models
from odoo.fields import Command

from .reception_gate_watch import READERS


class ReceptionGateLog(models.Model):
    """Who may stand on the watch list: noted silently, decided by a guard."""

    _inherit = "reception.gate.log"

    # the person visited is not told whom the house looks out for
    watch_id = fields.Many2one("reception.gate.watch", readonly=True, ondelete="set null", copy=False, groups=READERS)
    watch_dismissed_ids = fields.Many2many(
        "reception.gate.watch",
        "reception_gate_log_watch_dismissed_rel",
        string="Another Person Than",
        readonly=True,
        copy=False,
        groups=READERS,
    )
    watch_state = fields.Selection(
        [("none", "No match"), ("possible", "Possible match"), ("confirmed", "Match"), ("dismissed", "Another person")],
        string="Watch List",
        required=True,
        readonly=True,
        default="none",
        copy=False,
        groups=READERS,
    )

    def action_watch(self, is_match):
        """Say whether the visitor is the person of the watch list; if not, the next entry that they may be is asked about.

        :raises UserError: there is no possible match
        """
        self._check_guard()
        if any(log.watch_state != "possible" for log in self):
            self._raise_refusals([[self.env._("There is no match to decide.")]])
        for log in self._as_engine():
            if is_match:
                log.watch_state = "confirmed"
            else:
                log.write({"watch_state": "dismissed", "watch_dismissed_ids": [Command.link(log.watch_id.id)]})
        self._match_watch()
        self._tell_desks("watch")
        return self._get_desk_rows()

    def _match_watch(self):
        """Silently note who may stand on the watch list; what a person has decided is not asked again."""
        for log, entries in self.env["reception.gate.watch"]._match(self._as_engine()).items():
            entry = (entries - log.watch_dismissed_ids)[:1]
            if entry and log.watch_state != "confirmed":
                log.write({"watch_id": entry.id, "watch_state": "possible"})

    def action_confirm_match(self):
        """It is the person of the watch list."""
        self.action_watch(True)

    def action_dismiss_match(self):
        """It is another person than on the watch list."""
        self.action_watch(False)
