from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .reception_petition_matter import OPEN_STATES

CLASSIFICATION = {
    "kind",
    "title",
    "field_id",
    "headcount",
    "importance",
    "importance_reason",
    "is_difficult",
    "is_litigation_related",
    "accused_ids",
    "accused_department_id",
    "bars_unit",
}

# owed even where the matter itself has its answer
OWED_BESIDE = {"petition_written_opinion", "petition_leader_report", "petition_supervision"}


class ReceptionPetitionMatter(models.Model):
    """The way of a matter: classified, passed on, accepted, taken, ended; who may do it says the table of the model."""

    _inherit = "reception.petition.matter"

    handover_ids = fields.One2many("reception.petition.handover", "matter_id", string="Hand-overs", readonly=True)
    handover_count = fields.Integer(
        compute="_compute_handover_count", store=True, help="How often it was handed over (5-1.2a)."
    )
    paper_ids = fields.One2many("reception.petition.paper", "matter_id", string="Papers", readonly=True)

    def _compute_handover_count(self):
        counts = dict(
            self.env["reception.petition.handover"]
            .sudo()
            ._read_group([("matter_id", "in", self.ids)], ["matter_id"], ["__count"])
        )
        for matter in self:
            matter.handover_count = counts.get(matter, 0)

    # ------------------------------------------------------------------------------------------------------------------
    # Classify
    # ------------------------------------------------------------------------------------------------------------------

    def action_classify(self, vals):
        """Say what kind of matter it is, its field, how important, whom it is about (5-3.2b).

        :param dict vals: facts of the classification; ``reason`` once the matter has an outcome
        :raises UserError: it has an outcome and the current user is not the petition head, or gives no reason
        """
        self.ensure_one()
        self._lock()
        vals = dict(vals)
        reason = vals.pop("reason", None)
        if unknown := sorted(set(vals) - CLASSIFICATION):
            raise UserError(
                self.env._("These facts are no part of the classification: %(names)s", names=", ".join(unknown))
            )
        if self.outcome:
            self._check_office(self.env._("classifies a matter that has an outcome"))
            self._need_text(reason, "5-3.2b", self.env._("say why the classification changes after the outcome."))
        elif not self._is_receiver():
            self._check_holder(self.env._("classifies it"))
        self._do_classify(vals)
        if reason:
            self._message_log(body=self.env._("Classified anew."))
        return True

    def _is_receiver(self):
        """Whether the current user registered the matter."""
        return self.sudo().create_uid == self.env.user

    def _do_classify(self, vals):
        lists = {name: [Command.set(vals[name] or [])] for name in ("accused_ids",) if name in vals}
        self._as_engine().write({**vals, **lists})

    def _on_important(self):
        """An important matter is reported to the leaders in writing (2-1.8b, 2-2.5b)."""

    def _classification_refusals(self):
        """What is missing before an outcome (5-3.2b): a list of texts."""
        matter = self.sudo()
        missing = [
            matter._fields[name]._description_string(self.env) for name in ("kind", "field_id") if not matter[name]
        ]
        if not missing:
            return []
        return [self._explain("5-3.2b", self.env._("classify the matter first: %(facts)s", facts=", ".join(missing)))]

    # ------------------------------------------------------------------------------------------------------------------
    # Pass on, recall
    # ------------------------------------------------------------------------------------------------------------------

    def action_pass_on(self, unit_id, kind="pass_on", vals=None):
        """Hand the matter to a unit (转送、交办、指定).

        :param int unit_id: the unit
        :param str kind: ``pass_on``, ``assign`` (with ``report_due``), ``designate`` (with ``leader`` and ``reason``)
        :param dict vals: ``report_due``, ``leader``, ``reason``; ``received_on``: the day on the proof of an outside unit;
            ``told_how``: how the petitioner learns of it, if now; ``paper`` makes the notice where it went
        :returns: the id of the hand-over
        :raises UserError: the unit is kept out, cannot get such a matter, or something is missing
        """
        self.ensure_one()
        self._lock()
        vals = dict(vals or {})
        unit = self.env["reception.petition.unit"].browse(unit_id).exists()
        self._refuse(self._pass_on_refusals(unit, kind, vals))
        self._check_not_kept_out_unit(unit)
        handover = self._do_pass_on(unit, kind, vals)
        if vals.get("told_how"):
            self._tell(vals["told_how"], "direction_notice")
        return handover.id

    def _pass_on_refusals(self, unit, kind, vals):
        matter = self.sudo()
        if not unit or unit.sudo().company_id != matter.company_id:
            return [self._explain("2-1.8a", self.env._("choose the unit that gets the matter."))]
        if not self._acts_for_office() and not (self._is_receiver() and matter.field_id.default_unit_id == unit):
            return [
                self._explain(
                    "P1-22",
                    self.env._("only the petition head passes on; a receiver passes to the unit that the field names."),
                )
            ]
        refusals = []
        if "passed_on" not in self._transitions()[matter.state]:
            refusals.append(
                self._explain("P1-22", self.env._("%(matter)s cannot be passed on now.", matter=matter.name))
            )
        if matter.is_litigation_related and unit.sudo().kind != "court":
            refusals.append(self._explain("P1-28", self.env._("a matter of law and litigation goes to a court unit.")))
        return refusals + self._kind_refusals(kind, vals)

    def _kind_refusals(self, kind, vals):
        refusals = []
        if kind not in dict(self.env["reception.petition.handover"]._fields["kind"].selection):
            refusals.append(self.env._("There is no such way to hand a matter over: %(kind)s", kind=kind))
        if kind == "assign" and not vals.get("report_due"):
            refusals.append(
                self._explain("P1-22", self.env._("an assignment names the day by which the unit reports."))
            )
        if kind == "designate" and not (self._to_text(vals.get("leader")) and self._to_text(vals.get("reason"))):
            refusals.append(
                self._explain("P1-24", self.env._("name the leader of the body above who designates, and the reason."))
            )
        objected = self.sudo().handover_ids.filtered(lambda handover: handover.state == "returned")
        if kind != "designate" and len(objected.unit_id) > 1:
            refusals.append(
                self._explain("P1-24", self.env._("two units have objected: the matter can only be designated now."))
            )
        return refusals

    def _check_not_kept_out_unit(self, unit):
        barred = self.sudo().barred_department_ids
        department = unit.sudo().department_id
        is_barred = department and department in self.env["hr.department"].sudo().search(
            [("id", "child_of", barred.ids)]
        )
        self._check_not_kept_out(unit._get_users() if not is_barred else self._get_kept_out())
        if is_barred:
            raise UserError(
                self._explain(
                    "P1-30", self.env._("%(unit)s is kept from %(matter)s.", unit=unit.name, matter=self.name)
                )
            )

    def _do_pass_on(self, unit, kind, vals):
        matter = self._as_engine()
        if former := self._get_open_handover():
            former._move("recalled")
            matter._get_terms("petition_objection", "petition_notice").filtered("holder_unit_id")._cancel()
        handover = (
            matter.env["reception.petition.handover"]
            .create(
                {
                    "matter_id": self.id,
                    "unit_id": unit.id,
                    "kind": kind,
                    "sent_by_id": self.env.uid,
                    "received_on": vals.get("received_on") or self._get_today(),
                    "report_due": vals.get("report_due"),
                    "leader": self._to_text(vals.get("leader")),
                    "reason": self._to_text(vals.get("reason")),
                }
            )
            .with_env(self.env)
        )
        matter._stop_terms(("petition_pass_on",), self._get_today())
        matter._move("passed_on")
        matter._hold(unit)
        handover._start_terms()
        return handover

    def _hold(self, unit, user=None):
        """The matter lies with ``unit`` (empty: the petition office) and, if given, with ``user`` from now on."""
        matter = self._as_engine()
        former = matter.holder_unit_id._get_users() - unit._get_users()
        matter.write(
            {
                "holder_unit_id": unit.id,
                "holder_id": user.id if user else False,
                "held_since": fields.Datetime.now(),
                "first_unit_id": (matter.first_unit_id or unit).id,
                "first_handler_id": (matter.first_handler_id or user or self.env["res.users"]).id,
                "reader_ids": [
                    *(Command.unlink(gone.id) for gone in former),
                    *(Command.link(reader.id) for reader in unit._get_users() | (user or self.env["res.users"])),
                ],
            }
        )
        matter._remind_of(user or unit._get_users()[:1], self._get_today(), self.env._("New on your desk"))

    def _let_read(self, users):
        """People who have to do with the matter now may read it."""
        self._as_engine().write({"reader_ids": [Command.link(user.id) for user in users]})

    def action_recall(self, reason):
        """Take a matter back from the unit that it was passed on to.

        :raises UserError: it is not passed on, or no reason is given
        """
        self.ensure_one()
        self._lock()
        self._check_office(self.env._("recalls a matter"))
        reason = self._need_text(reason, "P1-24", self.env._("say why the matter is recalled."))
        handover = self._get_open_handover()
        if not handover:
            raise UserError(self.env._("%(matter)s is with no unit.", matter=self.name))
        handover._as_engine().write({"reason": reason})
        handover._give_back("recalled")
        return True

    def _get_open_handover(self):
        return self.handover_ids.filtered(lambda handover: handover.state in ("sent", "objected"))[:1]

    # ------------------------------------------------------------------------------------------------------------------
    # Accept, take
    # ------------------------------------------------------------------------------------------------------------------

    def action_accept(self, vals=None):
        """Accept the matter: its term to conclude starts, the petitioner is told (P1-23, P1-34).

        :param dict vals: ``told_how`` (``orally``, ``phone``, ``paper``; by default a paper), ``accepted_on`` (today)
        :raises UserError: it is accepted already, or held by others
        """
        self.ensure_one()
        self._lock()
        self._check_holder(self.env._("accepts it"))
        self._refuse(self._classification_refusals())
        self._do_accept(vals or {})
        return True

    def _do_accept(self, vals):
        matter = self._as_engine()
        today = self._get_today()
        day = self._get_event_day(vals.get("accepted_on"))
        matter._move("accepted", accepted_on=day, outcome=matter.outcome or "accepted")
        matter._stop_terms(("petition_objection",), today)
        matter._start_conclude_terms(min([day, *matter._get_silent_terms(day).mapped("due_date")]))
        self._tell(vals.get("told_how") or "paper", "acceptance_notice")

    def _tell(self, told_how, kind, **facts):
        """Tell the petitioner: by a paper that is issued and sent, or on the spot."""
        today = self._get_today()
        if told_how == "paper":
            paper = self.env["reception.petition.paper"]._issue(self, kind, **facts)
            paper._send(today)
        elif kind in ("acceptance_notice", "direction_notice"):
            self._told(today, is_direction=kind == "direction_notice")

    def action_send_receipt(self):
        """Tell the petitioner in writing that the matter was received and goes on (P1-23).

        :returns: the id of the paper
        :raises UserError: the matter is on another desk, or has ended
        """
        self.ensure_one()
        self._lock()
        self._check_holder(self.env._("tells the petitioner"))
        if self.state not in OPEN_STATES:
            raise UserError(self.env._("%(matter)s has ended.", matter=self.name))
        paper = self.env["reception.petition.paper"]._issue(self, "receipt_notice")
        paper._send(self._get_today())
        return paper.id

    def action_note_contact(self):
        """Note that who handles the matter has spoken with the petitioner (5-2.3).

        :raises UserError: the matter is on another desk
        """
        self.ensure_one()
        self._lock()
        self._check_holder(self.env._("notes that the petitioner was contacted"))
        self._do_note_contact()
        return True

    def _do_note_contact(self):
        self._stop_terms(("milestone_contact",), self._get_today())
        self._message_log(body=self.env._("The petitioner was contacted."))

    def action_take(self, user_id=None):
        """Put the matter on the desk of a handler of the unit that holds it (首办责任).

        :param int user_id: the handler; the current user if not given
        :raises UserError: the user does not answer for the unit, or is kept out
        """
        self.ensure_one()
        self._lock()
        self._check_holder(self.env._("gives it to a handler"))
        user = self.env["res.users"].browse(user_id or self.env.uid).exists()
        allowed = self.holder_unit_id._get_users() if self.holder_unit_id else self._get_office_users()
        if user not in allowed:
            raise UserError(self._explain("5-1.2a", self.env._("choose somebody of the unit that holds the matter.")))
        self._check_not_kept_out(user)
        self._hold(self.holder_unit_id, user)
        return True

    def _get_office_users(self):
        group = self.env.ref("visitor_reception_petition.group_reception_petition_receiver")
        return group.sudo().all_user_ids

    # ------------------------------------------------------------------------------------------------------------------
    # End, reopen
    # ------------------------------------------------------------------------------------------------------------------

    def action_end(self, result, reason, matter_id=None):
        """End the matter without an opinion (5-2.2): every matter ends with an outcome.

        :param str result: ``answered``, ``mediated``, ``withdrawn`` or ``merged``
        :param str reason: the answer, the statement of the petitioner, or why
        :param int matter_id: the same matter, for ``merged``
        :raises UserError: not the petition head, no reason, or no such matter
        """
        self.ensure_one()
        self._lock()
        self._check_office(self.env._("ends a matter"))
        reason = self._need_text(reason, "5-2.2", self.env._("every matter ends with its reason: write it."))
        if result not in ("answered", "mediated", "withdrawn", "merged"):
            raise UserError(self.env._("A matter does not end as %(result)s without an opinion.", result=result))
        same = self.browse(matter_id).exists() - self
        if result == "merged" and not same:
            raise UserError(self._explain("5-1.2a", self.env._("name the matter that it is the same as.")))
        same.check_access("read")
        self._conclude(result, end_reason=reason, merged_into_id=same.id)
        if same:
            self._merge_into(same)
        return True

    def _merge_into(self, same):
        """What hangs on the matter goes over to ``same``; its own number stays readable (5-1.2a)."""

    def _conclude(self, result, day=None, **vals):
        """The matter has its answer: its terms are met or late, the unit's hand-over is answered (reading D20)."""
        matter = self._as_engine()
        today = day or self._get_today()
        matter._move("concluded", result=result, concluded_on=today, **vals)
        matter._stop_terms(tuple(set(matter._get_terms().mapped("code")) - OWED_BESIDE), today)
        matter._get_open_handover()._as_engine().write({"state": "answered"})
        matter.activity_ids.unlink()

    def action_reopen(self, reason):
        """Register a matter anew that was not accepted, for there are new facts.

        :raises UserError: it is in another state, or no reason is given
        """
        self.ensure_one()
        self._lock()
        self._check_office(self.env._("reopens a matter"))
        self._need_text(reason, "P1-19", self.env._("say which facts are new."))
        self._move("registered", outcome=False, result=False)
        self._start_receipt_terms(self._get_today())
        return True

    # ------------------------------------------------------------------------------------------------------------------
    # Tell colleagues
    # ------------------------------------------------------------------------------------------------------------------

    def _remind_of(self, user, day, note=None):
        """One open reminder a matter and person; its text is the number alone."""
        if not user or self.state not in OPEN_STATES:
            return
        matter = self.sudo()
        if matter.activity_ids.filtered(lambda activity: activity.user_id == user and activity.date_deadline <= day):
            return
        matter.activity_schedule(
            "visitor_reception_petition.mail_activity_matter", day, summary=self.name, note=note, user_id=user.id
        )

    def _get_heads(self):
        """Who holds the position of petition head (res.users)."""
        position = self.env.ref("visitor_reception_petition.reception_position_petition_head").sudo()
        return self.env["res.users"].union(*(user for user, _shares in position._get_holders(self)))
