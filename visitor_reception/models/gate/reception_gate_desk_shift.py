from odoo import api, models


class ReceptionGate(models.Model):
    """The shift, its hand-over, the gate's times and left things at the desk (3-1, 3-4a), with network or without."""

    _inherit = "reception.gate"

    @api.model
    def get_offline_data(self, gate_id):
        """See there; besides ``shift``: the one on duty as in ``reception.gate.shift._get_desk_rows``, or False;
        ``deposits``: rows of what is kept at the gate.
        """
        gate = self._get_desk(gate_id)
        shift = self.env["reception.gate.shift"].search([("gate_id", "=", gate.id), ("state", "!=", "closed")])
        deposits = self.env["reception.gate.deposit"]
        kept = deposits.search_fetch(
            [("gate_id", "=", gate.id), ("state", "=", "kept")], deposits._desk_fields(), order="recipient_name, id"
        )
        return {
            **super().get_offline_data(gate_id),
            "shift": shift._get_desk_rows()[0] if shift else False,
            "deposits": kept._get_desk_rows(),
        }

    def _start_shift(self):
        """Begin a shift at this gate.

        :raises UserError: somebody is on duty
        """
        shifts = self.env["reception.gate.shift"]
        if on_duty := shifts.search([("gate_id", "=", self.id), ("state", "!=", "closed")]):
            text = self.env._("%(shift)s is on duty: take over from there.", shift=on_duty.display_name)
            shifts._raise_refusals([[shifts._explain("3-1c", text)]])
        shifts.check_access("create")
        # of who was logged in at the desk, whoever sends it
        shift = shifts._as_engine().create(
            {"gate_id": self.id, "guard_id": shifts.env["reception.gate.log"]._get_doer_id()}
        )
        shift._tell_desks()
        return shift.with_env(self.env)

    def _take_deposit(self, values, gate_id):
        """Something is left at this gate for somebody (3-4a)."""
        deposits = self.env["reception.gate.deposit"]
        vals = {name: values[name] for name in deposits._desk_values() if values.get(name)}
        if not (vals.get("items") and vals.get("depositor_name")):
            deposits._raise_refusals([[deposits._explain("3-4a", self.env._("write who leaves what, and for whom."))]])
        return deposits.create({**vals, "gate_id": gate_id})

    def _note_opening_at_desk(self, kind, remark=None):
        """The gate has been opened, or closed and locked (3-1a, 3-1d).

        :param str kind: ``open`` or ``close``
        """
        logs, openings = self.env["reception.gate.log"], self.env["reception.gate.opening"]
        openings.check_access("create")
        remark = logs._clean_text("remark", remark)
        # the moment and the guard are those of the desk
        openings.sudo().create(
            {
                "gate_id": self.id,
                "kind": kind,
                "at": logs._get_moment(),
                "guard_id": logs._get_doer_id(),
                "remark": remark,
            }
        )
