from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from odoo.addons.visitor_reception.tools.keys import document_key, name_key, phone_key

# so many people at most are looked at for one term: more would be no help to anybody
PEOPLE = 200
DIGITS, LETTERS, DOCUMENT = 4, 2, 15


class ReceptionPetitionContact(models.Model):
    """What is known of somebody, while the name or the number is being typed."""

    _inherit = "reception.petition.contact"

    @api.model
    def lookup(self, term, limit=8):
        """Matters of people whose name begins, or whose number begins or ends, with ``term``; or of that number.

        :param str term: from 4 digits or 2 letters on; a document number; a matter number
        :returns: cards, newest matter first; only of matters that the current user may know of
        """
        matters = self.env["reception.petition.matter"]
        matters.check_access("read")
        term = self._to_text(term)[:100]
        limit = min(max(int(limit or 0), 0), 80)
        if "/" in term:
            return self._get_cards(matters.search([("name", "=", term.upper())], limit=limit))
        domain = self._get_people_domain(term)
        if domain.is_false() or not limit:
            return []
        # candidates only: what is shown are matters, which the rules and the guard let through
        people = self.env["reception.petition.petitioner"].sudo()
        found = people.search(
            domain & Domain("company_id", "in", self.env.companies.ids), order="id desc", limit=PEOPLE
        )
        parties = self.env["reception.petition.party"].search_fetch(
            [("petitioner_id", "in", found.ids)], ["matter_id"], order="matter_id desc, id", limit=PEOPLE
        )
        return self._get_cards(parties.matter_id[:limit])

    @api.model
    def _get_people_domain(self, term):
        digits, letters = phone_key(term), name_key(term)
        if len(letters) >= LETTERS and not letters.replace("+", "").replace("-", "").isdigit():
            domain = Domain(
                "name_key", "=like", letters.replace("\\", "").replace("%", r"\%").replace("_", r"\_") + "%"
            )
        elif len(digits) >= DIGITS:
            domain = Domain("phone_key", "=like", digits + "%")
            domain |= Domain("phone_tail", "=", digits) if len(digits) == DIGITS else Domain.FALSE
        else:
            return Domain.FALSE
        if len(document_key(term)) >= DOCUMENT:
            domain |= Domain("document_hash", "=", self.env["reception.petition.petitioner"]._hash(term))
        return domain

    @api.model
    def _get_promises(self, matters):
        """What was promised in these matters and is still open: ``{id: texts}``."""
        return {}

    @api.model
    def _get_cards(self, matters):
        """Cards of matters that have passed the rules, newest first, by one query."""
        if not matters:
            return []
        self.env.flush_all()
        labels = dict(matters._fields["state"]._description_selection(self.env))
        today = self.env["reception.deadline"]._get_today(self.env.company)
        lang = self.env.lang or "en_US"
        rows = self.env.execute_query_dict(
            SQL(
                """SELECT m.id, m.name AS number, m.title, m.request, m.circumstances, m.state, m.result, m.level,
                          (c.started_at AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date AS asked_on, c.answer, m.end_reason,
                          COALESCE(u.name->>%(lang)s, u.name->>'en_US') AS unit, p.name AS handler,
                          t.due_date, t.article, m.repeat_count
                     FROM reception_petition_matter m
                     LEFT JOIN reception_petition_contact c ON c.id = m.first_contact_id
                     LEFT JOIN reception_petition_unit u ON u.id = m.holder_unit_id
                     LEFT JOIN res_users s ON s.id = m.holder_id
                     LEFT JOIN res_partner p ON p.id = s.partner_id
                     LEFT JOIN reception_petition_term t ON t.id = m.next_term_id
                    WHERE m.id IN %(ids)s
                    ORDER BY m.id DESC""",
                lang=lang,
                tz=self.env.company.reception_tz or "UTC",
                ids=tuple(matters.ids),
            )
        )
        promises = self._get_promises(matters)
        return [
            {
                **row,
                "promises": promises.get(row["id"], []),
                "asked_on": row["asked_on"] and str(row["asked_on"]),
                "due_date": row["due_date"] and str(row["due_date"]),
                "state_label": labels[row["state"]],
                "days_left": (row["due_date"] - today).days if row["due_date"] else None,
                "is_final": row["state"] in ("final", "no_longer_accepted"),
            }
            for row in rows
        ]
