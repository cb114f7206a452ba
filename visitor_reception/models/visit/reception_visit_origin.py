from odoo import fields, models

# where the guests come from, and what for (4-2 to 4-5)
ORIGINS = [
    ("superior", "Superior department"),
    ("sister", "Sister unit"),
    ("neighbour", "Neighbouring unit"),
    ("grass_roots", "Grass-roots unit"),
    ("government", "Party or government body"),
    ("customer", "Customer"),
    ("other", "Other origin"),
]
VISIT_TYPES = [
    ("inspection", "Inspection"),
    ("study_visit", "Study visit"),
    ("survey", "Survey"),
    ("meeting_service", "Service of a meeting"),
    ("public_relations", "Public relations"),
    ("business", "Business"),
]


class ReceptionVisit(models.Model):
    """Where the guests come from and what for, as the statistics tell it (4-2 to 4-5)."""

    _inherit = "reception.visit"

    origin = fields.Selection(ORIGINS, string="Origin of the Guests", tracking=True, help="For the statistics (4-2).")
    visit_type = fields.Selection(
        VISIT_TYPES, string="Type of Visit", tracking=True, help="For the statistics (4-3, 4-4, 4-5)."
    )
