from odoo import fields, models

from ...models.matter.reception_petition_matter import OUTCOMES


class ReceptionPetitionOutcomeSet(models.TransientModel):
    """Asks for what the chosen outcome needs, then decides (2-2.4)."""

    _name = "reception.petition.outcome.set"
    _description = "Set the Outcome of a Talk"

    contact_id = fields.Many2one("reception.petition.contact", required=True, ondelete="cascade")
    outcome = fields.Selection(OUTCOMES)
    answer = fields.Text()
    basis_id = fields.Many2one("reception.petition.article", domain=[("is_in_force", "=", True)])
    route = fields.Selection(
        [("ourselves", "We handle it ourselves"), ("pass_on", "Pass on"), ("assign", "Assign, with a report")],
        default="ourselves",
    )
    unit_id = fields.Many2one("reception.petition.unit", string="Responsible Unit")
    report_due = fields.Date(string="Report By")
    refusal = fields.Selection(
        [
            ("other_body", "Another body is responsible"),
            ("litigation_related", "It belongs to a court or a legal procedure"),
            ("in_term", "It is being handled within its term"),
        ],
        string="Why Not Accepted",
    )
    reason = fields.Text(string="Why No Longer Accepted")
    reviews_found = fields.Boolean(string="Opinions of review and re-review found and read")
    law_explained = fields.Boolean(string="Law explained")
    counselled = fields.Boolean(string="Visitor counselled")
    written_reply = fields.Boolean(string="Asks for a written reply")
    date = fields.Datetime(string="Further Talk On")
    place = fields.Char()
    missing_materials = fields.Text()
    told_how = fields.Selection([("orally", "Orally"), ("phone", "By phone"), ("paper", "By a paper")])
    due_date = fields.Date(string="To Be Concluded By", compute="_compute_due_date")

    def _compute_due_date(self):
        """The day that the visitor is told (2-2.4.2)."""
        for wizard in self:
            matter = wizard.contact_id.matter_id
            code = {"appeal": "petition_conclude", "suggestion": "petition_reply"}.get(matter.kind)
            deadlines = self.env["reception.deadline"].with_company(matter.company_id)
            wizard.due_date = deadlines.get_due(code, matter._get_today())["due"] if code else False

    def action_decide(self):
        """Give the talk its outcome.

        :raises UserError: as ``reception.petition.contact.decide``
        """
        self.ensure_one()
        vals = {
            "answer": self.answer,
            "asked_on": False,
            "basis_id": self.basis_id.id,
            "counselled": self.counselled,
            "date": self.date,
            "law_explained": self.law_explained,
            "missing_materials": self.missing_materials,
            "place": self.place,
            "reason": self.refusal if self.outcome == "not_accepted" else self.reason,
            "report_due": self.report_due,
            "reviews_found": self.reviews_found,
            "route": self.route,
            "told_how": self.told_how,
            "unit_id": self.unit_id.id,
            "written_reply": self.written_reply,
        }
        return self.contact_id.decide(self.outcome, vals)
