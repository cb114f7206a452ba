from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, html2plaintext


class ReceptionSignoffMixin(models.AbstractModel):
    """What a person who signs wants to see of a document at one glance: on the card of the inbox and in the mail."""

    _inherit = "reception.signoff.mixin"

    @api.model
    def _signoff_card_fields(self):
        """Names of the fields that stand on the card, in their order; extended with ``super()``."""
        return ()

    def _signoff_card_alerts(self):
        """What is over a standard or otherwise unusual, in the reader's language: a list of sentences."""
        self.ensure_one()
        return []

    def _signoff_card_facts(self):
        """Labels and texts of the card, without what is empty: a list of pairs."""
        self.ensure_one()
        names = [name for name in self._signoff_card_fields() if self[name]]
        return [(self._fields[name]._description_string(self.env), self._format_fact(name)) for name in names]

    def _format_fact(self, name):
        field, value = self._fields[name], self[name]
        if field.type == "monetary":
            return self[field.get_currency_field(self)].format(value)
        if field.type == "datetime":
            return format_datetime(
                self.env, value, tz=self.company_id.reception_tz or self.env.user.tz, dt_format="short"
            )
        if field.type == "date":
            return format_date(self.env, value)
        if field.type == "selection":
            return dict(field._description_selection(self.env))[value]
        if field.relational:
            return self._join_names(value.mapped("display_name"))
        return html2plaintext(value) if field.type == "html" else str(value)

    def _join_names(self, names):
        return ("、" if (self.env.lang or "").startswith("zh") else ", ").join(names)

    def _signoff_brief(self):
        facts = [
            self.env._("%(label)s: %(text)s", label=label, text=text) for label, text in self._signoff_card_facts()
        ]
        return super()._signoff_brief() + facts + self._signoff_card_alerts()

    def _get_signoff_cards(self):
        """The cards of documents that the user is asked to sign: a list of dictionaries, in the user's language.

        Where the user may not read a document, or it is guarded, the card tells its number, and the document itself the
        rest.
        """
        kind = self.env["ir.model"]._get(self._name).name
        today = {company: self.env["reception.deadline"]._get_today(company) for company in self.company_id}
        readable = self._filter_signoff_told()
        rows = self._get_round_rows()
        rows.activity_id.fetch(["date_deadline"])
        rows_by_document = rows.grouped("res_id")
        cards = []
        for document in self.sudo():
            is_told = document.id in readable.ids
            mine = rows_by_document[document.id].filtered(
                lambda row: row.state == "asked" and row._get_asked_user() == self.env.user
            )
            due = min(mine.activity_id.mapped("date_deadline"), default=False)
            cards.append(
                {
                    "model": self._name,
                    "id": document.id,
                    "kind": kind,
                    "name": document.name,
                    "title": document.display_name if is_told else document.name,
                    "company": document.company_id.name,
                    "requester": document.requester_id.name,
                    "due": due and fields.Date.to_string(due),
                    "due_label": format_date(self.env, due) if due else "",
                    "is_late": bool(due and due < today[document.company_id]),
                    "facts": document._signoff_card_facts() if is_told else [],
                    "alerts": document._signoff_card_alerts() if is_told else [],
                    "steps": document._get_signoff_timeline(rows_by_document[document.id]),
                    "signs_as": self._join_names([row.position_id.name or self.env._("Added signer") for row in mine]),
                    "any_one": bool(mine) and all(row.quorum == "any" for row in mine),
                }
            )
        return cards

    def _filter_signoff_told(self):
        """Those whose card tells more than the number: what the user may read; of guarded models none."""
        return self.browse() if self._is_signoff_guarded() else self._filtered_access("read")

    def _get_signoff_timeline(self, rows):
        """Who signs in which order: ``{label, names, state, at}`` by step and position; ``rows`` of the running round."""
        labels = dict(rows._fields["state"]._description_selection(self.env))
        return [
            {
                "id": row.id,
                "label": row.position_id.name or self.env._("Added signer"),
                "who": row.signatory_label,
                "state": row.state,
                "state_label": labels[row.state],
                "at": format_datetime(self.env, row.signed_at, tz=self.company_id.reception_tz, dt_format="short")
                if row.signed_at
                else "",
                "comment": row.comment or "",
            }
            for row in rows.sorted(lambda row: (row.step_number, row.id))
            if row.state != "void"
        ]
