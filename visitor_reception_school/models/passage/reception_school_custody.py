from odoo import SUPERUSER_ID, api, models


class ReceptionSchoolCustody(models.Model):
    """Somebody at the gate who must not be there, silently (3-5b)."""

    _inherit = "reception.school.custody"

    def _refuse_barred(self, record, gate):
        """Refuse in neutral words; those who have to act learn it although nothing is saved here.

        :param record: whose ``_note_barred(row, gate, guard_id)`` is called afterwards, as superuser
        :raises UserError: always
        """
        names = (record._name, record.id, self.id, gate.id, self.env.uid)
        registry = self.env.registry

        def tell():
            model, record_id, row_id, gate_id, guard_id = names
            with registry.cursor() as cr:
                env = api.Environment(cr, SUPERUSER_ID, {})
                row, gate = env[self._name].browse(row_id), env["reception.gate"].browse(gate_id)
                env[model].browse(record_id)._note_barred(row, gate, guard_id)

        # a refusal undoes all that was written: what must be known is written after it
        self.env.cr.postrollback.add(tell)
        record._raise_refusals([[self.note_to_gate or self.env._("Please wait, the teacher is being called.")]])

    def _tell_barred(self, gate):
        """Class teacher, grade group and Security learn who is at the gate."""
        pupil = self.pupil_id
        pupil._tell_answering(
            gate,
            lambda env: env._(
                "%(name)s: somebody who must not collect is at %(gate)s", name=pupil.display_name, gate=gate.name
            ),
        )
