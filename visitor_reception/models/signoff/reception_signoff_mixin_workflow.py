from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionSignoffMixin(models.AbstractModel):
    """The verbs of a document that is signed; who may use them and when: see ``reception_signoff_mixin.py``."""

    _inherit = "reception.signoff.mixin"

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

    def _submit_refusals(self):
        self.ensure_one()
        if self.state not in self._submittable_states():
            return [self.env._("%(document)s has been submitted already.", document=self.display_name)]
        if self not in self._manages_signoff():
            return [
                self._explain(
                    "4-14a",
                    self.env._(
                        "only %(requester)s or %(group)s may submit %(document)s.",
                        requester=self.requester_id.sudo().name,
                        group=self._get_manager_label(),
                        document=self.display_name,
                    ),
                )
            ]
        if not self.company_id.sudo().reception_tz:
            return [self._explain_zone()]
        return self._explain_missing(self._missing_facts())

    def _explain_zone(self):
        return self._explain(
            "4-14a",
            self.env._(
                "%(company)s has no time zone yet, by which days and deadlines are counted. Ask the policy administrator to "
                "choose it in the settings of Reception (UTC too has to be chosen).",
                company=self.company_id.sudo().name,
            ),
        )

    def _check_can_submit(self):
        self._raise_refusals(record._submit_refusals() for record in self)

    def _do_submit(self):
        self._assign_number()  # on the first submission, so that drafts leave no gaps
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
        files = self._get_files()
        for record in self:
            record._move(
                self._signoff_flow()["asked"],
                signoff_state="asked",
                signoff_round=record.signoff_round + 1,
                signoff_step=1,
                signoff_rule_id=rules[record].id,
                signoff_facts_before=record.signoff_facts,
                signoff_facts=record._get_signoff_facts(),
                signoff_files=files[record].ids,
            )
        self._ask_step()

    # ------------------------------------------------------------------------------------------------------------------
    # Sign, decline, send back
    # ------------------------------------------------------------------------------------------------------------------

    def action_sign(self, comment=None):
        """Sign for the current user, on one or many documents.

        :param comment: written beside the signature
        :raises UserError: it is not their turn, or they no longer hold the position
        """
        comment = self._to_text(comment)
        self._signoff_lock()
        self._check_can_sign()
        self._do_sign(comment)

    def action_decline(self, reason=None):
        """Decline for the current user; the reason is required and stays on file.

        :raises UserError: no reason, or it is not their turn
        """
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self._explain("1-3.8", self.env._("a refusal states its reason: write why you decline.")))
        self._signoff_lock()
        self._check_can_sign()
        self._do_answer("declined", reason)

    def action_send_back(self, reason=None):
        """Return the document to its requester for correction, without declining it.

        :raises UserError: no reason, or it is not their turn
        """
        reason = self._to_text(reason)
        if not reason:
            raise UserError(self.env._("Say what is to be corrected."))
        self._signoff_lock()
        self._check_can_sign()
        user = self.env.user.name
        self._do_reopen(lambda env: env._("sent back by %(user)s: %(reason)s", user=user, reason=reason))

    @api.model
    def _to_text(self, text):
        """What a person wrote, without surrounding space; anything but text is refused."""
        if text and not isinstance(text, str):
            raise UserError(self.env._("Comments and reasons are text."))
        return (text or "").replace("\0", "").strip()

    def _sign_refusals(self):
        self.ensure_one()
        if requests := self._get_my_requests():
            document = self.sudo()  # whose heads and leaders a signatory may not look up
            return [reason for row in requests for reason in document._request_refusals(row)]
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
        """Why the current user cannot answer ``row`` although it was asked of them."""
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
        self._read_ahead()
        self._raise_refusals(record._sign_refusals() for record in self)

    def _do_sign(self, comment=None):
        self._do_answer("signed", comment)

    def _do_answer(self, answer, comment):
        """Write ``signed`` or ``declined`` on the current user's requests, then see what follows for each document."""
        rows = self._get_my_requests()
        rows._as_engine().write(
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
            bodies[res_id] = self.browse(res_id)._signoff_tell(Markup("<br/>").join(lines))
        self.sudo()._message_log_batch(bodies, author_id=self.env.user.partner_id.id)

    # ------------------------------------------------------------------------------------------------------------------
    # Add a signer
    # ------------------------------------------------------------------------------------------------------------------

    def action_add_signer(self, user_id, comment=None):
        """Ask one more person in the current step; the step then waits for them too.

        :param int user_id: an active internal user who is not asked yet and not the requester
        :raises UserError: the user cannot be asked, or the current user may not ask them
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
        bodies = {record.id: record._signoff_tell(body) for record in self}
        self.sudo()._message_log_batch(bodies, author_id=self.env.user.partner_id.id)
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

    # ------------------------------------------------------------------------------------------------------------------
    # Withdraw, remind, forward
    # ------------------------------------------------------------------------------------------------------------------

    def action_withdraw(self):
        """Recall the document: open requests end, it becomes a draft again.

        :raises UserError: it is not waiting for signatures, or belongs to somebody else
        """
        self._signoff_lock()
        self._raise_refusals(record._withdraw_refusals() for record in self)
        user = self.env.user.name
        self._do_reopen(lambda env: env._("recalled by %(user)s", user=user))

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
                    "only %(requester)s or %(group)s may do this.",
                    requester=self.requester_id.sudo().name,
                    group=self._get_manager_label(),
                ),
            )
        ]

    def _do_reopen(self, why):
        """Back to draft; what was signed is void.

        :param why: text, or a function that gives it in the language of an environment
        """
        rows = self._get_round_rows().filtered(lambda row: row.state not in ("void", "declined"))
        rows_by_document = rows.grouped("res_id")
        signers = {record: rows_by_document.get(record.id, rows.browse()).signed_by_id for record in self}
        self._void(rows)
        self._move(self._signoff_flow()["none"], signoff_state="none")
        self._notify_requester(why, signers)

    def action_remind(self):
        """Remind those who are asked (催办) by a message of their own."""
        self._raise_refusals(record._withdraw_refusals() for record in self)
        user = self.env.user.name
        self._signoff_notify(
            {record: record.pending_signatory_ids for record in self},
            lambda document: document.env._("Please sign"),
            lambda document: document.env._("%(user)s reminds you of your signature.", user=user),
        )
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, self.env._("Signatories were reminded.")))

    def action_forward(self):
        """Hand requests of absent holders over to their deputies, and back when the holder has returned (转交)."""
        self._signoff_lock()
        self._raise_refusals(record._forward_refusals() for record in self)
        for record in self:
            forwarded = record._get_rows_to_forward()
            record._close_activities(forwarded)
            record._ask(forwarded)

    def _forward_refusals(self):
        self.ensure_one()
        if not self._get_my_requests() and (refusals := self._withdraw_refusals()):
            return refusals
        if not self._get_rows_to_forward():
            return [self.env._("None of those who are asked is marked as absent with a deputy on the position.")]
        return []

    def _get_rows_to_forward(self):
        """Open requests that lie on another desk than the absences of today say."""
        return self._get_step_rows().filtered(
            lambda row: row.state == "asked" and row.deputy_id != self._get_acting_deputy(row)
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Ask for a reason or a person first
    # ------------------------------------------------------------------------------------------------------------------

    def action_open_decline(self):
        """Ask for the reason, then decline."""
        return self._open_answer("decline")

    def action_open_send_back(self):
        """Ask what is to be corrected, then send back."""
        return self._open_answer("send_back")

    def action_open_add_signer(self):
        """Ask whom to add, then ask them to sign too."""
        return self._open_answer("add_signer")

    def _open_answer(self, answer):
        titles = {
            "decline": self.env._("Decline"),
            "send_back": self.env._("Send Back"),
            "add_signer": self.env._("Add a Signer"),
            "reopen": self.env._("Open Again"),
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
