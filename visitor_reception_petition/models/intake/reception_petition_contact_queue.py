from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

# what a visitor types at the kiosk, beside the own person
KIOSK_FACTS = ("kind", "circumstances", "request", "headcount")


class ReceptionPetitionContact(models.Model):
    """Who waits: a number by window, the next one is called; who leaves unheard is called back (2-2.1, 5-2.2)."""

    _inherit = "reception.petition.contact"

    queued_at = fields.Datetime(readonly=True, copy=False)

    _waiting_idx = models.Index("(company_id, id) WHERE state IN ('waiting', 'missed')")

    @api.model
    def _guarded_fields(self):
        return super()._guarded_fields() | {"queued_at"}

    @api.model
    def take_ticket(self, window_id):
        """Give a visitor a number; what the matter is stands on the paper form, or is said at the window.

        :param int window_id: the window
        :returns: ``{"contact_id", "ticket"}``
        :raises UserError: the current user is no receiver, or there is no such window
        """
        self._check_register({})
        window = self.env["reception.petition.window"].browse(window_id).exists()
        if not window:
            raise UserError(self._explain("2-2.1", self.env._("choose the window.")))
        contact = self._queue(window)
        return {"contact_id": contact.id, "ticket": contact.ticket}

    @api.model
    def _queue(self, window):
        """A visitor who waits, with the next number; as superuser."""
        contact = self._as_engine().create(
            {
                "channel": "petition_visit",
                "company_id": window.company_id.id,
                "window_id": window.id,
                "ticket": window._get_next_ticket(),
                "queued_at": fields.Datetime.now(),
                "receiver_id": False,
                "state": "waiting",
            }
        )
        contact.flush_recordset()
        return contact

    @api.model
    def _register_at_kiosk(self, window, person, facts):
        """A visitor registers at the kiosk of the window, without login, and waits; an accusation is sealed at once.

        :param dict person: facts of the visitor
        :param dict facts: ``kind``, ``circumstances``, ``request``
        :returns: the contact, as superuser
        :raises UserError: too many registrations
        """
        if self.env["ir.http"]._is_too_often("petition_kiosk", window.id):
            raise UserError(self.env._("Too many visitors have registered here just now. Please wait a minute."))
        contact = self._queue(window)
        contact.filled_by = "petitioner"
        facts = {name: facts[name] for name in KIOSK_FACTS if facts.get(name)}
        title = (facts.get("request") or facts.get("circumstances") or "")[:40]
        contact._begin_matter({**facts, "title": title, "people": [person]})
        return contact

    @api.model
    def get_queue(self):
        """Who waits and who is to be called back, oldest first: dicts of what a list shows, no names.

        :raises AccessError: the current user may not read contacts
        """
        rows = self.search_fetch(
            [("state", "in", ("waiting", "missed")), ("company_id", "in", self.env.companies.ids)],
            ["ticket", "state", "window_id", "queued_at", "started_at", "caller_number", "call_back_due", "channel"],
            order="id",
            limit=80,
        )
        return [
            {
                "id": row.id,
                "ticket": row.ticket or "",
                "state": row.state,
                "window": row.window_id.display_name or "",
                "window_id": row.window_id.id,
                "number": row.caller_number or "",
                "since": fields.Datetime.to_string(row.queued_at or row.started_at),
                "call_back_due": str(row.call_back_due or ""),
            }
            for row in rows
        ]

    @api.model
    def call_next(self, window_id=None):
        """Receive who has waited longest, at this window if one is named; of two who call at once each gets another.

        :returns: as :meth:`open_waiting`, or False where nobody waits
        """
        self._check_register({})
        waiting = Domain("state", "=", "waiting") & Domain("company_id", "in", self.env.companies.ids)
        if window_id:
            waiting &= Domain("window_id", "in", (window_id, False))
        for contact in self.search(waiting, order="id", limit=20):
            if contact.try_lock_for_update():
                return contact.open_waiting()
        return False

    def open_waiting(self):
        """Receive this visitor.

        :returns: dict of what was typed at the kiosk: ``contact_id``, ``ticket``, ``number``, ``matter`` and ``people``
        """
        self.ensure_one()
        self.action_start()
        matter = self.matter_id
        people = self.party_ids.petitioner_id
        names = [name for name in people._get_typed_fields() if name != "document_number"]
        return {
            "contact_id": self.id,
            "ticket": self.ticket,
            "matter_id": matter.id,
            "number": matter.name,
            "matter": {name: matter[name] or "" for name in ("kind", "circumstances", "request")} if matter else {},
            "people": people.read(names) if people else [],
        }
