import base64
import re
import unicodedata
from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.people_list import read_people
from ...tools.people_reader import TOTAL, read_word, split_cell, tidy_name
from ...tools.people_words import find_title
from ...tools.table_reader import Columns, TableError, clean_phone, read_sheets, read_text
from .reception_guest_import import FLAGS, HEADINGS, NO, YES

# a number that a spreadsheet has kept as a number: 010 8888 8888 without its zero; no mobile phone begins so
LOST_ZERO = re.compile(r"10\d{8}|2[0-57-9]\d{8}")


class ReceptionGuestImport(models.TransientModel):
    """How a pasted text or a file becomes lines: a table with a heading by its columns, all else by what it looks like."""

    _inherit = "reception.guest.import"

    def _read_table(self):
        try:
            vals_list = self._read_pasted() if self.source == "paste" else self._read_file()
        except TableError as error:
            raise UserError(self._explain_table_error(error)) from error
        return self._propose(vals_list)

    def _read_pasted(self):
        text = self.text or ""
        rows = read_text(text)
        columns = Columns(rows, self._get_headings(), tuple(HEADINGS))
        if columns.has_heading:
            return self._read_columns(rows, columns)
        if '"' in text:  # a cell of a spreadsheet may have several lines
            return self._read_freely([(number, "\t".join(cells)) for number, cells in rows])
        return self._read_freely(
            [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line.strip()]
        )

    def _read_file(self):
        """Every visible sheet with a heading; where none has one, the first."""
        first, result, sheets = None, [], 0
        for title, rows in read_sheets(base64.b64decode(self.file or b"")):
            if isinstance(rows, TableError):
                if rows.reason != "empty":
                    self._pass_over(title, self._explain_table_error(rows))
                continue
            first = first or (title, rows)
            columns = Columns(rows, self._get_headings(), tuple(HEADINGS))
            if columns.has_heading and "name" in columns.keys.values():
                result += self._read_columns(rows, columns)
                sheets += 1
            elif rows is not first[1]:
                self._pass_over(title, self.env._("no column of names: this sheet was not read"))
        if sheets or not first:
            return result
        columns = Columns(first[1], self._get_headings(), tuple(HEADINGS))
        if columns.has_heading:
            return self._read_columns(first[1], columns)
        return self._read_freely([(number, "\t".join(map(self._join_cell, cells))) for number, cells in first[1]])

    @api.model
    def _join_cell(self, text):
        return "、".join(split_cell(text)).replace("\n", "") if "\n" in text else text

    def _pass_over(self, place, text):
        self.passed_over = "\n".join(filter(None, [self.passed_over, f"{place}: {text}"]))

    def _read_columns(self, rows, columns):
        if "name" not in columns.keys.values():
            raise UserError(
                self.env._(
                    "No column holds the names. Write a heading such as: %(headings)s.",
                    headings=" ".join(self._get_labels().values()),
                )
            )
        self.unknown_columns = ", ".join(columns.unknown).replace("\n", "")
        ranks = self._get_ranks_by_name()
        result = []
        for number, cells in rows[columns.skipped :]:
            values = columns.get_values(cells)
            if any(TOTAL.match(cell) for cell in cells) or not any(values.values()):
                self._pass_over(number, " ".join(filter(None, cells)))
            elif self._is_unparted(columns, values):
                result += self._read_freely([(number, values["name"])], ranks)
            else:
                result += [self._to_line(number, person, ranks) for person in self._split_row(values)]
        return result

    @api.model
    def _is_unparted(self, columns, values):
        """A line without the separators of the table: everything stands in its column of names."""
        return len(columns.keys) > 1 and " " in values.get("name", "") and sum(map(bool, values.values())) == 1

    @api.model
    def _split_row(self, values):
        """The people of one row, as ``{key: text}``: two names in one cell share what stands beside them."""
        names = split_cell(values.get("name", ""))
        phones = re.split(r"[\n、,，;；/]+", values.get("phone", ""))
        for at, written in enumerate(names):
            name, inner = tidy_name(written)
            person = {key: text.replace("\n", " ") for key, text in values.items()} | {"name": name}
            if inner:
                key = "remark" if person.get("position") else "position"
                person[key] = "、".join(filter(None, [person.get(key), inner]))
            if name and find_title(name) == name:  # a title stands where the name should
                person |= {"name": "", "position": person.get("position") or name}
            elif not person.get("position"):
                kind, value = read_word(name)[-1] if name else ("", None)
                if kind == "person" and "".join(value) == name:
                    person |= dict(zip(("name", "position"), value, strict=True))
            if len(names) > 1:
                person["phone"] = phones[at] if len(phones) == len(names) else "" if at else person.get("phone", "")
                person["hint"] = self.env._("two people stood in one cell: check whose phone number this is")
            yield person

    def _read_freely(self, lines, ranks=None):
        ranks = self._get_ranks_by_name() if ranks is None else ranks
        labels = {
            name.casefold(): key for key, names in self._get_headings().items() for name in names if key not in FLAGS
        }
        reading = read_people(lines, labels, ranks)
        for number, text in reading.passed:
            self._pass_over(number, text)
        if reading.claimed and reading.people and reading.claimed != len(reading.people):
            self._pass_over(
                self.env._("Headcount"),
                self.env._(
                    "the text speaks of %(claimed)s people, %(read)s were read",
                    claimed=reading.claimed,
                    read=len(reading.people),
                ),
            )
        return [self._to_line(person.pop("number"), person, ranks) for person in reading.people]

    def _to_line(self, number, values, ranks):
        """Values of a line.

        :param dict values: texts by key of the headings; ``is_family``, ``hint`` and flags as the reader tells them
        """
        values = dict(values)
        rank = values.pop("rank", "")
        hints = [values.pop("hint", "")]
        if values.pop("is_family", False):
            hints.append(self.env._("only the family name is known"))
        if values.pop("document", ""):
            hints.append(self.env._("the identity number is left out: the guard asks for the document at the gate"))
        phone = unicodedata.normalize("NFKC", clean_phone(values.get("phone", ""))).replace("\n", " ").strip(" '")
        if LOST_ZERO.fullmatch(phone):
            phone = f"0{phone}"
            hints.append(self.env._("the 0 in front of phone number %(phone)s was put back", phone=phone))
        flags = {flag: values.get(flag, "") for flag in FLAGS}
        flags = {flag: text if isinstance(text, bool) else text.casefold() for flag, text in flags.items()}
        unread = [
            f"{self._get_labels()[flag]}: {values[flag]}"
            for flag, text in flags.items()
            if text is not True and text not in YES | NO
        ]
        return {
            "number": number,
            **{key: text for key, text in values.items() if key in HEADINGS and text},
            **{flag: text is True or text in YES for flag, text in flags.items()},
            "phone": phone,
            "unit": self._to_own_unit(values.get("unit")),
            "rank_id": ranks.get(rank.casefold()),
            "rank_text": rank,
            "unread": "; ".join(unread),
            "hint_text": "; ".join(filter(None, hints)),
        }

    def _propose(self, vals_list):
        """Fill in what people correct: the rank that the position means, and who the principal guest is."""
        ranks = self.env["reception.rank"]
        proposed = ranks._find_by_position({vals["position"] for vals in vals_list if vals.get("position")})
        for vals in vals_list:
            if not (vals["rank_id"] or vals["rank_text"]):
                vals["rank_id"] = proposed.get(vals.get("position"), ranks).id
        guests = [vals for vals in vals_list if not vals["is_accompanying"]]
        is_settled = self.visit_id.guest_ids or any(vals["is_principal"] for vals in vals_list)
        if len(guests) > 1 and not is_settled:
            order = {rank.id: place for place, rank in enumerate(ranks.search(Domain.TRUE))}
            first = min(guests, key=lambda vals: order.get(vals["rank_id"], len(order)))
            first["is_principal"] = True
        return vals_list

    @api.model
    def _get_ranks_by_name(self):
        """Ids of ranks by what people call them: name, code, or one of several names, in every installed language.

        What may mean two ranks means none.
        """
        ranks = self.env["reception.rank"].search(Domain.TRUE).with_context(prefetch_langs=True)
        whole, parts = {}, defaultdict(set)
        for language, _name in self.env["res.lang"].get_installed():
            for rank in ranks.with_context(lang=language):
                whole |= {rank.name.casefold(): rank.id, rank.code.casefold(): rank.id}
                for part in re.split("[、,，]", rank.name):
                    parts[part.strip().casefold()].add(rank.id)
        return {part: ids.pop() for part, ids in parts.items() if len(ids) == 1} | whole
