from odoo import api, fields, models
from odoo.fields import Domain


class ReceptionGatePass(models.Model):
    """A pass that a visitor wears inside and returns (访客证).

    A pass is out exactly while somebody who has it is inside: that is looked up, not stored twice.
    """

    _name = "reception.gate.pass"
    _inherit = ["reception.placed.mixin"]
    _description = "Visitor Pass"
    _order = "kind_id, name"
    _check_company_auto = True

    name = fields.Char(string="Pass Number", required=True)
    kind_id = fields.Many2one(
        "reception.gate.pass.kind", required=True, ondelete="restrict", index=True, check_company=True
    )
    company_id = fields.Many2one("res.company", required=True, index=True, default=lambda self: self.env.company)
    active = fields.Boolean(default=True)
    lost_at = fields.Datetime(string="Lost On", readonly=True, copy=False, index="btree_not_null")
    lost_log_id = fields.Many2one(
        "reception.gate.log", string="Lost By", readonly=True, copy=False, ondelete="set null", index="btree_not_null"
    )
    holder_log_id = fields.Many2one("reception.gate.log", string="Worn By", compute="_compute_holder_log_id")
    state = fields.Selection(
        [("free", "At the gate"), ("out", "Out"), ("lost", "Lost")],
        compute="_compute_holder_log_id",
        search="_search_state",
    )

    _name_uniq = models.UniqueIndex("(company_id, name)", "There is already a pass with this number in the company.")

    @api.depends("lost_at")
    def _compute_holder_log_id(self):
        # who may read passes may know whether they are there
        inside = self.env["reception.gate.log"].sudo().search([("pass_id", "in", self.ids), ("state", "=", "inside")])
        holders = {log.pass_id.id: log for log in inside}
        for gate_pass in self:
            holder = holders.get(gate_pass.id)
            gate_pass.holder_log_id = holder
            gate_pass.state = "lost" if gate_pass.lost_at else "out" if holder else "free"

    @api.model
    def _search_state(self, operator, value):
        if operator != "in":
            return NotImplemented
        worn = self.env["reception.gate.log"].sudo()._search([("pass_id", "!=", False), ("state", "=", "inside")])
        out = Domain("id", "in", worn.subselect("pass_id")) & Domain("lost_at", "=", False)
        domains = {
            "lost": Domain("lost_at", "!=", False),
            "out": out,
            "free": Domain("lost_at", "=", False) & ~out,
        }
        return Domain.OR(domains[state] for state in value if state in domains)

    def action_lose(self):
        """Put the pass on the list of the lost.

        :raises AccessError: the user is neither guard nor of Administration and HR
        """
        self._check_guard()
        self._set_lost(fields.Datetime.now())

    def action_find(self):
        """The pass has been found: it is given out again.

        :raises AccessError: the user is neither guard nor of Administration and HR
        """
        self._check_guard()
        self.sudo().write({"lost_at": False, "lost_log_id": False})  # guards do not write passes otherwise

    def _check_guard(self):
        """Who only reads passes, such as an auditor, moves none."""
        self.check_access("read")
        self.env["reception.gate.log"]._check_guard()

    def _set_lost(self, moment, log=None):
        # guards do not write passes otherwise
        self.sudo().write({"lost_at": moment, "lost_log_id": (log or self.holder_log_id[:1]).id})

    def _hand_out_refusals(self):
        """What speaks against giving the pass to a visitor; whether it is out the database itself says."""
        if self.lost_at:
            return [self.env._("Pass %(number)s is lost: choose another, or note that it was found.", number=self.name)]
        return []
