from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL

from .reception_school_absence_mixin import clean


class ReceptionSchoolLeave(models.Model):
    """Issue, cancel, prolong, close: the class teacher's verbs (3-5a, 3-6a), and what happens by the clock."""

    _inherit = "reception.school.leave"

    # ------------------------------------------------------------------------------------------------------------------
    # Issue
    # ------------------------------------------------------------------------------------------------------------------

    def _submit_refusals(self):
        self.ensure_one()
        if self not in self._manages_signoff():
            return [self._explain("3-5a", self.env._("the class teacher or the deputy issues the slip."))]
        return super()._submit_refusals() or [*self._former_refusals(), *self._out_refusals()]

    def _out_refusals(self):
        """Who else is out, and whether the pupil is."""
        pupil = self.pupil_id
        away = self._get_open_slips()
        refusals = []
        if pupil.sudo().out_leave_id or pupil.sudo().out_pass_id:
            refusals.append(self.env._("%(name)s is out already.", name=pupil.name))
        if any(slip.pupil_id == pupil for slip in away):
            refusals.append(self.env._("%(name)s has another slip that is open.", name=pupil.name))
        limit = self.class_id.max_out
        if limit and len(away.filtered(lambda slip: slip.class_id == self.class_id)) >= limit:
            refusals.append(self.env._("%(limit)s pupils of the class are out already: no more at once.", limit=limit))
        if away.pupil_id & self.env["reception.school.apart"]._get_kept_apart(pupil):
            refusals.append(self.env._("somebody is out with whom this pupil is not to be out together."))
        return [self._explain("3-5a", text) for text in refusals]

    def _get_open_slips(self):
        """Slips of the school, issued or out, whose hours meet those of this one; as superuser."""
        return self.sudo().search(  # a limit counts whoever may read the slips
            [
                ("company_id", "=", self.company_id.id),
                ("state", "in", ("signing", "issued", "out")),
                ("id", "!=", self.id),
                ("leave_from", "<", self.leave_to),
                "|",
                ("leave_to", ">", self.leave_from),
                ("state", "=", "out"),
            ]
        )

    def action_submit(self):
        """Issue (签发): the grade group is asked to stamp.

        :raises UserError: not the class teacher, nobody has agreed (3-6a), or something is open (3-5a)
        """
        # two slips of a class that are issued at once are counted one after the other
        self.env.cr.execute(
            SQL("SELECT 1 FROM reception_school_class WHERE id IN %s FOR UPDATE", tuple(self.class_id.ids) or (0,))
        )
        return super().action_submit()

    def _do_submit(self):
        self._copy_place()
        super()._do_submit()

    def _on_signoff_granted(self):
        super()._on_signoff_granted()
        for slip in self._as_engine():
            slip.write({"issued_at": fields.Datetime.now(), "former_contact_count": len(slip.contact_ids)})
        for slip in self.sudo():  # who stamps reads no passages of other days
            slip._tie_paper(slip._find_paper())
        self._tell_desks()

    def _tell_desks(self):
        """Desks look anew at who leaves today."""
        self.env["reception.gate"]._tell_desks_to_reload(self.company_id)

    def _void_changed(self, changes):
        was_issued = self.state == "issued"
        super()._void_changed(changes)
        if was_issued:
            self._as_engine().issued_at = False
            self._tell_desks()

    # ------------------------------------------------------------------------------------------------------------------
    # Cancel, prolong, close
    # ------------------------------------------------------------------------------------------------------------------

    def action_cancel(self, reason):
        """Take the slip back; desks are told at once.

        :raises UserError: out already, no reason, or neither class teacher nor grade group
        """
        self._signoff_lock()
        text = clean(reason)
        self._raise_refusals(slip._cancel_refusals(text) for slip in self)
        self._void(self._get_round_rows().filtered(lambda row: row.state in ("asked", "waiting")))
        self._move("cancelled", cancel_reason=text)
        self._tell_desks()

    def _cancel_refusals(self, text):
        self.ensure_one()
        is_of_grade = self.env.user in self.grade_id.sudo()._get_group()
        if self not in self._manages_signoff() and not is_of_grade:
            return [self._explain("3-5a", self.env._("the class teacher or the grade group cancels the slip."))]
        if "cancelled" not in self._transitions().get(self.state, ()):
            return [self._explain("3-5a", self.env._("%(slip)s cannot be cancelled any more.", slip=self.display_name))]
        return [] if text else [self.env._("Write why the slip is cancelled.")]

    def action_prolong(self, leave_to):
        """The pupil who is out comes back later, and the parents have agreed to it anew.

        :param leave_to: moment in UTC, text or datetime
        :raises UserError: not out, no new contact (3-6a), or not later than now
        """
        self.ensure_one()
        self.check_access("read")
        moment = fields.Datetime.to_datetime(leave_to)
        self._raise_refusals([self._prolong_refusals(moment)])
        self._as_engine().write(
            {
                "leave_to": moment,
                "due_back": moment if self.returns else False,
                "late_told_at": False,
                "prolonged_at": fields.Datetime.now(),
                "former_contact_count": len(self.sudo().contact_ids),
            }
        )

    def _prolong_refusals(self, moment):
        if self not in self._manages_signoff():
            return [self._explain("3-5a", self.env._("the class teacher or the deputy does this."))]
        if self.state != "out":
            return [self.env._("%(slip)s: the pupil is not out.", slip=self.display_name)]
        if not self._get_new_contacts():
            return [self._explain("3-6a", self.env._("call a guardian again and note that they agree."))]
        if not moment or moment <= max(fields.Datetime.now(), self.leave_from):
            return [self.env._("The new end lies in the future.")]
        return []

    def action_close(self, remark):
        """The pupil does not come back on this slip, such as when illness lasts.

        :raises UserError: not out, no remark, or not the class teacher
        """
        self.ensure_one()
        self.check_access("read")
        text = clean(remark)
        self._raise_refusals([self._close_refusals(text)])
        self._move("closed", closing_remark=text)
        self._leave_pupil()

    def _close_refusals(self, text):
        if self not in self._manages_signoff():
            return [self._explain("3-5a", self.env._("the class teacher or the deputy does this."))]
        if self.state != "out":
            return [self.env._("%(slip)s: the pupil is not out.", slip=self.display_name)]
        return [] if text else [self.env._("Write why the slip is closed.")]

    # ------------------------------------------------------------------------------------------------------------------
    # By the clock
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_tell_late(self):
        super()._cron_tell_late()
        self._expire()
        self._remind_leaders()

    @api.model
    def _expire(self):
        """Stamped, and never used until its end."""
        over = self.search([("state", "=", "issued"), ("leave_to", "<", fields.Datetime.now())])
        over._move("expired")

    @api.model
    def _remind_leaders(self):
        """The head of the grade group learns once that a slip has waited too long for its stamp."""
        now = fields.Datetime.now()
        waiting = self.search([("state", "=", "signing"), ("reminded_at", "=", False)])
        for slip in waiting.filtered(
            lambda slip: slip._get_asked_at() < now - timedelta(minutes=slip.company_id.reception_school_stamp_minutes)
        ):
            slip._tell(
                slip.grade_id.leader_id,
                lambda env, slip=slip: env._("%(slip)s waits for its stamp", slip=slip.display_name),
            )
            slip._as_engine().reminded_at = now

    def _get_asked_at(self):
        return max(row.asked_at for row in self._get_step_rows() if row.asked_at)

    @api.autovacuum
    def _gc_reasons(self):
        self._empty_old(
            "leave_to",
            ("returned", "closed", "expired", "cancelled", "declined"),
            ("pupil_signature", "guardian_signature", "collector_document", "signoff_facts", "signoff_facts_before"),
        )
