from odoo import api, fields, models

from .reception_gate_log_passage import Moment
from .reception_gate_log_privacy import ANONYMOUS

DESK_FIELDS = (
    "id", "name", "state", "gate_id", "place", "depositor_name", "depositor_phone", "recipient_name", "items",
    "taken_in_at", "told_at",
)  # fmt: skip


class ReceptionGateDeposit(models.Model):
    """Something left at the gate for somebody (寄存, 3-4a): taken in, told to the recipient, collected with signature."""

    _name = "reception.gate.deposit"
    _inherit = ["reception.workflow.mixin", "mail.thread", "reception.desk.row.mixin"]
    _description = "Deposit"
    _order = "taken_in_at desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Deposit Number", readonly=True, copy=False)
    gate_id = fields.Many2one(
        "reception.gate", required=True, ondelete="restrict", index=True, check_company=True,
        default=lambda self: self.env["reception.gate"]._get_own(),
    )  # fmt: skip
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    place = fields.Char(compute="_compute_place", store=True, readonly=False, precompute=True, help="Where it is kept.")
    depositor_name = fields.Char(string="Left By", required=True, index="trigram")
    depositor_phone = fields.Char()
    recipient_id = fields.Many2one("hr.employee", string="For Employee", ondelete="restrict", check_company=True)
    recipient_name = fields.Char(
        string="For",
        compute="_compute_recipient_name",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        index="trigram",
    )
    recipient_user_id = fields.Many2one(
        "res.users", compute="_compute_recipient_name", store=True, precompute=True, index="btree_not_null",
        compute_sudo=True,
    )  # fmt: skip
    items = fields.Text(required=True)
    photo = fields.Binary(attachment=True)
    taken_in_at = fields.Datetime(
        readonly=True, required=True, default=lambda self: self.env["reception.gate.log"]._get_moment(), copy=False, index=True
    )  # fmt: skip
    taken_in_by_id = fields.Many2one(
        "res.users", readonly=True, required=True, ondelete="restrict", copy=False,
        default=lambda self: self.env["reception.gate.log"]._get_doer_id(),
    )  # fmt: skip
    told_at = fields.Datetime(string="Recipient Told", readonly=True, copy=False)
    collected_at = fields.Datetime(readonly=True, copy=False)
    collected_by = fields.Char(copy=False, help="Who fetched it.")
    signature = fields.Binary(attachment=True, copy=False, help="Of who fetched it.")
    handed_out_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", copy=False)
    remark = fields.Char()
    days_waiting = fields.Integer(compute="_compute_days_waiting")
    state = fields.Selection(
        [("kept", "Kept"), ("collected", "Collected"), ("returned", "Taken back")],
        required=True,
        readonly=True,
        default="kept",
        index=True,
    )

    @api.model
    def _transitions(self):
        return {"kept": {"collected", "returned"}, "collected": set(), "returned": set()}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "name", "taken_in_at", "taken_in_by_id", "told_at", "collected_at", "handed_out_by_id", "recipient_user_id",
        }  # fmt: skip

    @api.depends("gate_id")
    def _compute_place(self):
        for deposit in self:
            deposit.place = deposit.place or deposit.gate_id.deposit_place

    @api.depends("recipient_id")
    def _compute_recipient_name(self):
        for deposit in self:
            deposit.recipient_name = deposit.recipient_id.name or deposit.recipient_name
            deposit.recipient_user_id = deposit.recipient_id.user_id

    @api.depends("taken_in_at", "collected_at", "state")
    def _compute_days_waiting(self):
        deadline = self.env["reception.deadline"]
        for deposit in self:
            end = deposit.collected_at or fields.Datetime.now()
            first, last = (deadline._to_company_day(moment, deposit.company_id) for moment in (
                deposit.taken_in_at or end, end))  # fmt: skip
            deposit.days_waiting = (last - first).days

    @api.model_create_multi
    def create(self, vals_list):
        deposits = super().create(vals_list)
        for deposit in deposits:
            # guards have no right on sequences
            number = self.env["ir.sequence"].sudo().with_company(deposit.company_id)
            deposit._as_engine().name = number.next_by_code("reception.gate.deposit")
        deposits._tell_recipients()
        deposits._tell_desks()
        return deposits

    def write(self, vals):
        """What has been handed out stays on file as it was; what is kept stays at the gate with its collecting times.

        :raises UserError: somebody changes it, or moves it to another gate
        """
        if not self._is_engine():
            if any(deposit.state != "kept" for deposit in self):
                self._raise_refusals([[self._explain("3-4a", self.env._("it is not kept any more."))]])
            if "gate_id" in vals:
                self._raise_refusals([[self._explain("3-4a", self.env._("it is collected where it was taken in."))]])
        return super().write(vals)

    def action_tell(self):
        """Tell the recipients again."""
        self.check_access("write")
        self._tell_recipients()

    def action_note_told(self):
        """The recipient, who may have no login, has been told by telephone.

        :raises UserError: not kept any more
        """
        self.check_access("write")
        if any(deposit.state != "kept" for deposit in self):
            self._raise_refusals([[self._explain("3-4a", self.env._("it is not kept any more."))]])
        self._as_engine().write({"told_at": self.env["reception.gate.log"]._get_moment()})
        self._tell_desks()

    def _tell_recipients(self):
        told = self.filtered(lambda deposit: deposit.state == "kept" and deposit.recipient_user_id)
        for deposit in told:
            user = deposit.recipient_user_id.sudo()  # a guard reads no partners of colleagues
            text = deposit.with_context(lang=user.lang).env._(
                "%(depositor)s has left something for you at %(gate)s: %(items)s",
                depositor=deposit.depositor_name,
                gate=deposit.place or deposit.gate_id.name,
                items=deposit.items,
            )
            deposit.sudo().message_notify(partner_ids=user.partner_id.ids, body=text, subject=deposit.name)
        told._as_engine().write({"told_at": fields.Datetime.now()})

    def action_collect(self, collected_by=None, signature=None):
        """Hand it out to the recipient, who signs (3-4a).

        :param str collected_by: name; left out: what stands in the form
        :param signature: image (base64); left out: what stands in the form
        :raises UserError: not kept any more, nobody named, no signature, or outside the collecting times
        """
        self.check_access("write")
        for deposit in self:
            given = {"collected_by": collected_by, "signature": signature}
            deposit.write({name: value for name, value in given.items() if value})
        self._raise_refusals(deposit._collect_refusals() for deposit in self)
        self._give("collected")

    def _give(self, state):
        logs = self.env["reception.gate.log"]
        self._move(state, collected_at=logs._get_moment(), handed_out_by_id=logs._get_doer_id())
        self._tell_desks()

    def _collect_refusals(self):
        self.ensure_one()
        if self.state != "kept":
            return [self._explain("3-4a", self.env._("%(deposit)s is not kept any more.", deposit=self.display_name))]
        refusals = []
        if not (self.collected_by or "").strip():
            refusals.append(self._explain("3-4a", self.env._("write who fetches it.")))
        if not self.signature:
            refusals.append(self._explain("3-4a", self.env._("who fetches it signs.")))
        if not self.gate_id._is_collecting_at(self.env["reception.gate.log"]._get_moment()):
            refusals.append(self._explain("3-4a", self.env._("it is outside the set times.")))
        return refusals

    def action_return(self, remark=None):
        """Give it back to who left it.

        :param str remark: why; left out: what stands in the form
        :raises UserError: not kept any more, or no remark says why
        """
        self.check_access("write")
        for deposit in self:
            if remark:
                deposit.remark = remark
            if not (deposit.remark or "").strip():
                self._raise_refusals([[self._explain("3-4a", self.env._("write in the remark why it goes back."))]])
        self._give("returned")

    # ------------------------------------------------------------------------------------------------------------------
    # Desks
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _desk_fields(self):
        return DESK_FIELDS

    def _get_desk_rows(self, names=None):
        """As for every row of the desk; one that is not kept any more is not ``active``."""
        return [{**row, "active": row.get("state", "kept") == "kept"} for row in super()._get_desk_rows(names)]

    def _get_earliest_moment(self, moment):
        return Moment.of(max(moment, self.taken_in_at))

    @api.model
    def _desk_values(self):
        """Names of what is typed at a desk of what is left; add-ons add theirs."""
        return ("depositor_name", "depositor_phone", "recipient_id", "recipient_name", "items", "place")

    def _tell_desks(self):
        for gate, deposits in self.sudo().grouped("gate_id").items():  # all desks of the gate see the same
            gate._bus_send("reception.gate/deposit", {"rows": deposits._get_desk_rows()})

    def _anonymise(self):
        """Forget who left and who fetched it, and the messages that name them; as engine."""
        self.write(
            {
                "depositor_name": ANONYMOUS,
                "depositor_phone": False,
                "collected_by": False,
                "signature": False,
                "photo": False,
            }
        )
        self.env["reception.gate.operation"]._forget(self)
        self.env["mail.message"].search([("model", "=", self._name), ("res_id", "in", self.ids)]).unlink()
