from odoo import api, fields, models
from odoo.exceptions import UserError

# when it took place, which a correction of the notice leaves alone
TIMES = ("issued_at", "started_at", "received_at", "departed_at")


class ReceptionVisit(models.Model):
    """A closed notice that was wrong is opened again, corrected, signed and registered anew (1-2.3, 1-5.4.3).

    It goes from ``closed`` to ``draft`` and, with the last signature, straight to ``hosting``: the guests were here. The
    register is signed and the notice closed once more. Until then who received them and the grade change in the draft
    alone.

    ==========  ====================================  ==================================
    Verb        Who                                   When
    ==========  ====================================  ==================================
    reopen      Administration and HR                 closed, with a reason; logged
    ==========  ====================================  ==================================
    """

    _inherit = "reception.visit"

    reopened_at = fields.Datetime(readonly=True, copy=False)
    can_reopen = fields.Boolean(compute="_compute_can_reopen")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"reopened_at"}

    @api.model
    def _transitions(self):
        moves = super()._transitions()
        return {**moves, "closed": moves["closed"] | {"draft"}}

    @api.depends_context("uid")
    @api.depends("state")
    def _compute_can_reopen(self):
        for visit in self:
            visit.can_reopen = not visit._reopen_refusals()

    def action_open_reopen(self):
        """Ask why the closed notice is opened again."""
        return self._open_answer("reopen")

    def action_reopen(self, reason=None):
        """Open a closed notice again, to correct what was reported; it is signed anew.

        :param str reason: required, stays on file
        :raises UserError: no reason, not closed, settled (P2), or not Administration and HR
        """
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self._explain("1-2.3", self.env._("write what was wrong; it stays on file.")))
        self._signoff_lock()
        self._raise_refusals(visit._reopen_refusals() for visit in self)
        self._as_engine().reopened_at = fields.Datetime.now()
        user = self.env.user.name
        self._do_reopen(lambda env: env._("opened again by %(user)s: %(reason)s", user=user, reason=reason))
        # what those who sign anew had signed before
        for visit in self:
            visit._as_engine().signoff_facts_before = visit.signoff_facts

    def _reopen_refusals(self):
        self.ensure_one()
        if self.state != "closed":
            return [self.env._("%(visit)s is not closed.", visit=self.display_name)]
        if refusals := self._auditor_refusals():
            return refusals
        if not self.env.su and not self.env.user.has_group("visitor_reception.group_reception_officer"):
            reason = self.env._("%(group)s opens a closed notice again.", group=self._get_manager_label())
            return [self._explain("1-2.2", reason)]
        return []

    def _is_reopened(self):
        """Whether it is being corrected after its guests had left."""
        return bool(self.reopened_at)

    def _forget_issue(self):
        times = {visit: {name: visit[name] for name in TIMES} for visit in self if visit._is_reopened()}
        super()._forget_issue()
        for visit, moments in times.items():
            visit._as_engine().write(moments)

    def _on_signoff_granted(self):
        """The guests were here: nobody is told to execute anything, and the register is signed anew (1-5.4.3)."""
        reopened = self.filtered(lambda visit: visit._is_reopened())
        super(ReceptionVisit, self - reopened)._on_signoff_granted()
        reopened._move("hosting")

    def _do_close(self):
        super()._do_close()
        self._as_engine().reopened_at = False

    def _void_changed(self, changes):
        """A closed notice is opened again by its verb alone, never by a change."""
        if self.state == "closed":
            raise UserError(self._explain_closed())
        super()._void_changed(changes)

    def _cancel_refusals(self):
        refusals = super()._cancel_refusals()
        if not refusals and self._is_reopened():
            text = self.env._("%(visit)s took place: correct it and have it signed.", visit=self.display_name)
            refusals = [self._explain("1-2.3", text)]
        return refusals

    def _explain_closed(self):
        return self._explain(
            "1-2.3",
            self.env._(
                "%(visit)s is closed and reported: what was signed, who received and the grade stay as they were. "
                "Administration and HR opens the notice again, with a reason; it is then signed anew.",
                visit=self.display_name,
            ),
        )
