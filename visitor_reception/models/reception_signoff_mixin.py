from collections import Counter, defaultdict
from datetime import date, datetime
from typing import NamedTuple

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools import SQL

from .reception_workflow_mixin import ENGINE


class DocumentWrite(NamedTuple):
    """Documents that are being written as a whole: their lines need not compare them one by one."""

    model: str
    ids: frozenset


class ReceptionSignoffMixin(models.AbstractModel):
    """A document that is signed by the people whom the policy names (审批程序).

    ===========  ==============================================  ==========================================
    Verb         Who                                             When
    ===========  ==============================================  ==========================================
    submit       requester, Administration and HR                state draft or declined, nothing missing
    sign         asked signatory, or his deputy while absent     step asked; never the only signatory of a
                                                                 request of one's own (reading D4)
    decline      as sign, with a reason                          as sign
    send back    as sign, with a reason                          returns to draft without declining
    add signer   asked signatory, Administration and HR          step asked
    withdraw     requester, Administration and HR                state signing
    remind       requester, Administration and HR                state signing
    forward      requester, the holder, Administration and HR    the holder is absent and has a deputy
    ===========  ==============================================  ==========================================

    A model names the facts that are signed in ``_signoff_fields`` and ``_signoff_lines``; a later change of one of
    them makes the signatures void (1-3.8). ``_signoff_flow`` maps sign-off states to the document's own.
    """

    _name = "reception.signoff.mixin"
    _inherit = ["reception.workflow.mixin", "mail.thread", "mail.activity.mixin"]
    _description = "Document That Is Signed"
    _mail_post_access = "read"

    _signoff_fields = ()
    _signoff_lines = {}
    _signoff_flow = {"none": "draft", "asked": "signing", "granted": "approved", "declined": "declined"}
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
    signatory_ids = fields.Many2many(
        "res.users", string="Signatories", readonly=True, copy=False, help="Asked so far; may read the document."
    )
    pending_signatory_ids = fields.Many2many(
        "res.users", string="Waiting For", compute="_compute_pending_signatory_ids"
    )
    missing_facts = fields.Html(
        string="Missing Now", compute="_compute_missing_facts", help="What the next step waits for, with its clause."
    )
    can_submit = fields.Boolean(compute="_compute_can_submit")
    can_sign = fields.Boolean(string="To Sign by Me", compute="_compute_can_sign", search="_search_can_sign")
    can_manage_signoff = fields.Boolean(compute="_compute_can_submit")

    # ------------------------------------------------------------------------------------------------------------------
    # Hooks of the document
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {
            "requester_id",
            "signatory_ids",
            "signoff_facts",
            "signoff_ids",
            "signoff_round",
            "signoff_rule_id",
            "signoff_serial",
            "signoff_state",
            "signoff_step",
        }

    def _signoff_requester(self):
        """The person whose request it is: never its only signatory, unless the position may sign its own."""
        return self.requester_id

    def _signoff_department(self):
        """The department whose head and leader in charge sign (hr.department)."""
        return self.department_id

    def _missing_facts(self):
        """What is missing before the document may be submitted: a list of ``(clause, text)``."""
        self.ensure_one()
        return []

    def _missing_fact_fields(self):
        """Fields that the list of missing facts is computed from."""
        return ("state",)

    def _get_missing_facts_now(self):
        """What the next step of the document waits for: a list of ``(clause, text)``."""
        self.ensure_one()
        return self._missing_facts() if self.state in self._submittable_states() else []

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
            items = Markup().join(
                Markup("<li><strong>%s</strong> %s</li>") % (clause, text)
                for clause, text in record._get_missing_facts_now()
            )
            record.missing_facts = items and Markup("<ul class='mb-0'>%s</ul>") % items

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
    # CRUD: what was signed stays what it was
    # ------------------------------------------------------------------------------------------------------------------

    def write(self, vals):
        if self._is_engine() or not {*self._signoff_fields, *self._signoff_lines}.intersection(vals):
            return super().write(vals)
        # lines written through their document are compared once, with the whole document
        writing = DocumentWrite(self._name, frozenset(self._ids))
        result = super(ReceptionSignoffMixin, self.with_context(reception_document_write=writing)).write(vals)
        self._signoff_void_if_changed()
        return result

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

    # ------------------------------------------------------------------------------------------------------------------
    # Submit
    # ------------------------------------------------------------------------------------------------------------------

    def action_submit(self):
        """Ask the people named by the policy to sign.

        :raises UserError: a fact is missing, no rule fits, or nobody holds a position that must sign
        """
        self._signoff_lock()
        self._check_can_submit()
        self._do_submit()

    def _submittable_states(self):
        return {self._signoff_flow["none"], self._signoff_flow["declined"]}

    def _submit_refusals(self):
        self.ensure_one()
        if self.state not in self._submittable_states():
            return [self.env._("%(document)s has been submitted already.", document=self.display_name)]
        if self not in self._manages_signoff():
            return [
                self._explain(
                    "4-14a",
                    self.env._(
                        "only %(requester)s or Administration and HR may submit %(document)s.",
                        requester=self.requester_id.sudo().name,
                        document=self.display_name,
                    ),
                )
            ]
        return [self._explain(clause, text) for clause, text in self._missing_facts()]

    def _check_can_submit(self):
        self._raise_refusals(record._submit_refusals() for record in self)

    def _do_submit(self):
        rules = self.env["reception.signoff.rule"]._get_for(self)
        vals_list = []
        for record in self:
            rule_vals = rules[record]._prepare_signoff_vals(record) if rules[record] else []
            if not rule_vals:
                raise UserError(
                    record._explain(
                        rules[record].clause or "4-14a",
                        self.env._(
                            "no sign-off rule says who signs %(document)s. Ask the policy administrator to add one.",
                            document=record.display_name,
                        ),
                    )
                )
            vals_list += rule_vals
        self._signoff_rows().create(vals_list)
        for record in self:
            record._move(
                self._signoff_flow["asked"],
                signoff_state="asked",
                signoff_round=record.signoff_round + 1,
                signoff_step=1,
                signoff_rule_id=rules[record].id,
                signoff_facts=record._get_signoff_facts(),
            )
        self._ask_step()

    def _ask_step(self):
        """Ask the signatories of the current step: one activity a person."""
        rows = self._get_step_rows().filtered(lambda row: row.state == "waiting")
        self._ask(rows)

    def _ask(self, rows):
        """Ask for the signatures ``rows``; the deputy is asked in place of an absent signatory."""
        if not rows:
            return
        rows = rows._as_signoff_engine()
        rows.write({"state": "asked", "asked_at": fields.Datetime.now()})
        for row in rows:
            row.deputy_id = self._get_acting_deputy(row)
        self._schedule_signoff_activities(rows)
        documents_by_users = defaultdict(self.browse)
        for res_id, document_rows in rows.grouped("res_id").items():
            documents_by_users[document_rows.user_id | document_rows.deputy_id] |= self.browse(res_id)
        for users, documents in documents_by_users.items():
            documents._as_engine().write({"signatory_ids": [Command.link(user.id) for user in users]})

    @api.model
    def _get_acting_deputy(self, row):
        """Who signs ``row`` today for its absent signatory (res.users); never the requester himself (D4)."""
        row = row.sudo()
        deputy = row.position_id.holder_ids._get_deputy_of(row.user_id, row.company_id)
        requester = self.env[row.res_model].sudo().browse(row.res_id)._signoff_requester()
        return deputy if deputy != requester else deputy.browse()

    def _schedule_signoff_activities(self, rows):
        """One activity for each document and person, in one batch; the rows of a person share it."""
        documents = {record.id: record for record in self}
        rows_by_desk = rows.grouped(lambda row: (row.res_id, row._get_asked_user()))
        asked = self._get_step_rows().filtered(lambda row: row.state == "asked" and row.activity_id)
        activities = {(row.res_id, row._get_asked_user()): row.activity_id for row in asked - rows}
        deadlines = {company: self._get_signoff_deadline(company) for company in self.company_id}
        activity_type_id = self.env.ref("visitor_reception.mail_activity_signoff").id
        model_id = self.env["ir.model"]._get_id(self._name)
        new_desks = [desk for desk in rows_by_desk if desk not in activities]
        # quick update: the bell rings at once; letters for every signature would drown the leaders
        created = (
            self.env["mail.activity"]
            .sudo()
            .with_context(mail_activity_quick_update=True, reception_engine=ENGINE)
            .create(
                [
                    {
                        "activity_type_id": activity_type_id,
                        "summary": documents[res_id].display_name,
                        "automated": True,
                        "date_deadline": deadlines[documents[res_id].company_id],
                        "res_model_id": model_id,
                        "res_id": res_id,
                        "user_id": user.id,
                    }
                    for res_id, user in new_desks
                ]
            )
        )
        activities.update(zip(new_desks, created, strict=True))
        for desk, desk_rows in rows_by_desk.items():
            desk_rows.activity_id = activities[desk]

    @api.model
    def _get_signoff_deadline(self, company):
        deadlines = self.env["reception.deadline"]
        return deadlines._get_due_date("signoff", deadlines._to_company_day(fields.Datetime.now(), company), company)

    # ------------------------------------------------------------------------------------------------------------------
    # Sign, decline, send back
    # ------------------------------------------------------------------------------------------------------------------

    def action_sign(self, comment=None):
        """Sign for the current user, on one or many documents.

        :param comment: written beside the signature
        :raises UserError: it is not his turn, or he no longer holds the position
        """
        comment = self._to_text(comment)
        self._signoff_lock()
        self._check_can_sign()
        self._do_sign(comment)

    def action_decline(self, reason=None):
        """Decline for the current user; the reason is required and stays on file.

        :raises UserError: no reason, or it is not his turn
        """
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self._explain("1-3.8", self.env._("a refusal states its reason: write why you decline.")))
        self._signoff_lock()
        self._check_can_sign()
        self._do_answer("declined", reason)

    def action_send_back(self, reason=None):
        """Return the document to its requester for correction, without declining it.

        :raises UserError: no reason, or it is not his turn
        """
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self.env._("Say what is to be corrected."))
        self._signoff_lock()
        self._check_can_sign()
        self._do_reopen(self.env._("sent back by %(user)s: %(reason)s", user=self.env.user.name, reason=reason))

    @api.model
    def _to_text(self, text):
        """What a person wrote, without surrounding space; anything but text is refused."""
        if text and not isinstance(text, str):
            raise UserError(self.env._("Comments and reasons are text."))
        return (text or "").replace("\0", "").strip()

    def _sign_refusals(self):
        self.ensure_one()
        if requests := self._get_my_requests():
            return [reason for row in requests for reason in self._request_refusals(row)]
        waiting = ", ".join(self.sudo().pending_signatory_ids.mapped("name"))
        if waiting:
            reason = self.env._(
                "%(document)s does not wait for your signature, but for: %(names)s.",
                document=self.display_name,
                names=waiting,
            )
        else:
            reason = self.env._("%(document)s does not wait for any signature.", document=self.display_name)
        return [self._explain("1-3.8", reason)]

    def _request_refusals(self, row):
        """Why the current user cannot answer ``row`` although it was asked of him."""
        if not row._is_still_holder(self):
            reason = self.env._(
                "%(holder)s no longer holds the position %(position)s. The requester recalls the document and "
                "submits it anew.",
                holder=row.user_id.name,
                position=row.position_id.name,
            )
        elif row.user_id != self.env.user and self._get_acting_deputy(row) != self.env.user:
            reason = self.env._(
                "%(holder)s is no longer absent, or has another deputy. Hand the request over once more.",
                holder=row.user_id.name,
            )
        else:
            return []
        return [self._explain(row.clause, reason)]

    def _check_can_sign(self):
        self._raise_refusals(record._sign_refusals() for record in self)

    def _do_sign(self, comment=None):
        self._do_answer("signed", comment)

    def _do_answer(self, answer, comment):
        """Write ``signed`` or ``declined`` on the current user's requests, then see what follows for each document."""
        rows = self._get_my_requests()
        rows._as_signoff_engine().write(
            {
                "state": answer,
                "signed_by_id": self.env.uid,
                "signed_at": fields.Datetime.now(),
                "comment": comment,
            }
        )
        self._close_activities(rows, done=True, feedback=comment)
        self._log_answers(rows, answer, comment)
        self._signoff_advance()

    def _log_answers(self, rows, answer, comment):
        template = self.env._("Signed: %s") if answer == "signed" else self.env._("Declined: %s")
        bodies = {}
        for res_id, document_rows in rows.grouped("res_id").items():
            lines = [template % ", ".join(document_rows.mapped("display_name")), *filter(None, [comment])]
            bodies[res_id] = Markup("<br/>").join(lines)
        self.sudo()._message_log_batch(bodies, author_id=self.env.user.partner_id.id)

    def _signoff_advance(self):
        """Draw the consequence of the answers for each document: next step, granted, declined, or still open."""
        by_outcome = defaultdict(self.browse)
        superfluous = self._signoff_rows()
        for record in self:
            outcome = record._get_signoff_outcome()
            by_outcome[outcome] |= record
            if outcome == "open":
                superfluous |= record._get_step_rows()._get_superfluous()
        closed = self - by_outcome["open"] - by_outcome["alone"]
        self._void(superfluous | closed._get_step_rows().filtered(lambda row: row.state == "asked"))
        by_outcome["declined"]._finish_declined()
        for record in by_outcome["next"]:
            record._as_engine().signoff_step += 1
        by_outcome["next"]._ask_step()
        by_outcome["granted"]._finish_granted()

    def _get_signoff_outcome(self):
        """``open``, ``next``, ``granted``, ``declined``, or ``alone``: the quorum is there, but another must sign (D4)."""
        self.ensure_one()
        rows = self._get_step_rows()
        outcome = rows._get_outcome()
        if outcome != "granted":
            return outcome
        if self._has_next_step():
            return "next"
        if not self._is_signed_by_requester_alone():
            return "granted"
        requester = self._signoff_requester()
        if any(row.state == "asked" and requester not in (row.user_id, row.deputy_id) for row in rows):
            return "alone"
        if "declined" in rows.mapped("state"):
            return "declined"
        raise UserError(
            self._explain(
                "4-14a", self.env._("nobody is the only signatory of a request of his own: somebody else has to sign.")
            )
        )

    def _is_signed_by_requester_alone(self):
        """D4: the requester's signature, or that of his deputy or of himself as a deputy, never stands alone.

        It may where he holds a position that signs its own requests.
        """
        self.ensure_one()
        requester = self._signoff_requester()
        signed = self._get_round_rows().filtered(lambda row: row.state == "signed")
        own = signed.filtered(lambda row: requester in (row.user_id, row.signed_by_id))
        return signed == own and not any(row.user_id == requester and row.position_id.may_sign_own for row in own)

    def _finish_granted(self):
        if not self:
            return
        self._move(self._signoff_flow["granted"], signoff_state="granted")
        self._on_signoff_granted()

    def _finish_declined(self):
        if not self:
            return
        self._void(self._get_round_rows().filtered(lambda row: row.state in ("asked", "waiting")))
        self._move(self._signoff_flow["declined"], signoff_state="declined")
        self._notify_requester(self.env._("declined"))

    # ------------------------------------------------------------------------------------------------------------------
    # Add a signer, withdraw, remind, forward
    # ------------------------------------------------------------------------------------------------------------------

    def action_add_signer(self, user_id, comment=None):
        """Ask one more person in the current step; the step then waits for him too.

        :param int user_id: an active internal user who is not asked yet and not the requester
        :raises UserError: the user cannot be asked, or the current user may not ask him
        """
        comment = self._to_text(comment)
        is_id = isinstance(user_id, int) and not isinstance(user_id, bool)
        user = self.env["res.users"].browse(user_id if is_id else ()).exists()
        self._signoff_lock()
        self._raise_refusals(record._add_signer_refusals(user) for record in self)
        rows = self._signoff_rows().create(
            [
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "round": record.signoff_round,
                    "rule_id": record.signoff_rule_id.id,
                    "step_number": record.signoff_step,
                    "quorum": "added",
                    "clause": record.sudo().signoff_rule_id.clause,
                    "user_id": user.id,
                    "added_by_id": self.env.uid,
                    "company_id": record.company_id.id,
                }
                for record in self
            ]
        )
        body = self.env._("%(signer)s is asked to sign too.", signer=user.sudo().name)
        body = Markup("<br/>").join([body, *filter(None, [comment])])
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, body), author_id=self.env.user.partner_id.id)
        self._ask(rows)

    def _add_signer_refusals(self, user):
        self.ensure_one()
        if self.signoff_state != "asked":
            return [self.env._("%(document)s does not wait for any signature.", document=self.display_name)]
        if not self.can_sign and not self.can_manage_signoff:
            return [self._explain("4-14a", self.env._("only those who are asked to sign may ask one more person."))]
        user_sudo = user.sudo()
        if not user_sudo.active or user_sudo.share or self.company_id not in user_sudo.company_ids:
            return [self.env._("Choose an active colleague of %(company)s.", company=self.company_id.sudo().name)]
        open_rows = self._get_step_rows().filtered(lambda row: row.state != "void")
        if user_sudo in open_rows.user_id | open_rows.deputy_id | self._signoff_requester().sudo():
            return [self.env._("%(user)s is part of this request already.", user=user_sudo.name)]
        return []

    def action_withdraw(self):
        """Recall the document: open requests end, it becomes a draft again.

        :raises UserError: it is not waiting for signatures, or belongs to somebody else
        """
        self._signoff_lock()
        self._raise_refusals(record._withdraw_refusals() for record in self)
        self._do_reopen(self.env._("recalled by %(user)s", user=self.env.user.name))

    def _withdraw_refusals(self):
        self.ensure_one()
        if self.signoff_state != "asked":
            return [self.env._("%(document)s does not wait for any signature.", document=self.display_name)]
        return self._manage_refusals()

    def _manage_refusals(self):
        if self in self._manages_signoff():
            return []
        return [
            self._explain(
                "4-14a",
                self.env._(
                    "only %(requester)s or Administration and HR may do this.", requester=self.requester_id.sudo().name
                ),
            )
        ]

    def _do_reopen(self, why):
        """Back to draft; what was signed is void."""
        rows = self._get_round_rows().filtered(lambda row: row.state not in ("void", "declined"))
        rows_by_document = rows.grouped("res_id")
        signers = {record: rows_by_document.get(record.id, rows.browse()).signed_by_id for record in self}
        self._void(rows)
        self._move(self._signoff_flow["none"], signoff_state="none")
        self._notify_requester(why, signers)

    def action_remind(self):
        """Remind those who are asked (催办) by a message of their own."""
        self._raise_refusals(record._withdraw_refusals() for record in self)
        for record in self:
            record.sudo().message_notify(
                partner_ids=record.pending_signatory_ids.sudo().partner_id.ids,
                author_id=self.env.user.partner_id.id,
                subject=self.env._("Please sign: %(document)s", document=record.display_name),
                body=self.env._("%(user)s reminds you of your signature.", user=self.env.user.name),
            )
            record.sudo()._message_log(body=self.env._("Signatories were reminded."))

    def action_forward(self):
        """Hand requests of absent holders over to their deputies, and back when the holder has returned (转交)."""
        self._signoff_lock()
        for record in self:
            mine = record._get_my_requests()
            if not mine:
                self._raise_refusals([record._withdraw_refusals()])
            forwarded = record._get_step_rows().filtered(
                lambda row, record=record: row.state == "asked" and row.deputy_id != record._get_acting_deputy(row)
            )
            if not forwarded:
                raise UserError(
                    self.env._("None of those who are asked is marked as absent with a deputy on the position.")
                )
            record._close_activities(forwarded)
            record._ask(forwarded)

    # ------------------------------------------------------------------------------------------------------------------
    # A signed fact has changed
    # ------------------------------------------------------------------------------------------------------------------

    def _get_signoff_facts(self):
        """The facts that are signed, as plain values: ``{field: value}``, lines as sorted lists."""
        self.ensure_one()
        facts = {name: self._plain_value(self, name) for name in self._signoff_fields}
        for name, line_fields in self._signoff_lines.items():
            facts[name] = sorted(
                [[self._plain_value(line, line_field) for line_field in line_fields] for line in self[name]],
                key=str,
            )
        return facts

    @api.model
    def _plain_value(self, record, name):
        value = record[name]
        if isinstance(value, models.BaseModel):
            return value.id if record._fields[name].type == "many2one" else sorted(value.ids)
        return value.isoformat() if isinstance(value, date) else value

    def _signoff_void_if_changed(self):
        """Make signatures void where a signed fact is no longer what was submitted (1-3.8).

        Lines of the document call it too, for they are facts of the document.
        """
        writing = self.env.context.get("reception_document_write")
        records = self
        if isinstance(writing, DocumentWrite) and writing.model == self._name:
            records = self.filtered(lambda record: record.id not in writing.ids)
        # a line that changes while the document is submitted must not slip in between
        records._count_move()
        # who may write a line has a say in the document; its signatures are the engine's business
        for record in records.sudo():
            if record.signoff_state not in ("asked", "granted"):
                continue
            facts = record._get_signoff_facts()
            signed = record.signoff_facts or {}
            differences = [
                record._describe_change(name, signed.get(name), value)
                for name, value in facts.items()
                if value != signed.get(name)
            ]
            if not differences:
                continue
            if self._signoff_flow["none"] not in self.TRANSITIONS.get(record.state, ()):
                raise UserError(
                    self._explain(
                        "1-3.8",
                        self.env._(
                            "%(document)s is finished, what was signed cannot be changed any more: %(changes)s",
                            document=record.display_name,
                            changes="; ".join(differences),
                        ),
                    )
                )
            record._do_reopen(
                self.env._("changed after submission, signatures are void (1-3.8): %s", "; ".join(differences))
            )

    def _describe_change(self, name, before, after):
        label = self._fields[name]._description_string(self.env)
        if name in self._signoff_lines:
            return f"{label}: {', '.join(self._describe_line_changes(name, before or [], after))}"
        return f"{label}: {self._describe_value(self, name, before)} → {self._describe_value(self, name, after)}"

    def _describe_line_changes(self, name, before, after):
        """What was added (+), removed (−) and edited; lines are known by their first signed field."""
        columns = self._signoff_lines[name]
        lines = self[name]
        before, after = Counter(map(tuple, before)), Counter(map(tuple, after))
        removed = list((before - after).elements())
        changes = []
        for line in (after - before).elements():
            old = next((old for old in removed if old[0] == line[0]), None)
            title = self._describe_value(lines, columns[0], line[0])
            if old is None:
                changes.append(f"+ {title}")
                continue
            removed.remove(old)
            edits = [
                f"{lines._fields[column]._description_string(self.env)}: "
                f"{self._describe_value(lines, column, old_value)} → {self._describe_value(lines, column, value)}"
                for column, old_value, value in zip(columns, old, line, strict=True)
                if old_value != value
            ]
            changes.append(f"{title} ({', '.join(edits)})")
        return changes + [f"− {self._describe_value(lines, columns[0], old[0])}" for old in removed]

    def _describe_value(self, model, name, value):
        field = model._fields[name]
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.relational and value:
            names = self.env[field.comodel_name].sudo().browse(value).exists().mapped("display_name")
            return ", ".join(names) or "–"
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "–")
        if field.type == "datetime" and value:
            return fields.Datetime.context_timestamp(self, datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
        return "–" if value in (False, None, "", []) else str(value)

    # ------------------------------------------------------------------------------------------------------------------
    # Tools of the engine
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_lock(self):
        """Let two who act on one document at once act one after the other.

        The update waits for the other transaction and then fails as a serialisation error, which Odoo answers by
        running the request anew; so the last of two signatures always sees the first.
        """
        self.check_access("read")
        self._count_move()

    def _count_move(self):
        if self.ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET signoff_serial = COALESCE(signoff_serial, 0) + 1 WHERE id IN %s",
                    SQL.identifier(self._table),
                    tuple(self.ids),
                )
            )
            self.invalidate_recordset(["signoff_serial"], flush=False)

    def _signoff_rows(self):
        return self.env["reception.signoff"].sudo().with_context(reception_engine=ENGINE)

    def _get_round_rows(self):
        """Rows of the running submission."""
        rounds = {record.id: record.signoff_round for record in self.sudo()}
        return self.sudo().signoff_ids.filtered(lambda row: row.round == rounds[row.res_id])

    def _get_step_rows(self):
        """Rows of the step that is asked now."""
        steps = {record.id: record.signoff_step for record in self.sudo()}
        return self._get_round_rows().filtered(lambda row: row.step_number == steps[row.res_id])

    def _has_next_step(self):
        self.ensure_one()
        return any(row.step_number > self.signoff_step for row in self._get_round_rows())

    def _get_my_requests(self):
        """Open requests of ``self`` that the current user may answer, as holder or as acting deputy."""
        uid = self.env.uid
        return self.sudo().signoff_ids.filtered(
            lambda row: row.state == "asked" and uid in (row.user_id.id, row.deputy_id.id)
        )

    def _manages_signoff(self):
        """Those of ``self`` that the current user may submit, recall and remind."""
        if self.env.su:
            return self
        user = self.env.user
        if user.has_group("visitor_reception.group_reception_auditor"):
            return self.browse()  # an auditor changes nothing, whatever his other groups allow
        if user.has_group("visitor_reception.group_reception_officer"):
            return self
        return self.filtered(lambda record: record.requester_id == self.env.user)

    def _void(self, rows):
        """End requests that no longer matter; their activities disappear."""
        if not rows:
            return
        rows._as_signoff_engine().write({"state": "void"})
        self._close_activities(rows)

    def _close_activities(self, rows, done=False, feedback=None):
        """Archive (done) or remove the activities of ``rows``, but for those that another asked row still needs."""
        asked = self._get_round_rows().filtered(lambda row: row.state == "asked") - rows
        activities, needed = rows.sudo().activity_id, asked.activity_id
        closing = (activities - needed).with_context(reception_engine=ENGINE, mail_activity_quick_update=True)
        if done:
            closing.write({"active": False, "feedback": feedback})
        else:
            closing.unlink()

    def _notify_requester(self, what, signers=None):
        """Tell the requester what became of his document, and ``{document: users}`` whose signatures are void."""
        for record in self:
            users = record.sudo().requester_id | (signers or {}).get(record, self.env["res.users"]).sudo()
            record.sudo().message_post(
                body=self.env._("%(document)s: %(what)s", document=record.display_name, what=what),
                partner_ids=(users - self.env.user).partner_id.ids,
                author_id=self.env.user.partner_id.id,
                subtype_xmlid="mail.mt_note",
            )

    def action_open_decline(self):
        """Ask for the reason, then decline."""
        return self._open_answer("decline")

    def action_open_send_back(self):
        """Ask what is to be corrected, then send back."""
        return self._open_answer("send_back")

    def action_open_add_signer(self):
        """Ask whom to add, then ask him to sign too."""
        return self._open_answer("add_signer")

    def _open_answer(self, answer):
        titles = {
            "decline": self.env._("Decline"),
            "send_back": self.env._("Send Back"),
            "add_signer": self.env._("Add a Signer"),
        }
        return {
            "type": "ir.actions.act_window",
            "name": titles[answer],
            "res_model": "reception.signoff.answer",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_res_model": self._name,
                "default_res_ids": ",".join(map(str, self.ids)),
                "default_answer": answer,
            },
        }
