from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.quorum import step_outcome
from ..document.reception_engine_mixin import as_engine


class ReceptionSignoff(models.Model):
    """One signature asked for (签发).

    Rows are written by the sign-off engine alone (``reception.signoff.mixin``): no group has the right to create, write
    or delete them, and even code that runs as superuser must carry the engine's mark.
    What the rule asked for is copied onto the row, so that a later change of the rule leaves running requests alone.
    """

    _name = "reception.signoff"
    _inherit = ["reception.row.mixin"]
    _description = "Signature"
    _order = "res_model, res_id, round desc, step_number, id"

    res_model = fields.Char(string="Document Model", required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", required=True, readonly=True, index=True
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    round = fields.Integer(readonly=True, help="Counts the submissions of the document.")
    rule_id = fields.Many2one("reception.signoff.rule", readonly=True, ondelete="set null", index="btree_not_null")
    step_id = fields.Many2one("reception.signoff.step", readonly=True, ondelete="set null", index="btree_not_null")
    step_number = fields.Integer(string="Step No.", readonly=True)
    clause = fields.Char(readonly=True)
    quorum = fields.Selection(
        [("all", "All positions"), ("any", "Any one"), ("share", "Share of the holders"), ("added", "Added signer")],
        required=True,
        readonly=True,
    )
    share_numerator = fields.Integer(readonly=True)
    share_denominator = fields.Integer(readonly=True)
    holders_needed = fields.Selection([("one", "One holder"), ("all", "All holders")], readonly=True)
    weight = fields.Integer(readonly=True, default=1)
    position_id = fields.Many2one(
        "reception.position",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Empty for a signer who was added by hand.",
    )
    user_id = fields.Many2one(
        "res.users", string="Signatory", required=True, readonly=True, ondelete="restrict", index=True
    )
    deputy_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="Asked in place of the absent signatory.",
    )
    added_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    state = fields.Selection(
        [
            ("waiting", "Not Yet Asked"),
            ("asked", "Asked"),
            ("signed", "Signed"),
            ("declined", "Declined"),
            ("void", "Void"),
        ],
        required=True,
        readonly=True,
        default="waiting",
    )
    asked_at = fields.Datetime(readonly=True)
    signed_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    signed_at = fields.Datetime(string="Signed On", readonly=True)
    signatory_label = fields.Char(string="Signed As", compute="_compute_signatory_label")
    comment = fields.Text(readonly=True)
    is_passed_on = fields.Boolean(readonly=True, help="Another row asks who holds the position now.")
    passed_from_id = fields.Many2one(
        "reception.signoff",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
        help="The request of somebody who no longer holds the position.",
    )
    vacant_since = fields.Datetime(readonly=True, help="Nobody holds the position any more; the office was told.")
    activity_id = fields.Many2one("mail.activity", readonly=True, ondelete="set null", index="btree_not_null")

    _answer_has_author = models.Constraint(
        "CHECK (state NOT IN ('signed', 'declined') OR (signed_by_id IS NOT NULL AND signed_at IS NOT NULL))",
        "A signature says who gave it and when.",
    )
    _document_idx = models.Index("(res_model, res_id, round)")
    _todo_idx = models.Index("(user_id, res_model, res_id) WHERE state = 'asked'")

    @api.depends("position_id", "user_id", "signed_by_id", "deputy_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.position_id.name or self.env._('Added signer')}: {row.signatory_label}"

    @api.depends("user_id.name", "signed_by_id.name", "deputy_id.name")
    def _compute_signatory_label(self):
        for row in self:
            deputy = (row.signed_by_id or row.deputy_id) - row.user_id
            row.signatory_label = (
                self.env._("%(deputy)s for %(holder)s", deputy=deputy.sudo().name, holder=row.user_id.sudo().name)
                if deputy
                else row.user_id.sudo().name
            )

    # Reading follows the document, as for mail.activity: no record rule can express it.

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or operation != "read" or self.env.su or not self.ids:
            return result
        forbidden = self - self.sudo().with_context(active_test=False).search(
            Domain("id", "in", self.ids) & self._get_readable_domain()
        )
        if forbidden:
            return forbidden, lambda: self.env["ir.rule"]._make_access_error(operation, forbidden)
        return None

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, *, bypass_access=False, **kwargs):
        if not self.env.su and not bypass_access:
            domain = Domain(domain) & self._get_readable_domain()
        return super()._search(domain, offset, limit, order, bypass_access=bypass_access, **kwargs)

    def _get_readable_domain(self):
        """Rows that the user is, or was, asked for, those of documents that they may read, and all to groups of readers.

        Groups of readers read those of models that they may read. Of a guarded model only those of documents that the
        user may read. The documents are a subquery, so that the database does the work, however many signatures there are.
        """
        user = self.env.user
        own = Domain.OR(Domain(name, "=", user.id) for name in ("user_id", "deputy_id", "signed_by_id"))
        read_by_group, readable = [], Domain.FALSE
        for res_model in self.env["reception.signoff.rule"]._get_signed_models():
            documents = self.env[res_model]
            is_guarded = documents._is_signoff_guarded()
            mine = Domain.FALSE if is_guarded else own
            if documents.has_access("read"):
                if not is_guarded and user.has_groups(documents._signoff_reader_groups()):
                    read_by_group.append(res_model)
                    continue
                mine |= Domain("res_id", "in", documents._search([], active_test=False))
            readable |= Domain("res_model", "=", res_model) & mine
        return readable | Domain("res_model", "in", read_by_group)

    def _is_still_holder(self, document):
        """Whether the signatory holds the position today; an added signer has none."""
        self.ensure_one()
        if not self.position_id:
            return self.user_id._may_sign()
        return self.user_id in [user for user, _shares in self.position_id._get_holders(document)]

    @api.model
    def _pass_on(self, domain=Domain.TRUE):
        """Requests in ``domain`` of people who no longer hold the position pass to who holds it now.

        Called wherever somebody leaves or a holder changes, and every day, for holders have dates.
        """
        rows = self.sudo().search(Domain("state", "in", ("asked", "waiting")) & domain)
        for res_model, model_rows in rows.grouped("res_model").items():
            if res_model in self.env:
                documents = self.env[res_model].sudo().browse(set(model_rows.mapped("res_id"))).exists()
                documents._pass_requests_on()

    @api.model
    def _cron_pass_on(self):
        self._pass_on()

    @api.model
    def _forget_void_activities(self):
        """Delete the archived activities of requests that are void: nobody has done them, and nobody will."""
        void = self._as_engine().search([("state", "=", "void"), ("activity_id", "!=", False)])
        activities = void.activity_id
        kept = self.sudo().search([("activity_id", "in", activities.ids), ("state", "!=", "void")]).activity_id
        void.filtered(lambda row: row.activity_id in kept).activity_id = False
        as_engine(activities - kept).with_context(mail_activity_quick_update=True).unlink()

    def _get_asked_user(self):
        """Who has the request on the desk now: the deputy of an absent signatory, else the signatory."""
        return self.deputy_id or self.user_id

    def _get_outcome(self):
        """Outcome of the step whose rows ``self`` are: ``open``, ``granted`` or ``declined``."""
        added = self.filtered(lambda row: row.quorum == "added")
        if any(row.state == "declined" for row in added):
            return "declined"
        outcome = (self - added)._get_quorum_outcome()
        return "open" if outcome == "granted" and any(row.state == "asked" for row in added) else outcome

    def _get_quorum_outcome(self):
        """Outcome of the rows that the rule asked for, whatever added signers do."""
        votes = [
            (
                (row.position_id.id, row.user_id.id) if row.holders_needed == "all" else row.position_id.id,
                row.user_id.id,
                row.weight,
                row.state,
            )
            for row in self
            if not row.is_passed_on  # counted where it has passed to
        ]
        head = self[:1]
        return step_outcome(head.quorum, votes, head.share_numerator, head.share_denominator)

    def _get_superfluous(self):
        """Asked rows of an open step that can no longer matter.

        The quorum is there and only added signers are waited for, or another holder has signed for the position.
        """
        ruled = self.filtered(lambda row: row.quorum != "added")
        asked = ruled.filtered(lambda row: row.state == "asked")
        if ruled._get_quorum_outcome() == "granted":
            return asked
        signed = ruled.filtered(lambda row: row.state == "signed").position_id
        return asked.filtered(
            lambda row: row.quorum == "all" and row.holders_needed == "one" and row.position_id in signed
        )
