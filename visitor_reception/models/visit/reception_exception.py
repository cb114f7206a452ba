from odoo import api, fields, models


class ReceptionException(models.Model):
    """A decision on what the measures do not cover (例外处理, 1-8.1): what, why, who decided, when.

    It records; it lifts no rule that the software enforces. Verbs and rights: see ``reception.signoff.mixin``.
    """

    _name = "reception.exception"
    _inherit = ["reception.signoff.mixin", "reception.editable.mixin"]
    _description = "Exception to the Measures"
    _order = "create_date desc, id desc"
    _rec_names_search = ["name", "subject"]
    _check_company_auto = True
    _final_states = ("approved",)

    name = fields.Char(string="Exception No.")
    department_id = fields.Many2one(
        "hr.department",
        string="Asking Department",
        ondelete="restrict",
        index=True,
        check_company=True,
        # an employee may read neither their own version nor that of others
        default=lambda self: self.env.user.employee_id.sudo().department_id,
    )
    state = fields.Selection(
        [("draft", "Draft"), ("signing", "Signing"), ("approved", "Exception Approved"), ("declined", "Declined")],
        required=True,
        readonly=True,
        default="draft",
        group_expand="_expand_states",
        index=True,
        tracking=True,
    )
    subject = fields.Char(string="What Is Asked", required=True, tracking=True)
    reason = fields.Text(string="Why", help="Why the measures do not cover it, and why it is needed.")
    visit_id = fields.Many2one(
        "reception.visit", ondelete="restrict", index="btree_not_null", check_company=True, tracking=True
    )
    clause_id = fields.Many2one(
        "reception.clause", string="Clause Concerned", ondelete="restrict", index="btree_not_null"
    )
    decided_at = fields.Datetime(readonly=True, copy=False)

    _name_uniq = models.UniqueIndex(
        "(company_id, name) WHERE name <> '/'", "There is already an exception with this number."
    )

    @api.model
    def _transitions(self):
        return {
            "draft": {"signing"},
            "signing": {"approved", "declined", "draft"},
            "approved": set(),
            "declined": {"signing", "draft"},
        }

    @api.model
    def _signoff_fields(self):
        return {"subject", "reason", "visit_id", "clause_id", "company_id"}

    @api.model
    def _signoff_card_fields(self):
        return *super()._signoff_card_fields(), "subject", "reason", "clause_id", "visit_id"

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"decided_at"}

    @api.constrains("visit_id")
    def _check_visit_id(self):
        """Nobody learns of a notice that they may not read by naming it here."""
        self.sudo(False).visit_id.check_access("read")  # constraints run as superuser

    @api.depends("name", "subject")
    def _compute_display_name(self):
        for exception in self:
            number = exception.name if exception.name != "/" else self.env._("New exception")
            exception.display_name = f"{number} {exception.subject or ''}".strip()

    def _missing_fact_fields(self):
        return ("state", "subject", "reason")

    def _missing_facts(self):
        self.ensure_one()
        return self._collect_missing(
            [
                (not (self.subject or "").strip(), "1-8.1", self.env._("write what is asked"), "subject"),
                (not (self.reason or "").strip(), "1-8.1", self.env._("write why it is needed"), "reason"),
            ]
        )

    def _on_signoff_granted(self):
        super()._on_signoff_granted()
        self._as_engine().decided_at = fields.Datetime.now()

    def action_open_visit(self):
        """Open the visit it is about."""
        return self.visit_id._get_records_action()
