from odoo import fields, models
from odoo.tools import plaintext2html


class ReceptionSchoolPupil(models.Model):
    """Who has to know what happens at the gate, and what the pupil has done there."""

    _inherit = "reception.school.pupil"

    violation_ids = fields.One2many("reception.school.violation", "pupil_id", string="Violations")

    def _tell_answering(self, gate, write, text=""):
        """Tell class teacher, grade group and Security by message, each in his language.

        :param write: function of an environment that returns the subject
        """
        self.ensure_one()
        pupil = self.sudo()  # who stands at the gate reads neither users nor pupils
        security = self.env.ref("visitor_reception_school.group_reception_school_security").sudo().all_user_ids
        users = (
            security.filtered(lambda user: pupil.company_id in user.company_ids)
            | pupil._get_answering_users()
            | pupil.grade_id._get_group()
        )
        for lang, readers in (users - self.env.user).grouped("lang").items():
            localised = gate.sudo().with_context(lang=lang)  # as above
            localised.message_notify(
                partner_ids=readers.partner_id.ids,
                subject=write(localised.env),
                body=plaintext2html(text or write(localised.env)),
            )
