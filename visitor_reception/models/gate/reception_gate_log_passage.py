from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError

# what a guard adds when they let somebody in
CHECK_IN_FIELDS = (
    "headcount", "relation", "reason", "host_id", "host_name", "document_kind", "document_number", "document_typed",
    "plate", "goods_in", "area_id", "needs_escort", "escort", "visitor_phone", "visitor_unit",
    "photo",
)  # fmt: skip


class Moment(datetime):
    """When a desk did something offline. Only server code makes one: a moment that comes in over RPC is text."""

    @classmethod
    def of(cls, moment):
        """``moment`` to the second."""
        return cls(*moment.timetuple()[:6])


class Doer(int):
    """Id of who did something at a desk. Only server code makes one: over RPC comes a plain number."""


class ReceptionGateLog(models.Model):
    """In, refused, or out."""

    _inherit = "reception.gate.log"

    seen_out = fields.Datetime(
        string="Seen Leaving",
        readonly=True,
        copy=False,
        help="Without the return slip (3-3c), or after waiting in vain.",
    )
    refusal_reason = fields.Text(readonly=True, copy=False)
    refused_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", copy=False)

    @api.model
    def _get_moment(self):
        """Now, or when the desk did it offline."""
        moment = self.env.context.get("reception_gate_moment")
        return moment if isinstance(moment, Moment) else fields.Datetime.now()

    @api.model
    def _get_doer_id(self):
        """Id of who does it, or did it offline: another may send it later."""
        doer = self.env.context.get("reception_gate_doer")
        return int(doer) if isinstance(doer, Doer) else self.env.uid

    @api.model
    def _find_by_uid(self, uid, company):
        """Of who was on the list already, the journal tells; a corrected entry tells by which one."""
        ever = [("client_uid", "=", uid), ("company_id", "=", company.id), ("active", "in", (True, False))]
        return self.search(ever, limit=1) or super()._find_by_uid(uid, company)

    def _get_earliest_moment(self, moment):
        earliest = self.checked_in or self.arrived_at or self.create_date
        return Moment.of(max(moment, earliest))

    def _is_of_notice(self):
        """Whether a signed notice names the visitor, whatever kind is written here."""
        return bool(self.guest_id or self.visit_id)

    # ------------------------------------------------------------------------------------------------------------------
    # In
    # ------------------------------------------------------------------------------------------------------------------

    def action_check_in(self, values=None, gate_id=None):
        """Let in who is expected or waits; a group in one go.

        The person visited gets a message on their screen, and the first guest of a notice begins its reception.

        :param dict values: of ``_check_in_fields``, ``pass_number``; with ``consent_by`` the guard notes a consent given
            by phone just now; for all of ``self``
        :param gate_id: the gate; left out: the one where they wait, or the guard's own
        :return: rows of the desk
        :raises UserError: inside already, no reason, person visited or consent (3-3a, 3-8a), ``consent_by`` though the
            person visited has not agreed, no document shown (3-3b), a trader (3-8b), a family member of nobody (3-9), no
            escort where one is required (1-5.4.4), or somebody on the watch list
        """
        self._check_guard()
        gate = self._get_gate(gate_id)
        values = dict(values or {})
        facts = self._get_facts(values)
        engine = self._as_engine()
        self._raise_refusals(log._trader_refusals() or log._check_in_state_refusals() for log in self)
        engine._take_back_consent(facts)
        engine.write({"gate_id": gate.id, **facts})
        if consent_by := self._clean_text("consent_by", values.get("consent_by")):
            number = self._clean_text("consent_number", values.get("consent_number"))
            self._raise_refusals(log._overrule_refusals() for log in engine)
            self._raise_refusals([self._call_refusals(None, consent_by, number)])
            for log in self:
                log._do_consent("agreed", "phone", consent_by, number=number)
        engine._match_watch()
        gate_pass = engine._get_pass(values.get("pass_number"))
        self._raise_refusals([*(log._check_in_refusals() for log in engine), gate_pass._hand_out_refusals()])
        engine._do_check_in(gate_pass)
        self._tell_desks("check_in")
        self._tell_hosts()
        engine._start_visits()
        return self._get_desk_rows()

    def _get_gate(self, gate_id=None):
        gate = self.env["reception.gate"].browse(gate_id) or self.gate_id[:1] or self.env["reception.gate"]._get_own()
        if not gate:
            self._raise_refusals([[self.env._("Say at which gate.")]])
        gate.check_access("read")
        if gate.company_id != self.company_id:
            self._raise_refusals([[self.env._("Choose a gate of the company that expects the visitor.")]])
        return gate

    @api.model
    def _check_in_fields(self):
        """Names of what a guard adds when somebody is let in; add-ons add theirs."""
        return CHECK_IN_FIELDS

    def _get_facts(self, values, names=None):
        """Typed values that a guard adds, or corrects, ready to write.

        :param names: fields; left out: ``_check_in_fields``
        """
        typed = {name: value for name, value in values.items() if name in (names or self._check_in_fields())}
        if not typed:
            return {}
        facts = self._clean_typed({"visitor_name": self[:1].visitor_name, **typed})
        if "visitor_name" not in typed:
            del facts["visitor_name"]
        if facts.get("host_id"):
            facts |= self._get_host_copies(self.env["hr.employee"].browse(facts["host_id"]))
        elif "host_id" in facts:
            facts |= {"host_user_id": False, "host_department": False}
        return facts

    def _get_pass(self, number):
        number = self._clean_text("pass_number", number)
        passes = self.env["reception.gate.pass"]
        if not number:
            return passes
        gate_pass = passes.search([("name", "=", number), ("company_id", "=", self.company_id[:1].id)], limit=1)
        if not gate_pass:
            raise ValidationError(self.env._("There is no pass %(number)s.", number=number))
        return gate_pass

    def _trader_refusals(self):
        """Who is noted as refused because they trade is neither asked for nor let in: no step follows (3-8b)."""
        self.ensure_one()
        return [self._get_trader_reason()] if self.kind == "trader" else []

    def _check_in_state_refusals(self):
        self.ensure_one()
        if self.state in ("expected", "waiting"):
            return []
        state = dict(self._fields["state"]._description_selection(self.env))[self.state]
        facts = {"visitor": self.visitor_name, "state": state}
        # two desks disagree: which of them is right, people find out from each other; nobody reads the journal of others
        if not (done := self.env["reception.gate.operation"].sudo()._find_last(self)):
            return [self.env._("%(visitor)s is recorded already: %(state)s.", **facts)]
        facts |= {"user": done.done_by_id.name, "at": f"{self.company_id._reception_local(done.at):%m-%d %H:%M}"}
        return [self.env._("%(visitor)s is recorded already: %(state)s (%(user)s, %(at)s).", **facts)]

    def _overrule_refusals(self):
        self.ensure_one()
        if self.consent_state != "refused":
            return []
        text = self.env._(
            "%(host)s does not receive %(visitor)s. Who has thought better of it is called once more, and the call noted.",
            host=self.consent_by,
            visitor=self.visitor_name,
        )
        return [self._explain("3-8a", text)]

    def _check_in_refusals(self):
        """What is missing before entry; other add-ons add the rules of their kinds."""
        self.ensure_one()
        if refusals := self._trader_refusals():
            return refusals
        if self.watch_state == "possible":
            refusals.append(
                self.env._(
                    "%(visitor)s may stand on the watch list: confirm or dismiss the match first.",
                    visitor=self.visitor_name,
                )
            )
        if self.watch_state == "confirmed":
            refusals.append(
                self.env._(
                    "%(visitor)s stands on the watch list: refuse the entry, or ask Administration and HR.",
                    visitor=self.visitor_name,
                )
            )
        clause = self._get_entry_clause()
        if not self.host_name:
            refusals.append(self._explain(clause, self.env._("write who is visited.")))
        if not self.reason:
            refusals.append(self._explain(clause, self.env._("write the reason of the visit.")))
        if self.consent_state != "agreed":
            refusals.append(self._explain(clause, self.env._("the person visited has not agreed.")))
        if self.kind == "family" and not self.relation:
            refusals.append(self._explain(clause, self.env._("write the relation to the employee.")))
        if self._needs_document() and not self.document_kind:
            refusals.append(self._explain("3-3b", self.env._("choose which valid document was shown.")))
        if self._needs_escort() and not self.escort:
            refusals.append(self._explain("1-5.4.4", self.env._("write who escorts the visitor.")))
        return refusals

    def _get_asking_gate(self):
        """The gate that says what is asked for: of who is expected at any, that of the desk which shows them."""
        return self.gate_id or self.gate_id.browse(self.env.context.get("reception_desk_gate"))

    def _needs_document(self):
        """Whether a valid document is shown (3-3b)."""
        return self._get_asking_gate().document_required and not self._is_of_notice()

    def _needs_escort(self):
        """Whether the visitor is escorted (1-5.4.4)."""
        return self.needs_escort or self.area_id.needs_escort

    def _get_entry_clause(self):
        """The clause by which this kind of visitor enters."""
        return "3-9" if self.kind == "family" else "3-8a"

    def _do_check_in(self, gate_pass):
        moment = self._get_moment()
        for log in self:
            longest = moment + timedelta(hours=log.gate_id.stay_hours)
            is_late = not log.expected_until or log.expected_until < moment
            log._move(
                "inside",
                checked_in=moment,
                arrived_at=log.arrived_at or moment,
                wait_minutes=minutes_between(log.arrived_at or moment, moment),
                due_out=longest if is_late else log.expected_until,
                guard_in_id=self._get_doer_id(),
                **log._issue_slip(),
                pass_id=gate_pass.id,
                pass_number=gate_pass.name,
            )

    def _start_visits(self):
        """The first guest of a notice begins its reception (design: first arrival); what it still lacks, its host sees."""
        for visit in self.visit_id.filtered(lambda visit: visit.state == "issued"):
            # guards have no rights on notices
            if not visit._start_refusals():
                visit._do_start()
        self.visit_id._on_guests_in()

    # ------------------------------------------------------------------------------------------------------------------
    # Refuse
    # ------------------------------------------------------------------------------------------------------------------

    def action_refuse(self, reason):
        """Do not let somebody in.

        :raises UserError: no reason, or not waiting or expected
        """
        self._check_guard()
        reason = self._clean_text("reason", reason)
        self._raise_refusals(log._refuse_refusals(reason) for log in self)
        self._as_engine()._drop_requests()
        facts = {"refused_by_id": self._get_doer_id(), "arrived_at": self._get_moment()}
        self._move("refused", refusal_reason=reason, **facts)
        self._tell_desks("refuse")
        return self._get_desk_rows()

    def _refuse_refusals(self, reason):
        self.ensure_one()
        return self._check_in_state_refusals() or (
            [] if reason else [self._explain("3-3a", self.env._("write why the entry is refused."))]
        )

    def action_give_up(self):
        """Note that somebody has waited in vain and gone away; nobody has refused them.

        :raises UserError: not waiting
        """
        self._check_guard()
        self._raise_refusals(log._give_up_refusals() for log in self)
        self._as_engine()._drop_requests()
        moment = self._get_moment()
        for log in self:
            wait = minutes_between(log.arrived_at, moment)
            log._move("gone", seen_out=moment, guard_out_id=self._get_doer_id(), wait_minutes=wait)
        self._as_engine()._expect_again()
        self._tell_desks("give_up")
        return self._get_desk_rows()

    def _give_up_refusals(self):
        self.ensure_one()
        if self.state != "waiting":
            return [self._explain("3-8a", self.env._("%(visitor)s does not wait.", visitor=self.visitor_name))]
        return []

    # ------------------------------------------------------------------------------------------------------------------
    # Out
    # ------------------------------------------------------------------------------------------------------------------

    def action_check_out(self, values=None, gate_id=None):
        """Let out who is inside; a group in one go.

        :param dict values: ``slip_returned`` (bool), ``signed_by`` (name on a paper slip), ``pass_returned`` (bool, left
            out: yes), ``goods_out``
        :param gate_id: the gate, of the same company; left out: where they came in
        :return: rows of the desk
        :raises UserError: not inside, or the return slip is missing or unsigned (3-3c): then ``action_report_slip``
        """
        self._check_guard()
        values = dict(values or {})
        signed_by = self._clean_text("slip_signed_by", values.get("signed_by"))
        self._raise_refusals(log._check_out_refusals(values.get("slip_returned"), signed_by) for log in self)
        engine = self._as_engine()
        if values.get("pass_returned") is False:
            engine._lose_passes()
        goods_out = self._clean_text("goods_out", values.get("goods_out"))
        moment = self._get_moment()
        out_gate = self._get_gate(gate_id) if gate_id else self.env["reception.gate"]
        for log in engine:
            slip = {}
            if log.slip_state != "none":
                slip = {"slip_state": "returned", "slip_signed_by": log.slip_signed_by or signed_by}
            log._leave(moment, out_gate, goods_out=goods_out, **slip)
        engine._expect_again()
        engine._tell_visits(moment)
        self._tell_desks("check_out")
        return self._get_desk_rows()

    def _check_out_refusals(self, slip_returned, signed_by):
        self.ensure_one()
        if self.state != "inside":
            return [self.env._("%(visitor)s is not inside.", visitor=self.visitor_name)]
        if self.slip_state == "none":
            return []
        if not slip_returned:
            text = self.env._("%(visitor)s has not returned the slip, and stays on the list of people inside.",
                              visitor=self.visitor_name)  # fmt: skip
            return [self._explain("3-3c", text)]
        if not (self.slip_signed_by or signed_by):
            return [self._explain("3-3c", self.env._("write who has signed the slip."))]
        return []

    def _leave(self, moment, gate=None, **vals):
        """Close one passage; as engine."""
        moment = max(moment, self.checked_in)
        self._move(
            "left",
            checked_out=moment,
            out_gate_id=(gate or self.gate_id).id,
            guard_out_id=self._get_doer_id(),
            stay_minutes=minutes_between(self.checked_in, moment),
            walk_minutes=minutes_between(self.slip_signed_at, moment) if self.slip_signed_at else 0,
            **vals,
        )

    def _tell_visits(self, moment):
        """A visit nobody of which is inside any more has left, until somebody comes back; as engine."""
        visits = self.visit_id.filtered(lambda visit: visit.state == "hosting")
        if visits:
            inside = self.search([("visit_id", "in", visits.ids), ("state", "=", "inside")]).visit_id
            (visits - inside)._on_guests_left(moment)

    def _expect_again(self):
        """Guests of a notice that still lasts may come back, in an hour or the next morning; as engine."""
        self.visit_id.filtered(lambda visit: visit.state in ("issued", "hosting"))._expect_guests()

    def _lose_passes(self):
        for log in self.filtered("pass_id"):
            log.pass_id._set_lost(self._get_moment(), log)

    def action_mark(self, state, roll_call=None, found=None):
        """Say in a roll call where these people are; who came in after it began is added to it.

        :param str state: like ``found`` of ``reception.gate.roll.call.line.action_mark``
        :param roll_call: id, or what the desk called it
        :raises UserError: there is no such roll call, or it is ended
        """
        self._check_guard()
        call = self.env["reception.gate.roll.call"]._find_named(roll_call, self.company_id)
        if call.state == "ended":
            self._raise_refusals([[self.env._("The roll call is ended.")]])
        call._as_engine()._list(self - call.line_ids.log_id)
        call.line_ids.filtered(lambda line: line.log_id in self).action_mark(state, found)


def minutes_between(begin, end):
    return max(0, round((end - begin).total_seconds() / 60))
