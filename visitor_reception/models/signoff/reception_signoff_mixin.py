from typing import NamedTuple

from lxml import etree
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MissingFact(NamedTuple):
    """What a step waits for: the clause, what to do, and where: a field of the form or a method that opens it."""

    clause: str
    text: str
    target: str = ""


class ReceptionSignoffMixin(models.AbstractModel):
    """A document that is signed by the people whom the policy names (审批程序).

    ===========  ==============================================  ==========================================
    Verb         Who                                             When
    ===========  ==============================================  ==========================================
    submit       requester, Administration and HR                state draft or declined, nothing missing
    sign         asked signatory, or their deputy while absent     step asked; who asked, hosts or claims is
                                                                 never the only signatory (reading D4)
    decline      as sign, with a reason                          as sign
    send back    as sign, with a reason                          returns to draft without declining
    add signer   asked signatory, Administration and HR          step asked
    withdraw     requester, Administration and HR                state signing
    remind       requester, Administration and HR                state signing
    forward      requester, the holder, Administration and HR    the holder is absent and has a deputy
    ===========  ==============================================  ==========================================

    A model names the facts that are signed in ``_signoff_fields()`` and ``_signoff_lines()``; a later change of one
    of them makes the signatures void (1-3.8). Both are extended with ``super()``, as all hooks are.

    Further concerns: ``..._facts.py`` what was signed, ``..._engine.py`` whom to ask, ``..._workflow.py`` the verbs.
    """

    _name = "reception.signoff.mixin"
    _inherit = ["reception.document.mixin", "reception.tracked.mixin", "mail.activity.mixin"]
    _description = "Document That Is Signed"
    _mail_post_access = "read"

    state = fields.Selection(tracking=True)
    requester_id = fields.Many2one(
        "res.users",
        string="Requested By",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        default=lambda self: self.env.user,
    )
    signoff_ids = fields.One2many(
        "reception.signoff",
        "res_id",
        string="Signatures",
        readonly=True,
        copy=False,
        domain=lambda self: [("res_model", "=", self._name)],
        bypass_search_access=True,
    )
    signoff_state = fields.Selection(
        [
            ("none", "Not Submitted"),
            ("asked", "Waiting for Signatures"),
            ("granted", "Signed"),
            ("declined", "Declined"),
        ],
        string="Signatures State",
        required=True,
        readonly=True,
        copy=False,
        default="none",
    )
    signoff_round = fields.Integer(readonly=True, copy=False)
    signoff_step = fields.Integer(readonly=True, copy=False)
    signoff_serial = fields.Integer(
        readonly=True, copy=False, help="Counts the moves, so that two at once see each other."
    )
    signoff_rule_id = fields.Many2one("reception.signoff.rule", readonly=True, copy=False, ondelete="restrict")
    signoff_facts = fields.Json(readonly=True, copy=False, help="The facts as they were submitted.")
    signoff_files = fields.Json(
        readonly=True, copy=False, help="The files that the document had when it was submitted, by id."
    )
    signoff_facts_before = fields.Json(
        readonly=True, copy=False, help="The facts of the submission before: what those who sign anew knew."
    )
    signoff_changes = fields.Html(
        string="Changed Since the Last Submission", compute="_compute_signoff_changes", sanitize=False
    )
    signatory_ids = fields.Many2many(
        "res.users", string="Signatories", readonly=True, copy=False, help="Asked so far; may read the document."
    )
    pending_signatory_ids = fields.Many2many(
        "res.users", string="Waiting For", compute="_compute_pending_signatory_ids"
    )
    missing_facts = fields.Html(
        string="Missing Now",
        compute="_compute_missing_facts",
        sanitize=False,  # written by the code alone; sanitizing would lose where each line leads to
        help="What the next step waits for, with its clause.",
    )
    can_submit = fields.Boolean(compute="_compute_can_submit")
    can_sign = fields.Boolean(string="To Sign by Me", compute="_compute_can_sign", search="_search_can_sign")
    can_manage_signoff = fields.Boolean(compute="_compute_can_submit")
    can_forward = fields.Boolean(compute="_compute_can_forward")

    # ------------------------------------------------------------------------------------------------------------------
    # Hooks of the document
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _selection_state(self):
        return [
            *super()._selection_state(),
            ("signing", self.env._("Signing")),
            ("approved", self.env._("Approved")),
            ("declined", self.env._("Declined")),
        ]

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
        """Names of the fields that are signed."""
        return set()

    @api.model
    def _signoff_lines(self):
        """``{one2many: names of its fields}`` that are signed; a line is known by the first of them."""
        return {}

    @api.model
    def _signoff_flow(self):
        """``{state of the signatures: the document's own state}``."""
        return {"none": "draft", "asked": "signing", "granted": "approved", "declined": "declined"}

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "requester_id",
            "signatory_ids",
            "signoff_facts",
            "signoff_facts_before",
            "signoff_files",
            "signoff_ids",
            "signoff_round",
            "signoff_rule_id",
            "signoff_serial",
            "signoff_state",
            "signoff_step",
        }

    @api.model
    def _signoff_reader_groups(self):
        """Who reads all signatures on documents of the model: groups, separated by commas; empty: nobody."""
        return "visitor_reception.group_reception_officer,visitor_reception.group_reception_auditor"

    @api.model
    def _signoff_manager_group(self):
        """The group that may submit, recall and remind for the requester; refusals call it by its name."""
        return "visitor_reception.group_reception_officer"

    @api.model
    def _is_signoff_guarded(self):
        """Whether documents of the model are kept from people who hold groups or were asked once.

        Signatures are then read with the document alone, and its messages, which leave by mail, tell its number only.
        """
        return False

    def _signoff_tell(self, text):
        """``text`` as messages about the document may tell it."""
        self.ensure_one()
        return self.name if self._is_signoff_guarded() else text

    def _signoff_requester(self):
        """The person whose request it is: never its only signatory, unless the position may sign its own."""
        return self.requester_id

    def _signoff_owners(self):
        """Whose request it is (D4): who asked, hosts or claims (res.users); their signatures alone do not suffice."""
        return self._signoff_requester()

    def _signoff_department(self):
        """The department whose head and leader in charge sign (hr.department)."""
        return self.department_id

    def _submittable_states(self):
        return {self._signoff_flow()["none"], self._signoff_flow()["declined"]}

    def _missing_facts(self):
        """What is missing before the document may be submitted: a list of ``MissingFact``."""
        self.ensure_one()
        return []

    def _missing_fact_fields(self):
        """Fields that the list of missing facts is computed from: all that the document stores."""
        lines = self._signoff_lines()
        return tuple(
            name for name, field in self._fields.items() if field.store and (field.type != "one2many" or name in lines)
        )

    def _get_missing_facts_now(self):
        """What the next step of the document waits for: a list of ``MissingFact``."""
        self.ensure_one()
        return self._missing_facts() if self.state in self._submittable_states() else []

    @api.model
    def _collect_missing(self, checks):
        """The missing facts among ``checks``, tuples of ``(is missing, clause, text[, target])``."""
        return [MissingFact(*fact) for is_missing, *fact in checks if is_missing]

    def _explain_missing(self, facts):
        """Missing facts as the texts of a refusal: those of one clause in one, with its way out once."""
        by_clause = {}
        for missing in facts:
            by_clause.setdefault(missing.clause, []).append(missing.text)
        separator = "；" if (self.env.lang or "").startswith("zh") else "; "
        return [self._explain(clause, separator.join(texts)) for clause, texts in by_clause.items()]

    def _on_signoff_granted(self):
        """After the last signature."""

    # ------------------------------------------------------------------------------------------------------------------
    # Compute methods
    # ------------------------------------------------------------------------------------------------------------------

    @api.depends("signoff_ids.state", "signoff_ids.deputy_id")
    def _compute_pending_signatory_ids(self):
        for record in self:
            # whoever may read the document may know whom it waits for
            asked = record.sudo().signoff_ids.filtered(lambda row: row.state == "asked")
            record.pending_signatory_ids = self.env["res.users"].union(*(row._get_asked_user() for row in asked))

    @api.depends(lambda self: self._missing_fact_fields())
    def _compute_missing_facts(self):
        for record in self:
            record.missing_facts = self._to_list(
                Markup("<li data-target='%s'><strong>%s</strong> %s</li>") % (fact.target, fact.clause, fact.text)
                for fact in record._get_missing_facts_now()
            )

    @api.depends_context("lang")
    @api.depends("signoff_state", "signoff_facts_before")
    def _compute_signoff_changes(self):
        for record in self:
            is_anew = record.signoff_state == "asked" and record.signoff_facts_before
            # who signs a document is told all that they sign
            changes = record.sudo()._describe_changes(record.signoff_facts_before) if is_anew else []
            record.signoff_changes = self._to_list(Markup("<li>%s</li>") % change for change in changes)

    @api.model
    def _to_list(self, items):
        """List items (markup) as a list, or nothing."""
        items = Markup().join(items)
        return items and Markup("<ul class='mb-0'>%s</ul>") % items

    @api.depends_context("uid")
    @api.depends("state", "requester_id")
    def _compute_can_submit(self):
        manages = self._manages_signoff()
        for record in self:
            record.can_manage_signoff = record in manages
            record.can_submit = record in manages and record.state in self._submittable_states()

    @api.depends_context("uid")
    @api.depends("signoff_ids.state", "signoff_ids.user_id", "signoff_ids.deputy_id")
    def _compute_can_sign(self):
        mine = self._get_my_requests()
        asked_ids = set(mine.mapped("res_id"))
        for record in self:
            record.can_sign = record.id in asked_ids

    @api.depends_context("uid")
    @api.depends("signoff_ids.state", "signoff_ids.deputy_id")
    def _compute_can_forward(self):
        manages = self._manages_signoff()
        for record in self:
            may_ask = record.signoff_state == "asked" and (record._get_my_requests() or record in manages)
            record.can_forward = bool(may_ask and record._get_rows_to_forward())

    def _search_can_sign(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = (
            self.env["reception.signoff"]
            .sudo()  # requests of one's own
            .search(
                Domain("res_model", "=", self._name)
                & Domain("state", "=", "asked")
                & (Domain("user_id", "=", self.env.uid) | Domain("deputy_id", "=", self.env.uid))
            )
        )
        return Domain("id", "in", rows.mapped("res_id"))

    # ------------------------------------------------------------------------------------------------------------------
    # Rights of the current user
    # ------------------------------------------------------------------------------------------------------------------

    def _manages_signoff(self):
        """Those of ``self`` that the current user may submit, recall and remind."""
        if self.env.su:
            return self
        user = self.env.user
        if self._is_auditor():
            return self.browse()
        if user.has_group(self._signoff_manager_group()):
            return self
        return self.filtered(lambda record: record.requester_id == user)

    @api.model
    def _get_manager_label(self):
        return self.env.ref(self._signoff_manager_group()).sudo().name  # users may not read groups

    @api.model
    def _is_auditor(self):
        """An auditor changes nothing, whatever their other groups allow."""
        return not self.env.su and self.env.user.has_group("visitor_reception.group_reception_auditor")

    @api.model
    def _auditor_refusals(self):
        if not self._is_auditor():
            return []
        return [self._explain("4-14a", self.env._("an auditor reads everything and changes nothing."))]

    def _get_my_requests(self):
        """Open requests of ``self`` that the current user may answer, as holder or as acting deputy."""
        uid = self.env.uid
        return self.sudo().signoff_ids.filtered(
            lambda row: row.state == "asked" and uid in (row.user_id.id, row.deputy_id.id)
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Views
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_view_cache_key(self, *args, **kwargs):
        return (*super()._get_view_cache_key(*args, **kwargs), self._is_auditor())

    @api.model
    def _get_view(self, *args, **kwargs):
        """A form gets the parts of sign-off; an auditor, who changes nothing, is not offered to create, edit or delete."""
        arch, view = super()._get_view(*args, **kwargs)
        if arch.tag == "form":
            self._add_signoff_parts(arch)
        if self._is_auditor():
            for right in ("create", "edit", "delete"):
                arch.set(right, "0")
        return arch, view

    @api.model
    def _add_signoff_parts(self, arch):
        """Put buttons, alerts and the page of signatures into a form that has none of its own, in the user's language."""
        view = self.env.ref("visitor_reception.reception_signoff_form_parts").sudo()  # users may not read views
        buttons, alerts, page = etree.fromstring(view.arch)
        if arch.xpath("//field[@name='can_submit']"):  # a form with parts of its own
            sheet = arch.find("sheet")
            if sheet is not None:
                sheet.addprevious(alerts.find("div[@name='left']"))
            return
        header = arch.find("header")
        if header is None:
            header = etree.Element("header")
            arch.insert(0, header)
        for position, button in enumerate(list(buttons)):
            header.insert(position, button)
        for alert in reversed(list(alerts)):
            header.addnext(alert)
        if (notebook := arch.find(".//notebook")) is None:
            sheet = arch.find("sheet")
            notebook = etree.SubElement(arch if sheet is None else sheet, "notebook")
        notebook.append(page)

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD
    # ------------------------------------------------------------------------------------------------------------------

    @api.ondelete(at_uninstall=False)
    def _unlink_except_submitted(self):
        for record in self:
            if record.signoff_round:
                raise UserError(
                    self.env._(
                        "%(document)s has been submitted for signature and stays on file. Cancel it instead.",
                        document=record.display_name,
                    )
                )
