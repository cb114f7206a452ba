from datetime import timedelta
from itertools import groupby
from typing import NamedTuple

from psycopg2 import IntegrityError
from psycopg2.errors import NumericValueOutOfRange, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError, UserError, ValidationError

from .reception_gate_log_passage import Doer, Moment

LOG, SHIFT, DEPOSIT = "reception.gate.log", "reception.gate.shift", "reception.gate.deposit"
# what makes the server refuse an operation, and nothing else
REFUSED = (UserError, ValueError, TypeError, KeyError, NumericValueOutOfRange)


class DeskVerb(NamedTuple):
    """What the desk asks for by one word.

    ``method`` is of the model ``target``, of ``reception.gate`` where that is ``None``. It is given those of the
    operation's values that ``names`` names, by keyword; where that is ``None``, the values and the id of the gate. One
    that ``starts`` returns a record that later steps name by the operation's ``uid``, and finds that in the values as
    ``client_uid``. One that ``is_batch`` is given consecutive operations in one call, and returns their results in
    order: ``client_id``, ``status``, ``text``, ``row``; it sees to it itself that each is done once, and the journal has
    no rows of them.
    """

    method: str
    names: tuple | None = None
    target: str | None = LOG
    starts: bool = False
    is_batch: bool = False


class ReceptionGate(models.Model):
    """Everything a desk does, online or not: operations, in order, each once however often it is sent."""

    _inherit = "reception.gate"

    @api.model
    def _desk_verbs(self):
        """The verbs of the desk: dict of ``DeskVerb``; other add-ons add theirs."""
        return {
            "register": DeskVerb("_register_at_desk", target=None, starts=True),
            "check_in": DeskVerb("action_check_in"),
            "check_out": DeskVerb("action_check_out"),
            "refuse": DeskVerb("action_refuse", ("reason",)),
            "give_up": DeskVerb("action_give_up", ()),
            "consent": DeskVerb("action_consent", ("result", "spoke_with", "number", "remark", "level")),
            "sign_slip": DeskVerb("action_sign_slip", ("signed_by",)),
            "report_slip": DeskVerb("action_report_slip", ()),
            "explain_slip": DeskVerb("action_explain_slip", ("explanation", "pass_returned")),
            "watch": DeskVerb("action_watch", ("is_match",)),
            "mark": DeskVerb("action_mark", ("state", "roll_call", "found")),
            "mark_staff": DeskVerb("action_mark", ("state", "found"), target="reception.gate.roll.call.line"),
            "start_roll_call": DeskVerb("_start_roll_call", ("place", "is_drill", "join"), target=None, starts=True),
            "end_roll_call": DeskVerb("_end_roll_call", ("roll_call",), target=None),
            "reopen_roll_call": DeskVerb("_reopen_roll_call", ("roll_call",), target=None),
            "note_opening": DeskVerb("_note_opening_at_desk", ("kind", "remark"), target=None),
            "start_shift": DeskVerb("_start_shift", (), target=None, starts=True),
            "hand_over": DeskVerb("action_hand_over_counted", ("counts", "remark"), target=SHIFT),
            "recall_shift": DeskVerb("action_recall", (), target=SHIFT),
            "take_over": DeskVerb("action_take_over", (), target=SHIFT),
            "take_over_unsigned": DeskVerb("action_take_over_unsigned", ("reason",), target=SHIFT),
            "take_deposit": DeskVerb("_take_deposit", target=None, starts=True),
            "note_deposit_told": DeskVerb("action_note_told", (), target=DEPOSIT),
            "collect_deposit": DeskVerb("action_collect", ("collected_by", "signature"), target=DEPOSIT),
            "return_deposit": DeskVerb("action_return", ("remark",), target=DEPOSIT),
        }

    def _register_at_desk(self, values, gate_id):
        """Somebody stands at the gate: one of ``reception.gate.log.register``."""
        logs = self.env[LOG]
        return logs.browse(logs.register([values], gate_id)[0]["id"])

    @api.model
    def sync_passages(self, operations, gate_id):
        """Do what a desk noted, perhaps while it was offline, in order, each once however often it is sent.

        :param list operations: dicts: ``client_id`` (unique, made at the desk), ``verb`` (a key of ``_desk_verbs``),
            ``at`` (UTC, text, when it was done), ``user_id`` (who was logged in then), ``values`` (dict: of the verb),
            and with what: ``model`` (left out: that of the verb) and ``res_id``, or ``uid``, which the desk gave the
            operation that started it
        :return: list of dicts in the same order: ``client_id``, ``status`` (``done``, ``conflict``, or ``unknown``: the
            desk keeps the operation), ``text`` (why not, else empty), ``row`` (what it was done with, as it is now, or
            ``False``; who may be the same person, in a conflict of ``register``)
        """
        gate = self._get_desk(gate_id)
        verbs = self._desk_verbs()
        ids = [operation.get("client_id") for operation in operations]
        known = self.env["reception.gate.operation"]._find_known([client_id for client_id in ids if client_id])
        results = []
        # in order, consecutive ones together: Odoo's own groupby would bring all of one verb forward
        groups = groupby(  # pylint: disable=bad-builtin-groupby
            operations, key=lambda operation: verbs.get(str(operation.get("verb")))
        )
        for verb, group in groups:
            if verb and verb.is_batch:
                results += gate._sync_batch(verb, list(group))
            else:
                results += [gate._sync_once(operation, verb, known) for operation in group]
        return results

    def _sync_batch(self, verb, operations):
        """Many operations in one call; what the method refuses is refused for all of them."""
        try:
            with self.env.cr.savepoint():
                target = self if verb.target is None else self.env[verb.target]
                return getattr(target, verb.method)(operations)
        except REFUSED as error:
            text = str(error) or self.env._("The server cannot do this.")
            facts = {"status": "conflict", "text": text, "row": False}
            return [{"client_id": operation.get("client_id"), **facts} for operation in operations]

    def _sync_once(self, operation, verb, known):
        client_id = operation.get("client_id")
        if not client_id:
            return {"client_id": False, "status": "conflict", "text": self.env._("No id."), "row": False}
        done = known.get(client_id)
        # what was not known once may be by now
        if not done or (verb and done.status == "unknown"):
            try:
                done = known[client_id] = self._sync(operation, verb)
            except UniqueViolation as error:
                # sent twice, or registered at another desk, at the same moment: tried again, it is found
                raise ConcurrencyError(str(error)) from error
        # whatever id the desk sent: only what its user reads goes back
        target = done._get_target().with_env(self.env)._filtered_access("read")
        row = target._get_desk_rows()[0] if target and hasattr(target, "_get_desk_rows") else False
        return {"client_id": client_id, "status": done.status, "text": done.text or "", "row": row}

    def _sync(self, operation, verb):
        """One operation in a savepoint of its own: a conflict undoes it, and nothing else."""
        now = fields.Datetime.now()
        status, text, moment = "done", False, now
        target = self._find_synced(operation, verb)
        doer = self._find_doer(operation.get("user_id"))
        if not verb:
            status = "unknown"
            text = self.env._("The desk sent an operation that is not known: %(verb)s.", verb=operation.get("verb"))
        try:
            # a clock that runs fast does not lie in the future
            moment = min(fields.Datetime.to_datetime(operation.get("at")) or now, now)
            with self.env.cr.savepoint():
                if verb:
                    target = self._do_sync(operation, verb, target, Moment.of(moment), Doer(doer.id))
        except REFUSED as error:
            status, text = "conflict", str(error) or self.env._("The server cannot do this.")
            target = getattr(error, "same_person", None) or target
        except IntegrityError as error:
            # what is registered, or listed in a roll call, at another desk at the same moment is found the next time
            if isinstance(error, UniqueViolation) and operation.get("verb") in ("register", "mark"):
                raise
            status, text = "conflict", self.env[LOG]._sql_error_to_message(error)
        facts = {"at": moment, "done_by_id": doer.id, "status": status, "text": text}
        return self.env["reception.gate.operation"]._note(self, operation, target, facts)

    def _find_doer(self, user_id):
        """The user who a desk says was logged in when a step was noted: another may send it later.

        Who has left the house since did it all the same; of somebody who is no guard the sender answers for it.
        """
        users = self.env["res.users"].sudo()  # guards do not read users
        if not user_id or user_id == self.env.uid or not isinstance(user_id, int):
            return self.env.user
        ever = [("id", "=", user_id), ("company_ids", "in", self.company_id.id), ("active", "in", (True, False))]
        user = users.search(ever)
        return user if user and self.env[LOG].with_user(user)._is_guard() else self.env.user

    def _do_sync(self, operation, verb, target, moment, doer):
        """Do it as of ``moment``, as ``doer`` did it.

        :return: the record it was done with, or none
        :raises UserError: it was noted too long ago, or the verb refuses
        :raises ValidationError: what it is to be done with is not known
        """
        if moment < fields.Datetime.now() - timedelta(hours=self.offline_hours):
            raise UserError(
                self.env._(
                    "This was noted more than %(hours)s hours ago, longer than a desk of %(gate)s may be without network:"
                    " enter it again as it is now, or ask Administration and HR, who set these hours at the gate.",
                    hours=self.offline_hours,
                    gate=self.name,
                )
            )
        if verb.target is None:
            target = self
        elif not target:
            raise ValidationError(self.env._("The passage is not known here."))
        else:
            moment = target._get_earliest_moment(moment)
        target = target.with_context(reception_gate_moment=moment, reception_gate_doer=doer)
        values = dict(operation.get("values") or {})
        if verb.starts:
            values["client_uid"] = operation.get("uid")
        work = getattr(target, verb.method)
        if verb.names is None:
            result = work(values, self.id)
        else:
            result = work(**{name: values[name] for name in verb.names if name in values})
        if verb.target is None:
            return result if isinstance(result, models.BaseModel) else None
        return target

    def _find_synced(self, operation, verb):
        """What an operation is to be done with, if it is known; ``None`` for what is of the gate."""
        if not verb or verb.target is None:
            return None
        records = self.env[verb.target]
        # a desk that noted it before an update says ``log_id``
        res_id, uid = operation.get("res_id") or operation.get("log_id"), operation.get("uid")
        if operation.get("model") not in (None, False, verb.target):
            return records
        # False, which a desk sends before it knows the id, is an int too
        if res_id and isinstance(res_id, int):
            return records.browse(res_id).exists()
        return records._find_by_uid(uid, self.company_id) if uid and isinstance(uid, str) else records
