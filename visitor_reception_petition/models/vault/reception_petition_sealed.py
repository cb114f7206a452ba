from odoo import fields, models


class ReceptionPetitionSealed(models.Model):
    """What an accusation says (密件): texts, people, accused, in one field; no group has any right to it.

    It is read by ``reception.petition.matter.sealed_read`` alone, which writes the reading log.
    """

    _name = "reception.petition.sealed"
    _description = "Sealed Content"
    _rec_name = "matter_id"

    matter_id = fields.Many2one("reception.petition.matter", required=True, ondelete="restrict", index=True)
    payload = fields.Json(required=True)
    keys = fields.Json(help="Hashes by which repeats are found.")

    _matter_uniq = models.Constraint("UNIQUE(matter_id)", "The content of a matter is sealed once.")
