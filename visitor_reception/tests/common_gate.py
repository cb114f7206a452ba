from odoo import fields

from .common import ReceptionCommon


class GateCommon(ReceptionCommon):
    """A gate, a second guard, and a visitor at the gate."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.gate = cls.env["reception.gate"].create({"name": "North Gate", "code": "N"})
        cls.second_guard = cls._make_person("guard2", "Second Guard", cls.administration, "group_reception_guard")
        cls.logs = cls.env["reception.gate.log"].with_user(cls.guard)
        cls.gates = cls.env["reception.gate"].with_user(cls.guard)

    @classmethod
    def _register(cls, name="张三丰", **vals):
        """A visitor of the host who waits at the gate (as the guard sees them)."""
        values = {
            "visitor_name": name,
            "visitor_phone": "13800001234",
            "reason": "Deliver samples",
            "host_id": cls.host.employee_id.id,
            "document_kind": "identity_card",
            **vals,
        }
        (row,) = cls.logs.register([values], cls.gate.id)
        return cls.logs.browse(row["id"])

    @classmethod
    def _let_in(cls, name="张三丰", **vals):
        log = cls._register(name, **vals)
        log.action_check_in({"consent_by": "Host"})
        return log

    @classmethod
    def _get_bus(cls):
        """What is going to be sent on commit, as ``(channel, message)`` texts."""
        values = cls.env.cr.precommit.data.get("bus.bus.values", [])
        return [(row["channel"], row["message"]) for row in values]

    @classmethod
    def _now(cls):
        return fields.Datetime.now()
