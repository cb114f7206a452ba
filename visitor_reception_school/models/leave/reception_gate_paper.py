from odoo import models
from odoo.exceptions import UserError

from odoo.addons.visitor_reception.models.gate.reception_gate_log_passage import Moment

from ..passage.reception_gate_pupil import to_line


class ReceptionGate(models.Model):
    """A desk without network does not know the slip: the paper counts, and stays on a list until it is tied to a slip."""

    _inherit = "reception.gate"

    def _get_named_permits(self):
        return {**super()._get_named_permits(), "paper_slip": self._pass_paper_slip}

    def _pass_paper_slip(self, pupil, direction, values):
        """Facts first: who has left by a paper that does not hold is recorded all the same, flagged and told."""
        explain = self.env["reception.clause"]._explain
        if not isinstance(self.env.context.get("reception_gate_moment"), Moment):
            raise UserError(
                explain(
                    "3-5a",
                    self.env._("a slip on paper counts for desks without network only: let out by the slip of today."),
                )
            )
        # guards read neither custody nor slips
        custody = values.get("custody_id")
        row = self.env["reception.school.custody"].sudo().browse(custody if isinstance(custody, int) else ()).exists()
        is_void = not self._is_paper_valid(pupil, direction, row, values)
        passage = self.env["reception.school.passage"]._note(
            pupil,
            self,
            direction,
            "passed",
            permit="paper_slip",
            flag="void_permit" if is_void else "none",
            remark=to_line(values.get("stamped_by")),
        )
        slips = self.env["reception.school.leave"].sudo()  # as above
        slip = slips.search(
            [
                ("pupil_id", "=", pupil.id),
                ("state", "=", "issued"),
                ("leave_from", "<=", passage.at),
                ("leave_to", ">=", passage.at),
            ],
            limit=1,
        )
        if slip and not is_void:
            slip._tie_paper(passage, row)
            return
        pupil._tell_answering(
            self,
            lambda env: env._(
                "%(name)s left by a slip on paper that is of no slip here: %(gate)s",
                name=pupil.display_name,
                gate=self.sudo().name,
            ),
        )

    def _is_paper_valid(self, pupil, direction, row, values):
        """Stamped, collected by somebody on file whose document was compared, and signed by both (3-5a to 3-5c)."""
        is_collector = row.pupil_id == pupil and row._filter_valid() and row.collect == "may_collect"
        tail = to_line(values.get("document_tail")).upper()[-4:]
        is_verified = bool(tail) and tail == row.guardian_id.document_tail
        is_signed = bool(to_line(values.get("stamped_by")) and values.get("signed_on_paper"))
        return bool(direction == "out" and is_collector and is_verified and is_signed)
