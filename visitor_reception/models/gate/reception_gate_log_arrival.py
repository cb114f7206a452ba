from uuid import uuid4

from odoo import api, models
from odoo.tools import SQL

from .reception_gate_log import KEPT_FIELDS, KEPT_WITH


class ReceptionGateLog(models.Model):
    """Who stands at the gate: found among those expected, waiting or inside, or recorded anew."""

    _inherit = "reception.gate.log"

    @api.model_create_multi
    def create(self, vals_list):
        """Walk-ins, as a guard types them: the same person is never recorded twice, so a row may be an old one."""
        if self._is_engine():
            return super().create(vals_list)
        self.check_access("create")
        for vals in vals_list:
            self._check_guarded(vals)
        if not all(vals.get("gate_id") for vals in vals_list):
            self._raise_refusals([[self.env._("Say at which gate.")]])
        gates = self.env["reception.gate"].browse({vals["gate_id"] for vals in vals_list})
        gates.check_access("read")
        return self._enter(vals_list).with_env(self.env)

    @api.model
    def register(self, vals_list, gate_id):
        """Walk-ins, one or a group in one go, waiting at the gate from now on; traders at once refused (3-8b).

        Who is expected is found by the name, and the phone number where both are known; who waits or is inside already,
        by both. Of one name, and no number to tell: the guard is asked, and answers with ``is_another``.

        :param list vals_list: dicts of ``_typed_fields``, ``client_uid`` (made at the desk, unique), ``is_another`` (bool:
            nobody of this name who is on the list)
        :return: rows as in ``reception.gate.get_desk_data``, one for each of ``vals_list``
        :raises AccessError: the user is no guard
        :raises UserError: no gate, kind ``guest`` of somebody whom no notice names, or it may be somebody who is here
        :raises ValidationError: no name
        """
        self.check_access("create")
        gate = self.env["reception.gate"]._get_desk(gate_id)
        allowed = {*self._typed_fields(), "client_uid", "is_another"}
        vals_list = [
            {**{key: value for key, value in vals.items() if key in allowed}, "gate_id": gate.id} for vals in vals_list
        ]
        logs = self._enter(vals_list)
        logs._tell_desks("register")
        return logs._get_desk_rows()

    @api.model
    def _enter(self, vals_list, **facts):
        """Find or create the passages of who stands at the gate; as engine.

        :param facts: more values of new rows, such as ``source``
        """
        engine = self._as_engine()
        vals_list = [self._clean_typed(vals) for vals in vals_list]
        is_kiosk = facts.get("source") == "kiosk"
        found = engine._find_open(vals_list, is_kiosk)
        for vals in vals_list:
            vals.pop("is_another", None)
        result = []
        fresh = []
        for number, (vals, log) in enumerate(zip(vals_list, found, strict=True)):
            result.append(log)
            if not log:
                fresh.append(number)
            elif log.state == "expected":
                # a guard corrects what was said beforehand; a visitor at a kiosk adds to it
                known = {
                    "kind",
                    "visitor_name",
                    *(name for name in KEPT_FIELDS if is_kiosk and log[KEPT_WITH.get(name, name)]),
                }
                if (vals.get("headcount") or 1) <= log.headcount:
                    # both forms begin with one, whatever was said beforehand
                    known.add("headcount")
                log._arrive({key: value for key, value in vals.items() if value and key not in known})
        if any(vals_list[number].get("kind") == "guest" for number in fresh):
            self._raise_refusals([[self._get_guest_reason()]])
        now = self._get_moment()
        values = engine._complete(
            [{"state": "waiting", "arrived_at": now, **facts, **vals_list[number]} for number in fresh]
        )
        created = engine.create(values)
        for number, log in zip(fresh, created, strict=True):
            result[number] = log
        created._match_watch()
        return engine.union(*result) if len(set(result)) == len(result) else engine.concat(*result)

    @api.model
    def _get_company(self, vals_list):
        gate_id = next((vals["gate_id"] for vals in vals_list), False)
        return self.env["reception.gate"].browse(gate_id).company_id or self.env.company

    def _complete(self, vals_list):
        """Values ready to create: number, link, privacy notice shown, host's name."""
        if not vals_list:
            return []
        self.env.cr.execute(
            SQL("SELECT nextval('reception_gate_log_number') FROM generate_series(1, %s)", len(vals_list))
        )
        numbers = [number for (number,) in self.env.cr.fetchall()]
        gates = self.env["reception.gate"]
        result = []
        for vals, number in zip(vals_list, numbers, strict=True):
            gate = gates.browse(vals.get("gate_id"))
            company = gate.company_id or self.env["res.company"].browse(vals.get("company_id")) or self.env.company
            host = self.env["hr.employee"].browse(vals.get("host_id"))
            if vals.get("kind") == "trader":
                vals = {**vals, "state": "refused", "refusal_reason": self._get_trader_reason()}
                vals["refused_by_id"] = self._get_doer_id()
            result.append(
                {
                    **vals,
                    **(self._get_host_copies(host) if host else {}),
                    "company_id": company.id,
                    "name": f"{gate.code or 'G'}{number:08d}",
                    "access_token": uuid4().hex,
                    "privacy_notice_id": company.reception_privacy_notice_id.id,
                    "headcount": vals.get("headcount") or 1,
                }
            )
        return result

    @api.model
    def _get_host_copies(self, host):
        host = host.sudo()  # a guard or a kiosk does not read employees
        return {
            "host_name": host.name,
            "host_department": host.department_id.name,
            "host_user_id": host.user_id.id,
        }

    @api.model
    def _get_trader_reason(self):
        return self._explain("3-8b", self.env._("traders and salespeople are not let in."))

    @api.model
    def _get_guest_reason(self):
        return self._explain(
            "1-2.5",
            self.env._(
                "guests of a notice are those whom an issued notice names; they are expected by themselves. Choose another"
                " kind of visitor."
            ),
        )

    def _arrive(self, vals):
        """Somebody expected stands at the gate, with what was typed there."""
        vals = {"arrived_at": self._get_moment(), **vals}
        if vals.get("host_id"):
            vals |= self._get_host_copies(self.env["hr.employee"].browse(vals["host_id"]))
        self._take_back_consent(vals)
        self._move("waiting", **vals)
