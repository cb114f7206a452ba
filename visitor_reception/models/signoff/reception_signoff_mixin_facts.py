from collections import Counter
from datetime import date, datetime
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain

from ..document.reception_engine_mixin import get_mark, with_mark


class DocumentWrite(NamedTuple):
    """Documents that are being written as a whole: their lines need not compare them one by one."""

    model: str
    ids: frozenset


class ReceptionSignoffMixin(models.AbstractModel):
    """What was signed: the facts as they were submitted, how a change is found and told, and what it makes void."""

    _inherit = "reception.signoff.mixin"

    # ------------------------------------------------------------------------------------------------------------------
    # CRUD: what was signed stays what it was
    # ------------------------------------------------------------------------------------------------------------------

    def write(self, vals):
        if self._is_engine() or not {*self._signoff_fields(), *self._signoff_lines()}.intersection(vals):
            return super().write(vals)
        # lines written through their document are compared once, with the whole document
        writing = DocumentWrite(self._name, frozenset(self._ids))
        result = super(ReceptionSignoffMixin, with_mark(self, "document_write", writing)).write(vals)
        self._signoff_void_if_changed()
        return result

    # ------------------------------------------------------------------------------------------------------------------
    # A signed fact has changed
    # ------------------------------------------------------------------------------------------------------------------

    def _signoff_void_if_changed(self):
        """Make signatures void where a signed fact is no longer what was submitted (1-3.8).

        Lines of the document call it too, for they are facts of the document.
        """
        writing = get_mark(self.env, "document_write")
        records = self
        if writing and writing.model == self._name:
            records = self.filtered(lambda record: record.id not in writing.ids)
        # a line that changes while the document is submitted must not slip in between
        records._count_move()
        records._void_if_changed()

    def _void_if_changed(self):
        # who may write a line has a say in the document; its signatures are the engine's business
        for record in self.sudo():
            if record.signoff_state in ("asked", "granted") and (changes := record._describe_changes()):
                record._void_changed("; ".join(changes))

    def _void_changed(self, changes):
        """Back to draft, for the facts have changed; a finished document refuses the change."""
        self.ensure_one()
        if self._signoff_flow()["none"] not in self._transitions().get(self.state, ()):
            raise UserError(
                self._explain(
                    "1-3.8",
                    self.env._(
                        "%(document)s is finished, what was signed cannot be changed any more: %(changes)s",
                        document=self.display_name,
                        changes=changes,
                    ),
                )
            )
        self._do_reopen(self.env._("changed after submission, signatures are void (1-3.8): %s", changes))

    # ------------------------------------------------------------------------------------------------------------------
    # The facts as plain values
    # ------------------------------------------------------------------------------------------------------------------

    def _get_signoff_facts(self):
        """The facts that are signed, as plain values: ``{field: value}``, lines as sorted lists."""
        self.ensure_one()
        signed = self._signoff_fields()
        facts = {name: self._plain_value(self, name) for name in self._fields if name in signed}
        for name, line_fields in self._signoff_lines().items():
            facts[name] = sorted(
                [[self._plain_value(line, line_field) for line_field in line_fields] for line in self[name]],
                key=str,
            )
        return facts

    def _get_files(self):
        """All files of each document, those of its messages and fields included: ``{document: attachments}``."""
        files = self.env["ir.attachment"].sudo()  # who signs need not be able to read each file
        # without a word on res_field a search leaves out the files of fields
        any_field = Domain("res_field", "=", False) | Domain("res_field", "!=", False)
        mine = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids) & any_field
        by_document = files.search(mine).grouped("res_id")
        names = self._get_file_fields()
        return {
            record: by_document.get(record.id, files).union(*(record.sudo()[name] for name in names)) for record in self
        }

    def _kept_attachments(self):
        """Every file that the document had when it was submitted, as long as its signatures are asked for or hold."""
        signed = self.filtered(lambda record: record.signoff_state in ("asked", "granted"))
        ids = [file_id for record in signed for file_id in record.signoff_files or ()]
        return super()._kept_attachments() | self.env["ir.attachment"].browse(ids).exists()

    @api.model
    def _plain_value(self, record, name):
        value = record[name]
        if isinstance(value, models.BaseModel):
            return value.id if record._fields[name].type == "many2one" else sorted(value.ids)
        return value.isoformat() if isinstance(value, date) else value

    # ------------------------------------------------------------------------------------------------------------------
    # Differences as people read them
    # ------------------------------------------------------------------------------------------------------------------

    def _describe_changes(self, facts=None):
        """The signed facts that are no longer what was submitted, one text each.

        :param dict facts: another submission than the last; facts that it did not know have not changed
        """
        signed = (self.signoff_facts if facts is None else facts) or {}
        return [
            self._describe_change(name, signed[name], value)
            for name, value in self._get_signoff_facts().items()
            if name in signed and not self._is_same_fact(name, signed[name], value)
        ]

    def get_signatures_at_stake(self, vals):
        """Who has signed and would lose the signature if the user saved ``vals`` (1-3.8); the form asks beforehand.

        :param dict vals: what would be written; nothing is
        :return: names in one text, empty where no signature is lost
        """
        self.ensure_one()
        self.check_access("read")
        signers = self._get_round_rows().filtered(lambda row: row.state == "signed").signed_by_id
        if not signers or not self._is_signed_fact_among(vals):
            return ""
        return self._join_names(signers.sudo().mapped("name"))

    def _is_signed_fact_among(self, vals):
        lines = self._signoff_lines()
        return any(self._differs(self, name, vals[name]) for name in self._signoff_fields() & set(vals)) or any(
            self._is_signed_line_among(name, lines[name], vals[name]) for name in set(lines) & set(vals)
        )

    def _is_signed_line_among(self, name, columns, commands):
        for code, line_id, *rest in commands:
            if code == Command.UPDATE:
                line, changes = self[name].browse(line_id), {key: rest[0][key] for key in columns if key in rest[0]}
                differing = {key for key, value in changes.items() if self._differs(line, key, value)}
                if differing == {"rank_id"} and not line.rank_id:
                    differing = {key for key in differing if line.rank_id.browse(changes[key])._is_above_lowest()}
                if differing:
                    return True
            elif code != Command.LINK:
                return True
        return False

    @api.model
    def _differs(self, record, name, value):
        field = record._fields[name]
        if field.type in ("one2many", "many2many"):
            return bool(value)
        return field.convert_to_write(record[name], record) != field.convert_to_write(
            field.convert_to_record(field.convert_to_cache(value, record), record), record
        )

    def _is_same_fact(self, name, before, after):
        """Whether a fact is still what was signed; a rank that was left empty may be filled in (D38)."""
        columns = self._signoff_lines().get(name, ())
        if before == after or "rank_id" not in columns:
            return before == after
        at, missing = columns.index("rank_id"), Counter(map(tuple, before or ())) - Counter(map(tuple, after))
        lines = []
        for line in map(tuple, after):
            unranked = (*line[:at], False, *line[at + 1 :])
            if line[at] and missing[unranked] and not self.env["reception.rank"].browse(line[at])._is_above_lowest():
                missing[unranked] -= 1
                line = unranked
            lines.append(line)
        return Counter(lines) == Counter(map(tuple, before or ()))

    def _describe_change(self, name, before, after):
        label = self._fields[name]._description_string(self.env)
        if name in self._signoff_lines():
            return f"{label}: {', '.join(self._describe_line_changes(name, before or [], after))}"
        return f"{label}: {self._describe_value(self, name, before)} → {self._describe_value(self, name, after)}"

    def _describe_line_changes(self, name, before, after):
        """What was added (+), removed (−) and edited; lines are known by their first signed field."""
        columns = self._signoff_lines()[name]
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
            return self.company_id._reception_local(datetime.fromisoformat(value)).strftime("%Y-%m-%d %H:%M")
        return "–" if value in (False, None, "", []) else str(value)
