from odoo import api, models

# what the desk shows beside the form, by channel
GUIDANCE = {
    "call": ("2-1.3", "2-1.4", "2-1.6", "2-1.7"),
    "petition_visit": ("2-2.2", "2-2.3a", "5-2.1"),
    "letter": ("5-2.2", "P1-19"),
}


class ReceptionPetitionContact(models.Model):
    """What the intake desk shows beside what is typed."""

    _inherit = "reception.petition.contact"

    @api.model
    @api.readonly
    def get_intake_data(self):
        """What the desk needs once: fields to choose from, articles in force, guidance by channel.

        :raises AccessError: the current user may not read contacts
        """
        self.check_access("read")
        clauses = self.env["reception.clause"]
        fields = self.env["reception.petition.field"].search_read([("active", "=", True)], ["display_name", "code"])
        articles = self.env["reception.petition.article"].search_read(
            [("is_in_force", "=", True)], ["display_name", "text", "field_ids"], limit=200
        )
        return {
            "fields": fields,
            "articles": articles,
            "guidance": {
                channel: [{"code": code, "rule": clauses._get_rule(code)} for code in codes]
                for channel, codes in GUIDANCE.items()
            },
            "windows": self.env["reception.petition.window"].search_read([("active", "=", True)], ["display_name"]),
            "rings": self.env.company.sudo().reception_petition_rings,
        }
