from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import SQL

from ..document.reception_engine_mixin import as_engine, get_mark, with_mark


class ReceptionSignoffMixin(models.AbstractModel):
    """The engine behind the verbs: whom to ask, the activities of those asked, and what follows from the answers."""

    _inherit = "reception.signoff.mixin"

    # ------------------------------------------------------------------------------------------------------------------
    # Ask
    # ------------------------------------------------------------------------------------------------------------------

    def _ask_step(self):
        """Ask the signatories of the current step: one activity a person."""
        rows = self._get_step_rows().filtered(lambda row: row.state == "waiting")
        self._ask(rows)

    def _ask(self, rows):
        """Ask for the signatures ``rows``; the deputy is asked in place of an absent signatory."""
        if not rows:
            return
        rows = rows._as_engine()
        rows.write({"state": "asked", "asked_at": fields.Datetime.now()})
        for row in rows:
            row.deputy_id = self._get_acting_deputy(row)
        self._schedule_signoff_activities(rows)
        documents_by_users = defaultdict(self.browse)
        for res_id, document_rows in rows.grouped("res_id").items():
            documents_by_users[document_rows.user_id | document_rows.deputy_id] |= self.browse(res_id)
        for users, documents in documents_by_users.items():
            documents._as_engine().write({"signatory_ids": [Command.link(user.id) for user in users]})
        self._tell_asked(
            {
                self.browse(res_id): self.env["res.users"].union(*(row._get_asked_user() for row in document_rows))
                for res_id, document_rows in rows.grouped("res_id").items()
            }
        )

    @api.model
    def _get_acting_deputy(self, row):
        """Who signs ``row`` today for its absent signatory (res.users); nobody whose request it is (D4)."""
        row = row.sudo()
        deputy = row.position_id.holder_ids._get_deputy_of(row.user_id, row.company_id)
        return deputy - self.env[row.res_model].sudo().browse(row.res_id)._signoff_owners()

    def _schedule_signoff_activities(self, rows):
        """One activity for each document and person, in one batch; the rows of a person share it."""
        documents = {record.id: record for record in self}
        rows_by_desk = rows.grouped(lambda row: (row.res_id, row._get_asked_user()))
        asked = self._get_step_rows().filtered(lambda row: row.state == "asked" and row.activity_id)
        activities = {(row.res_id, row._get_asked_user()): row.activity_id for row in asked - rows}
        deadlines = {company: self._get_signoff_deadline(company) for company in self.company_id}
        activity_type_id = self.env["ir.model.data"]._xmlid_to_res_id("visitor_reception.mail_activity_signoff")
        model_id = self.env["ir.model"]._get_id(self._name)
        new_desks = [desk for desk in rows_by_desk if desk not in activities]
        created = self._create_activities(
            [
                {
                    "activity_type_id": activity_type_id,
                    "summary": documents[res_id]._signoff_tell(documents[res_id].display_name),
                    "automated": True,
                    "date_deadline": deadlines[documents[res_id].company_id],
                    "res_model_id": model_id,
                    "res_id": res_id,
                    "user_id": user.id,
                }
                for res_id, user in new_desks
            ]
        )
        activities.update(zip(new_desks, created, strict=True))
        for desk, desk_rows in rows_by_desk.items():
            desk_rows.activity_id = activities[desk]

    def _create_activities(self, vals_list):
        """Activities of documents of the model: the bells ring at once, no letter leaves, and all people follow in one go."""
        activities = self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True)
        created = with_mark(as_engine(activities), "follows_later", True).create(vals_list)
        documents_by_users = defaultdict(self.browse)
        for res_id, own in created.grouped("res_id").items():
            documents_by_users[own.user_id] |= self.browse(res_id)
        for users, documents in documents_by_users.items():
            documents.sudo()._message_subscribe(users.partner_id.ids, customer_ids=[])
        return created

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        if get_mark(self.env, "follows_later"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    @api.model
    def _get_signoff_deadline(self, company):
        deadlines = self.env["reception.deadline"]
        return deadlines._get_due_date("signoff", deadlines._get_today(company), company)

    # ------------------------------------------------------------------------------------------------------------------
    # What follows from the answers
    # ------------------------------------------------------------------------------------------------------------------

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
        void = superfluous | closed._get_step_rows().filtered(lambda row: row.state == "asked")
        self._void(void)
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
        if not self._is_signed_by_owners_alone():
            return "granted"
        owners = self._signoff_owners()
        if any(row.state == "asked" and not owners & (row.user_id | row.deputy_id) for row in rows):
            return "alone"
        if "declined" in rows.mapped("state"):
            return "declined"
        raise UserError(
            self._explain(
                "4-14a",
                self.env._(
                    "nobody is the only signatory of a request of their own, whether they asked, hosts or claims: somebody "
                    "else has to sign."
                ),
            )
        )

    def _is_signed_by_owners_alone(self, owners=None):
        """D4: the signatures of those whose request it is, of their deputies, or of them as deputies never stand alone.

        They may where one of them holds a position that signs its own requests. A signer added by hand, perhaps by the
        requester, is nobody whom the policy names.

        :param owners: whose request it is (res.users), by default those of the document
        """
        self.ensure_one()
        owners = self._signoff_owners() if owners is None else owners
        signed = self._get_round_rows().filtered(lambda row: row.state == "signed" and row.quorum != "added")
        own = signed.filtered(lambda row: owners & (row.user_id | row.signed_by_id))
        return signed == own and not any(row.user_id in owners and row.position_id.may_sign_own for row in own)

    def _finish_granted(self):
        if not self:
            return
        self._move(self._signoff_flow()["granted"], signoff_state="granted")
        self._on_signoff_granted()
        self._tell_outcome()

    def _finish_declined(self):
        if not self:
            return
        self._void(self._get_round_rows().filtered(lambda row: row.state in ("asked", "waiting")))
        self._move(self._signoff_flow()["declined"], signoff_state="declined")
        declined = self._get_round_rows().filtered(lambda row: row.state == "declined").sorted("signed_at")
        reasons = {res_id: rows[-1] for res_id, rows in declined.grouped("res_id").items()}

        def write(document):
            row = reasons[document.id]
            return document.env._("%(user)s: %(reason)s", user=row.signed_by_id.name, reason=row.comment)

        self._tell_outcome(write)

    # ------------------------------------------------------------------------------------------------------------------
    # End requests, tell the requester
    # ------------------------------------------------------------------------------------------------------------------

    def _void(self, rows):
        """End requests that no longer matter; their activities are no longer to do, and are deleted soon after."""
        if not rows:
            return
        rows._as_engine().write({"state": "void"})
        if self._close_activities(rows, done=True):
            self.env["reception.outbox"]._wake_up()

    def _close_activities(self, rows, done=False, feedback=None):
        """Archive (done) or remove the activities of ``rows``, but for those that another asked row still needs."""
        asked = self._get_round_rows().filtered(lambda row: row.state == "asked") - rows
        activities, needed = rows.sudo().activity_id, asked.activity_id
        closing = as_engine(activities - needed).with_context(mail_activity_quick_update=True)
        if done:
            closing.write({"active": False, **({"feedback": feedback} if feedback else {})})
        else:
            closing.unlink()
        return closing

    def _notify_requester(self, what, signers=None):
        """Tell the requester what became of their document, and ``{document: users}`` whose signatures are void.

        :param what: text, or ``what(environment)``, which gives it in the language of the environment
        """
        write = what if callable(what) else lambda _env: what
        bodies = {
            record.id: record._signoff_tell(
                self.env._("%(document)s: %(what)s", document=record.display_name, what=write(self.env))
            )
            for record in self
        }
        self.sudo()._message_log_batch(bodies, author_id=self.env.user.partner_id.id)
        self._tell_outcome(lambda document: write(document.env), signers)

    # ------------------------------------------------------------------------------------------------------------------
    # One after the other
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_lock(self):
        """Let two who act on one document at once act one after the other.

        The update waits for the other transaction and then fails as a serialisation error, which Odoo answers by
        running the request anew; so the last of two signatures always sees the first.
        """
        self._check_may_see()
        self._count_move()

    def _check_may_see(self):
        """:raises AccessError: the current user may not read one of the documents.

        Who is asked for a signature is among the signatories, who may; no rule has to be evaluated for them.
        """
        self.browse().check_access("read")
        asked = self.browse()
        if not self._is_signoff_guarded():
            asked = self.browse(
                self._get_my_requests().filtered(lambda row: row.company_id in self.env.companies).mapped("res_id")
            )
        (self - asked).check_access("read")

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

    # ------------------------------------------------------------------------------------------------------------------
    # Rows of the document
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_rows(self):
        return self.env["reception.signoff"]._as_engine()

    def _get_round_rows(self):
        """Rows of the running submission."""
        rounds = {record.id: record.signoff_round for record in self.sudo()}
        return self.sudo().signoff_ids.filtered(lambda row: row.round == rounds[row.res_id])

    def _get_step_rows(self):
        """Rows of the step that is asked now."""
        steps = {record.id: record.signoff_step for record in self.sudo()}
        return self._get_round_rows().filtered(lambda row: row.step_number == steps[row.res_id])

    def _read_ahead(self):
        """Read in one go the people and activities that an answer is about to ask for one after the other."""
        rows = self._get_round_rows()
        rows.activity_id.mapped("active")
        documents = self.sudo()
        owners = documents.requester_id.union(*(document._signoff_owners() for document in documents))
        people = rows.user_id | rows.deputy_id | rows.position_id.holder_ids.user_id | owners
        people.sudo().partner_id.mapped("name")

    def _has_next_step(self):
        self.ensure_one()
        return any(row.step_number > self.signoff_step for row in self._get_round_rows())
