from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.visitor_reception.models.gate.reception_gate_desk import DeskList
from odoo.addons.visitor_reception.models.gate.reception_gate_sync import DeskVerb

LEAVE, PASS = "reception.school.leave", "reception.school.gate.pass"
EVENT, OUTING = "reception.school.event", "reception.school.outing"
# what guards have no right to, but for the rows of their desk
SHOWN = (LEAVE, PASS, EVENT, OUTING)


class ReceptionGate(models.Model):
    """The desk of a school: badges in batches, slips and passes of today, class events and outings."""

    _inherit = "reception.gate"

    @api.model
    def _desk_verbs(self):
        return {
            **super()._desk_verbs(),
            "scan": DeskVerb("_scan_at_desk", target=None, is_batch=True),
            "undo_scan": DeskVerb("_undo_at_desk", target=None),
            "pass_pupil": DeskVerb("_pass_at_desk", target=None),
            "refuse_pupil": DeskVerb("_refuse_at_desk", target=None),
            "release": DeskVerb("action_release", target=LEAVE),
            "hold": DeskVerb("_hold_at_desk", target=LEAVE),
            "return": DeskVerb("_return_at_desk", target=LEAVE),
            "use_pass": DeskVerb("_use_at_desk", target=PASS),
            "acknowledge_event": DeskVerb("_acknowledge_at_desk", target=EVENT),
            "let_parent_in": DeskVerb("_let_in_at_desk", target=EVENT),
            "end_event": DeskVerb("_end_at_desk", target=EVENT),
            "outing_leaves": DeskVerb("_leave_at_desk", target=OUTING),
            "outing_comes_back": DeskVerb("_come_back_at_desk", target=OUTING),
        }

    def _scan_at_desk(self, operations):
        """Badges that a desk has scanned; each is done once by its own id, whatever became of it."""
        scans = [
            {
                **{name: (operation.get("values") or {}).get(name) for name in ("code", "direction", "decided")},
                "client_id": operation.get("client_id"),
                "at": operation.get("at"),
                "user_id": operation.get("user_id"),
            }
            for operation in operations
        ]
        return [
            {
                "client_id": answer["client_id"],
                "status": "conflict" if answer["status"] == "conflict" else "done",
                "text": answer["text"],
                # no row of a list: what the rush panel shows
                "row": False,
                "scan": {"status": answer["status"], "permit": answer["permit"], "pupil": answer["row"]},
            }
            for answer in self.scan_pupils(scans, self.id)
        ]

    def _undo_at_desk(self, values, gate_id):
        self.undo_scan(values.get("scan"), gate_id)

    def _pass_at_desk(self, values, gate_id):
        values = dict(values)
        self.pass_pupil(values.pop("pupil_id", None), values.pop("direction", None), values, gate_id)

    def _refuse_at_desk(self, values, gate_id):
        values = dict(values)
        self.refuse_pupil(values.pop("pupil_id", None), values.pop("refusal", None), values, gate_id)

    def _sync_once(self, operation, verb, known):
        """Of what a guard has just done with a slip the desk gets the row, though they read no slips."""
        result = super()._sync_once(operation, verb, known)
        if result["status"] == "done" and not result["row"] and verb and verb.target in SHOWN:
            target = known[operation["client_id"]]._get_target()
            result["row"] = target._get_desk_rows()[0] if target else False
        return result

    # ------------------------------------------------------------------------------------------------------------------
    # Lists
    # ------------------------------------------------------------------------------------------------------------------

    def _desk_lists(self):
        company = Domain("company_id", "=", self.company_id.id)
        now = fields.Datetime.now()
        tomorrow = self.env["reception.deadline"]._to_moment(now, 0, self.company_id) + timedelta(days=1)
        issued = Domain("state", "=", "issued")
        leaving = issued & Domain("leave_from", "<", tomorrow) & Domain("leave_to", ">=", now)
        passes = issued & Domain("valid_from", "<", tomorrow) & Domain("valid_to", ">=", now)
        events = Domain("state", "=", "approved") & Domain("entry_from", "<", tomorrow)
        outings = Domain("state", "=", "approved") & Domain("date_begin", "<", tomorrow) & Domain("date_end", ">=", now)
        return {
            **super()._desk_lists(),
            "leaving": DeskList(LEAVE, company & leaving, "leave_from, id"),
            "away": DeskList(LEAVE, company & Domain("state", "=", "out"), "due_back, id"),
            "passes": DeskList(PASS, company & (passes | Domain("state", "=", "in_use")), "valid_to, id"),
            "events": DeskList(EVENT, company & events, "entry_from, id"),
            "outings": DeskList(OUTING, company & (outings | Domain("state", "=", "out")), "date_begin, id"),
        }

    @api.model
    def _fetch_list(self, desk_list):
        if desk_list.model not in SHOWN:
            return super()._fetch_list(desk_list)
        # guards have no right to them but for the rows of their desk
        return super(ReceptionGate, self.sudo())._fetch_list(desk_list)

    def _find_scanned(self, code):
        """A slip or pass of today by the number that is printed as a code."""
        found = super()._find_scanned(code)
        if found or not code:
            return found
        lists = self._desk_lists()
        for name in ("leaving", "away", "passes"):
            records = self.env[lists[name].model].sudo()  # as for the lists
            if record := records.search(lists[name].domain & Domain("name", "=", code), limit=1):
                return record
        return found

    def _search_desk_rows(self, term, limit):
        """Slips and passes of today too, by the pupil's name or the number."""
        rows = super()._search_desk_rows(term, limit)
        if len(term) < 2 or (term.isascii() and len(term) < 3):
            return rows
        lists = self._desk_lists()
        named = Domain("name", "=ilike", f"%{term}") | Domain("pupil_id.name", "ilike", term)
        for name in ("leaving", "away", "passes"):
            records = self.env[lists[name].model].sudo()  # as for the lists
            rows += records.search(lists[name].domain & named, limit=limit)._get_desk_rows()
        return rows
