from odoo import api, fields, models


class ReceptionGateGroup(models.TransientModel):
    """A guard records people who stand at the gate together and visit the same person: all, or none."""

    _name = "reception.gate.group"
    _inherit = ["reception.gate.people.mixin"]
    _description = "Register a Group"

    line_ids = fields.One2many("reception.gate.person", "group_id", string="People in the Group")
    gate_id = fields.Many2one("reception.gate", required=True, default=lambda self: self._get_own_gate())
    kind = fields.Selection(
        lambda self: [
            pair for pair in self.env["reception.gate.log"]._fields["kind"]._description_selection(self.env)
            if pair[0] != "guest"
        ],
        string="Kind of Visitors", required=True, default="visitor",
    )  # fmt: skip
    host_id = fields.Many2one("hr.employee", string="Person Visited")
    host_name = fields.Char(string="Name of the Person Visited", help="Of somebody who is not among the employees.")
    reason = fields.Char(string="Reason of the Visit")
    plate = fields.Char(string="Number Plate")
    area_id = fields.Many2one("reception.gate.area")

    @api.model
    def _get_own_gate(self):
        return self.env["reception.gate"]._get_own()

    def action_register(self):
        """Record all, and show them; who is expected or at the gate already is found and not recorded twice.

        :raises AccessError: the user is no guard
        :raises UserError: nobody on the list, or what is wrong with which line
        """
        self.ensure_one()
        told = {name: self[name] for name in ("kind", "host_name", "reason", "plate")}
        told |= {"host_id": self.host_id.id, "area_id": self.area_id.id}
        people = [{**person, **told} for person in self._get_people()]
        rows = self.env["reception.gate.log"].register(people, self.gate_id.id)
        logs = self.env["reception.gate.log"].browse([row["id"] for row in rows])
        return self._show(logs, self.env._("Registered Group"), "visitor_reception.reception_gate_log_view_list")
