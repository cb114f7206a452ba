from datetime import timedelta

from psycopg2 import IntegrityError
from psycopg2.errors import NumericValueOutOfRange, UniqueViolation

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .reception_gate_log import escape_like
from .reception_gate_log_passage import DESK_FIELDS, Moment

DESK_GATE_FIELDS = ["name", "code", "slip_required", "slip_paper", "document_required"]
# rows of each list of the desk; counts tell the rest
LIMIT = 80
FOUND = 20
# letters to type before anything is looked up: one that writes a word, as Chinese does, says as much as two of three
SHORTEST, SHORTEST_CHINESE = 3, 2
LONGEST_HOSTS = 10
# verbs of ``sync_passages``: method of ``reception.gate.log``, and what it is given of the operation's ``values``
SYNCED = {
    "check_in": ("action_check_in", None),
    "check_out": ("action_check_out", None),
    "refuse": ("action_refuse", ("reason",)),
    "give_up": ("action_give_up", ()),
    "consent": ("action_consent", ("result", "spoke_with", "number", "remark", "level")),
    "sign_slip": ("action_sign_slip", ("signed_by",)),
    "report_slip": ("action_report_slip", ()),
    "explain_slip": ("action_explain_slip", ("explanation", "pass_returned")),
    "watch": ("action_watch", ("is_match",)),
    "mark": ("action_mark", ("state", "roll_call")),
}
# those that are of no passage: method of ``reception.gate``, which is given ``values``
SYNCED_GATE = {"start_roll_call": "_start_roll_call", "end_roll_call": "_end_roll_call"}
# what an operation was done with, in the journal
TARGETS = {"reception.gate.log": "log_id", "reception.gate.roll.call": "roll_call_id"}


