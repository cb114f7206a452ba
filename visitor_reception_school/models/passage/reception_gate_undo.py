from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError

from odoo.addons.visitor_reception.models.document.reception_engine_mixin import as_engine

PATIENCE = timedelta(minutes=10)  # a guard sees at once that a scan was wrong


class ReceptionGate(models.Model):
    """A scan that was wrong is taken back by another passage that names it; nothing is deleted."""

    _inherit = "reception.gate"

    @api.model
    def undo_scan(self, client_id, gate_id):
        """Take back a scan of the last minutes, such as of a badge that somebody else held.

        :param str client_id: of the scan
        :return: the pupil as a dict, see ``find_pupils``
        :raises UserError: not known, too long ago, taken back already, or it has ended a slip, pass or outing
        """
        gate = self._get_scan_gate(gate_id)
        passages = self.env["reception.school.passage"].sudo()  # guards read no passages: the one they have made
        passage = passages.search(
            [("client_id", "=", str(client_id)), ("company_id", "=", self._get_scan_company(gate.id))], limit=1
        )
        moment = self.env["reception.gate.log"]._get_moment()
        if not passage or not passage.pupil_id or passage.result != "passed":
            raise UserError(self.env._("There is nothing to take back."))
        if moment - passage.at > PATIENCE or passage._get_ended():
            raise UserError(self.env._("This cannot be taken back any more: tell the class teacher."))
        as_engine(passage).active = False
        pupil = passage.pupil_id
        passages._note(
            pupil,
            gate,
            passage.direction,
            "refused",
            refusal="other",
            remark=self.env._("Scan taken back"),
            corrects_id=passage.id,
        )
        # where the pupil was before; a later passage counts more
        passages._set_presence(pupil, "outside" if passage.direction == "in" else "inside", passage.at)
        return pupil._get_gate_row()
