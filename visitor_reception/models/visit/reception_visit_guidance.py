from markupsafe import Markup

from odoo import api, fields, models

# which guidance a visit shows in each state
STAGES = {"draft": "before", "signing": "before", "issued": "before", "hosting": "during", "closed": "after"}


class ReceptionVisit(models.Model):
    """Rules to keep in mind at this stage of the visit (4-15)."""

    _inherit = "reception.visit"

    guidance = fields.Html(compute="_compute_guidance", sanitize=False, help="Rules to keep in mind now.")

    @api.depends("state")
    @api.depends_context("lang")
    def _compute_guidance(self):
        for visit in self:
            stage = STAGES.get(visit.state)
            rules = self.env["reception.clause"]._get_guidance(stage) if stage else ()
            items = Markup().join(Markup("<li><strong>%s</strong> %s</li>") % rule for rule in rules)
            visit.guidance = items and Markup("<ul class='mb-0'>%s</ul>") % items
