from odoo import api, fields, models

FINDINGS = [("yes", "Yes"), ("partly", "With concerns"), ("no", "No")]


class ReceptionPetitionRiskAssessment(models.Model):
    """Whether a planned decision would raise petitions (信访稳定风险评估, 5-3.1): four criteria, level, measures, conclusion."""

    _name = "reception.petition.risk.assessment"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Petition Stability Risk Assessment"
    _order = "id desc"
    _rec_names_search = ["name", "subject"]
    _check_company_auto = True
    _final_states = ("approved",)

    name = fields.Char(string="Assessment No.", default="/", required=True, readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Responsible Body",
        ondelete="restrict",
        index=True,
        check_company=True,
        # an employee may read neither the own version nor that of others
        default=lambda self: self.env.user.employee_id.sudo().department_id,
    )
    subject = fields.Char(string="Planned Decision", required=True)
    body = fields.Text(string="What Is Planned")
    legality = fields.Selection(FINDINGS)
    reasonableness = fields.Selection(FINDINGS)
    feasibility = fields.Selection(FINDINGS)
    controllability = fields.Selection(FINDINGS)
    finding = fields.Text(string="Findings on the Criteria")
    level = fields.Selection([("low", "Low"), ("medium", "Medium"), ("high", "High")])
    measures = fields.Text()
    measures_done = fields.Boolean()
    conclusion = fields.Selection(
        [("go", "Go on"), ("later", "After the measures"), ("stop", "Do not go on")],
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signing", "Signing"), ("approved", "Signed"), ("declined", "Declined")],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing"},
            "signing": {"approved", "declined", "draft"},
            "approved": {"draft"},
            "declined": {"signing", "draft"},
        }

    @api.model
    def _signoff_fields(self):
        return {
            "subject",
            "body",
            "department_id",
            "legality",
            "reasonableness",
            "feasibility",
            "controllability",
            "finding",
            "level",
            "measures",
            "measures_done",
            "conclusion",
        }

    @api.model
    def _signoff_card_fields(self):
        return *super()._signoff_card_fields(), "subject", "department_id", "level", "measures", "conclusion"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"name"}

    def _missing_fact_fields(self):
        return ("state", *sorted(self._signoff_fields()))

    def _missing_facts(self):
        self.ensure_one()
        criteria = ("legality", "reasonableness", "feasibility", "controllability")
        is_go = self.conclusion == "go"
        return self._collect_missing(
            [
                (not self.department_id, "5-3.1", self.env._("name the responsible body"), "department_id"),
                (
                    not all(self[name] for name in criteria) or not self._to_text(self.finding),
                    "5-3.1",
                    self.env._("judge the four criteria, and write the findings"),
                    "legality",
                ),
                (not self.level, "5-3.1", self.env._("choose the level"), "level"),
                (
                    self.level in ("medium", "high") and not self._to_text(self.measures),
                    "5-3.1",
                    self.env._("write the measures"),
                    "measures",
                ),
                (not self.conclusion, "5-3.1", self.env._("choose the conclusion"), "conclusion"),
                (is_go and self.level == "high", "5-3.1", self.env._("a high risk does not go on"), "conclusion"),
                (
                    is_go and self.level == "medium" and not self.measures_done,
                    "5-3.1",
                    self.env._("a medium risk goes on once the measures are done"),
                    "measures_done",
                ),
            ]
        )
