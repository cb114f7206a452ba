from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine


class ReceptionGate(models.Model):
    """Slips and passes as permits of the gate, and what a badge that comes in ends."""

    _inherit = "reception.gate"

    @api.model
    def _get_pupil_columns(self):
        return [*super()._get_pupil_columns(), "out_leave_id", "out_pass_id"]

    @api.model
    def _get_permits(self, pupil_ids):
        """Slips and passes that may open the gate for pupils, in one query; recurring passes are looked at one by one."""
        permits = super()._get_permits(pupil_ids)
        self.env["reception.school.leave"].flush_model()
        self.env["reception.school.gate.pass"].flush_model()
        self.env.cr.execute(
            SQL(
                "SELECT pupil_id, 'leave_slip', id, state, 'out', leave_from, leave_to, FALSE FROM reception_school_leave"
                " WHERE pupil_id IN %(ids)s AND state IN ('issued', 'out') UNION ALL"
                " SELECT pupil_id, 'gate_pass', id, state, purpose, valid_from, valid_to, is_recurring"
                " FROM reception_school_gate_pass WHERE pupil_id IN %(ids)s AND state IN ('issued', 'in_use')",
                ids=tuple(pupil_ids),
            )
        )
        for pupil_id, permit, row_id, state, purpose, begin, end, is_recurring in self.env.cr.fetchall():
            if is_recurring and state == "issued":
                # the hours of the day it is used on
                begin, end = self.env["reception.school.gate.pass"].sudo().browse(row_id)._get_hours_now()
            row = to_permit(permit, state, purpose, begin, end)
            permits.setdefault(pupil_id, []).append({**row, "id": row_id})
        return permits

    @api.model
    def _get_away_permits(self, pupil):
        permits = super()._get_away_permits(pupil)
        # also who was let out on one that was void by then
        out_on = (("leave_slip", pupil["out_leave_id"]), ("gate_pass", pupil["out_pass_id"]))
        return [*permits, *({"permit": permit, "is_out": True} for permit, document in out_on if document)]

    def _after_scans(self, scans):
        """Who comes in by badge is back from what they were out on (3-5); who went out on a void slip is out on it."""
        super()._after_scans(scans)
        for scan in scans:
            absence = scan.get("absence")
            if not scan.get("id") or not absence:
                continue
            if scan["decision"].direction == "in":
                self._end_absences(absence["out_leave_id"], absence["out_pass_id"], scan["at"], scan["id"])
            elif scan["flag"] == "void_permit":
                self._begin_void_absence(scan["pupil"]["id"], scan["at"], scan["id"])

    @api.model
    def _begin_void_absence(self, pupil_id, moment, passage_id):
        """A desk without network let somebody out on a slip or pass that did not hold any more: out on it all the same."""
        passage = as_engine(self.env["reception.school.passage"].browse(passage_id))
        for model, begin, end, own, away in (
            ("reception.school.leave", "leave_from", "leave_to", "leave_id", "out_leave_id"),
            ("reception.school.gate.pass", "valid_from", "valid_to", "gate_pass_id", "out_pass_id"),
        ):
            domain = [("pupil_id", "=", pupil_id), ("name", "!=", "/"), (begin, "<=", moment), (end, ">=", moment)]
            # guards read neither slips nor passes
            if document := self.env[model].sudo().search(domain, limit=1):
                passage[own] = document
                document.pupil_id._as_engine()[away] = document
                return

    def _come_back(self, pupil, direction, passage):
        super()._come_back(pupil, direction, passage)
        if direction == "in":
            self._end_absences(pupil.out_leave_id.id, pupil.out_pass_id.id, passage.at, passage.id)

    @api.model
    def _end_absences(self, leave_id, pass_id, moment, passage_id):
        slip = self.env["reception.school.leave"].sudo().browse(leave_id or ())  # guards read no slips
        gate_pass = self.env["reception.school.gate.pass"].sudo().browse(pass_id or ())  # as above
        passage = self.env["reception.school.passage"].sudo().browse(passage_id or ())  # as above
        if passage and (slip or gate_pass):
            as_engine(passage).write({"leave_id": slip.id, "gate_pass_id": gate_pass.id})
        slip._end_return(moment, passage)
        gate_pass._end_use(moment, passage)

    def _note_called(self, pupil, direction, spoke_with):
        """A call lets in who is late: a pass by telephone, which the class teacher confirms (D30)."""
        vals = super()._note_called(pupil, direction, spoke_with)
        teacher = pupil._get_answering_users()[:1]
        if direction == "out" or not teacher:
            return vals
        moment = self.env["reception.gate.log"]._get_moment()
        gate_pass = (
            self.env["reception.school.gate.pass"]
            .sudo()
            .create(  # the guard writes no passes but this
                {
                    "pupil_id": pupil.id,
                    "purpose": "late_arrival",
                    "reason": spoke_with,
                    "valid_from": moment,
                    "valid_to": moment + timedelta(minutes=1),
                    "permitted_manner": "phone",
                    "permitted_by_id": teacher.id,
                }
            )
        )
        gate_pass._do_issue()
        gate_pass._begin_use(spoke_with, moment)
        return {**vals, "gate_pass_id": gate_pass.id}


def to_permit(permit, state, purpose, begin, end):
    """A slip or pass as the rule of passages takes it."""
    if state in ("out", "in_use"):
        # who came in on a pass leaves on it, and who is out on one comes back
        is_inside = purpose == "day_pupil_in"
        always = {"way": "out", "valid_from": "", "valid_to": "9999"}
        return {"permit": permit, **(always if is_inside else {"is_out": True})}
    way = "out" if purpose in ("out", "boarder_out") else "in"
    return {
        "permit": permit,
        "way": way,
        "valid_from": fields.Datetime.to_string(begin) if begin else "9999",
        "valid_to": fields.Datetime.to_string(end) if end else "",
    }
