from odoo import api, models

PEOPLE_FIELDS = (
    "id", "name", "state", "kind", "visitor_name", "visitor_phone", "visitor_unit", "headcount", "host_name",
    "host_department", "pass_number", "plate", "checked_in", "due_out", "slip_state", "slip_signed_by", "seen_out",
)  # fmt: skip


class ReceptionGate(models.Model):
    """What a desk keeps for the hour when the network is gone: everybody inside, the roll call, whom to call."""

    _inherit = "reception.gate"

    @api.model
    def get_offline_data(self, gate_id):
        """All that a desk needs without network besides its lists, in a constant number of queries.

        :return: dict: ``people``: everybody inside, rows of ``PEOPLE_FIELDS``; ``roll_call``: see
            ``reception.gate.roll.call._get_desk_facts``; ``ended_roll_call``: see there, ``_get_ended_facts``; ``contacts``: of
            who is expected today or waits, as in ``reception.gate.log.get_contacts``, by id of the person visited;
            ``staff``: list of ``[id, name, department, search key]`` of all employees; ``passes``: whether it is lost, by
            the number of the pass
        """
        gate = self._get_desk(gate_id)
        logs = self.env["reception.gate.log"]
        lists = gate._desk_lists()
        calls = self.env["reception.gate.roll.call"]
        passes = self.env["reception.gate.pass"].search_fetch(
            [("company_id", "=", gate.company_id.id)], ["name", "lost_at"]
        )
        people = logs.search_fetch(lists["inside"].domain, PEOPLE_FIELDS, order="visitor_name, id")
        awaited = logs.search_fetch(lists["expected"].domain | lists["waiting"].domain, ["host_id"])
        return {
            "people": people._get_desk_rows(PEOPLE_FIELDS),
            "roll_call": calls._find_open(gate.company_id)._get_desk_facts(),
            "ended_roll_call": calls._find_ended(gate.company_id)._get_ended_facts(),
            # a guard does not read employees
            "contacts": logs.sudo()._get_contacts_of(awaited.sudo().host_id, gate.company_id),
            "staff": gate._get_staff(),
            "passes": {gate_pass.name: bool(gate_pass.lost_at) for gate_pass in passes},
        }

    def _get_staff(self):
        """Whom a visitor may name while nobody can be asked: names and departments, no numbers."""
        employees = self.env["hr.employee"].sudo()  # a guard does not read employees
        employees = employees.search_fetch(
            [("company_id", "=", self.company_id.id)], ["name", "department_id", "reception_search_key"]
        )
        return [
            [employee.id, employee.name, employee.department_id.name or "", employee.reception_search_key or ""]
            for employee in employees
        ]

    def _start_roll_call(self, place=None, is_drill=False, join=False):
        """Start a roll call, or join one of the same kind that another desk has started meanwhile.

        :raises UserError: one of the other kind is under way, and the guard does not say ``join``
        """
        calls = self.env["reception.gate.roll.call"].with_company(self.company_id)
        call = calls._find_open(self.company_id)
        if call and (join or call.is_drill == bool(is_drill)):
            return call
        return calls.create({"place": place, "is_drill": bool(is_drill)})

    def _end_roll_call(self, roll_call=None):
        call = self.env["reception.gate.roll.call"]._find_named(roll_call, self.company_id)
        call.action_end()
        return call

    def _reopen_roll_call(self, roll_call=None):
        call = self.env["reception.gate.roll.call"]._find_named(roll_call, self.company_id)
        call.action_reopen()
        return call
