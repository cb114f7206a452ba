from datetime import timedelta
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ...tools.keys import name_key
from .reception_gate_log import escape_like

DESK_GATE_FIELDS = ["name", "code", "slip_required", "slip_paper", "document_required", "reader_url", "takes_photo"]
# rows of each list of the desk; counts tell the rest
LIMIT = 80
FOUND = 20
# letters to type before anything is looked up: one that writes a word, as Chinese does, says as much as two of three
SHORTEST, SHORTEST_CHINESE = 3, 2
LONGEST_HOSTS = 10


class DeskList(NamedTuple):
    """One list of the desk: rows of ``model``, which has ``reception.desk.row.mixin``, the most urgent first."""

    model: str
    domain: Domain
    order: str
    limit: int = LIMIT


class ReceptionGate(models.Model):
    """What the gate desk asks the server (RPC, guards and Administration and HR).

    Lists are of the whole company, for who came in by one gate leaves by another. Rows are the dicts of
    ``_get_desk_rows`` (``reception.desk.row.mixin``), moments as text in UTC, many2one as ids. What desks do is in
    ``reception_gate_sync.py``.

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
        # what rows tell of who is expected at any gate
        return gate.with_context(reception_desk_gate=gate.id)

    @api.model
    def get_desk_data(self, gate_id):
        """All that a desk shows when it is opened, in a constant number of queries.

        :return: dict: ``gate`` (``DESK_GATE_FIELDS``), ``channels`` (to subscribe
            to), ``now`` (UTC, text), ``tz`` (name of the zone of the gate), ``expected`` (today), ``waiting``, ``inside``, ``overdue``: lists of rows, the
            most urgent first, at most 80 each, and the lists of other add-ons; ``counts``: dict of the same lists,
            unlimited; ``kinds``,
            ``document_kinds``: lists of ``[token, label]``; ``areas``: list of ``{id, name, needs_escort}``;
            ``privacy_notice``: text
        """
        gate = self._get_desk(gate_id)
        logs = self.env["reception.gate.log"]
        lists = gate._desk_lists()
        shown = {name: gate._fetch_list(desk_list) for name, desk_list in lists.items()}
        return {
            "gate": gate.read(DESK_GATE_FIELDS)[0],
            "channels": [
                f"reception.gate_{gate_id}" for gate_id in self.search([("company_id", "=", gate.company_id.id)]).ids
            ],  # fmt: skip
            "now": fields.Datetime.to_string(fields.Datetime.now()),
            # a tablet may stand in whatever zone its maker has set
            "tz": gate.company_id._reception_zone().zone,
            **{name: found._get_desk_rows() for name, found in shown.items()},
            "counts": {
                name: len(found) if len(found) < lists[name].limit else found.search_count(lists[name].domain)
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
    def _fetch_list(self, desk_list):
        records = self.env[desk_list.model]
        return records.search_fetch(
            desk_list.domain, records._desk_fields(), limit=desk_list.limit, order=desk_list.order
        )

    def _desk_lists(self):
        """The lists of the desk of this gate: dict of ``DeskList``; other add-ons add theirs."""
        self.ensure_one()
        logs = self.env["reception.gate.log"]
        now = fields.Datetime.now()
        tomorrow = self.env["reception.deadline"]._to_moment(now, 0, self.company_id) + timedelta(days=1)
        company = Domain("company_id", "=", self.company_id.id)
        inside = company & Domain("state", "=", "inside")
        today = Domain("expected_at", "<", tomorrow)
        today &= Domain("expected_until", ">=", logs._get_latest_end(self.company_id))
        expected = company & Domain("state", "=", "expected") & today
        waiting = company & Domain("state", "=", "waiting")
        overdue = inside & Domain("due_out", "<", now)
        return {
            "expected": DeskList(logs._name, expected, "expected_at, id"),
            "waiting": DeskList(logs._name, waiting, "arrived_at, id"),
            "inside": DeskList(logs._name, inside, "checked_in desc, id desc"),
            "overdue": DeskList(logs._name, overdue, "due_out, id"),
        }

    @api.model
    def desk_search(self, term, gate_id, limit=FOUND):
        """Passages by name (3 letters, two Chinese characters), tail of the phone, plate, pass or slip number, or QR.

        Who is expected, waiting or inside comes first; then who was here before, once a person, for filling in.

        :return: dict: ``open``: rows; ``known``: rows of past passages, to be used as values of a new one; ``values``:
            those of a new one that a card reader has read
        """
        gate = self._get_desk(gate_id)
        text = term if isinstance(term, str) else ""
        term = " ".join(text.replace("\0", "").split())
        limit = max(1, min(int(limit), LIMIT))
        if not term:
            return {"open": [], "known": [], "values": {}}
        if found := gate._find_scanned(term.rsplit("/", 1)[-1].partition("?")[0]):
            return {"open": found._get_desk_rows(), "known": [], "values": {}}
        values = gate._read_scanned(text)
        # of a card the name says who it is, or the number
        name, term = values.get("visitor_name"), values.get("document_typed") or term
        return {
            "open": (name and gate._search_named(name)) or gate._search_desk_rows(term, limit),
            "known": gate._search_known(term, limit)._get_desk_rows(),
            "values": values,
        }

    def _search_named(self, name):
        """Rows of who is expected here, or waits, by the name on their card."""
        lists = self._desk_lists()
        named = Domain("name_key", "=", name_key(name)) & (lists["expected"].domain | lists["waiting"].domain)
        return self.env["reception.gate.log"].search(named, limit=FOUND)._get_desk_rows()

    def _search_desk_rows(self, term, limit):
        """Rows of who is expected, waiting or inside whom ``term`` may mean; other add-ons join theirs."""
        logs = self.env["reception.gate.log"]
        if is_short(term):
            # a number on a pass, or the initials of a name of two characters
            meant = Domain("state", "=", "inside") & Domain("pass_number", "=", term)
            if len(term) > 1 and term.isalpha():
                meant |= logs._get_open_domain(self.company_id) & Domain("search_key", "ilike", f" {term}")
        else:
            meant = logs._get_open_domain(self.company_id) & logs._get_open_search_domain(term)
        company = Domain("company_id", "=", self.company_id.id)
        found = logs.search_fetch(company & meant, logs._desk_fields(), limit=limit, order="id desc")
        return found._get_desk_rows()

    def _search_known(self, term, limit):
        """The latest passage of each person who was here before, whom ``term`` may mean."""
        if is_short(term):
            return self.env["reception.gate.log"]
        past = self._search_past(term, limit)
        people = {(log.name_key, log.phone_key): log.id for log in reversed(past)}
        return past.filtered(lambda log: people[log.name_key, log.phone_key] == log.id)

    def _search_past(self, term, limit):
        """The latest passages of who was here before, whom ``term`` may mean."""
        logs = self.env["reception.gate.log"]
        past = Domain("company_id", "=", self.company_id.id) & Domain("state", "in", ("left", "refused", "gone"))
        return logs.search_fetch(logs._get_term_domain(term, past), logs._desk_fields(), limit=limit, order="id desc")

    @api.model
    def search_hosts(self, term, gate_id):
        """Employees whose name has ``term`` (two characters at least), or sounds so, ten at most.

        :return: list of dicts: ``id``, ``name``, ``department``, ``phone``
        """
        gate = self._get_desk(gate_id)
        return gate._search_hosts(term, with_phone=True)

    def _search_hosts(self, term, with_phone=False):
        """As ``search_hosts``; a kiosk learns names and departments only."""
        term = " ".join(term.split()) if isinstance(term, str) else ""
        if len(term) < SHORTEST_CHINESE:
            return []
        key = escape_like(name_key(term))
        named = Domain("name", "ilike", escape_like(term)) | Domain("reception_search_key", "ilike", key)
        # neither guards nor kiosks read employees
        employees = self.env["hr.employee"].sudo()
        employees = employees.search(Domain("company_id", "=", self.company_id.id) & named, limit=LONGEST_HOSTS)
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
        """A visitor registers themselves at the kiosk of the gate, without login; ``self`` is found by the controller.

        :param dict values: of ``reception.gate.log._kiosk_fields``
        :param str key: where it comes from, for the limit of ``ir.http``
        :return: the passage as superuser, waiting
        :raises UserError: too many at once
        """
        self.ensure_one()
        if self.env["ir.http"]._is_too_often("kiosk", key):
            raise UserError(self.env._("Too many registrations at once: wait a minute, or speak to the guard."))
        logs = self.env["reception.gate.log"]
        allowed = logs._kiosk_fields()
        vals = {name: value for name, value in values.items() if name in allowed} | {"gate_id": self.id}
        log = logs._enter([vals], source="kiosk")
        log._tell_desks("register")
        return log


def is_short(term):
    """Whether too few letters are typed to look up a name."""
    return len(term) < (SHORTEST if term.isascii() else SHORTEST_CHINESE)
