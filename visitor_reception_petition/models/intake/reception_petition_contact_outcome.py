from odoo import fields, models
from odoo.exceptions import UserError

from ..matter.reception_petition_matter import OUTCOMES

TOLD_BY_CHANNEL = {"call": "phone", "petition_visit": "orally"}
REASONS = ("other_body", "litigation_related", "in_term")


class ReceptionPetitionContact(models.Model):
    """The outcome of a talk: exactly one of five (2-2.4.0); each asks for its facts and makes its paper."""

    _inherit = "reception.petition.contact"

    def decide(self, outcome, vals=None):
        """Give the talk its outcome (2-2.4.0 to 2-2.4.5).

        :param str outcome: ``answered_on_spot`` (answer, basis_id), ``accepted`` (route: ``ourselves``, ``assign``,
            ``pass_on``; unit_id, report_due), ``not_accepted`` (unit_id, reason: ``other_body``, ``litigation_related``,
            ``in_term``; basis_id, written_reply, asked_on), ``no_longer_accepted`` (reason, law_explained, counselled,
            written_reply), ``follow_up_talk`` (date, place, missing_materials); all: ``told_how``
        :raises UserError: not verified, an outcome already, or a fact is missing
        """
        self.ensure_one()
        self._lock()
        vals = dict(vals or {})
        self._refuse(self._decide_refusals(outcome))
        getattr(self, f"_decide_{outcome}")(vals)
        told_how = vals.get("told_how") or TOLD_BY_CHANNEL.get(self.channel, "paper")
        self._as_engine().write(
            {
                "outcome": outcome,
                "outcome_by_id": self.env.uid,
                "told_how": told_how,
                "told_at": fields.Datetime.now() if told_how != "paper" else False,
            }
        )
        return True

    def _decide_refusals(self, outcome):
        if outcome not in dict(OUTCOMES):
            return [self._explain("2-2.4.0", self.env._("choose one of the five outcomes."))]
        if self.outcome:
            label = dict(self._fields["outcome"]._description_selection(self.env))[self.outcome]
            return [
                self._explain(
                    "2-2.4.0", self.env._("%(contact)s has its outcome: %(outcome)s.", contact=self.name, outcome=label)
                )
            ]
        refusals = self._receive_refusals()
        if self.channel == "petition_visit" and not self.verified_at:
            refusals.append(self._explain("2-2.3a", self.env._("verify the registration form first.")))
        if not self.matter_id:
            return [*refusals, self._explain("2-2.4.0", self.env._("nothing is registered yet."))]
        if self.channel != "petition_visit":
            refusals += self._verify_refusals()
        return refusals + self._repeat_refusals(outcome) + self.matter_id._classification_refusals()

    def _repeat_refusals(self, outcome):
        """The same matter again starts nothing anew: told in its term, or pointed to review (P1-19, P1-36)."""
        if not self.is_repeat:
            return []
        state = self.matter_id.sudo().state
        if state in ("final", "no_longer_accepted") and outcome != "no_longer_accepted":
            return [self._explain("P1-36", self.env._("the matter is final: it is no longer accepted."))]
        if state in ("accepted", "passed_on", "returned", "concluded", "closed") and outcome == "accepted":
            return [
                self._explain(
                    "P1-19",
                    self.env._(
                        "%(matter)s is known: tell how it stands, nothing starts anew.", matter=self.matter_id.name
                    ),
                )
            ]
        return []

    def _need(self, vals, name, clause, reason):
        if not vals.get(name):
            raise UserError(self._explain(clause, reason))
        return vals[name]

    def _get_basis(self, vals):
        """The article the outcome rests on; it must be in force on the day (5-1.3a)."""
        article = self.env["reception.petition.article"].browse(vals.get("basis_id") or ()).exists()
        article._check_holds_on(self._get_day())
        return article

    def _end_talk(self, state, **vals):
        """The matter moves on by this outcome; a repeat changes nothing of it, nor of its terms (P1-19).

        :returns: whether it moved
        """
        moves = not self.is_repeat or self.matter_id.sudo().state in ("registered", "follow_up_talk")
        if moves:
            self.matter_id._move(state, **vals)
        return moves

    def _decide_answered_on_spot(self, vals):
        answer = self._need_text(vals.get("answer") or self.answer, "2-2.4.1", self.env._("record the answer."))
        basis = self._get_basis(vals) or self.basis_id
        is_sealed = self.matter_id.sudo().is_sealed
        if not is_sealed:
            self._as_engine().write({"answer": answer, "basis_id": basis.id})
        matter = self.matter_id
        if matter.sudo().state in ("registered", "follow_up_talk"):
            matter._as_engine().write({"outcome": "answered_on_spot"})
            matter._conclude("answered", end_reason=False if is_sealed else answer)

    def _decide_accepted(self, vals):
        matter = self.matter_id
        route = vals.get("route") or "ourselves"
        told_how = vals.get("told_how") or TOLD_BY_CHANNEL.get(self.channel, "paper")
        if route not in ("ourselves", "assign", "pass_on"):
            raise UserError(self._explain("2-2.4.2", self.env._("say who handles it: ourselves, or a unit.")))
        matter._as_engine().outcome = "accepted"
        if route == "ourselves":
            matter._do_accept({"told_how": told_how})
            return
        unit_id = self._need(vals, "unit_id", "2-2.4.2", self.env._("choose the unit."))
        matter.action_pass_on(unit_id, route, {**vals, "told_how": told_how})

    def _decide_not_accepted(self, vals):
        units = self.env["reception.petition.unit"]
        unit = units.browse(
            self._need(vals, "unit_id", "2-2.4.3", self.env._("say which unit is responsible; the visitor is told."))
        )
        reason = vals.get("reason")
        if reason not in REASONS:
            raise UserError(self._explain("2-2.4.3", self.env._("say why it is not accepted.")))
        labels = dict(self.env["reception.petition.outcome.set"]._fields["refusal"]._description_selection(self.env))
        basis = self._get_basis(vals)
        self._as_engine().write({"outcome_reason": labels[reason], "basis_id": basis.id})
        if self._end_talk("not_accepted", outcome="not_accepted"):
            self._stop_receipt_terms()
        self._write_to(vals, "not_accepted", reason=labels[reason], unit=unit.name, basis=basis.display_name or "")

    def _decide_no_longer_accepted(self, vals):
        reason = self._need_text(vals.get("reason"), "2-2.4.4", self.env._("say why it is no longer accepted."))
        matter = self.matter_id.sudo()
        if not vals.get("reviews_found") and matter.state != "final" and matter.level != "re_review":
            raise UserError(
                self._explain("2-2.4.4", self.env._("the opinions of review and re-review are found and read first."))
            )
        if not (vals.get("law_explained") and vals.get("counselled")):
            raise UserError(self._explain("2-2.4.4", self.env._("explain the law, and counsel the visitor.")))
        self._as_engine().outcome_reason = reason if not matter.is_sealed else False
        if self._end_talk("no_longer_accepted", outcome="no_longer_accepted"):
            self._stop_receipt_terms()
        self._write_to(vals, "no_longer_accepted", reason=reason)

    def _stop_receipt_terms(self):
        """The petitioner was told at the talk what becomes of the matter (P1-22, P1-23)."""
        self.matter_id._stop_terms(("petition_notice", "petition_pass_on"), self.matter_id._get_today())

    def _write_to(self, vals, kind, **facts):
        """Who asks for it in writing gets a paper within its term (2-2.4.3)."""
        if not vals.get("written_reply"):
            return
        asked_on = fields.Date.to_date(vals.get("asked_on")) or self._get_day()
        self.matter_id._start_term("petition_written_opinion", asked_on)
        self.env["reception.petition.paper"]._issue(self.matter_id, kind, asked_on=asked_on, **facts)

    def action_open_outcome(self):
        """Ask for the outcome and what it needs."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Outcome"),
            "res_model": "reception.petition.outcome.set",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_contact_id": self.id, "default_answer": self.answer},
        }
