import json

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

# what leaves the readable tables
SEALED_FIELDS = ("title", "request", "circumstances")


def is_storable(vals):
    """Whether the database takes the values: what it refuses it quotes in the log, the sealed content too."""
    try:
        return "\\u0000" not in json.dumps(vals, allow_nan=False)
    except (TypeError, ValueError):
        return False


class ReceptionPetitionMatter(models.Model):
    """Accusations leave the readable tables: their content is read with a reason, and each reading is logged (P1-30)."""

    _inherit = "reception.petition.matter"

    @api.model
    def _get_sequence_code(self, vals):
        return (
            "reception.petition.matter.sealed" if vals.get("kind") == "accusation" else super()._get_sequence_code(vals)
        )

    def _do_classify(self, vals):
        result = super()._do_classify(vals)
        if self.kind == "accusation" and not self.sudo().is_sealed:
            payload = self._collect_payload()
            texts = list(self._get_texts())
            payload["texts"] = [{"of": record._name, "id": record.id, **values} for record, values in texts]
            self._seal(payload)
            self._scrub(texts)
        return result

    def _get_texts(self):
        """What was written beside the matter, in opinions, orders, sessions: pairs of record and texts, as superuser."""
        for name in sorted(self.env.registry.descendants(["reception.petition.guard.mixin"], "_inherit")):
            records = self.env[name].sudo().with_context(active_test=False)
            if records._abstract or "matter_id" not in records._fields:
                continue
            names = [field.name for field in records._fields.values() if field.type == "text" and field.store]
            for record in records.search([("matter_id", "=", self.id)]):
                yield record, {name: record[name] for name in names if record[name]}

    def _scrub(self, texts):
        """Texts that stand in the sealed content now leave their tables, with their files, messages and signed facts."""
        for record, values in texts:
            fields_of = record._fields
            facts = [name for name in ("signoff_facts", "signoff_facts_before") if name in fields_of and record[name]]
            emptied = {name: "–" if fields_of[name].required else False for name in values}
            record._as_engine().write({**emptied, **dict.fromkeys(facts, False)})
            self._seal_files(record)
            if "message_ids" in fields_of:
                record.message_ids.unlink()

    def _collect_payload(self):
        """What of the matter is sealed: ``{name: plain value}``; files are moved."""
        matter = self.sudo()
        return {
            **{name: matter[name] or "" for name in SEALED_FIELDS},
            "accused": matter.accused_ids.mapped("name"),
            "messages": [
                {"at": str(message.date), "author": message.author_id.name, "body": message.body}
                for message in matter.message_ids
                if message.message_type == "comment"
            ],
        }

    def _seal(self, payload):
        """Move the content away, and scrub what is left of it."""
        self.ensure_one()
        matter = self._as_engine()
        self.env["reception.petition.sealed"].sudo().create({"matter_id": self.id, "payload": payload})
        matter._seal_files(matter)
        # those that told somebody of a task too: the matter itself does not list them
        of_matter = [("model", "=", self._name), ("res_id", "=", self.id)]
        self.env["mail.message"].sudo().search(of_matter).unlink()
        matter.message_follower_ids.unlink()
        matter.activity_ids.unlink()
        matter.write(
            {
                "is_sealed": True,
                "reader_ids": [Command.clear()],
                "named_ids": [Command.set(matter.accused_ids.user_id.ids)],
                **dict.fromkeys(SEALED_FIELDS, False),
            }
        )
        matter._bar()
        # nobody learns later who was named by looking at the matter itself
        matter.write({"accused_ids": [Command.clear()], "accused_department_id": False})
        self._tell_keepers()

    def _seal_files(self, record):
        """Files of ``record`` hang on the sealed content from now on."""
        sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "=", self.id)])
        files = self.env["ir.attachment"].sudo().search([("res_model", "=", record._name), ("res_id", "=", record.id)])
        files.write({"res_model": sealed._name, "res_id": sealed.id, "access_token": False, "public": False})

    def _tell_keepers(self):
        for keeper in self._get_heads():
            self._remind_of(keeper, self._get_today())

    def _get_barred_users(self):
        return super()._get_barred_users() | self.named_ids

    def _get_barred_departments(self):
        """Of a sealed matter the units that were named when it was sealed stay kept out."""
        departments = super()._get_barred_departments()
        return departments | self.barred_department_ids if self.is_sealed else departments

    # ------------------------------------------------------------------------------------------------------------------
    # Who may
    # ------------------------------------------------------------------------------------------------------------------

    def _acts_for_office(self):
        if self.sudo().is_sealed:
            return (
                self.env["reception.petition.keeper"]._is_keeper(self.env.user)
                and self.env.user not in self._get_kept_out()
            )
        return super()._acts_for_office()

    def _get_office_users(self):
        if self.sudo().is_sealed:
            return self._get_heads()
        return super()._get_office_users()

    def _can_know(self, user):
        """Whether ``user`` may know of the matter at all."""
        matter = self.sudo()
        if user in matter._get_kept_out():
            return False
        is_keeper = self.env["reception.petition.keeper"]._is_keeper(user)
        return not matter.is_sealed or is_keeper or user in matter.admitted_ids

    def _is_kept_from(self, user):
        return not self._can_know(user)

    def _check_not_kept_out(self, users):
        super()._check_not_kept_out(users)
        if self.sudo().is_sealed and any(not self._can_know(user) for user in users):
            raise UserError(
                self._explain(
                    "P1-30", self.env._("%(matter)s is sealed: a keeper admits the person first.", matter=self.name)
                )
            )

    def _check_not_kept_out_unit(self, unit):
        """A sealed matter goes to the unit; its people see it when a keeper admits them."""
        if not self.sudo().is_sealed:
            return super()._check_not_kept_out_unit(unit)
        if self._get_kept_out() & unit._get_users():
            raise UserError(
                self._explain(
                    "P1-30", self.env._("%(unit)s is kept from %(matter)s.", unit=unit.name, matter=self.name)
                )
            )
        return None

    def _classification_refusals(self):
        """A field would say what the accusation is about."""
        return [] if self.sudo().is_sealed else super()._classification_refusals()

    def _pass_on_refusals(self, unit, kind, vals):
        refusals = super()._pass_on_refusals(unit, kind, vals)
        if self.sudo().is_sealed and unit.sudo().kind != "discipline":
            refusals.append(self._explain("P1-30", self.env._("an accusation goes to discipline inspection alone.")))
        return refusals

    def _remind_of(self, user, day, note=None):
        if user and self._can_know(user):
            super()._remind_of(user, day, note if not self.sudo().is_sealed else None)

    def _check_open_facts(self, vals):
        """The content of a sealed matter changes by :meth:`sealed_write` alone."""
        is_content = not self._is_engine() and not set(SEALED_FIELDS).isdisjoint(vals)
        if is_content and any(matter.is_sealed for matter in self.sudo()):
            raise AccessError(self.env._("The matter is sealed: a keeper changes its content, with a reason."))
        return super()._check_open_facts(vals)

    def _merge_into(self, same):
        super()._merge_into(same)
        if same.sudo().is_sealed != self.sudo().is_sealed:
            raise UserError(self._explain("P1-30", self.env._("a sealed matter is the same as a sealed one only.")))

    # ------------------------------------------------------------------------------------------------------------------
    # Read, write, admit
    # ------------------------------------------------------------------------------------------------------------------

    def sealed_read(self, reason):
        """The content of a sealed matter; each reading is logged with its reason.

        :returns: dict of texts, people and accused
        :raises AccessError: the current user is neither keeper nor admitted, or is kept out
        :raises UserError: no reason is given
        """
        sealed = self._open_sealed("read", reason)
        return sealed.payload

    def action_open_sealed(self):
        """The dialog that asks for the reason first, and shows the content without storing it anywhere."""
        self.ensure_one()
        return {
            "type": "ir.actions.client",
            "tag": "reception_petition_sealed",
            "name": self.name,
            "target": "new",
            "params": {"matter_id": self.id, "is_keeper": self._acts_for_office()},
        }

    def sealed_write(self, vals, reason):
        """Add to the content of a sealed matter, or correct it; what stood there before is kept beside it.

        :param dict vals: names and plain values
        :raises AccessError: as :meth:`sealed_read`
        :raises UserError: no reason is given, or the values are no dict of names
        """
        if not isinstance(vals, dict) or not all(isinstance(name, str) for name in vals) or not is_storable(vals):
            raise UserError(self.env._("Give the content as names and values."))
        self._lock()
        sealed = self._open_sealed("write", reason)
        former = {name: sealed.payload[name] for name in vals if name in sealed.payload}
        history = [*sealed.payload.get("history", []), {"at": str(fields.Datetime.now()), "former": former}]
        sealed.payload = {**sealed.payload, **vals, "history": history}
        return True

    def admit(self, user_id, reason):
        """Let somebody see this one sealed matter.

        :raises UserError: the current user is no keeper, no reason is given, or the person is kept out
        """
        return self._change_admitted("admit", user_id, reason)

    def dismiss(self, user_id, reason):
        """Let somebody who was admitted see the matter no more.

        :raises UserError: the current user is no keeper, or no reason is given
        """
        return self._change_admitted("dismiss", user_id, reason)

    def _change_admitted(self, what, user_id, reason):
        self.ensure_one()
        self._lock()
        if not self._acts_for_office():
            raise UserError(self._explain("P1-30", self.env._("only a keeper admits and dismisses.")))
        user = self.env["res.users"].browse(user_id).exists()
        if not user or user.sudo().share:
            raise UserError(self._explain("P1-30", self.env._("choose a colleague.")))
        if what == "admit" and user in self._get_kept_out():
            raise UserError(
                self._explain(
                    "P1-30",
                    self.env._("%(matter)s is kept from the person or unit chosen. Choose another.", matter=self.name),
                )
            )
        self._open_sealed(what, reason)
        command = Command.link(user.id) if what == "admit" else Command.unlink(user.id)
        self._as_engine().write({"admitted_ids": [command]})
        if what == "dismiss":
            self._shut_out(user)
        return True

    def _open_sealed(self, what, reason):
        """The sealed content as superuser, once access is checked and the reading logged."""
        self.ensure_one()
        self.check_access("read")
        reason = self._need_text(reason, "P1-30", self.env._("say why: every reading is logged with its reason."))
        # no group has a right to the content; who may see it was checked just now
        sealed = self.env["reception.petition.sealed"].sudo().search([("matter_id", "=", self.id)])
        if not sealed:
            raise UserError(self.env._("%(matter)s is not sealed.", matter=self.name))
        self.env["reception.petition.reading"]._log(self, what, reason)
        return sealed

    # ------------------------------------------------------------------------------------------------------------------
    # Nothing of it in messages
    # ------------------------------------------------------------------------------------------------------------------

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody follows a sealed matter: every employee reads followers."""
        open_matters = self.filtered(lambda matter: not matter.sudo().is_sealed)
        return super(ReceptionPetitionMatter, open_matters).message_subscribe(partner_ids, subtype_ids)

    def message_post(self, **kwargs):
        """On a sealed matter nothing is posted: its content is written by :meth:`sealed_write`."""
        if self.sudo().is_sealed:
            raise UserError(self._explain("P1-30", self.env._("nothing is posted on a sealed matter.")))
        return super().message_post(**kwargs)
