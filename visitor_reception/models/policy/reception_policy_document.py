from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import is_html_empty, ormcache

# how a version comes into force, and the clause that says so
WAYS = {"board": "1-8.2", "office_meeting": "4-17"}


class ReceptionPolicyDocument(models.Model):
    """A version of a policy document (制度文件): its number, its text, and how it came into force (1-0.3).

    ===========  ========================================  =======================================================
    Verb         Who                                       When
    ===========  ========================================  =======================================================
    approve      policy administrator                      draft; the board's resolution (1-8.2), or the minutes of
                                                           the general manager's office meeting (4-17), is recorded
    issue        general manager; after an office meeting  approved; the version in force before is withdrawn
                 the policy administrator too
    withdraw     policy administrator, general manager     approved or in force
    new version  policy administrator                      any time; opens the version under way if there is one
    ===========  ========================================  =======================================================
    """

    _name = "reception.policy.document"
    _inherit = ["reception.workflow.mixin", "mail.thread"]
    _description = "Policy Document"
    _order = "number, version desc, id desc"
    _rec_names_search = ["name", "number"]

    # what was approved stays as it was
    _approved_fields = (
        "name",
        "number",
        "way",
        "decision_number",
        "decision_date",
        "text",
        "scan_ids",
        "company_id",
    )
    # what refusals quote, kept in a cache
    _title_fields = {"name", "number", "state"}

    name = fields.Char(string="Title", required=True, translate=True, tracking=True)
    number = fields.Char(string="Document No.", required=True, tracking=True)
    version = fields.Integer(required=True, default=1, readonly=True, copy=False, aggregator=None)
    company_id = fields.Many2one("res.company", help="Empty: for all companies.")
    state = fields.Selection(
        [
            ("draft", "Draft Policy"),
            ("approved", "Approved"),
            ("in_force", "In Force"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="draft",
        index=True,
        tracking=True,
    )
    way = fields.Selection(
        [
            ("board", "Approved by the board, issued by the general manager (1-8.2)"),
            ("office_meeting", "Passed by the general manager's office meeting (4-17)"),
        ],
        string="Comes into Force By",
        required=True,
        default="board",
        tracking=True,
    )
    decision_number = fields.Char(
        string="Resolution or Minutes No.", copy=False, tracking=True, help="Of the board, or of the office meeting."
    )
    decision_date = fields.Date(string="Decided On", copy=False, tracking=True)
    owner_department_id = fields.Many2one(
        "hr.department",
        string="Interpreted By",
        ondelete="restrict",
        help="The department that answers questions about the document (4-18).",
    )
    introduction = fields.Text(compute="_compute_introduction", help="What the document is for: its first clause.")
    text = fields.Html()
    scan_ids = fields.Many2many("ir.attachment", string="Scans", bypass_search_access=True, copy=False)
    clause_ids = fields.One2many("reception.clause", "document_id", string="Clauses", copy=False)
    approved_by_id = fields.Many2one(
        "res.users", string="Approval Recorded By", readonly=True, copy=False, ondelete="restrict"
    )
    approved_at = fields.Datetime(string="Approval Recorded At", readonly=True, copy=False)
    issued_by_id = fields.Many2one("res.users", readonly=True, copy=False, ondelete="restrict")
    issue_date = fields.Date(readonly=True, copy=False, help="In force from this day on.")
    withdrawn_date = fields.Date(string="Withdrawn On", readonly=True, copy=False)
    can_approve = fields.Boolean(compute="_compute_can_act")
    can_issue = fields.Boolean(compute="_compute_can_act")
    can_withdraw = fields.Boolean(compute="_compute_can_act")

    _in_force_uniq = models.UniqueIndex(
        "(number, COALESCE(company_id, 0)) WHERE state = 'in_force'",
        "One version of a policy document is in force at a time.",
    )
    _version_uniq = models.UniqueIndex(
        "(number, version, COALESCE(company_id, 0))", "There is already a document with this number and version."
    )

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _transitions(self):
        return {
            "draft": {"approved"},
            "approved": {"in_force", "withdrawn"},
            "in_force": {"withdrawn"},
            "withdrawn": set(),
        }

    @api.depends("name", "number", "version")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for document in self:
            document.display_name = self.env._(
                "“%(name)s” no. %(number)s, version %(version)s",
                name=document.name,
                number=document.number,
                version=document.version,
            )

    @api.depends("clause_ids.rule", "clause_ids.sequence")
    @api.depends_context("lang")
    def _compute_introduction(self):
        for document in self:
            document.introduction = document.clause_ids.sorted("sequence")[:1].rule

    @api.depends_context("uid")
    @api.depends("state", "way", "decision_number", "decision_date")
    def _compute_can_act(self):
        for document in self:
            is_manager = document._is_manager()
            document.can_approve = is_manager and document.state == "draft" and bool(document._origin)
            document.can_issue = not document._issue_refusals()
            document.can_withdraw = not document._withdraw_refusals()

    # ------------------------------------------------------------------------------------------------------------------
    # What stays as it is
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "version",
            "approved_by_id",
            "approved_at",
            "issued_by_id",
            "issue_date",
            "withdrawn_date",
        }

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._own_scans()
        return documents

    def write(self, vals):
        if not self._is_engine() and (changed := {*self._approved_fields}.intersection(vals)):
            self._check_unapproved(changed)
        result = super().write(vals)
        if "scan_ids" in vals:
            self._own_scans()
        if not self._title_fields.isdisjoint(vals):
            self.env.registry.clear_cache()
        return result

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        if field_name in self._approved_fields:
            self._check_unapproved({field_name})
        self.env.registry.clear_cache()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._check_unapproved({"name"})

    def _check_unapproved(self, names):
        for document in self.filtered(lambda document: document.state != "draft"):
            raise UserError(
                self._explain(
                    WAYS[document.way],
                    self.env._(
                        "%(document)s has been approved and stays as it is (%(fields)s). Make a new version of it.",
                        document=document.display_name,
                        fields=", ".join(self._fields[name]._description_string(self.env) for name in sorted(names)),
                    ),
                )
            )

    def _own_scans(self):
        """Files uploaded on a new form belong to the document, so that its readers can open them."""
        for document in self:
            document.scan_ids.filtered(lambda scan: not scan.res_id).write(
                {"res_model": self._name, "res_id": document.id}
            )

    @api.model
    def _kept_attachments(self):
        """The scans of versions that are approved."""
        return super()._kept_attachments() | self.filtered(lambda document: document.state != "draft").scan_ids

    # ------------------------------------------------------------------------------------------------------------------
    # Approve
    # ------------------------------------------------------------------------------------------------------------------

    def _is_manager(self):
        return self.env.su or (
            not self.env.user.has_group("visitor_reception.group_reception_auditor")
            and self.env.user.has_group("visitor_reception.group_reception_manager")
        )

    def action_approve(self):
        """Record that the version has been approved: by the board (1-8.2) or by the office meeting (4-17).

        :raises UserError: no draft, no text, or the resolution or the minutes are not recorded
        """
        self._raise_refusals(document._approve_refusals() for document in self)
        self._move("approved", approved_by_id=self.env.uid, approved_at=fields.Datetime.now())

    def _approve_refusals(self):
        self.ensure_one()
        clause = WAYS[self.way]
        if not self._is_manager():
            return [self._explain(clause, self.env._("the policy administrator records the approval."))]
        if self.state != "draft":
            return [self._explain(clause, self.env._("%(document)s is no draft.", document=self.display_name))]
        reasons = []
        if not (self.decision_number or "").strip() or not self.decision_date:
            reasons.append(
                self.env._("record the number and the date of the board's resolution.")
                if self.way == "board"
                else self.env._("record the number and the date of the minutes of the office meeting.")
            )
        elif self.decision_date > self._get_today():
            reasons.append(self.env._("the decision lies in the future: look at its date."))
        if is_html_empty(self.text) and not self.scan_ids and not self.clause_ids:
            reasons.append(self.env._("add what is approved: the text, a scan, or the clauses."))
        return [self._explain(clause, reason) for reason in reasons]

    def _get_today(self):
        return self.env["reception.deadline"]._get_today(self.company_id or self.env.company)

    # ------------------------------------------------------------------------------------------------------------------
    # Issue: from today on it is in force
    # ------------------------------------------------------------------------------------------------------------------

    def action_issue(self):
        """Put the version in force; the one before is withdrawn, and its clauses belong to this one.

        :raises UserError: not approved, or the user is not the one who issues it (1-8.2)
        """
        self._raise_refusals(document._issue_refusals() for document in self)
        for document in self:
            document._do_issue()

    def _issue_refusals(self):
        self.ensure_one()
        clause = WAYS[self.way]
        if self.state != "approved":
            return [
                self._explain(
                    clause, self.env._("%(document)s is issued once it is approved.", document=self.display_name)
                )
            ]
        if self.for_general_manager or (self.way == "office_meeting" and self._is_manager()):
            return []
        if self.way == "board":
            return [self._explain(clause, self.env._("only the general manager issues it."))]
        return [self._explain(clause, self.env._("the general manager or the policy administrator issues it."))]

    def _do_issue(self):
        former = self.sudo().search(
            [("number", "=", self.number), ("company_id", "=", self.company_id.id), ("state", "=", "in_force")]
        )
        former._move("withdrawn", withdrawn_date=self._get_today())
        # one version in force: the database is told of the old one first
        self.env.flush_all()
        # who issues it is not who keeps the table of clauses
        former.clause_ids.sudo().document_id = self
        self._move("in_force", issued_by_id=self.env.uid, issue_date=self._get_today())

    # ------------------------------------------------------------------------------------------------------------------
    # Withdraw, new version
    # ------------------------------------------------------------------------------------------------------------------

    def action_withdraw(self):
        """Withdraw the version; it stays on file.

        :raises UserError: neither approved nor in force, or the user may not
        """
        self._raise_refusals(document._withdraw_refusals() for document in self)
        for document in self:
            document._move("withdrawn", withdrawn_date=document._get_today())

    def _withdraw_refusals(self):
        self.ensure_one()
        clause = WAYS[self.way]
        if "withdrawn" not in self._transitions()[self.state]:
            return [
                self._explain(
                    clause, self.env._("%(document)s is neither approved nor in force.", document=self.display_name)
                )
            ]
        if self._is_manager() or self.for_general_manager:
            return []
        return [self._explain(clause, self.env._("the policy administrator or the general manager withdraws it."))]

    def action_new_version(self):
        """Open a draft of the next version with the same text; the one under way, if there is one.

        :raises UserError: the user is not a policy administrator
        """
        self.ensure_one()
        if not self._is_manager():
            raise UserError(
                self._explain(WAYS[self.way], self.env._("the policy administrator prepares the next version."))
            )
        latest = self.search(
            [("number", "=", self.number), ("company_id", "=", self.company_id.id)], order="version desc", limit=1
        )
        if latest.state not in ("draft", "approved"):
            latest = latest._as_engine().copy({"version": latest.version + 1}).with_env(self.env)
        return latest._get_records_action()

    # ------------------------------------------------------------------------------------------------------------------
    # What refusals quote
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _adopt_clauses(self, xmlid, part):
        """Link the clauses of a part of the policy that belong to no document yet; safe to repeat.

        :param str part: first characters of the clauses, such as ``1-``
        """
        document = self.env.ref(xmlid, raise_if_not_found=False)
        if document:
            clauses = self.env["reception.clause"].with_context(active_test=False)
            clauses.search([("code", "=like", f"{part}%"), ("document_id", "=", False)]).document_id = document

    @api.model
    @ormcache("document_id", "self.env.lang")
    def _get_title_in_force(self, document_id):
        """How refusals name the document; empty when it is not in force."""
        document = self.sudo().browse(document_id)
        return document.display_name if document.state == "in_force" else ""
