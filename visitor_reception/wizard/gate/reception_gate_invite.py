from odoo import fields, models


class ReceptionGateInvite(models.TransientModel):
    """A host invites guests by themselves; who has an e-mail address gets the invitation at once."""

    _name = "reception.gate.invite"
    _inherit = ["reception.gate.people.mixin"]
    _description = "Invite Guests"

    line_ids = fields.One2many("reception.gate.person", "invite_id", string="Guests")
    kind = fields.Selection(
        lambda self: [
            pair for pair in self.env["reception.gate.log"]._fields["kind"]._description_selection(self.env)
            if pair[0] not in ("guest", "trader")
        ],
        string="Kind of Guests", required=True, default="visitor",
    )  # fmt: skip
    reason = fields.Char(string="Reason for Inviting", required=True)
    area_id = fields.Many2one("reception.gate.area")
    expected_at = fields.Datetime(string="From", required=True, default=fields.Datetime.now)
    expected_until = fields.Datetime(string="Until", required=True)

    def action_invite(self):
        """Expect the guests, and show the links to be passed on to who has no e-mail address.

        :raises UserError: see ``reception.gate.log.invite``
        """
        self.ensure_one()
        told = {"kind": self.kind, "reason": self.reason, "area_id": self.area_id.id}
        vals_list = [{**person, **told} for person in self._get_people()]
        logs = self.env["reception.gate.log"].invite(vals_list, self.expected_at, self.expected_until)
        return self._show(logs, self.env._("Invited Guests"), "visitor_reception.reception_gate_log_view_list_invited")
