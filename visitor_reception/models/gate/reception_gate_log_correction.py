from odoo import api, fields, models
from odoo.fields import Command
from odoo.models import MAGIC_COLUMNS
from odoo.tools import SQL

from .reception_gate_log import LONGEST_TEXT
from .reception_gate_log_consent import NO_CONSENT, NO_HOST


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

        Who agreed to another visitor, to another person visited or to fewer people has not agreed to this: the new entry
        says so, and who is inside stays inside (3-8a).

        :param dict values: right ``_typed_fields``
        :param str reason: why, kept with the new entry
        :return: row of the new entry
        :raises UserError: it is corrected already or anonymised, a trader would be inside (3-8b), or somebody whom no
            notice names would be a guest of one
        """
        self.ensure_one()
        self._check_guard()
        self._raise_refusals([self._correct_refusals()])
        facts = self._get_facts(values, self._typed_fields())
        if facts.get("kind") == "trader" and self.state != "refused":
            self._raise_refusals([[self._get_trader_reason()]])
        if facts.get("kind") == "guest" and not self._is_of_notice():
            self._raise_refusals([[self._get_guest_reason()]])
        engine = self._as_engine()
        facts |= engine._get_consequences(facts)
        engine._drop_requests()
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
        lines = engine.env["reception.gate.roll.call.line"].search(
            [("log_id", "=", self.id), ("roll_call_id.state", "=", "open")]
        )
        lines.write({"log_id": new.id, "visitor_name": new.visitor_name, "visitor_phone": new.visitor_phone})
        if self.consent_state == "asked":
            new._ask()
        (engine | new)._tell_desks("correct")
        return new._get_desk_rows()[0]

    def _get_consequences(self, facts):
        """What else is otherwise in the entry that corrects this one: consent, person visited, watch list; as engine."""
        result = dict(NO_CONSENT) if self._is_other_visit(facts) else {}
        if self._is_other_host(facts):
            result |= {"invited_by_id": False, **({} if "host_id" in facts else NO_HOST)}
        if self._is_otherwise_known(facts):
            # another name or number: whoever was meant or ruled out by the old one is asked about anew
            return result | {"watch_id": False, "watch_state": "none"}
        return result | {"watch_dismissed_ids": [Command.set(self.watch_dismissed_ids.ids)]}

    def _correct_refusals(self):
        self.ensure_one()
        if self.anonymised_at:
            return [self.env._("This entry is anonymised: nobody is named in it any more.")]
        return []

    def _get_latest(self):
        """The entries that stand now for these; as superuser, for who reads the old one is to find them."""
        self.flush_model(["active", "corrects_id"])
        latest = self._get_latest_sql(SQL("id = ANY(%s)", self.ids))
        return self.sudo().search([("id", "in", latest)])

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
            and not field.compute
            and name not in own
        ]
