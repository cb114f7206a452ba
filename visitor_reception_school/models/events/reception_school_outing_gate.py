from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL


class ReceptionSchoolOuting(models.Model):
    """At the gate: the class counted out and in, in one touch each."""

    _inherit = "reception.school.outing"

    def _at_gate(self, gate_id):
        """The outing and the gate for a guard's verb, one guard after the other."""
        self.ensure_one()
        gate = self.env["reception.gate"]._get_scan_gate(gate_id)
        outing = self.sudo().exists()  # guards read no outings
        if not outing or outing.company_id.id != gate._get_scan_company(gate.id):
            raise UserError(self.env._("There is no such outing at this school."))
        self.env.cr.execute(SQL("SELECT 1 FROM reception_school_outing WHERE id = %s FOR UPDATE", outing.id))
        return outing, gate

    @api.model
    def _desk_fields(self):
        return ("id", "name", "state", "destination", "date_begin", "date_end", "counted_out", "missing_count")

    def _get_desk_rows(self, names=None):
        rows = super()._get_desk_rows(names)
        for row, outing in zip(rows, self.sudo(), strict=True):  # what a desk shows of today's outings
            row |= {
                "visitor_name": outing.display_name,
                "classes": outing.class_ids.mapped("name"),
                "teacher": outing.teacher_id.name,
                "lines": [
                    {"id": line.pupil_id.id, "name": line.pupil_id.name, "state": line.state}
                    for line in outing.line_ids
                ],
            }
        return rows

    def _leave_at_desk(self, values, gate_id):
        self.action_leave(values.get("pupil_ids"), values.get("counted"), gate_id)

    def _come_back_at_desk(self, values, gate_id):
        self.action_come_back(values.get("pupil_ids"), values.get("counted"), gate_id)

    def action_leave(self, pupil_ids, counted, gate_id):
        """Let the class out; who is not named is absent.

        :param list pupil_ids: who leaves
        :param int counted: what guard and teacher have counted
        :raises UserError: not approved, not on its days, the count differs, or somebody is not of the classes
        """
        outing, gate = self._at_gate(gate_id)
        lines = outing._get_lines(pupil_ids, "listed")
        outing._raise_refusals([outing._leave_refusals(lines, pupil_ids, counted)])
        moment = self.env["reception.gate.log"]._get_moment()
        engine = outing._as_engine()
        lines.write({"state": "out", "out_at": moment})
        (engine.line_ids - lines).write({"state": "absent"})
        outing._move("out", counted_out=counted)
        self.env["reception.school.passage"]._note(
            lines.pupil_id, gate, "out", "passed", permit="outing", manner="batch", outing_id=outing.id
        )
        lines.pupil_id._as_engine().out_outing_id = engine
        return {"id": outing.id, "model": self._name, "state": outing.state, "counted": counted}

    def _leave_refusals(self, lines, pupil_ids, counted):
        moment = self.env["reception.gate.log"]._get_moment()
        if self.state != "approved":
            return [self._explain("3-5a", self.env._("%(outing)s is not approved.", outing=self.display_name))]
        if not self.date_begin - timedelta(hours=1) <= moment <= self.date_end:
            return [self._explain("3-5a", self.env._("%(outing)s is at another time.", outing=self.display_name))]
        away = lines.pupil_id.filtered(lambda pupil: pupil.out_leave_id or pupil.out_pass_id)
        if away:
            return [self.env._("%(names)s: out already.", names=", ".join(away.mapped("name")))]
        return self._count_refusals(lines, pupil_ids, counted)

    def action_come_back(self, pupil_ids, counted, gate_id):
        """Let the class, or a part of it, in again; the outing ends when nobody is missing.

        :raises UserError: not out, the count differs, or somebody is not out on it
        """
        outing, gate = self._at_gate(gate_id)
        lines = outing._get_lines(pupil_ids, "out")
        if outing.state != "out":
            outing._raise_refusals([[self.env._("%(outing)s is not out.", outing=outing.display_name)]])
        outing._raise_refusals([outing._count_refusals(lines, pupil_ids, counted)])
        moment = self.env["reception.gate.log"]._get_moment()
        self.env["reception.school.passage"]._note(
            lines.pupil_id, gate, "in", "passed", permit="outing", manner="batch", outing_id=outing.id
        )
        lines._come_back(moment)
        return {"id": outing.id, "model": self._name, "state": outing.state, "missing": outing.missing_count}

    def action_explain_missing(self, pupil_id, explanation):
        """Say where somebody is who does not come back with the class, such as fetched there by the parents.

        :raises UserError: nobody is missing of that name, no text, or neither class teacher nor teacher in charge
        """
        self.ensure_one()
        self.check_access("read")
        text = self._to_text(explanation)
        lines = self.sudo()._get_lines([pupil_id], "out")  # the teacher in charge may teach another class
        if self.env.user not in self._get_class_teachers() | self.teacher_id and not self.env.su:
            self._raise_refusals([[self.env._("The class teacher or the teacher in charge does this.")]])
        if not lines or not text:
            self._raise_refusals([[self.env._("Say who is missing, and why.")]])
        lines.write({"state": "explained", "explanation": text})
        lines._leave_pupils()
        self._finish_if_complete()

    def _get_lines(self, pupil_ids, state):
        wanted = set(pupil_ids if isinstance(pupil_ids, list) else ())
        return self.line_ids.filtered(lambda line: line.state == state and line.pupil_id.id in wanted)._as_engine()

    def _count_refusals(self, lines, pupil_ids, counted):
        names = set(pupil_ids if isinstance(pupil_ids, list) else ())
        if not names or len(lines) != len(names):
            return [self.env._("Name pupils of the list of %(outing)s.", outing=self.display_name)]
        if counted != len(names):
            return [
                self.env._(
                    "%(counted)s were counted and %(named)s are named: count again.", counted=counted, named=len(names)
                )
            ]
        return []

    def _finish_if_complete(self):
        """Back when each who went out is back or explained."""
        for outing in self.sudo():  # lines end by badges too
            outing.line_ids.invalidate_recordset(["state"])
            outing._as_engine().counted_in = len(outing.line_ids.filtered(lambda line: line.state == "back"))
            if outing.state == "out" and not outing.line_ids.filtered(lambda line: line.state == "out"):
                outing._move("back")
