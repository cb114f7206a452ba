from odoo import fields, models
from odoo.fields import Domain


class ReceptionSchoolRelease(models.TransientModel):
    """Outings at the gate: the list of the class, untick who is absent, type the number that was counted."""

    _inherit = "reception.school.release"

    counted = fields.Integer(help="What guard and teacher have counted.")

    def _find(self, gate, term):
        found = super()._find(gate, term)
        outings = (
            self.env["reception.school.outing"]
            .sudo()
            .search(  # guards read no outings: titles of these
                Domain("company_id", "=", gate.company_id.id)
                & (
                    Domain("state", "=", "out")
                    | Domain("state", "=", "approved")
                    & Domain("date_begin", "<=", "now +1H")
                    & Domain("date_end", ">=", "now")
                )
                & (
                    Domain("name", "=ilike", f"%{term}")
                    | Domain("destination", "ilike", term)
                    | Domain("class_ids.name", "ilike", term)
                ),
                limit=10,
            )
        )
        return [*found, *outings]

    def _get_shown_people(self, document):
        if document._name != "reception.school.outing":
            return super()._get_shown_people(document)
        state = "out" if document.state == "out" else "listed"
        return [
            {
                "pupil": line.pupil_id.id,
                "name": line.pupil_id.name,
                "note": line.pupil_id.class_id.name,
                "is_chosen": True,
            }
            for line in document.line_ids
            if line.state == state
        ]

    def _note_shown(self, document):
        if document._name != "reception.school.outing":
            super()._note_shown(document)

    def action_leave(self):
        """Let the class out.

        :raises UserError: whatever the outing refuses
        """
        self._get_document().action_leave(self._get_chosen_pupils(), self.counted, self.gate_id.id)
        return self._begin_anew()

    def action_come_back(self):
        """Let the class in again.

        :raises UserError: whatever the outing refuses
        """
        self._get_document().action_come_back(self._get_chosen_pupils(), self.counted, self.gate_id.id)
        return self._begin_anew()

    def _get_chosen_pupils(self):
        return self.person_ids.filtered("is_chosen").mapped("pupil")


class ReceptionSchoolReleasePerson(models.TransientModel):
    _inherit = "reception.school.release.person"

    pupil = fields.Integer(readonly=True)
