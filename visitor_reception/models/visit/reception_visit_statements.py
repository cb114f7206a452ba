from odoo import api, fields, models


class ReceptionVisit(models.Model):
    """What was stated about a visit, by whom and when (``reception.visit.act``), and what makes it void."""

    _inherit = "reception.visit"

    act_ids = fields.One2many(
        "reception.visit.act", "visit_id", string="Statements", readonly=True, copy=False, bypass_search_access=True
    )

    @api.model
    def _act_fields(self):
        """Fields that show the statement that holds: ``{name: (kind, field of the statement)}``.

        They are computed by ``_compute_from_acts``; the rooms' files extend it.
        """
        return {}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"act_ids", *self._act_fields()}

    @api.depends("act_ids.void_at")
    def _compute_from_acts(self):
        for visit in self:
            acts = {act.kind: act for act in visit.sudo().act_ids if not act.void_at}
            for name, (kind, source) in self._act_fields().items():
                act = acts.get(kind)
                visit[name] = act[source] if act else False

    def _get_act(self, kind):
        """The statement of ``kind`` that was made last and is not void (reception.visit.act); empty without one."""
        self.ensure_one()
        # who may act on the visit may know what was stated about it
        return self.sudo().act_ids.filtered(lambda act: act.kind == kind and not act.void_at)

    def _get_act_facts(self, kind):
        """What a statement of ``kind`` is about, as plain values; None where it is about the visit as such."""
        self.ensure_one()
        return

    def _do_state(self, kind, **vals):
        """State ``kind`` about each visit in the name of the current user; an earlier statement of the kind is void."""
        visits = self.sudo()
        visits._void_acts({kind}, self.env._("stated anew"))
        self.env["reception.visit.act"]._as_engine().create(
            [
                {
                    "visit_id": visit.id,
                    "kind": kind,
                    "user_id": self.env.uid,
                    "at": fields.Datetime.now(),
                    "facts": visit._get_act_facts(kind),
                    **vals,
                }
                for visit in visits
            ]
        )

    def _void_acts(self, kinds, reason):
        """Statements of ``kinds`` that hold become void."""
        if acts := self.sudo().act_ids.filtered(lambda act: act.kind in kinds and not act.void_at):
            acts._void(reason)

    # ------------------------------------------------------------------------------------------------------------------
    # What the gate tells
    # ------------------------------------------------------------------------------------------------------------------

    def _on_guests_in(self):
        """Guests were let in at the gate, whose screen told the host: the first time that is stated; as superuser."""
        here = self.filtered(lambda visit: visit.state == "hosting")
        here.filtered("departed_at")._as_engine().departed_at = False
        for visit in here.filtered(lambda visit: visit.host_id.user_id and not visit._get_act("host_told")):
            visit._do_state("host_told", with_whom=visit.host_id.name)

    def _on_guests_left(self, moment):
        """The last guest inside has left the gate."""
        self._as_engine().departed_at = moment

    # ------------------------------------------------------------------------------------------------------------------
    # Facts change
    # ------------------------------------------------------------------------------------------------------------------

    def write(self, vals):
        result = super().write(vals)
        if not self._is_engine():
            self._void_changed_acts()
        return result

    def _void_if_changed(self):
        super()._void_if_changed()
        self._void_changed_acts()

    def _void_changed_acts(self):
        """A statement about facts that are no longer as they were is void, and the notice says so."""
        reason = self.env._("what it is about has changed")
        for visit in self.sudo():  # who changes a programme or a meal need not write the notice
            acts = visit.act_ids.filtered(lambda act: act.facts and not act.void_at and not act._holds())
            if not acts:
                continue
            acts._void(reason)
            visit._message_log(
                body=self.env._(
                    "No longer holds, for what it is about has changed: %(acts)s.",
                    acts=", ".join(acts.mapped("display_name")),
                ),
                author_id=self.env.user.partner_id.id,
            )

    def _forget_issue(self):
        """What was stated about an issue that no longer holds; the six facts stay confirmed while they are the same."""
        super()._forget_issue()
        issue = {kind for kind, _label in self.env["reception.visit.act"]._fields["kind"].selection} - {"confirmed"}
        self._void_acts(issue, self.env._("the notice is a draft again"))
