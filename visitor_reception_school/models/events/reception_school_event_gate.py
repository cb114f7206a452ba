from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL


class ReceptionSchoolEvent(models.Model):
    """At the gate: the parents of the classes are registered and let in, and counted out (3-7)."""

    _inherit = "reception.school.event"

    def _at_gate(self, gate_id):
        """The event and the gate for a guard's verb, one guard after the other."""
        self.ensure_one()
        gate = self.env["reception.gate"]._get_scan_gate(gate_id)
        event = self.sudo().exists()  # guards write no events
        if not event or event.company_id.id != gate._get_scan_company(gate.id):
            raise UserError(self.env._("There is no such event at this school."))
        self.env.cr.execute(SQL("SELECT 1 FROM reception_school_event WHERE id = %s FOR UPDATE", event.id))
        return event, gate

    def action_let_in(self, pupil_id, values, gate_id):
        """Register the parents of a pupil of the classes, and let them in for this event.

        Who may stand on the watch list waits until a guard has decided whether it is that person.

        :param dict values: ``custody_id`` of who comes; or ``name``, ``relation`` and ``document_kind`` of somebody who is
            not on file; ``headcount`` (1); ``client_uid`` (made at the desk)
        :return: the row of the desk (``reception.gate.log``)
        :raises UserError: not approved, at another time, of another class, somebody who must not come, without name or
            document, or with a vehicle (3-7, 3-3b, 3-4c)
        """
        event, gate = self._at_gate(gate_id)
        values = dict(values or {})
        # guards read neither pupils nor guardians: those they name
        pupil = self.env["reception.school.pupil"].sudo().browse(pupil_id if isinstance(pupil_id, int) else ()).exists()
        custody = values.get("custody_id")
        row = self.env["reception.school.custody"].sudo().browse(custody if isinstance(custody, int) else ()).exists()
        event._raise_refusals([event._let_in_refusals(pupil)])
        if row.collect == "must_not" and row.pupil_id == pupil:
            row._refuse_barred(event, gate)
        event._raise_refusals([event._person_refusals(pupil, row, values)])
        log = event._register_parent(pupil, row, values, gate)
        return log.with_env(self.env)._get_desk_rows()[0]

    @api.model
    def _desk_fields(self):
        return ("id", "name", "state", "kind", "place", "date_begin", "date_end", "entry_from", "entry_until",
                "acknowledged_at", "count_in", "count_out")  # fmt: skip

    def _get_desk_rows(self, names=None):
        rows = super()._get_desk_rows(names)
        for row, event in zip(rows, self.sudo(), strict=True):  # what a desk shows of today's events
            row |= {"visitor_name": event.display_name, "classes": event.class_ids.mapped("name")}
        return rows

    def _let_in_at_desk(self, values, gate_id):
        values = dict(values)
        self.action_let_in(values.pop("pupil_id", None), values, gate_id)

    def _end_at_desk(self, values, gate_id):
        self.action_end(values.get("counted"), values.get("explanation"))

    def _acknowledge_at_desk(self, values, gate_id):
        self.action_acknowledge()

    def action_open_at_gate(self):
        """Name pupils, choose who comes, let in.

        :raises UserError: the user is on duty at none of several gates
        """
        self.ensure_one()
        if not self.env["reception.gate"]._get_own():
            raise UserError(self._explain("3-7", self.env._("begin your shift first: parents come in at your gate.")))
        sheet = self.env["reception.school.release"].create({})
        return sheet._show(self.sudo())  # guards read no pupils: the sheet shows those they name

    def _let_in_refusals(self, pupil):
        """Why nobody comes in for this pupil now."""
        return self._entry_refusals() or (
            []
            if pupil and pupil.state == "enrolled" and pupil.class_id in self.class_ids
            else [self._explain("3-7", self.env._("the pupil is of no class of %(event)s.", event=self.display_name))]
        )

    def _entry_refusals(self):
        """Why no parent comes in for this event now; empty within its hours."""
        moment = self.env["reception.gate.log"]._get_moment()
        if self.state != "approved":
            return [self._explain("3-7", self.env._("%(event)s is not approved.", event=self.display_name))]
        if not self.entry_from <= moment <= self.entry_until:
            format_moment = self.env["reception.report.mixin"]._format_moment
            text = self.env._(
                "parents come to %(event)s from %(begin)s to %(end)s.",
                event=self.display_name,
                begin=format_moment(self.entry_from, self.company_id),
                end=format_moment(self.entry_until, self.company_id),
            )
            return [self._explain("3-7", text)]
        return []

    def _person_refusals(self, pupil, row, values):
        _ = self.env._
        if values.get("plate"):
            return [self._explain("3-4c", _("no vehicle of a parent enters the campus: leave it outside."))]
        if values.get("custody_id"):
            if not row or row.pupil_id != pupil or not row._filter_valid():
                return [self._explain("3-7", _("this person is no guardian on file of the pupil today."))]
            return []
        if not self._to_text(values.get("name")) or not self._to_text(values.get("relation")):
            return [self._explain("3-7", _("choose the guardian on file, or write name and relation to the pupil."))]
        kinds = dict(self.env["reception.gate.log"]._fields["document_kind"].selection)
        if values.get("document_kind") not in kinds:
            return [self._explain("3-3b", _("who is not on file shows a document: choose its kind."))]
        return []

    def _register_parent(self, pupil, row, values, gate):
        """One passage, inside unless the watch list asks first; as superuser."""
        teacher = pupil.class_id.teacher_id
        person = {
            "kind": "parent",
            "gate_id": gate.id,
            "visitor_name": row.guardian_id.name or values.get("name"),
            "relation": self._get_relation(row) or values.get("relation"),
            "headcount": values.get("headcount") or 1,
            "pupil_id": pupil.id,
            "reason": self.display_name,
            "host_id": teacher.employee_id.id,
            "host_name": teacher.name,
            "document_kind": values.get("document_kind") or False,
            "is_another": bool(values.get("is_another")),
        }
        if values.get("client_uid"):
            person["client_uid"] = values["client_uid"]
        logs = self.env["reception.gate.log"]
        consent = logs._get_consent("event", self.acknowledged_by_id.name or self.name)
        (log,) = logs._enter(
            [person],
            event_id=self.id,
            is_guardian=bool(row),
            expected_until=self.date_end,
            **consent,
        )
        if log.event_id == self and log.state == "waiting" and log.watch_state == "none":
            log._do_check_in(self.env["reception.gate.pass"])
            log._tell_desks("check_in")
        return log

    def _get_relation(self, row):
        return dict(row._fields["relation"]._description_selection(self.env)).get(row.relation)

    def _note_barred(self, row, gate, guard_id):
        """No pupil passes: those who have to act are told, and nothing else is noted."""
        row._tell_barred(gate)

    # ------------------------------------------------------------------------------------------------------------------
    # End
    # ------------------------------------------------------------------------------------------------------------------

    def action_end(self, counted=None, explanation=None):
        """All are out: whoever is still inside by the books is counted out in one go; a difference is explained.

        :param int counted: how many went out now, as the guard has counted; left out where nobody is inside any more
        :param str explanation: why it is another number than the books say
        :raises AccessError: neither a guard nor the class teacher
        :raises UserError: not approved, nobody has counted, or a difference without explanation (3-7)
        """
        self.ensure_one()
        is_guard = self.env.su or self.env["reception.gate.log"]._is_guard()
        if not is_guard and self not in self._manages_signoff():
            raise AccessError(self.env._("Guards do this, or the class teacher."))
        event = self.sudo()  # guards write no events
        text = event._to_text(explanation)
        inside = event._get_inside()
        event._raise_refusals([event._end_refusals(sum(inside.mapped("headcount")), counted, text)])
        doer = self.env["reception.gate.log"]._get_doer_id()
        moment = self.env["reception.gate.log"]._get_moment()
        for log in inside._as_engine():
            log._move("left", checked_out=max(moment, log.checked_in), guard_out_id=doer)
        total = event.count_in if counted is None else event.count_in - sum(inside.mapped("headcount")) + counted
        event._move("ended", counted_out=total, explanation=text)
        event._tell_desks()

    def _end_refusals(self, inside, counted, text):
        _ = self.env._
        if self.state != "approved":
            return [self._explain("3-7", _("%(event)s is not approved.", event=self.display_name))]
        if inside and counted is None:
            return [self._explain("3-7", _("%(count)s are still inside: count them out.", count=inside))]
        if counted is not None and (not isinstance(counted, int) or counted < 0):
            return [_("Write how many you have counted.")]
        if (counted or 0) != inside and not text:
            return [
                self._explain(
                    "3-7",
                    _("%(inside)s are inside by the books and %(counted)s were counted: explain the difference.",
                      inside=inside, counted=counted or 0),
                )
            ]  # fmt: skip
        return []
