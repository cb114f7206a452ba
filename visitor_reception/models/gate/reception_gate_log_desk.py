from odoo import api, fields, models

DESK_FIELDS = (
    "id", "active", "name", "state", "kind", "source", "gate_id", "visitor_name", "visitor_phone", "visitor_unit", "headcount", "companions",
    "relation", "reason", "host_id", "host_name", "host_department", "document_kind", "document_masked", "consent_state",
    "consent_by", "consent_at", "consent_level", "expected_at", "expected_until", "arrived_at", "checked_in",
    "checked_out", "due_out", "slip_state", "slip_signed_by", "slip_signed_at", "seen_out", "pass_number", "plate",
    "goods_in", "goods_out", "area_id", "needs_escort", "escort", "watch_state", "refusal_reason", "client_uid", "guest_id", "visit_id", "permit_id",
)  # fmt: skip


class ReceptionGateLog(models.Model):
    """What desks show of a passage, what Odoo's own views ask before a verb, and who is told of it."""

    _inherit = "reception.gate.log"

    is_guard = fields.Boolean(compute="_compute_is_guard", export_string_translation=False)

    @api.depends_context("uid")
    def _compute_is_guard(self):
        self.is_guard = self._is_guard()

    def action_open_answer(self):
        """Ask what a verb needs to know; the context's ``reception_gate_verb`` says which."""
        self.check_access("read")
        verb = self.env.context.get("reception_gate_verb")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send Invitation") if verb == "send_invitation" else self.env._("At the Gate"),
            "res_model": "reception.gate.answer",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_log_ids": self.ids,
                "default_verb": verb,
                "default_spoke_with": self[:1].slip_signed_by if self[:1].state == "inside" else False,
                "default_pass_returned": verb != "explain_slip",
                # of a group each keeps their own
                **(
                    {
                        "default_document_kind": self.document_kind,
                        "default_plate": self.plate,
                        "default_area_id": self.area_id.id,
                        "default_escort": self.escort,
                        "default_visitor_email": self.visitor_email,
                    }
                    if len(self) == 1
                    else {}
                ),
            },
        }

    @api.model
    def _desk_fields(self):
        return DESK_FIELDS

    def _get_desk_rows(self, names=None):
        """As for every row of the desk.

        With all fields: ``needs_slip``, ``needs_document`` and ``needs_escort`` say what is asked for at the gate, which is
        that of the desk for who is expected at any.
        Who may stand on the watch list has besides: ``watch_note`` (text for the desk), ``watch_match`` (list of
        ``name``, ``phone``, ``plate``: what is the same).
        """
        rows = super()._get_desk_rows(names)
        # the same row for every desk, whatever the user reads
        for log, row in zip(self.sudo(), rows, strict=True):
            if not names:
                row |= {
                    "needs_slip": log._needs_slip(),
                    "needs_document": log._needs_document(),
                    "needs_escort": log._needs_escort(),
                }
            if row.get("watch_state") == "possible":
                row |= {"watch_note": log.watch_id.note, "watch_match": log.watch_id._get_same(log)}
        return rows

    def _tell_desks(self, event):
        """One message on the gate's channel when the transaction is committed; every desk of the company listens."""
        self.env["reception.gate.event"]._queue(event, self)
        for gate, logs in self.sudo().grouped("gate_id").items():
            if gate:
                gate._bus_send("reception.gate/passage", {"event": event, "rows": logs._get_desk_rows()})
            else:
                # expected, perhaps another day
                gate._tell_desks_to_reload(logs.company_id)

    def _tell_hosts(self):
        """A message on the screen of the person visited; nothing that a queue at the gate would wait for."""
        for user, logs in self.sudo().grouped("host_user_id").items():  # guards read no users
            text = logs.env._("%(visitors)s: let in at the gate.", visitors=", ".join(logs.mapped("visitor_name")))
            user._bus_send("simple_notification", {"type": "info", "sticky": True, "message": text})
