from datetime import datetime

from odoo import api, models

from ..schedule.reception_school_window import WEEKDAYS
from .reception_school_absence_mixin import clean


class ReceptionSchoolGatePass(models.Model):
    """A temporary pass at the gate: out and back, or in, in its hours (3-6b)."""

    _inherit = "reception.school.gate.pass"

    def action_use(self, reason_told, gate_id):
        """Through the gate on this pass: out and back, or in (3-6b). The guard asks the reason and notes it.

        :return: dict: ``id``, ``model``, ``name``, ``pupil``, ``state``, ``direction``, ``late_minutes``
        :raises UserError: not in its hours, no reason, or out in school time (3-5a)
        """
        gate_pass, gate = self._at_gate(gate_id)
        text = clean(reason_told)
        moment = self.env["reception.gate.log"]._get_moment()
        direction = gate_pass._get_direction()
        refusals = gate_pass._use_refusals(text, moment, direction, gate)
        if refusals and gate._is_noted_offline() and gate_pass.state in ("issued", "cancelled", "expired"):
            gate_pass._use_void(direction, gate)
        else:
            gate_pass._raise_refusals([refusals])
            gate_pass._do_use(text, moment, direction, gate)
        return {
            "id": gate_pass.id,
            "model": self._name,
            "name": gate_pass.name,
            "pupil": gate_pass.pupil_id.name,
            "state": gate_pass.state,
            "direction": direction,
            "late_minutes": gate_pass.late_minutes,
        }

    @api.model
    def _desk_fields(self):
        return (*super()._desk_fields(), "purpose", "reason_told", "valid_from", "valid_to", "expected_back_at")

    def _use_at_desk(self, values, gate_id):
        """Two desks without network that let out on one pass are no way out and back."""
        way = values.get("direction")
        if way and way != self.sudo()._get_direction():  # guards read no passes
            self._raise_refusals([[self._explain("3-6b", self.env._("the pass was used already."))]])
        self.action_use(values.get("reason_told"), gate_id)

    def _get_direction(self):
        """Which way the pass leads now."""
        goes_out_first = self.purpose == "boarder_out"
        return "out" if goes_out_first == (self.state != "in_use") else "in"

    def _use_refusals(self, text, moment, direction, gate):
        _ = self.env._
        if self.state not in ("issued", "in_use"):
            return [self._explain("3-6b", _("%(document)s is not valid.", document=self.display_name))]
        if self.state == "issued" and not self._is_valid_at(moment):
            return [self._explain("3-6b", _("%(document)s is not valid at this hour.", document=self.display_name))]
        if self.state == "issued" and not text:
            return [self._explain("3-6b", _("ask the reason and note it."))]
        is_school_time = self.env["reception.school.window"]._is_school_time(self.pupil_id, gate, moment)
        if direction == "out" and is_school_time and self.pupil_id.kind != "intern":
            return [self._explain("3-5a", _("in school time a pupil leaves with a leave slip only."))]
        return []

    def _is_valid_at(self, moment):
        """Whether the pass may be used at ``moment`` (UTC)."""
        begin, end = self._get_hours(moment)
        return bool(begin) and begin <= moment <= end

    def _get_hours(self, moment):
        """Begin and end of the pass on the day of ``moment``, in UTC; of a recurring one its time of day."""
        if not self.is_recurring:
            return self.valid_from, self.valid_to
        day = self.env["reception.deadline"]._to_company_day(moment, self.company_id)
        if not self[WEEKDAYS[day.weekday()]] or not self.valid_from <= moment <= self.valid_to:
            return None, None
        return self._at_day(self.valid_from, day), self._at_day(self.valid_to, day)

    def _get_hours_now(self):
        """Begin and end of a recurring pass today; nothing where it does not hold today."""
        return self._get_hours(self.env["reception.gate.log"]._get_moment())

    def _at_day(self, moment, day):
        """The time of day of ``moment`` on another day of the company, in UTC."""
        company = self.company_id
        return company._reception_moment(datetime.combine(day, company._reception_local(moment).time()))

    def _get_due(self):
        return self.expected_back_at

    def _do_use(self, text, moment, direction, gate):
        passage = self.env["reception.school.passage"]._note(
            self.pupil_id, gate, direction, "passed", permit="gate_pass", gate_pass_id=self.id
        )
        if self.state == "issued":
            self._begin_use(text, moment)
        else:
            self._end_use(moment, passage)

    def _use_void(self, direction, gate):
        """A desk without network let somebody through on a pass that did not hold: recorded, flagged and told."""
        self.env["reception.school.passage"]._note(
            self.pupil_id, gate, direction, "passed", permit="gate_pass", gate_pass_id=self.id, flag="void_permit"
        )
        if direction == "out":
            self.pupil_id._as_engine().out_pass_id = self
        gate._tell_void(self.pupil_id, "void_permit")

    def _begin_use(self, text, moment):
        due = self.due_back
        if due and self.is_recurring:
            due = self._at_day(due, self.env["reception.deadline"]._to_company_day(moment, self.company_id))
        self._move(
            "in_use",
            reason_told=text,
            first_at=self.first_at or moment,
            back_at=False,
            expected_back_at=self.purpose == "boarder_out" and due,
            verified_by_id=self.env["reception.gate.log"]._get_doer_id(),
            late_told_at=False,
        )
        if self.purpose == "boarder_out":
            self.pupil_id._as_engine().out_pass_id = self
        elif self.purpose == "late_arrival":
            self._move("ended")

    def _end_use(self, moment, passage):
        """Back on the passes, or out again on those that let in.

        :param passage: by which they came, if there is one
        """
        for gate_pass in self:
            if gate_pass.state == "in_use":
                gate_pass._end_one_use(moment)
                gate_pass._note_late_return(moment, passage)
            pupil = gate_pass.pupil_id._as_engine()
            if pupil.out_pass_id == gate_pass.sudo():
                pupil.out_pass_id = False

    def _end_one_use(self, moment):
        late = self._get_late_minutes(self.expected_back_at, moment, self.company_id)
        goes_on = self.is_recurring and moment < self.valid_to
        self._move("issued" if goes_on else "ended", back_at=moment, late_minutes=late)
        if late:
            self._as_engine().write({"explanation": False, "explained_by_id": False})
