from collections import defaultdict

from odoo import api, models


class ReceptionPetitionContact(models.Model):
    _inherit = "reception.petition.contact"

    def _decide_follow_up_talk(self, vals):
        """Agree on a further talk; the clocks of the receipt go on (2-2.4.5, reading D25)."""
        date = self._need(vals, "date", "2-2.4.5", self.env._("agree on date and time of the further talk."))
        place = self._need_text(vals.get("place"), "2-2.4.5", self.env._("name the place of the further talk."))
        materials = self._to_text(vals.get("missing_materials"))
        matter = self.matter_id
        is_sealed = matter.sudo().is_sealed
        self.env["reception.petition.session"]._plan(
            matter,
            {
                "kind": "follow_up_talk",
                "date_from": date,
                "place": place,
                "missing_materials": materials if not is_sealed else False,
            },
        )
        self._end_talk("follow_up_talk", outcome="follow_up_talk")
        if materials and not is_sealed:
            self.env["reception.petition.paper"]._issue(matter, "missing_materials", materials=materials)

    @api.model
    def _get_promises(self, matters):
        promises = self.env["reception.petition.promise"].sudo()  # of matters that the user may read
        rows = promises.search_fetch(
            [("matter_id", "in", matters.ids), ("state", "=", "open")], ["matter_id", "text", "due_date"]
        )
        texts = defaultdict(list)
        for promise in rows:
            texts[promise.matter_id.id].append({"text": promise.text, "due_date": str(promise.due_date)})
        return texts