class ReceptionGate(models.Model):
    """What the gate desk asks the server (RPC, guards and Administration and HR).

    Lists are of the whole company, for who came in by one gate leaves by another. Rows are the dicts of
    ``reception.gate.log._get_desk_rows``: ``DESK_FIELDS``, moments as text in UTC, many2one as ids.

    Live: subscribe to the channels ``reception.gate_<id>`` (all of ``channels`` in ``get_desk_data``); messages are
    ``reception.gate/passage`` with ``{"event": verb, "rows": rows}``, ``reception.gate/reload``, when others are
    expected, and ``reception.gate/roll_call`` with the facts of ``get_offline_data``. The verbs themselves are methods of
    ``reception.gate.log``: ``register``, ``action_ask_host``, ``action_consent``, ``action_check_in``,
    ``action_refuse``, ``action_give_up``, ``action_watch``, ``action_sign_slip``, ``action_check_out``, ``action_report_slip``,
    ``action_explain_slip``, ``action_correct``, ``get_contacts``, ``action_unmask``; each returns fresh rows.
    """

    _inherit = "reception.gate"

    @api.model
    def _get_own(self):
        """The gate where the user is on duty, else the only one of the company; or none."""
        gates = self.sudo()  # a default for whoever records something at a gate, a kiosk too
        on_duty = [("guard_id", "=", self.env.uid), ("state", "!=", "closed")]
        if shift := gates.env["reception.gate.shift"].search(on_duty, limit=1):
            return shift.gate_id.with_env(self.env)
        gates = gates.search([("company_id", "=", self.env.company.id)], limit=2)
        return gates.with_env(self.env) if len(gates) == 1 else self.browse()

    @api.model
    def _get_desk(self, gate_id):
        """The gate of a desk.

        :raises AccessError: the user is no guard
        :raises UserError: there is no such gate
        """
        if not self.env.su and not self.env["reception.gate.log"]._is_guard():
            raise AccessError(self.env._("Guards do this, or Administration and HR."))
        gate = self.browse(gate_id).exists() if isinstance(gate_id, int) else self.browse()
        if not gate:
            raise UserError(self.env._("Choose a gate."))
        gate.check_access("read")
        return gate

    @api.model
    def get_desk_data(self, gate_id):
        """All that a desk shows when it is opened, in a constant number of queries.

        :return: dict: ``gate`` (``DESK_GATE_FIELDS``), ``channels`` (to subscribe
            to), ``now`` (UTC, text), ``expected`` (today), ``waiting``, ``inside``, ``overdue``: lists of rows, the
            most urgent first, at most 80 each; ``counts``: dict of the same four, unlimited; ``kinds``,
            ``document_kinds``: lists of ``[token, label]``; ``areas``: list of ``{id, name, needs_escort}``;
            ``privacy_notice``: text
        """
        gate = self._get_desk(gate_id)
        logs = self.env["reception.gate.log"]
        domains = self._get_desk_domains(gate)
        orders = {"expected": "expected_at, id", "waiting": "arrived_at, id", "inside": "checked_in desc, id desc",
                  "overdue": "due_out, id"}  # fmt: skip
        shown = {
            name: logs.search_fetch(domain, DESK_FIELDS, limit=LIMIT, order=orders[name])
            for name, domain in domains.items()
        }
        return {
            "gate": gate.read(DESK_GATE_FIELDS)[0],
            "channels": [
                f"reception.gate_{gate_id}" for gate_id in self.search([("company_id", "=", gate.company_id.id)]).ids
            ],  # fmt: skip
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            **{name: found._get_desk_rows() for name, found in shown.items()},
            "counts": {
                name: len(found) if len(found) < LIMIT else logs.search_count(domains[name])
                for name, found in shown.items()
            },
            "kinds": [list(pair) for pair in logs._fields["kind"]._description_selection(self.env)],
            "document_kinds": [list(pair) for pair in logs._fields["document_kind"]._description_selection(self.env)],
            "areas": self.env["reception.gate.area"].search_read(
                [("company_id", "=", gate.company_id.id)], ["name", "needs_escort"]
            ),
            # the notice that visitors are shown; nobody reads the former ones
            "privacy_notice": gate.company_id.sudo().reception_privacy_notice_id.text or "",
        }

    @api.model
    def _get_any(self, company):
        """Desks listen to all gates of their company: any will do for what is of no gate, such as who is expected."""
        # whoever invites or signs tells the desks, and reads no gates
        return self.sudo().search([("company_id", "=", company.id)], limit=1)

    @api.model
    def _tell_desks_to_reload(self, companies):
        """Others are expected now, by a notice or an invitation: desks look anew."""
        for company in companies:
            self._get_any(company)._bus_send("reception.gate/reload", {})

    @api.model
    def _get_desk_domains(self, gate):
        now = fields.Datetime.now()
        deadline = self.env["reception.deadline"]
        tomorrow = deadline._to_moment(now, 0, gate.company_id) + timedelta(days=1)
        company = Domain("company_id", "=", gate.company_id.id)
        inside = company & Domain("state", "=", "inside")
        return {
            "expected": company
            & Domain("state", "=", "expected")
            & Domain("expected_at", "<", tomorrow)
            & Domain("expected_until", ">=", self.env["reception.gate.log"]._get_latest_end(gate.company_id)),
            "waiting": company & Domain("state", "=", "waiting"),
            "inside": inside,
            "overdue": inside & Domain("due_out", "<", now),
        }

    @api.model
    def desk_search(self, term, gate_id, limit=FOUND):
        """Passages by name (3 letters, two Chinese characters), tail of the phone, plate, pass or slip number, or QR.

        Who is expected, waiting or inside comes first; then who was here before, once a person, for filling in.

        :return: dict: ``open``: rows; ``known``: rows of past passages, to be used as values of a new one
        """
        gate = self._get_desk(gate_id)
        logs = self.env["reception.gate.log"]
        term = logs._clean_text("visitor_name", term) if isinstance(term, str) else ""
        limit = max(1, min(int(limit), LIMIT))
        code = term and term.rsplit("/", 1)[-1].partition("?")[0]
        if code and (log := logs._find_by_code(code)) and log.company_id == gate.company_id:
            return {"open": log.with_env(self.env)._get_desk_rows(), "known": []}
        if not term or len(term) < (SHORTEST if term.isascii() else SHORTEST_CHINESE):
            # a short term is a number on a pass, or nothing
            numbered = Domain("company_id", "=", gate.company_id.id) & Domain("state", "=", "inside")
            passes = logs.search_fetch(numbered & Domain("pass_number", "=", term or False), DESK_FIELDS, limit=limit)
            return {"open": passes._get_desk_rows() if term else [], "known": []}
        company = Domain("company_id", "=", gate.company_id.id)
        alive = logs._get_open_domain(gate.company_id)
        found = logs.search_fetch(
            company & alive & logs._get_open_search_domain(term), DESK_FIELDS, limit=limit, order="id desc"
        )
        past = gate._search_past(term, limit)
        people = {(log.visitor_name, log.visitor_phone): log.id for log in reversed(past)}
        known = past.filtered(lambda log: people[log.visitor_name, log.visitor_phone] == log.id)
        return {"open": found._get_desk_rows(), "known": known._get_desk_rows()}

    def _search_past(self, term, limit):
        """The latest passages of who was here before, whom ``term`` may mean.

        One query: its conditions are united, for a single one with OR would make the database read every row.
        """
        logs = self.env["reception.gate.log"]
        past = Domain("company_id", "=", self.company_id.id) & Domain("state", "in", ("left", "refused", "gone"))
        united = SQL(" UNION ").join(
            logs._search(past & condition).select() for condition in logs._get_search_conditions(term)
        )
        return logs.search_fetch(Domain("id", "in", SQL("(%s)", united)), DESK_FIELDS, limit=limit, order="id desc")

    @api.model
    def search_hosts(self, term, gate_id):
        """Employees whose name has ``term`` (two characters at least), ten at most.

        :return: list of dicts: ``id``, ``name``, ``department``, ``phone``
        """
        gate = self._get_desk(gate_id)
        return gate._search_hosts(term, with_phone=True)

    def _search_hosts(self, term, with_phone=False):
        """As ``search_hosts``; a kiosk learns names and departments only."""
        term = " ".join(term.split()) if isinstance(term, str) else ""
        if len(term) < SHORTEST_CHINESE:
            return []
        employees = (
            self.env["hr.employee"]
            .sudo()
            .search(  # neither guards nor kiosks read employees
                [("company_id", "=", self.company_id.id), ("name", "ilike", escape_like(term))], limit=LONGEST_HOSTS
            )
        )
        return [
            {
                "id": employee.id,
                "name": employee.name,
                "department": employee.department_id.name or "",
                **({"phone": employee.work_phone or employee.mobile_phone or ""} if with_phone else {}),
            }
            for employee in employees
        ]

    def _register_at_kiosk(self, values, key):
        """A visitor registers himself at the kiosk of the gate, without login; ``self`` is found by the controller.

        :param dict values: of ``TYPED_FIELDS``
        :param str key: where it comes from, for the limit of ``ir.http``
        :return: the passage as superuser, waiting
        :raises UserError: too many at once
        """
        self.ensure_one()
        if self.env["ir.http"]._is_too_often("kiosk", key):
            raise UserError(self.env._("Too many registrations at once: wait a minute, or speak to the guard."))
        logs = self.env["reception.gate.log"]
        allowed = {
            "kind", "visitor_name", "visitor_phone", "visitor_unit", "headcount", "reason", "host_id", "host_name", "plate",
        }  # fmt: skip
        vals = {name: value for name, value in values.items() if name in allowed} | {"gate_id": self.id}
        log = logs._enter([vals], source="kiosk")
        log._tell_desks("register")
        return log

    # ------------------------------------------------------------------------------------------------------------------
    # Offline
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def sync_passages(self, operations, gate_id):
        """Do what a desk noted while it was offline, in order, each once however often it is sent.

        :param list operations: dicts: ``client_id`` (unique, made at the desk), ``verb`` (``register`` or a key of
            ``SYNCED`` or ``SYNCED_GATE``), ``at`` (UTC, text, when it was done), ``user_id`` (who was logged in then),
            ``values`` (dict: of the verb), and of whom: ``log_id``, or ``uid``, the ``client_uid`` that the desk gave in
            ``register``
        :return: list of dicts in the same order: ``client_id``, ``status`` (``done`` or ``conflict``), ``text`` (why not,
            else empty), ``row`` (the passage as it is now, or ``False``; of who may be the same person, in a conflict of
            ``register``)
        """
        gate = self._get_desk(gate_id)
        journal = self.env["reception.gate.operation"].sudo()  # nobody writes it by hand
        ids = [operation.get("client_id") for operation in operations]
        known = {row.client_id: row for row in journal.search([("client_id", "in", [i for i in ids if i])])}
        results = []
        for operation in operations:
            client_id = operation.get("client_id")
            if not client_id:
                results.append({"client_id": False, "status": "conflict", "text": self.env._("No id."), "row": False})
                continue
            if client_id not in known:
                try:
                    known[client_id] = gate._sync(operation, journal)
                except UniqueViolation as error:
                    # sent twice, or registered at another desk, at the same moment: tried again, it is found
                    raise ConcurrencyError(str(error)) from error
            done = known[client_id]
            # whatever id the desk sent: only what its user reads goes back
            log = done.log_id.with_env(self.env)._filtered_access("read")
            row = log._get_desk_rows()[0] if log else False
            results.append({"client_id": client_id, "status": done.status, "text": done.text or "", "row": row})
        return results

    def _sync(self, operation, journal):
        """One operation in a savepoint of its own: a conflict undoes it, and nothing else."""
        now = fields.Datetime.now()
        status, text, moment = "done", False, now
        try:
            # a clock that runs fast does not lie in the future
            moment = min(fields.Datetime.to_datetime(operation.get("at")) or now, now)
            with self.env.cr.savepoint():
                target = self._do_sync(operation, moment)
        except (UserError, ValueError, TypeError, KeyError, NumericValueOutOfRange) as error:
            status, text = "conflict", str(error) or self.env._("The server cannot do this.")
            target = getattr(error, "same_person", None) or self._find_synced(operation)
        except IntegrityError as error:
            # what is registered, or listed in a roll call, at another desk at the same moment is found the next time
            if isinstance(error, UniqueViolation) and operation.get("verb") in ("register", "mark"):
                raise
            status, text = "conflict", self.env["reception.gate.log"]._sql_error_to_message(error)
            target = self._find_synced(operation)
        return journal.create(
            {
                "client_id": operation["client_id"],
                "gate_id": self.id,
                TARGETS[target._name]: target.id,
                "client_uid": operation.get("uid") if operation.get("verb") in SYNCED_GATE else False,
                "verb": str(operation.get("verb")),
                "at": moment,
                "status": status,
                "text": text,
                "user_id": self.env.uid,
                "noted_by_id": self._find_noter(operation.get("user_id")).id,
            }
        )

    def _find_noter(self, user_id):
        """The user who a desk says was logged in when a step was noted: another may send it later."""
        users = self.env["res.users"].sudo()  # guards do not read users
        if not user_id or user_id == self.env.uid or not isinstance(user_id, int):
            return users.browse(self.env.uid)
        return users.search([("id", "=", user_id), ("company_ids", "in", self.company_id.id)])

    def _do_sync(self, operation, moment):
        if moment < fields.Datetime.now() - timedelta(hours=self.offline_hours):
            raise UserError(
                self.env._(
                    "This was noted more than %(hours)s hours ago, longer than a desk of %(gate)s may be without network:"
                    " enter it again as it is now, or ask Administration and HR, who set these hours at the gate.",
                    hours=self.offline_hours,
                    gate=self.name,
                )
            )
        logs = self.env["reception.gate.log"].with_context(reception_gate_moment=Moment(*moment.timetuple()[:6]))
        values = dict(operation.get("values") or {})
        verb = operation.get("verb")
        if verb == "register":
            rows = logs.register([{**values, "client_uid": operation.get("uid")}], self.id)
            return logs.browse(rows[0]["id"])
        if verb in SYNCED_GATE:
            return getattr(self.with_env(logs.env), SYNCED_GATE[verb])(values)
        if verb not in SYNCED:
            raise ValidationError(self.env._("The desk sent an operation that is not known: %(verb)s.", verb=verb))
        log = self._find_synced(operation)
        if not log:
            raise ValidationError(self.env._("The passage is not known here."))
        # nothing is done with somebody before he is there
        moment = max(moment, log.checked_in or log.arrived_at or log.create_date)
        log = log.with_context(reception_gate_moment=Moment(*moment.timetuple()[:6]))
        method, names = SYNCED[verb]
        if names is None:
            getattr(log, method)(values, self.id)
        else:
            getattr(log, method)(**{name: values[name] for name in names if name in values})
        return log

    def _find_synced(self, operation):
        logs = self.env["reception.gate.log"]
        log_id, uid = operation.get("log_id"), operation.get("uid")
        # False, which a desk sends before it knows the id, is an int too
        if log_id and isinstance(log_id, int):
            return logs.browse(log_id).exists()
        # a corrected entry tells by which one
        ever = [("client_uid", "=", uid), ("active", "in", (True, False))]
        return logs.search(ever, limit=1) if uid else logs
