from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

EVENT = "reception.school.event"


class ReceptionSchoolRelease(models.TransientModel):
    """Class events at the gate: name a pupil, choose who comes, let in; at the end count all out (3-7)."""

    _inherit = "reception.school.release"

    pupil_typed = fields.Char(string="Pupil (Name or Number)")
    pupil = fields.Integer(readonly=True)
    parent_name = fields.Char(string="Name of Who Is Not on File")
    parent_relation = fields.Char(string="Relation")
    parent_document = fields.Selection(
        selection=lambda self: self.env["reception.gate.log"]._fields["document_kind"]._description_selection(self.env),
        string="Document Shown",
    )
    headcount = fields.Integer(string="People", default=1)

    def _find(self, gate, term):
        events = (
            self.env[EVENT]
            .sudo()
            .search(  # as for slips: titles of today's, ten at most
                Domain("company_id", "=", gate.company_id.id)
                & Domain("state", "=", "approved")
                & Domain("entry_from", "<=", "now +1H")
                & (
                    Domain("name", "=ilike", f"%{term}")
                    | Domain("place", "ilike", term)
                    | Domain("class_ids.name", "ilike", term)
                ),
                limit=10,
            )
        )
        return [*super()._find(gate, term), *events]

    def _get_shown_people(self, document):
        return [] if document._name == EVENT else super()._get_shown_people(document)

    def _note_shown(self, document):
        if document._name != EVENT:
            super()._note_shown(document)

    def action_find_parents(self):
        """Show who is on file for the pupil whom the guard types.

        :raises UserError: nobody of that name is of the classes
        """
        event = self._get_document().sudo()  # guards read no pupils: the one they type
        pupil = self.env["reception.school.pupil"]._find_typed(self.pupil_typed, event.company_id)
        event._raise_refusals([event._let_in_refusals(pupil)])
        pupil._note_shown_to_guard()
        self.sudo().write(  # what is shown is not typed
            {
                "pupil": pupil.id,
                "person_ids": [
                    Command.clear(),
                    *(
                        Command.create(
                            {
                                "custody": row.id,
                                "name": row.guardian_id.name,
                                "relation": row.relation,
                                "note": row.note_to_gate,
                                "has_alert": row.collect != "may_collect",
                            }
                        )
                        for row in pupil.custody_ids._filter_valid()
                    ),
                ],
            }
        )
        return self._reopen()

    def action_let_in(self):
        """Let the parents of the pupil in for the event.

        :raises UserError: whatever the event refuses
        """
        chosen = self.person_ids.filtered("is_chosen")
        if len(chosen) > 1:
            raise UserError(self.env._("Choose one person, and write how many come together."))
        values = {
            "custody_id": chosen.custody,
            "name": self.parent_name,
            "relation": self.parent_relation,
            "document_kind": self.parent_document,
            "headcount": self.headcount,
        }
        event = self._get_document()
        event.action_let_in(self.pupil, values, self.gate_id.id)
        return self.create({"gate_id": self.gate_id.id})._show(event.sudo())  # as it was found

    def action_end_event(self):
        """All parents are out.

        :raises UserError: whatever the event refuses
        """
        self._get_document().action_end(self.counted, self.text)
        return self._begin_anew()
