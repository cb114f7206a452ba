from datetime import timedelta

from odoo import api, fields, models

GONE = "–"
BATCH = 500


class ReceptionSchoolPupil(models.Model):
    """Who has left long ago becomes anonymous, and so do guardians of nobody else."""

    _inherit = "reception.school.pupil"

    anonymised_at = fields.Datetime(readonly=True, copy=False)

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"anonymised_at"}

    @api.autovacuum
    def _gc_left_pupils(self):
        today = fields.Date.context_today(self)
        for company in self.env["res.company"].search([("reception_school_pupil_days", ">", 0)]):
            before = today - timedelta(days=company.reception_school_pupil_days)
            self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "left"),
                    ("left_on", "<", before),
                    ("anonymised_at", "=", False),
                ],
                limit=BATCH,
            )._anonymise()

    def _anonymise(self):
        """Counts and passages keep their pupil; nobody knows any more who it was."""
        pupils = self._as_engine()
        guardians = pupils.custody_ids.guardian_id
        for pupil in pupils:
            pupil.number = f"X{pupil.id}"  # unique
        pupils.write(
            {
                "name": GONE,
                "birth_date": False,
                "sex": False,
                "photo": False,
                "room": False,
                "state_remark": False,
                "anonymised_at": fields.Datetime.now(),
            }
        )
        pupils.consent_ids.file = False
        pupils.custody_ids.write({"basis": False, "basis_file": False, "note_to_gate": False, "collect": "ask_first"})
        others = guardians.filtered(lambda guardian: all(guardian.custody_ids.pupil_id.mapped("anonymised_at")))
        others.write({"name": GONE, "phone": False, "document_tail": False, "photo": False, "active": False})
