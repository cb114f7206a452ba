from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools.misc import clean_context, format_datetime


class ReceptionGateOpening(models.Model):
    """One actual opening or closing of a gate, held to its schedule (3-1a, 3-1b).

    It is never changed afterwards: only why it deviates is written, once. What nobody has noted by the schedule gets a
    row of its own, without time.
    """

    _name = "reception.gate.opening"
    _description = "Opening or Closing of a Gate"
    _order = "id desc"

    gate_id = fields.Many2one("reception.gate", required=True, ondelete="restrict", index=True)
    company_id = fields.Many2one(related="gate_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection([("open", "Opened"), ("close", "Closed and locked")], required=True)
    at = fields.Datetime(
        string="Actual Time", readonly=True, default=fields.Datetime.now, help="Empty: nobody has noted it."
    )
    guard_id = fields.Many2one("res.users", readonly=True, ondelete="restrict", default=lambda self: self.env.user)
    scheduled_at = fields.Datetime(
        string="Scheduled Time", compute="_compute_scheduled_at", store=True, precompute=True
    )
    deviation = fields.Integer(
        string="Deviation (Minutes)",
        compute="_compute_scheduled_at",
        store=True,
        precompute=True,
        help="Minutes after the scheduled time; less than 0: before it.",
    )
    is_deviation = fields.Boolean(
        string="Outside the Schedule", compute="_compute_scheduled_at", store=True, precompute=True
    )
    is_missed = fields.Boolean(string="Not Noted", readonly=True)
    remark = fields.Char(string="Why")
    can_explain = fields.Boolean(compute="_compute_can_explain", export_string_translation=False)

    @api.depends("gate_id", "kind", "at")
    def _compute_scheduled_at(self):
        """Held to the schedule of that moment: a later change of the schedule does not judge it anew."""
        for opening in self:
            gate = opening.gate_id
            kind, at = opening.kind, opening.at
            window = kind and at and gate and gate._get_scheduled(kind, at)
            opening.scheduled_at = scheduled = window and window.get_scheduled(kind)
            opening.deviation = round(window.get_deviation(kind, at).total_seconds() / 60) if window else 0
            # opened on a day without opening hours
            unplanned = bool(gate.calendar_id and opening.kind == "open" and not scheduled)
            opening.is_deviation = opening.is_missed or unplanned or abs(opening.deviation) > gate.tolerance

    @api.depends_context("uid")
    @api.depends("guard_id")
    def _compute_can_explain(self):
        for opening in self:
            opening.can_explain = not opening.remark and (opening.is_missed or opening.guard_id == self.env.user)

    @api.depends("gate_id", "kind")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for opening in self:
            opening.display_name = f"{opening.gate_id.name} {labels.get(opening.kind, '')}"

    @api.model_create_multi
    def create(self, vals_list):
        """The moment and the guard are the clock's and the login's, unless the gate's desk was offline."""
        if not self.env.su:
            own = {"at": fields.Datetime.now(), "guard_id": self.env.uid}
            # the deviation is computed, never told
            self = self.with_context(clean_context(self.env.context))  # pylint: disable=context-overridden
            vals_list = [
                {**{name: vals[name] for name in ("gate_id", "kind", "remark") if name in vals}, **own}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        """Only why, and only once.

        :raises AccessError: anything else
        :raises UserError: nothing is written, or it was written before
        """
        if not self.env.su:
            if set(vals) != {"remark"}:
                raise AccessError(self.env._("An opening stays as it was noted; only why is written."))
            remark = self.env["reception.gate.log"]._clean_text("remark", vals["remark"])
            if not remark or any(opening.remark for opening in self):
                text = self.env._("write why, once: what is written stays.")
                raise UserError(self.env["reception.clause"]._explain("3-1a", text))
            vals = {"remark": remark}
        return super().write(vals)

    def action_note_opened(self):
        """Note that the user's gate has been opened now: from the list, whatever is selected.

        :raises UserError: it is not known which gate
        """
        self._get_own_gate().action_open()

    def action_note_closed(self):
        """Note that the user's gate has been closed and locked now.

        :raises UserError: it is not known which gate
        """
        self._get_own_gate().action_close()

    def _get_own_gate(self):
        gate = self.env["reception.gate"]._get_own()
        if not gate:
            raise UserError(self.env._("Begin your shift first, or note it on the form of the gate."))
        return gate

    # ------------------------------------------------------------------------------------------------------------------
    # What nobody has noted
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _cron_flag_missed(self):
        """Flag once what was scheduled yesterday or today and nobody has noted, and tell Administration and HR (3-1a)."""
        now = fields.Datetime.now()
        scheduled = {
            (gate, kind, moment)
            for gate in self.env["reception.gate"].search([])
            for kind, moment in gate._get_schedule(now)
            # who opened by the hours of that moment is not judged by those that were set later
            if moment >= gate._get_hours_set_at()
        }
        noted = self.search([("scheduled_at", ">=", now - timedelta(days=2))])
        scheduled -= {(opening.gate_id, opening.kind, opening.scheduled_at) for opening in noted}
        planned = sorted(scheduled, key=lambda entry: entry[2])
        missed = self.sudo().create(
            [
                {"gate_id": gate.id, "kind": kind, "at": False, "guard_id": False, "is_missed": True}
                for gate, kind, _moment in planned
            ]
        )
        for opening, (_gate, _kind, moment) in zip(missed, planned, strict=True):
            opening.scheduled_at = moment
        for openings in missed.grouped("company_id").values():
            openings.gate_id[:1]._tell_officers(openings._get_missed_notice)

    def _get_missed_notice(self, gate):
        openings = self.with_env(gate.env)
        timezone = gate.company_id._reception_zone().zone
        lines = [
            f"{opening.display_name} · {format_datetime(gate.env, opening.scheduled_at, tz=timezone)}"
            for opening in openings
        ]
        return gate.env._("Opening or closing not noted (3-1a): %(count)s", count=len(openings)), "\n".join(lines)
