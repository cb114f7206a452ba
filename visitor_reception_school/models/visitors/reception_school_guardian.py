from odoo import api, models

from odoo.addons.visitor_reception.tools.keys import phone_key


class ReceptionSchoolGuardian(models.Model):
    """Who is met at the gate as a visitor may be somebody's parent."""

    _inherit = "reception.school.guardian"

    @api.model
    def _find_by_phone(self, phone, company):
        """The guardians of this number on file, as superuser: the number itself is read by nobody."""
        number = phone_key(phone)
        guardians = self.sudo()
        if not number:
            return guardians.browse()
        return guardians.search([("phone", "=", number), ("company_id", "=", company.id)])
