from odoo import api, fields, models


class ReceptionPetitionContact(models.Model):
    """An outcome that is taken back: once by who gave it before it is told, afterwards by the petition head (2-2.4.0)."""

    _inherit = "reception.petition.contact"

    outcome_trace = fields.Json(readonly=True, copy=False, groups=fields.NO_ACCESS, help="How it stood before.")
    outcome_history = fields.Text(string="Outcomes Taken Back", readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"outcome_trace", "outcome_history"}

    def decide(self, outcome, vals=None):
        """As before; how the matter stood is kept, so that the outcome can be taken back."""
        matter = self.matter_id.sudo()
        trace = {
            **{name: matter[name] for name in ("state", "outcome", "result", "end_reason")},
            **{name: str(matter[name] or "") for name in ("accepted_on", "concluded_on", "closed_on")},
            "terms": matter._get_terms().ids,
            "papers": matter.paper_ids.ids,
        }
        super().decide(outcome, vals)
        self._as_engine().outcome_trace = trace
        return True

    def action_take_back(self, reason=None):
        """Take the outcome back; it stays readable, and another one is given.

        :param str reason: required of the petition head, once the outcome is told or was taken back before
        :raises UserError: no outcome, told already, no reason, or the matter has gone on
        """
        self.ensure_one()
        self._lock()
        reason = self._to_text(reason)
        self._refuse(self._take_back_refusals(reason))
        self._do_take_back(reason)
        return True

    def _take_back_refusals(self, reason):
        if not self.outcome or not self.sudo().outcome_trace:
            return [self._explain("2-2.4.0", self.env._("%(contact)s has no outcome.", contact=self.name))]
        refusals = self._receive_refusals()
        if self.told_at or self.outcome_history:
            if not self._acts_for_office():
                told = self.env._("it is told already: only the petition head takes it back, with a reason.")
                refusals.append(self._explain("2-2.4.0", told))
            elif not reason:
                refusals.append(self._explain("2-2.4.0", self.env._("say why the outcome is taken back.")))
        matter = self.matter_id
        if matter._get_open_handover():
            refusals.append(self._explain("2-2.4.0", self.env._("recall the matter from the unit first.")))
        if matter._has_gone_on():
            gone_on = self.env._("%(matter)s has gone on since then.", matter=matter.name)
            refusals.append(self._explain("2-2.4.0", gone_on))
        return refusals

    def _do_take_back(self, reason):
        contact = self._as_engine()
        matter, trace = contact.matter_id, contact.outcome_trace
        before, papers = set(trace.pop("terms")), set(trace.pop("papers"))
        matter._get_terms().filtered(lambda term: term.id not in before)._cancel()
        stopped = matter.term_ids.filtered(lambda term: term.id in before and term.state in ("met", "late"))
        stopped.write({"state": "running", "stopped_on": False})
        matter.paper_ids.filtered(lambda paper: paper.id not in papers and paper.state == "issued")._move("void")
        # back to where it stood: no verb of the matter leads there
        matter.write({name: value or False for name, value in trace.items()})
        label = dict(self._fields["outcome"]._description_selection(self.env))[self.outcome]
        line = f"{fields.Datetime.now()} {self.env.user.name}: {label} – {reason}".rstrip(" –")
        contact.write(
            {
                **dict.fromkeys(
                    ("outcome", "outcome_by_id", "outcome_reason", "outcome_trace", "told_at", "told_how"), False
                ),
                "outcome_history": "\n".join(filter(None, [contact.outcome_history, line])),
            }
        )

    def action_open_take_back(self):
        """Ask why, then take the outcome back."""
        return self._open_dialog("take_back", self.env._("Take the Outcome Back"))
