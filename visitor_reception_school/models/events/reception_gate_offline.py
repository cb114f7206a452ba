import base64
import hashlib
from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools.image import image_data_uri, image_process

SIZE = (128, 128)  # of the photo of who may collect
HASH = 20  # characters: enough that two badges of a school never meet


class ReceptionGate(models.Model):
    """What a school's desk knows without network: every badge, the windows, the permits, who may collect."""

    _inherit = "reception.gate"

    @api.model
    def get_offline_data(self, gate_id):
        data = super().get_offline_data(gate_id)
        gate = self._get_scan_gate(gate_id)
        # guards read nothing of this but on their desk
        school = gate.sudo()._get_school_data()
        gate._note_people_shown(school)
        return {**data, "school": school}

    def _note_people_shown(self, school):
        """Who belongs to whom is on this desk from now on: each reading is on file, once a day."""
        slips = self.env["reception.school.leave"].browse(int(slip_id) for slip_id in school["people"])
        listed = {pupil["id"] for pupils in school["classes"].values() for pupil in pupils if pupil["people"]}
        pupils = slips.sudo().pupil_id | self.env["reception.school.pupil"].browse(listed).sudo()  # as they are shown
        self.env["reception.school.reading"]._note_today(pupils, "custody", self.env._("map of the gate desk"))

    def _get_school_data(self):
        """In a constant number of queries; as superuser.

        :return: dict: ``pupils`` (by the hash of the badge's code), ``windows`` (by day), ``permits`` (by pupil),
            ``people`` (who may collect, by leave slip), ``classes`` (of the class events: pupils and their
            guardians), ``grace`` (minutes), ``zone``, ``changedAt``
        """
        company = self.company_id
        lists = self._desk_lists()
        slips, passes, events, outings = (
            self.env[lists[name].model].search(lists[name].domain)
            for name in ("leaving", "passes", "events", "outings")
        )
        badges = self.env["reception.school.badge"].search_fetch(
            Domain("company_id", "=", company.id) & Domain("pupil_id.state", "=", "enrolled"),
            ["code", "state", "pupil_id"],
            order="id",
        )
        away = self.env["reception.school.pupil"].search(
            Domain("company_id", "=", company.id)
            & Domain.OR(Domain(name, "!=", False) for name in ("out_leave_id", "out_pass_id", "out_outing_id"))
        )
        wanted = (slips.pupil_id | passes.pupil_id | away | outings.line_ids.pupil_id).ids
        permits = self._get_permits(wanted) if wanted else {}
        for pupil in away:
            permits.setdefault(pupil.id, []).extend(self._get_away_permits(pupil))
        today = self.env["reception.deadline"]._get_today(company)
        windows = self.env["reception.school.window"]
        return {
            "pupils": {hash_code(badge.code): self._to_offline(badge) for badge in badges},
            "windows": {
                str(day): list(windows._get_windows(company, self.id, day))
                for day in (today, today + timedelta(days=1))
            },
            "permits": {str(pupil_id): rows for pupil_id, rows in permits.items()},
            "people": {str(slip.id): self._get_people(slip.pupil_id) for slip in slips},
            "classes": {
                str(event.id): [
                    {"id": pupil.id, "name": pupil.name, "people": self._get_people(pupil)}
                    for pupil in event.class_ids.pupil_ids
                    if pupil.state == "enrolled"
                ]
                for event in events
            },
            "grace": company.reception_school_grace_minutes,
            "zone": company._reception_zone().zone,
            "changedAt": fields.Datetime.to_string(fields.Datetime.now()),
        }

    @api.model
    def _to_offline(self, badge):
        pupil = badge.pupil_id
        return {
            "id": pupil.id,
            "name": pupil.name,
            "class": pupil.class_id.name or "",
            "kind": pupil.kind,
            "grade_id": pupil.grade_id.id,
            "state": pupil.state,
            "presence": pupil.presence,
            "presence_at": fields.Datetime.to_string(pupil.presence_at),
            "badge": badge.state,
            "alert": pupil.has_alert,
            "photo": pupil._get_photo_url(pupil.id),
        }

    @api.model
    def _get_people(self, pupil):
        """Who belongs to the pupil as the sheet of the gate shows it: no number, no word of why."""
        relations = dict(self.env["reception.school.custody"]._fields["relation"]._description_selection(self.env))
        return [
            {
                "custody_id": row.id,
                "name": row.guardian_id.name,
                "relation": relations[row.relation],
                "tail": row.guardian_id.document_tail or "",
                "photo": to_thumbnail(row.guardian_id.photo),
                "has_alert": row.collect != "may_collect",
                "note": row.note_to_gate or "",
            }
            for row in pupil.custody_ids._filter_valid()
        ]


def to_thumbnail(photo):
    """A small picture in itself, for a desk without network; empty if there is none."""
    return image_data_uri(base64.b64encode(image_process(base64.b64decode(photo), size=SIZE))) if photo else ""


def hash_code(code):
    """A badge's code as the browser compares it: whoever opens the store of a desk cannot make a card of it.

    >>> hash_code("A")
    '559aead08264d5795d39'
    """
    return hashlib.sha256(code.encode()).hexdigest()[:HASH]
