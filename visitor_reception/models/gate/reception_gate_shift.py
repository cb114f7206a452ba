from odoo import api, fields, models
from odoo.fields import Command, Domain


class ReceptionGateShift(models.Model):
    """A guard's shift and its hand-over (交接班, 3-1c): what is open is counted, differences are explained, both sign."""

    _name = "reception.gate.shift"
    _inherit = ["reception.workflow.mixin"]
    _description = "Shift at a Gate"
    _order = "started_at desc, id desc"
    _check_company_auto = True

    gate_id = fields.Many2one(
        "reception.gate", required=True, ondelete="restrict", index=True, check_company=True,
        default=lambda self: self.env["reception.gate"]._get_own(),
    )  # fmt: skip
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    guard_id = fields.Many2one(
        "res.users", string="Outgoing Guard", required=True, readonly=True, ondelete="restrict", copy=False,
        default=lambda self: self.env.user,
    )  # fmt: skip
    started_at = fields.Datetime(string="From", required=True, readonly=True, default=fields.Datetime.now, copy=False)
    ended_at = fields.Datetime(string="To", readonly=True, copy=False)
    signed_at = fields.Datetime(string="Outgoing Guard Signed", readonly=True, copy=False)
    relieved_by_id = fields.Many2one(
        "res.users", string="Incoming Guard", readonly=True, ondelete="restrict", copy=False
    )
    relieved_at = fields.Datetime(string="Incoming Guard Signed", readonly=True, copy=False)
    unsigned_reason = fields.Char(
        string="Why Without Signature", readonly=True, copy=False, help="The guard on duty has not handed over (3-1c)."
    )
    anonymised_at = fields.Datetime(string="Names Deleted On", readonly=True, copy=False)
    remark = fields.Text(string="Incidents and Remarks")
    line_ids = fields.One2many("reception.gate.shift.line", "shift_id", string="Handed Over", copy=False)
    opening_ids = fields.One2many("reception.gate.opening", compute="_compute_opening_ids", string="Gate Times")
    state = fields.Selection(
        [("open", "On duty"), ("handing", "Being handed over"), ("closed", "Handed over")],
        required=True,
        readonly=True,
        default="open",
    )

    _gate_once = models.UniqueIndex("(gate_id) WHERE state <> 'closed'", "Somebody is on duty at this gate.")

    @api.model
    def _transitions(self):
        return {"open": {"handing", "closed"}, "handing": {"open", "closed"}, "closed": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "guard_id", "started_at", "ended_at", "signed_at", "relieved_by_id", "relieved_at", "unsigned_reason",
            "anonymised_at",
        }  # fmt: skip

    def write(self, vals):
        """A shift stays at its gate.

        :raises UserError: somebody moves it to another
        """
        if "gate_id" in vals and not self._is_engine():
            self._raise_refusals([[self._explain("3-1c", self.env._("a shift stays at the gate where it began."))]])
        return super().write(vals)

    @api.depends("gate_id", "guard_id")
    def _compute_display_name(self):
        for shift in self:
            # the name of a colleague, who may have gone
            shift.display_name = f"{shift.gate_id.name} · {shift.guard_id.sudo().name}"

    @api.depends("gate_id", "started_at", "ended_at")
    def _compute_opening_ids(self):
        for shift in self:
            until = shift.ended_at or fields.Datetime.now()
            shift.opening_ids = self.env["reception.gate.opening"].search(
                [("gate_id", "=", shift.gate_id.id), ("at", ">=", shift.started_at), ("at", "<=", until)]
            )

    @api.model
    def start_shift(self, gate_id):
        """Begin a shift where nobody is on duty.

        :return: id of the shift
        """
        return self.create({"gate_id": gate_id}).id

    def action_hand_over(self):
        """List what is open, to be counted by the outgoing guard (3-1c).

        :raises UserError: another guard's shift, or not on duty
        """
        self._raise_refusals(shift._hand_over_refusals() for shift in self)
        self._list_open_items()
        self._move("handing")

    def _list_open_items(self):
        for shift in self._as_engine():
            shift.line_ids = [Command.clear(), *(Command.create(vals) for vals in shift._get_open_items())]

    def _hand_over_refusals(self):
        self.ensure_one()
        if self.state == "closed":
            return [self._explain("3-1c", self.env._("the shift is handed over already."))]
        if not self.env.su and self.guard_id != self.env.user:
            return [self._explain("3-1c", self.env._("the guard on duty hands over."))]
        return []

    def _get_open_items(self):
        """Values of the lines: what is open now, with the names of all."""
        # the gate's own books, whoever is on duty
        company = Domain("company_id", "=", self.company_id.id)
        logs, deposits, incidents = (
            self.env[model].sudo() for model in (
                "reception.gate.log", "reception.gate.deposit", "reception.incident")
        )  # fmt: skip
        inside = logs.search(company & Domain("state", "=", "inside"))
        items = {
            "inside": inside,
            "slip": inside.filtered(lambda log: log.slip_state not in ("none", "returned")),
            "pass": inside.filtered("pass_id"),
            "deposit": deposits.search(Domain("gate_id", "=", self.gate_id.id) & Domain("state", "=", "kept")),
            "incident": incidents.search(company & Domain("occurred_at", ">=", self.started_at)),
        }
        return [
            {
                "kind": kind,
                "expected": sum(records.mapped("headcount")) if kind == "inside" else len(records),
                "names": "\n".join(self._get_open_name(kind, record) for record in records),
            }
            for kind, records in items.items()
        ]

    @api.model
    def _get_open_name(self, kind, record):
        """How an open item is called; numbers come first, for they are kept when names are deleted."""
        if record._name != "reception.gate.log":
            return record.display_name
        return " ".join(filter(None, (record.name, kind == "pass" and record.pass_number, record.visitor_name)))

    def action_sign(self):
        """The outgoing guard signs what they have counted.

        :raises UserError: not being handed over, another guard, something not counted, or a difference not explained
        """
        self._raise_refusals(shift._sign_refusals() for shift in self)
        self._as_engine().write({"signed_at": fields.Datetime.now()})

    def _sign_refusals(self):
        self.ensure_one()
        if self.state != "handing" or self.signed_at:
            return [self._explain("3-1c", self.env._("there is nothing to sign."))]
        if not self.env.su and self.guard_id != self.env.user:
            return [self._explain("3-1c", self.env._("the guard on duty hands over."))]
        return self._count_refusals()

    def _count_refusals(self):
        labels = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        refusals = []
        for line in self.line_ids:
            if not line.is_counted:
                text = self.env._("%(what)s: write the number counted.", what=labels[line.kind])
                refusals.append(self._explain("3-1c", text))
            elif line.difference and not (line.explanation or "").strip():
                text = self.env._("%(what)s: explain the difference.", what=labels[line.kind])
                refusals.append(self._explain("3-1c", text))
        return refusals

    def action_take_over(self):
        """The incoming guard signs and is on duty from now on.

        :return: action that opens the new shift
        :raises UserError: the outgoing guard has not signed, or is the same person
        """
        self.ensure_one()
        self.check_access("read")
        self._raise_refusals([self._take_over_refusals()])
        return self._relieve()

    def _take_over_refusals(self):
        if self.state != "handing" or not self.signed_at:
            return [self._explain("3-1c", self.env._("the outgoing guard signs first."))]
        return self._relieve_refusals()

    def action_take_over_unsigned(self, reason):
        """Relieve a guard who has gone without handing over: what the books say is open is listed, not counted.

        A guard is on duty from now on; Administration and HR, who are told, only end the shift.

        :return: action that opens the shift on duty now, or the ended one
        :raises UserError: no reason, own shift, or it is handed over or signed
        """
        self.ensure_one()
        self.check_access("read")
        reason = self.env["reception.gate.log"]._clean_text("unsigned_reason", reason)
        self._raise_refusals([self._take_over_unsigned_refusals(reason)])
        if self.state == "open":
            self._list_open_items()
        action = self._relieve(unsigned_reason=reason)
        self._tell_unsigned()
        return action

    def _take_over_unsigned_refusals(self, reason):
        if self.state == "closed":
            return [self._explain("3-1c", self.env._("the shift is handed over already."))]
        if self.signed_at:
            return [self._explain("3-1c", self.env._("the outgoing guard has signed: take over."))]
        if not reason:
            return [self._explain("3-1c", self.env._("write why the outgoing guard does not sign."))]
        return self._relieve_refusals()

    def _relieve_refusals(self):
        if self.guard_id == self.env.user:
            return [self._explain("3-1c", self.env._("another guard takes over."))]
        if not self.env["reception.gate.log"]._is_guard():
            return [self._explain("3-1c", self.env._("a guard takes over."))]
        return []

    def _relieve(self, **vals):
        """End the shift, and begin that of the user where they are a guard."""
        now = fields.Datetime.now()
        self._move("closed", ended_at=now, relieved_by_id=self.env.uid, relieved_at=now, **vals)
        self.flush_recordset()  # the database allows one shift at a time
        shift = self.create({"gate_id": self.gate_id.id}) if self.browse().has_access("create") else self
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": shift.id,
            "views": [(False, "form")],
        }

    def _tell_unsigned(self):
        self.gate_id._tell_officers(
            lambda gate: (
                gate.env._("Shift ended without hand-over (3-1c): %(gate)s", gate=gate.name),
                " · ".join((self.guard_id.sudo().name, self.env.user.name, self.unsigned_reason)),
            )
        )

    def action_recall(self):
        """The outgoing guard stays on duty after all: nothing was handed over."""
        self._raise_refusals(shift._hand_over_refusals() for shift in self)
        self._move("open", signed_at=False)

    def _anonymise(self):
        """Of who was inside the slip numbers stay, the first words of their lines; as engine."""
        for line in self.line_ids.filtered(lambda line: line.kind in ("inside", "slip", "pass")):
            numbers = [text.split(" ", 1)[0] for text in (line.names or "").splitlines()]
            line.names = "\n".join(numbers)
        self.write({"anonymised_at": fields.Datetime.now()})
