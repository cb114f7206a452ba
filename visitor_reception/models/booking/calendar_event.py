from odoo import api, fields, models
from odoo.exceptions import ValidationError


class CalendarEvent(models.Model):
    """The meeting room of an item in the programme."""

    _inherit = "calendar.event"

    reception_room_id = fields.Many2one(
        "reception.resource",
        string="Meeting Room",
        ondelete="restrict",
        index="btree_not_null",
        domain=[("kind", "=", "room")],
    )

    @api.constrains("reception_visit_id", "reception_room_id")
    def _check_reception_room_id(self):
        for event in self.sudo():  # a room of another company cannot be read
            room, visit = event.reception_room_id, event.reception_visit_id
            if room.kind == "car" or (room and visit and room.company_id != visit.company_id):
                raise ValidationError(
                    self.env._("%(room)s is not a meeting room of the company that receives.", room=room.display_name)
                )

    @api.depends("reception_room_id", "reception_visit_id.headcount")
    def _compute_reception_clash(self):
        return super()._compute_reception_clash()

    def _can_clash(self):
        return super()._can_clash() or bool(self.reception_room_id)

    def _find_taken(self, window):
        # a room is taken, whoever may see by what
        rooms = self.sudo()._read_group(
            [*window, ("reception_room_id", "in", self.reception_room_id.ids)],
            ["reception_room_id"],
            ["id:recordset"],
        )
        return {**super()._find_taken(window), **dict(rooms)}

    def _describe_taken(self, taken):
        _ = self.env._
        texts = super()._describe_taken(taken)
        # the room stands in the item already, and how many people come
        room, visit = self.reception_room_id.sudo(), self.reception_visit_id.sudo()
        if self._overlaps(taken.get(room, ())):
            texts.append(_("%(room)s is taken", room=room.name))
        heads = visit.headcount + len(self.partner_ids)
        if 0 < room.capacity < heads:
            texts.append(
                _("%(room)s has %(seats)s seats for %(heads)s people", room=room.name, seats=room.capacity, heads=heads)
            )
        return texts
