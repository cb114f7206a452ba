from datetime import datetime

from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine

from .reception_school_absence_mixin import clean

TAIL = 4
MANNERS = ("document", "photo", "called")


class ReceptionSchoolLeave(models.Model):
    """At the gate: let out, hold, back (3-5b, 3-5c)."""

    _inherit = "reception.school.leave"

    # ------------------------------------------------------------------------------------------------------------------
    # Let out
    # ------------------------------------------------------------------------------------------------------------------

    def action_release(self, values, gate_id):
        """Let the pupil out with a verified guardian (放行).

        :param dict values: ``custody_id``, ``manner`` (``document``, ``photo``, ``called``), ``document_kind``,
            ``document_tail``, ``pupil_signature`` and ``guardian_signature`` (PNG, base64) or ``signed_on_paper``
        :return: the slip as a dict: ``id``, ``model``, ``state``, ``due_back``
        :raises UserError: not stamped, wrong hours, let out already (3-5a), collector not on file or not verified
            (3-5b), a signature is missing (3-5c)
        """
        slip, gate = self._at_gate(gate_id)
        values = dict(values or {})
        custody = values.get("custody_id")
        # guards read no custody: the row that they name
        row = self.env["reception.school.custody"].sudo().browse(custody if isinstance(custody, int) else ()).exists()
        is_barred = row.collect == "must_not" and row.pupil_id == slip.pupil_id
        refusals = [
            slip._release_state_refusals(),
            slip._collector_refusals(row, values),
            slip._signature_refusals(values),
        ]
        if gate._is_noted_offline() and not slip.released_at:
            slip._release_late(row, values, gate, is_barred or any(refusals))
            return slip._get_gate_row()
        slip._raise_refusals(refusals[:1])
        if is_barred:
            row._refuse_barred(slip, gate)
        slip._raise_refusals(refusals[1:])
        slip._do_release(row, values, gate)
        return slip._get_gate_row()

    def _release_late(self, row, values, gate, is_void):
        """Let out by a desk without network: it has happened, and is told where it should not have."""
        self._do_release(row, values, gate, "void_permit" if is_void else "none")
        if is_void:
            gate._tell_void(self.pupil_id, "void_permit")
        if row.collect == "must_not":
            row._tell_barred(gate)
        self._end_if_back(self.env["reception.gate.log"]._get_moment())

    def _end_if_back(self, moment):
        """Who came back before it was known here that they had left, is back."""
        passage = self.env["reception.school.passage"].search(
            [
                ("pupil_id", "=", self.pupil_id.id),
                ("direction", "=", "in"),
                ("result", "=", "passed"),
                ("at", ">", moment),
            ],
            order="at",
            limit=1,
        )
        if passage:
            self._end_return(passage.at, passage)

    def _release_state_refusals(self):
        moment = self.env["reception.gate.log"]._get_moment()
        if self.released_at:
            return [
                self._explain(
                    "3-5a",
                    self.env._(
                        "%(slip)s was used already: let out at %(time)s by %(guard)s.",
                        slip=self.display_name,
                        time=self._format(self.released_at),
                        guard=self.verified_by_id.name,
                    ),
                )
            ]
        is_over_meanwhile = self.state == "expired" and self.env["reception.gate"]._is_noted_offline()
        if self.state != "issued" and not is_over_meanwhile:
            return [self._explain("3-5a", self.env._("%(slip)s has no valid stamp.", slip=self.display_name))]
        if not self.leave_from <= moment <= self.leave_to:
            return [
                self._explain(
                    "3-5a",
                    self.env._(
                        "%(slip)s is for %(begin)s to %(end)s.",
                        slip=self.display_name,
                        begin=self._format(self.leave_from),
                        end=self._format(self.leave_to),
                    ),
                )
            ]
        pupil = self.pupil_id
        if (pupil.out_leave_id or pupil.out_pass_id) and not self.env["reception.gate"]._is_noted_offline():
            return [self._explain("3-5a", self.env._("%(name)s is out already.", name=pupil.name))]
        return []

    def _format(self, moment):
        timezone = self.company_id._reception_zone().zone
        return format_datetime(self.env, moment, tz=timezone, dt_format="MM-dd HH:mm")

    def _collector_refusals(self, row, values):
        """Who collects is on file today, and was verified (3-5b)."""
        _ = self.env._
        if not row or row.pupil_id != self.pupil_id or not row._filter_valid():
            return [self._explain("3-5b", _("this person is not on file today as somebody who may collect the pupil."))]
        if row.collect == "ask_first" and not self._get_new_contacts():
            return [
                self._explain("3-5b", _("the class teacher asks another guardian first, and notes that contact anew."))
            ]
        manner = values.get("manner")
        if manner not in MANNERS:
            return [self._explain("3-5b", _("say how the person was verified: document, photo, or a call."))]
        return getattr(self, f"_{manner}_refusals")(row.guardian_id, values)

    def _get_new_contacts(self):
        """Contacts in which a guardian has agreed since the stamp, the release, or the last prolongation."""
        former = self.sudo().contact_ids.sorted("id")[: self.former_contact_count]
        return self._get_agreed_contacts(datetime.min) - former

    def _document_refusals(self, guardian, values):
        tail = clean(values.get("document_tail")).upper()[-TAIL:]
        if not guardian.document_tail:
            return [
                self._explain("3-5b", self.env._("no document is on file to compare with: call, or compare the photo."))
            ]
        if tail != guardian.document_tail:
            return [
                self._explain("3-5b", self.env._("the last four characters of the document differ from those on file."))
            ]
        return []

    def _photo_refusals(self, guardian, values):
        if guardian.photo:
            return []
        return [self._explain("3-5b", self.env._("no photo is on file to compare with: call, or compare a document."))]

    def _called_refusals(self, guardian, values):
        """A call to the class teacher or another guardian says who stands at the gate; it is noted as such."""
        return []

    def _signature_refusals(self, values):
        if values.get("signed_on_paper") or (values.get("pupil_signature") and values.get("guardian_signature")):
            return []
        return [self._explain("3-5c", self.env._("pupil and guardian sign, on the screen or both on paper."))]

    def _do_release(self, row, values, gate, flag="none"):
        """:param str flag: what was wrong; a slip that did not hold any more stays as it is"""
        if flag == "none" or self.state == "issued":
            self._write_release(row, values, gate)
        self.env["reception.school.passage"]._note(
            self.pupil_id, gate, "out", "passed", permit="leave_slip", leave_id=self.id, flag=flag
        )
        self.pupil_id._as_engine().out_leave_id = self

    def _write_release(self, row, values, gate):
        moment = self.env["reception.gate.log"]._get_moment()
        document = (
            values.get("manner") == "document"
            and f"{values.get('document_kind') or ''} ****{row.guardian_id.document_tail}"
        )
        # no move: a slip that was used in time without network may have expired before this was sent
        self._as_engine().write(
            {
                "state": "out",
                "released_at": moment,
                "released_gate_id": gate.id,
                "collected_by_id": row.id,
                "verified_manner": values.get("manner") in MANNERS and values["manner"],
                "collector_document": document and document.strip(),
                "verified_by_id": self.env["reception.gate.log"]._get_doer_id(),
                "pupil_signature": values.get("pupil_signature") or False,
                "guardian_signature": values.get("guardian_signature") or False,
                "signed_on_paper": bool(values.get("signed_on_paper")),
                "due_back": self.returns and self.leave_to,
                "former_contact_count": len(self.contact_ids),
            }
        )

    @api.model
    def _desk_fields(self):
        return (*super()._desk_fields(), "leave_from", "leave_to", "returns", "released_at")

    def _get_gate_row(self):
        """What a guard may know of the slip."""
        return {
            "id": self.id,
            "model": self._name,
            "name": self.name,
            "pupil": self.pupil_id.name,
            "class": self.class_name,
            "state": self.state,
            "leave_from": fields.Datetime.to_string(self.leave_from),
            "leave_to": fields.Datetime.to_string(self.leave_to),
            "due_back": fields.Datetime.to_string(self.due_back),
            "late_minutes": self.late_minutes,
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Somebody who must not collect, silently
    # ------------------------------------------------------------------------------------------------------------------

    def _note_barred(self, row, gate, guard_id):
        """Note the refused passage and tell those who have to act."""
        self.env["reception.school.passage"]._note(
            self.pupil_id, gate, "out", "refused", refusal="blocked", leave_id=self.id, guard_id=guard_id
        )
        row._tell_barred(gate)

    # ------------------------------------------------------------------------------------------------------------------
    # Let out by the paper, at a desk without network that did not know the slip
    # ------------------------------------------------------------------------------------------------------------------

    def _find_paper(self):
        """The passage by this slip's paper that is of no slip yet, or none."""
        return self.env["reception.school.passage"].search(
            [
                ("pupil_id", "=", self.pupil_id.id),
                ("permit", "=", "paper_slip"),
                ("leave_id", "=", False),
                ("at", ">=", self.leave_from),
                ("at", "<=", self.leave_to),
            ],
            limit=1,
        )

    def _tie_paper(self, passage, row=None):
        """The pupil has left by the paper of this slip: it is out since then, or back if the pupil is; as superuser."""
        if not passage:
            return
        as_engine(passage).leave_id = self
        self._move(
            "out",
            released_at=passage.at,
            released_gate_id=passage.gate_id.id,
            collected_by_id=row and row.id,
            verified_manner="document",
            verified_by_id=passage.guard_id.id,
            signed_on_paper=True,
            due_back=self.returns and self.leave_to,
        )
        self.pupil_id._as_engine().out_leave_id = self
        self._end_if_back(passage.at)

    # ------------------------------------------------------------------------------------------------------------------
    # Hold, back
    # ------------------------------------------------------------------------------------------------------------------

    def action_hold(self, reason, gate_id=None):
        """Do not let out (不予放行): the slip stays as it is, the class teacher is told.

        :raises UserError: not stamped, or no reason
        """
        gate_id = gate_id or self.env["reception.gate"]._get_own().id
        slip, gate = self._at_gate(gate_id)
        text = clean(reason)
        slip._raise_refusals([slip._release_state_refusals() if slip.state != "issued" else []])
        slip._raise_refusals([[] if text else [self.env._("Write why the pupil is not let out.")]])
        self.env["reception.school.passage"]._note(
            slip.pupil_id, gate, "out", "refused", refusal="not_verified", remark=text, leave_id=slip.id
        )
        slip._tell(
            slip.pupil_id._get_answering_users(),
            lambda env: env._("%(slip)s: not let out", slip=slip.display_name),
            text,
        )
        return slip._get_gate_row()

    def _hold_at_desk(self, values, gate_id):
        self.action_hold(values.get("reason"), gate_id)

    def _return_at_desk(self, values, gate_id):
        self.action_return(gate_id)

    def action_return(self, gate_id):
        """The pupil is back; how late counts from the time set (D35).

        :raises UserError: not out
        """
        slip, gate = self._at_gate(gate_id)
        if slip.state != "out":
            slip._raise_refusals([[self.env._("%(slip)s: the pupil is not out.", slip=slip.display_name)]])
        slip._do_return(gate)
        return slip._get_gate_row()

    def _do_return(self, gate):
        passage = self.env["reception.school.passage"]._note(
            self.pupil_id, gate, "in", "passed", permit="leave_slip", leave_id=self.id
        )
        self._end_return(passage.at, passage)

    def _end_return(self, moment, passage):
        """The slips end with the pupils' coming back, by this sheet or by badge.

        :param passage: by which they came, if there is one
        """
        for slip in self:
            if slip.state == "out":
                late = slip._get_late_minutes(slip.due_back, moment, slip.company_id)
                slip._move("returned", returned_at=moment, late_minutes=late)
                slip._note_late_return(moment, passage)
            slip._leave_pupil()

    def _leave_pupil(self):
        """The pupil is no longer out on this slip."""
        pupil = self.pupil_id._as_engine()
        if pupil.out_leave_id == self.sudo():
            pupil.out_leave_id = False
