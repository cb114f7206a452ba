from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.visitor_reception.models.gate.reception_gate_log import escape_like
from odoo.addons.visitor_reception.models.gate.reception_gate_log_passage import Moment

from ...tools.passage_rule import PASSED, decide

SHORTEST, SHORTEST_CHINESE = 3, 2  # letters to type before anything is looked up, as at the desk
FOUND = 10
LONGEST = 200
LIVE = timedelta(minutes=2)  # what a desk noted longer ago was noted without network


class ReceptionGate(models.Model):
    """Pupils whom the guard names: without a badge, after a call, in an emergency, or not let through (3-2a)."""

    _inherit = "reception.gate"

    @api.model
    def find_pupils(self, term, gate_id):
        """Pupils by name (two Chinese characters, else three letters) or number, ten at most.

        :return: list of dicts: ``id``, ``model``, ``name``, ``class``, ``kind``, ``presence``
        :raises UserError: too many searches at once
        """
        gate = self._get_scan_gate(gate_id)
        if self.env["ir.http"]._is_too_often("school_find", self.env.uid):
            raise UserError(self.env._("Too many searches at once: wait a minute."))
        term = " ".join(term.split()) if isinstance(term, str) else ""
        if len(term) < (SHORTEST if term.isascii() else SHORTEST_CHINESE):
            return []
        like = f"{escape_like(term)}%"
        pupils = (
            self.env["reception.school.pupil"]
            .sudo()
            .search(  # guards read no pupils: these few, and no more of them
                [
                    ("company_id", "=", self._get_scan_company(gate.id)),
                    ("state", "=", "enrolled"),
                    "|",
                    ("name", "=like", like),
                    ("number", "=like", like),
                ],
                limit=FOUND,
            )
        )
        return [pupil._get_gate_row() for pupil in pupils]

    @api.model
    def pass_pupil(self, pupil_id, direction, values, gate_id):
        """Let a pupil through whom the guard names.

        :param str direction: ``in`` or ``out``
        :param dict values: ``permit``: left out (no badge in a window: the violation is noted), ``called``
            (``spoke_with``, ``number``), ``emergency`` (``accompanied_by``, ``remark``), ``paper_slip`` (``stamped_by``,
            ``custody_id``, ``document_tail``, ``signed_on_paper``; only what a desk without network noted)
        :return: the pupil as a dict, see ``find_pupils``
        :raises UserError: the gate is locked (3-1d), a call is not enough (3-5a), or a fact is missing
        """
        gate, pupil = self._get_named(pupil_id, direction, gate_id)
        values = dict(values or {})
        permit = values.get("permit") or None
        methods = gate._get_named_permits()
        if permit not in list(methods):
            raise UserError(self.env._("Say by which permit: without badge, class teacher called, or emergency."))
        methods[permit](pupil, direction, values)
        return pupil._get_gate_row()

    def _get_named_permits(self):
        """How a pupil whom the guard names may pass: methods by what ``values["permit"]`` says."""
        return {None: self._pass_without_badge, "called": self._pass_called, "emergency": self._pass_emergency}

    @api.model
    def refuse_pupil(self, pupil_id, refusal, values, gate_id):
        """Do not let a pupil through, and note it (3-2a: the guard may refuse).

        :param str refusal: a token of ``reception.school.passage.refusal``
        :param dict values: ``direction`` (``in``), ``remark``, ``is_serious``, ``kind`` of the violation
        :return: the pupil as a dict, see ``find_pupils``
        """
        values = dict(values or {})
        direction = values.get("direction") or "in"
        gate, pupil = self._get_named(pupil_id, direction, gate_id)
        tokens = dict(self.env["reception.school.passage"]._fields["refusal"].selection)
        kind = values.get("kind") or ("no_badge" if refusal == "no_badge" else None)
        kinds = dict(self.env["reception.school.violation"]._fields["kind"].selection)
        if refusal not in list(tokens) or kind not in [None, *kinds]:
            raise UserError(self.env._("Say why the pupil is refused."))
        remark = to_line(values.get("remark"))
        passage = self.env["reception.school.passage"]._note(
            pupil, gate, direction, "refused", refusal=refusal, remark=remark
        )
        if kind or values.get("is_serious"):
            self.env["reception.school.violation"]._note(
                pupil, kind or "other", passage, bool(values.get("is_serious")), remark
            )
        return pupil._get_gate_row()

    @api.model
    def _get_named(self, pupil_id, direction, gate_id):
        gate = self._get_scan_gate(gate_id)
        if direction not in ("in", "out"):
            raise UserError(self.env._("Say which way: in or out."))
        # guards read no pupils: the one they name
        pupil = self.env["reception.school.pupil"].sudo().browse(pupil_id if isinstance(pupil_id, int) else ()).exists()
        if not pupil or pupil.company_id.id != self._get_scan_company(gate.id) or pupil.state != "enrolled":
            raise UserError(self.env._("There is no such pupil at this school."))
        return gate, pupil

    def _decide_named(self, pupil, direction):
        """What the rule says of a pupil who is named, as if the badge were worn."""
        moment = self.env["reception.gate.log"]._get_moment()
        company = pupil.company_id
        day = self.env["reception.deadline"]._to_company_day(moment, company)
        facts = {
            "kind": pupil.kind,
            "grade_id": pupil.grade_id.id,
            "state": pupil.state,
            "presence": pupil.presence,
        }
        windows = self.env["reception.school.window"]._get_windows(company, self.id, day)
        permits = [*self._get_permits(pupil.ids).get(pupil.id, ()), *self._get_away_permits(pupil)]
        at = fields.Datetime.to_string(moment)
        return decide(facts, {"state": "active"}, at, direction, windows, permits)

    @api.model
    def _is_noted_offline(self):
        """Whether a desk did it without network: it has happened, and is recorded whatever the server says of it now."""
        moment = self.env["reception.gate.log"]._get_moment()
        return isinstance(moment, Moment) and fields.Datetime.now() - moment > LIVE

    def _tell_void(self, pupil, flag):
        """Somebody walked through without network who had no right to: told at once, never dropped."""
        labels = self.env["reception.school.passage"]._fields["flag"]
        pupil._tell_answering(
            self,
            lambda env: env._(
                "%(name)s walked through %(gate)s: %(flag)s",
                name=pupil.display_name,
                gate=self.sudo().name,
                flag=dict(labels._description_selection(env))[flag],
            ),
        )

    def _refuse_named(self, pupil, decision, remark):
        """Why the pupil does not pass, with the clauses; who has passed without network is flagged and told.

        :raises UserError: at a desk with network
        """
        if self._is_noted_offline():
            passage = self.env["reception.school.passage"]._note(
                pupil, self, decision.direction, "passed", permit="none", flag="void_permit", remark=remark
            )
            self._tell_void(pupil, passage.flag)
            return
        explain = self.env["reception.clause"]._explain
        texts = [
            explain(decision.clause, self.env._("the gate is locked, and no permit opens it for this pupil.")),
            explain("3-1d", self.env._("the gate opens by its schedule only.")),
        ]
        raise UserError("\n\n".join(texts))

    def _pass_without_badge(self, pupil, direction, values):
        decision = self._decide_named(pupil, direction)
        if decision.result != PASSED:
            self._refuse_named(pupil, decision, to_line(values.get("remark")))
            return
        passage = self.env["reception.school.passage"]._note(
            pupil, self, direction, "passed", permit=decision.permit, remark=to_line(values.get("remark"))
        )
        self.env["reception.school.violation"]._note(pupil, "no_badge", passage, False, to_line(values.get("remark")))
        self._come_back(pupil, direction, passage)

    def _pass_called(self, pupil, direction, values):
        spoke_with = to_line(values.get("spoke_with"))
        if not spoke_with:
            raise UserError(
                self.env["reception.clause"]._explain("3-6b", self.env._("write with whom you spoke on the telephone."))
            )
        decision = self._decide_named(pupil, direction)
        if decision.permit != "called":
            self._refuse_named(pupil, decision, spoke_with)
            return
        vals = self._note_called(pupil, direction, spoke_with)
        self.env["reception.school.passage"]._note(
            pupil, self, direction, "passed", permit="called", remark=spoke_with, **vals
        )

    def _note_called(self, pupil, direction, spoke_with):
        """What a call to the class teacher leaves behind; values of the passage."""
        return {}

    def _pass_emergency(self, pupil, direction, values):
        """Recorded, not refused, and told to all (D36)."""
        who, remark = to_line(values.get("accompanied_by")), to_line(values.get("remark"))
        if not who or not remark:
            raise UserError(self.env._("Write who accompanies the pupil, and what has happened."))
        text = f"{who}: {remark}"
        passage = self.env["reception.school.passage"]._note(
            pupil, self, direction, "passed", permit="emergency", remark=text
        )
        self._come_back(pupil, direction, passage)
        pupil._tell_answering(
            self,
            lambda env: env._("Emergency: %(name)s at %(gate)s", name=pupil.display_name, gate=self.sudo().name),
            text,
        )

    def _come_back(self, pupil, direction, passage):
        """Rooms above end what the pupil was out on."""


def to_line(text):
    """What a person wrote, on one line and not without end."""
    return " ".join((text if isinstance(text, str) else "").replace("\0", "").split())[:LONGEST]
