from collections import Counter
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from .reception_gate_log_passage import Moment

# what came in since is not known to the books of a moment that is longer ago
NOW = timedelta(minutes=1)


class ReceptionGateShift(models.Model):
    """A guard's shift and its hand-over (交接班, 3-1c): what is open is counted, differences are explained, both sign."""

    _name = "reception.gate.shift"
    _inherit = ["reception.workflow.mixin", "reception.desk.row.mixin"]
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
        default=lambda self: self.env["reception.gate.log"]._get_doer_id(),
    )  # fmt: skip
    started_at = fields.Datetime(
        string="From",
        required=True,
        readonly=True,
        default=lambda self: self.env["reception.gate.log"]._get_moment(),
        copy=False,
    )
    ended_at = fields.Datetime(string="To", readonly=True, copy=False)
    signed_at = fields.Datetime(string="Outgoing Guard Signed", readonly=True, copy=False)
    sent_by_id = fields.Many2one(
        "res.users", string="Signature Sent By", readonly=True, ondelete="restrict", copy=False,
        help="Another guard whose desk has sent what the outgoing guard signed without network.",
    )  # fmt: skip
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
            "guard_id", "started_at", "ended_at", "signed_at", "sent_by_id", "relieved_by_id", "relieved_at",
            "unsigned_reason", "anonymised_at",
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
        self._tell_desks()

    def action_hand_over_counted(self, counts, remark=None):
        """Hand over what is counted already, and sign it, in one go, as at the desk (3-1c).

        :param dict counts: by kind of line a dict: ``counted`` (int), ``explanation`` (text, of a difference)
        :param str remark: incidents and remarks of the shift
        :raises UserError: as ``action_hand_over`` and ``action_sign``; then nothing is handed over
        """
        self.ensure_one()
        self.check_access("read")
        self._raise_refusals([self._hand_over_refusals()])
        if self.signed_at:
            self._raise_refusals([[self._explain("3-1c", self.env._("there is nothing to sign."))]])
        self._list_open_items()
        engine, counts = self._as_engine(), dict(counts)
        for line in engine.line_ids:
            count = dict(counts.get(line.kind) or {})
            line._count(count.get("counted"), count.get("explanation"))
        if remark := self.env["reception.gate.log"]._clean_text("remark", remark):
            engine.remark = "\n".join(filter(None, (engine.remark, remark)))
        if self.state == "open":
            self._move("handing")
        self.action_sign()

    def _list_open_items(self):
        for shift in self._as_engine():
            shift.line_ids = [Command.clear(), *(Command.create(vals) for vals in shift._get_open_items())]

    def _hand_over_refusals(self):
        self.ensure_one()
        if self.state == "closed":
            return [self._explain("3-1c", self.env._("the shift is handed over already."))]
        if self._is_of_another():
            return [self._explain("3-1c", self.env._("the guard on duty hands over."))]
        return []

    def _is_of_another(self):
        return not self.env.su and self.guard_id.id != self.env["reception.gate.log"]._get_doer_id()

    def _get_open_items(self):
        """Values of the lines: what is open now, or was when a desk handed over, with the names of all."""
        # the gate's own books, whoever is on duty
        company = Domain("company_id", "=", self.company_id.id)
        moment = self.env["reception.gate.log"]._get_moment()
        logs, deposits, incidents = (
            self.env[model].sudo() for model in (
                "reception.gate.log", "reception.gate.deposit", "reception.incident")
        )  # fmt: skip
        is_inside, is_kept = Domain("state", "=", "inside"), Domain("state", "=", "kept")
        occurred = Domain("occurred_at", ">=", self.started_at) & Domain("occurred_at", "<=", moment)
        if fields.Datetime.now() - moment > NOW:
            is_inside = (is_inside | Domain("checked_out", ">", moment)) & Domain("checked_in", "<=", moment)
            is_kept = (is_kept | Domain("collected_at", ">", moment)) & Domain("taken_in_at", "<=", moment)
        inside = logs.search(company & is_inside)
        items = {
            "inside": inside,
            # who has left since had it then
            "slip": inside.filtered(lambda log: log.slip_state not in ("none", log.state == "inside" and "returned")),
            "pass": inside.filtered("pass_id"),
            "deposit": deposits.search(Domain("gate_id", "=", self.gate_id.id) & is_kept),
            "incident": incidents.search(company & occurred),
        }
        return [
            {
                "kind": kind,
                "expected": sum(records.mapped("headcount")) if kind == "inside" else len(records),
                "names": "\n".join(self._get_open_name(kind, record) for record in records),
                "summary": self._count_names(
                    record.visitor_name if record._name == logs._name else record.display_name for record in records
                ),
            }
            for kind, records in items.items()
        ]

    @api.model
    def _count_names(self, names):
        """Names in one line, each once, with how often it stands there."""
        counts = Counter(names)
        return "、".join(f"{name} × {count}" if count > 1 else name for name, count in counts.items())

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
        logs = self.env["reception.gate.log"]
        sender = self.env.uid if logs._get_doer_id() != self.env.uid else False
        self._as_engine().write({"signed_at": logs._get_moment(), "sent_by_id": sender})
        self._tell_desks()

    def _sign_refusals(self):
        self.ensure_one()
        if self.state != "handing" or self.signed_at:
            return [self._explain("3-1c", self.env._("there is nothing to sign."))]
        if self._is_of_another():
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
        if self.guard_id.id == self.env["reception.gate.log"]._get_doer_id():
            return [self._explain("3-1c", self.env._("another guard takes over."))]
        if not self.env["reception.gate.log"]._is_guard():
            return [self._explain("3-1c", self.env._("a guard takes over."))]
        return []

    def _relieve(self, **vals):
        """End the shift, and begin that of who relieves, where they are a guard."""
        logs = self.env["reception.gate.log"]
        now, doer_id = logs._get_moment(), logs._get_doer_id()
        self._move("closed", ended_at=now, relieved_by_id=doer_id, relieved_at=now, **vals)
        self.flush_recordset()  # the database allows one shift at a time
        shift = self
        if self.browse().with_user(doer_id).has_access("create"):
            shift = self._as_engine().create({"gate_id": self.gate_id.id, "guard_id": doer_id}).with_env(self.env)
        shift._tell_desks()
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
                " · ".join((self.guard_id.sudo().name, self.relieved_by_id.sudo().name, self.unsigned_reason)),
            )
        )

    def action_recall(self):
        """The outgoing guard stays on duty after all: nothing was handed over."""
        self._raise_refusals(shift._hand_over_refusals() for shift in self)
        self._move("open", signed_at=False, sent_by_id=False)
        self._tell_desks()

    def _anonymise(self):
        """Of who was inside the slip numbers stay, the first words of their lines; as engine."""
        for line in self._as_engine().line_ids.filtered(lambda line: line.kind in ("inside", "slip", "pass")):
            numbers = [text.split(" ", 1)[0] for text in (line.names or "").splitlines()]
            line.write({"names": "\n".join(numbers), "summary": False})
        self.env["reception.gate.operation"]._forget(self)
        self.write({"anonymised_at": fields.Datetime.now()})

    # ------------------------------------------------------------------------------------------------------------------
    # Desks
    # ------------------------------------------------------------------------------------------------------------------

    def _get_earliest_moment(self, moment):
        return Moment.of(max(moment, self.started_at))

    def _get_desk_rows(self, names=None):
        """As for every row of the desk: ``id``, ``state``, ``gate_id``, ``guard_id``, ``guard_name``, ``started_at``,
        ``signed_at``, ``lines``: list of ``kind``, ``label``, ``expected``, ``names``, ``summary``, ``counted``, ``explanation``.
        """
        labels = dict(self.line_ids._fields["kind"]._description_selection(self.env))
        rows = []
        for shift in self.sudo():  # guards read no users, and all desks of the gate see the same
            lines = shift.line_ids if shift.state == "handing" else shift.line_ids.browse()
            items = lines.read(["kind", "expected", "names", "summary", "counted", "explanation"])
            items = items or (shift._get_open_items() if shift.state == "open" else [])
            rows.append(
                {
                    "model": self._name,
                    "id": shift.id,
                    "state": shift.state,
                    "gate_id": shift.gate_id.id,
                    "guard_id": shift.guard_id.id,
                    "guard_name": shift.guard_id.name,
                    "started_at": fields.Datetime.to_string(shift.started_at),
                    "signed_at": fields.Datetime.to_string(shift.signed_at) if shift.signed_at else False,
                    "lines": [{**item, "label": labels[item["kind"]]} for item in items],
                }
            )
        return rows

    def _tell_desks(self):
        """Desks look anew: what is open is counted for each of them when it asks."""
        for gate in self.sudo().gate_id:  # who relieves reads what they may; all desks hear it
            gate._bus_send("reception.gate/shift", {"gate_id": gate.id})
