from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ReceptionPetitionParty(models.Model):
    """A petitioner in a matter, and as what (当事人); at most five represent a group (P1-20)."""

    _name = "reception.petition.party"
    _inherit = ["reception.petition.guard.mixin"]
    _description = "Party of a Petition Matter"
    _order = "id"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="cascade", index=True)
    petitioner_id = fields.Many2one("reception.petition.petitioner", required=True, ondelete="restrict", index=True)
    contact_id = fields.Many2one("reception.petition.contact", ondelete="cascade", index="btree_not_null")
    company_id = fields.Many2one(related="matter_id.company_id", store=True, precompute=True, index=True)
    role = fields.Selection(
        [
            ("petitioner", "Petitioner"),
            ("representative", "Representative"),
            ("co_signer", "Co-signer"),
            ("agent", "Agent"),
            ("represented", "Represented"),
        ],
        required=True,
        default="petitioner",
    )

    _pair_idx = models.Index("(petitioner_id, matter_id)")

    @api.constrains("role", "contact_id")
    def _check_representatives(self):
        if "representative" not in self.mapped("role"):
            return
        counts = self._read_group(
            [("contact_id", "in", self.contact_id.ids), ("role", "=", "representative")], ["contact_id"], ["__count"]
        )
        for contact, count in counts:
            limit = contact.company_id.sudo().reception_petition_representatives
            if count > limit:
                raise ValidationError(
                    self._explain(
                        "P1-20",
                        self.env._("%(count)s representatives; at most %(limit)s.", count=count, limit=limit),
                    )
                )
