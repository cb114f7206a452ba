from odoo import api, fields, models
from odoo.fields import Command, Domain


class ReceptionGateRollCall(models.Model):
    """Who is found at the assembly point of those inside (点名): several guards at once, in earnest or as a drill."""

    _name = "reception.gate.roll.call"
    _inherit = ["reception.workflow.mixin"]
    _description = "Roll Call"
    _order = "started_at desc, id desc"
    _rec_name = "place"

    place = fields.Char(string="Assembly Point", required=True)
    is_drill = fields.Boolean(string="Drill")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    started_at = fields.Datetime(
        required=True, readonly=True, default=lambda self: self.env["reception.gate.log"]._get_moment()
    )
    started_by_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        ondelete="restrict",
        default=lambda self: self.env["reception.gate.log"]._get_doer_id(),
    )
    ended_at = fields.Datetime(readonly=True)
    remark = fields.Text()
    line_ids = fields.One2many("reception.gate.roll.call.line", "roll_call_id", string="People")
    state = fields.Selection(
        [("open", "Under way"), ("ended", "Ended")], required=True, readonly=True, default="open", index=True
    )
    people_count = fields.Integer(string="People Inside", compute="_compute_counts")
    safe_count = fields.Integer(string="Found", compute="_compute_counts")
    open_count = fields.Integer(string="Not Found", compute="_compute_counts")

    _one_open = models.UniqueIndex(
        "(company_id) WHERE state = 'open'", "A roll call is under way already: mark people there, or end it first."
    )

    @api.model
    def _transitions(self):
        return {"open": {"ended"}, "ended": {"open"}}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"company_id", "started_at", "started_by_id", "ended_at"}

    @api.depends("line_ids.state", "line_ids.found_count")
    def _compute_counts(self):
        groups = self.env["reception.gate.roll.call.line"]._read_group(
            [("roll_call_id", "in", self.ids)], ["roll_call_id"], ["headcount:sum", "found_count:sum"]
        )
        sums = {call: (people, found) for call, people, found in groups}
        for call in self:
            call.people_count, call.safe_count = sums.get(call._origin, (0, 0))
            call.open_count = call.people_count - call.safe_count

    @api.model_create_multi
    def create(self, vals_list):
        """A roll call lists everybody who is inside at that moment.

        :raises UserError: one is under way in the company
        """
        for company in self.company_id.browse(vals.get("company_id", self.env.company.id) for vals in vals_list):
            if call := self._find_open(company):
                self._raise_refusals(
                    [[self.env._("A roll call is under way: mark people there, or end it first: %s", call.place)]]
                )
        calls = super().create([{key: vals[key] for key in vals if key != "line_ids"} for vals in vals_list])
        for call in calls._as_engine():
            inside = call.env["reception.gate.log"].search(
                Domain("company_id", "=", call.company_id.id) & Domain("state", "=", "inside"), order="visitor_name, id"
            )
            call._list(inside)
            call._list_staff()
        calls._on_started()
        return calls

    def _on_started(self):
        """Roll calls have begun; other add-ons list or tell more."""
        self._tell_desks()

    def _on_ended(self):
        """Roll calls have ended; other add-ons tell more."""
        self._tell_desks()

    @api.model
    def _find_open(self, company):
        """The roll call under way in the company, or none."""
        return self.search([("company_id", "=", company.id), ("state", "=", "open")])

    @api.model
    def _find_ended(self, company):
        """The last roll call of the company that was ended, which may have been too early; or none."""
        return self.search([("company_id", "=", company.id), ("state", "=", "ended")], limit=1)

    @api.model
    def _find_named(self, name, company):
        """The roll call that a desk means: by its id, or by what the desk called it when it began it without network.

        :raises UserError: there is none
        """
        call = self
        if isinstance(name, int):
            call = self.search([("id", "=", name), ("company_id", "=", company.id)])
        elif name and isinstance(name, str):
            call = self.env["reception.gate.operation"]._find_started(name, self._name, company)
        if not call:
            self._raise_refusals([[self.env._("There is no such roll call.")]])
        return call

    def _list(self, logs):
        """Add passages to the people looked for; as engine."""
        self.line_ids = [
            Command.create(
                {
                    "log_id": log.id,
                    "visitor_name": log.visitor_name,
                    "visitor_phone": log.visitor_phone,
                    "headcount": log.headcount,
                    "host_name": log.host_name,
                    "remark": self.env._("Seen leaving without slip") if log.slip_state == "missing" else False,
                }
            )
            for log in logs
        ]

    @api.model
    def _find_staff_inside(self, company):
        """Employees who are in the house, where the company records attendance; add-ons that know better replace it."""
        employees = self.env["hr.employee"].sudo()  # a guard reads no employees
        if "hr.attendance" not in self.env:
            return employees
        # present: checked in and not out again
        present = self.env["hr.attendance"].sudo().search(
            [("check_out", "=", False), ("employee_id.company_id", "=", company.id)]
        )  # fmt: skip
        return present.employee_id

    def _list_staff(self):
        """Add the employees who are in the house to the people looked for; as engine."""
        staff = self._find_staff_inside(self.company_id) - self.line_ids.employee_id
        self.line_ids = [
            Command.create(
                {
                    "employee_id": employee.id,
                    "visitor_name": employee.name,
                    "visitor_phone": employee.mobile_phone or employee.work_phone,
                    "host_name": employee.department_id.name,
                }
            )
            for employee in staff
        ]

    def action_end(self):
        """End the roll call; who has not been found stays listed.

        :raises UserError: ended already
        """
        self.check_access("write")
        self._move("ended", ended_at=self.env["reception.gate.log"]._get_moment())
        self._on_ended()

    def action_reopen(self):
        """Go on with a roll call that was ended too early; who has come in since is looked for as well.

        :raises UserError: not ended, or another is under way
        """
        self.ensure_one()
        self.check_access("write")
        if other := self._find_open(self.company_id):
            self._raise_refusals(
                [[self.env._("A roll call is under way: mark people there, or end it first: %s", other.place)]]
            )
        self._move("open", ended_at=False)
        engine = self._as_engine()
        inside = [("company_id", "=", self.company_id.id), ("state", "=", "inside")]
        engine._list(engine.env["reception.gate.log"].search(inside, order="visitor_name, id") - engine.line_ids.log_id)
        engine._list_staff()
        self._tell_desks()

    # ------------------------------------------------------------------------------------------------------------------
    # Desks
    # ------------------------------------------------------------------------------------------------------------------

    def _get_desk_facts(self):
        """The roll call as desks show it, or False where none is under way.

        :return: dict: ``id``, ``place``, ``is_drill``, ``started_at`` (UTC, text), ``marks``: state by id of the passage,
            ``found``: how many of its people, by the same; ``staff``: rows of the lines of employees
        """
        if self.state != "open":
            return False
        lines = self.line_ids.filtered("log_id")
        return {
            "id": self.id,
            "place": self.place,
            "is_drill": self.is_drill,
            "started_at": fields.Datetime.to_string(self.started_at),
            "marks": {line.log_id.id: line.state for line in lines},
            "found": {line.log_id.id: line.found_count for line in lines},
            "staff": (self.line_ids - lines).filtered("employee_id")._get_desk_rows(),
        }

    def _tell_desks(self):
        for call in self.sudo():  # who marks people reads only what they may; all desks see the whole roll
            gate = self.env["reception.gate"]._get_any(call.company_id)
            facts = {"roll_call": call._get_desk_facts(), "ended": call._get_ended_facts()}
            gate._bus_send("reception.gate/roll_call", facts)

    def _get_ended_facts(self):
        """The ended roll call that can be gone on with: dict of ``id``, ``place``, ``ended_at`` (UTC, text); or False."""
        if self.state != "ended":
            return False
        return {"id": self.id, "place": self.place, "ended_at": fields.Datetime.to_string(self.ended_at)}
