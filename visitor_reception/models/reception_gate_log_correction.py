from odoo import api, fields, models
from odoo.models import MAGIC_COLUMNS

from .reception_gate_log import LONGEST_TEXT, TYPED_FIELDS


class ReceptionGateLog(models.Model):
    """A wrong entry is corrected by a new one that names it; the old one stays on file as it was."""

    _inherit = "reception.gate.log"

    correction_reason = fields.Char(string="Why Corrected", size=LONGEST_TEXT, readonly=True, copy=False)
    corrected_by_id = fields.Many2one(
        "reception.gate.log", string="Corrected By Entry", compute="_compute_corrected_by_id"
    )

    @api.depends("active")
    def _compute_corrected_by_id(self):
        entries = self.with_context(active_test=False).search([("corrects_id", "in", self.ids)])
        by_wrong = {entry.corrects_id: entry for entry in entries}
        for log in self:
            log.corrected_by_id = by_wrong.get(log._origin)

    def action_open_correction(self):
        """Ask for the right facts."""
        self.ensure_one()
        self._check_guard()
        self._raise_refusals([self._correct_refusals()])
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Correct an Entry"),
            "res_model": "reception.gate.correction",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_log_id": self.id},
        }

    def action_correct(self, values, reason=None):
        """Correct a wrong entry by a new one that names it; the old one stays on file as it was.

        :param dict values: right ``TYPED_FIELDS``
        :param str reason: why, kept with the new entry
        :return: row of the new entry
        :raises UserError: it is corrected already or anonymised, or a trader would be inside (3-8b)
        """
        self.ensure_one()
        self._check_guard()
        self._raise_refusals([self._correct_refusals()])
        facts = self._get_facts(values, TYPED_FIELDS)
        if facts.get("kind") == "trader" and self.state != "refused":
            self._raise_refusals([[self._get_trader_reason()]])
        engine = self._as_engine()
        engine.active = False
        engine.flush_recordset()
        kept = engine.copy_data()[0] | {
            name: engine._fields[name].convert_to_write(engine[name], engine) for name in self._get_corrected_fields()
        }
        own = {
            "corrects_id": self.id,
            "active": True,
            "correction_reason": self._clean_text("correction_reason", reason),
        }
        new = engine.create(engine._complete([{**kept, **facts, **own}]))
        new._match_watch()
        self._hand_over_consent(new.with_env(self.env))
        new._tell_desks("correct")
        return new._get_desk_rows()[0]

    def _correct_refusals(self):
        self.ensure_one()
        if not self.active:
            return [self.env._("This entry is corrected already.")]
        if self.anonymised_at:
            return [self.env._("This entry is anonymised: nobody is named in it any more.")]
        return []

    def _hand_over_consent(self, new):
        """Before entry the person visited agrees (3-8a): another one is asked anew, and who is asked sees the new entry."""
        is_other = (self.host_id, self.host_name) != (new.host_id, new.host_name)
        was_asked = self.consent_state == "asked"
        if self.state not in ("expected", "waiting") or not (is_other or was_asked):
            return
        self._drop_requests()
        new._as_engine().write(
            {
                "consent_state": "none",
                "asked_user_id": False,
                **dict.fromkeys(("consent_by", "consent_at", "consent_manner", "consent_remark"), False),
                **({"consent_level": "host"} if is_other else {}),
            }
        )
        if was_asked and (user := new._get_asked_user()):
            new._ask(user)

    @api.model
    def _get_corrected_fields(self):
        """What a correction takes over from the entry it corrects: all facts but its identity."""
        own = {
            "name", "access_token", "client_uid", "active", "corrects_id", "correction_reason", "privacy_notice_id",
            "invitation_sent_at",
        }  # fmt: skip
        return [
            name
            for name, field in self._fields.items()
            if field.store
            and name not in MAGIC_COLUMNS
            and field.type not in ("one2many", "many2many")
            and name not in own
        ]
