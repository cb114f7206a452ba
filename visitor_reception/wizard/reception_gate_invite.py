from odoo import fields, models


class ReceptionGateInvite(models.TransientModel):
    """A host invites guests by himself, one a line."""

    _name = "reception.gate.invite"
    _description = "Invite Guests"

    guests = fields.Text(required=True, help="One guest a line: name, and after a comma the phone number and the unit.")
    kind = fields.Selection(
        lambda self: [
            pair for pair in self.env["reception.gate.log"]._fields["kind"]._description_selection(self.env)
            if pair[0] not in ("guest", "trader")
        ],
        string="Kind of Guests", required=True, default="visitor",
    )  # fmt: skip
    reason = fields.Char(string="Reason for Inviting", required=True)
    expected_at = fields.Datetime(string="From", required=True, default=fields.Datetime.now)
    expected_until = fields.Datetime(string="Until", required=True)

    def action_invite(self):
        """Expect the guests, and show the links to be passed on to them.

        :raises UserError: see ``reception.gate.log.invite``
        """
        self.ensure_one()
        names = ("visitor_name", "visitor_phone", "visitor_unit")
        vals_list = [
            {
                # a Chinese comma will do
                **dict(zip(names, (part.strip() for part in line.replace("，", ",").split(",")), strict=False)),
                "kind": self.kind,
                "reason": self.reason,
            }
            for line in self.guests.splitlines()
            if line.strip()
        ]
        logs = self.env["reception.gate.log"].invite(vals_list, self.expected_at, self.expected_until)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invited Guests"),
            "res_model": logs._name,
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", logs.ids)],
        }
