from odoo import api, fields, models
from odoo.fields import Command


class ReceptionVisitRanks(models.TransientModel):
    """Asks at submission for the ranks that are still empty, all in one list; who is not sure leaves one empty (D38)."""

    _name = "reception.visit.ranks"
    _description = "Ranks of the Guests"

    visit_id = fields.Many2one("reception.visit", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("reception.visit.ranks.line", "ranks_id")

    @api.constrains("visit_id")
    def _check_visit(self):
        """Nobody learns through the wizard who is on a notice that they may not write."""
        self.sudo(False).visit_id.check_access("write")  # constraints run as superuser

    @api.model
    def _open(self, visit):
        """The list of the guests without a rank, each with the rank that the position proposes."""
        guests = visit.guest_ids.filtered(lambda guest: not guest.rank_id)
        proposed = guests.rank_id._find_by_position({guest.position for guest in guests if guest.position})
        lines = [
            Command.create({"guest_id": guest.id, "rank_id": proposed.get(guest.position, guest.rank_id).id})
            for guest in guests
        ]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Ranks of the Guests"),
            "res_model": self._name,
            "res_id": self.create({"visit_id": visit.id, "line_ids": lines}).id,
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
        }

    def action_submit(self):
        """Keep the ranks and submit the notice, both or neither.

        :raises UserError: see ``reception.visit.action_submit``
        """
        self.ensure_one()
        for rank, lines in self.line_ids.filtered("rank_id").grouped("rank_id").items():
            lines.guest_id.rank_id = rank
        self.visit_id.with_context(reception_ask_ranks=False).action_submit()
        return {"type": "ir.actions.act_window_close"}


class ReceptionVisitRanksLine(models.TransientModel):
    """A guest whose rank is asked for."""

    _name = "reception.visit.ranks.line"
    _description = "Rank of a Guest"

    ranks_id = fields.Many2one("reception.visit.ranks", required=True, ondelete="cascade", index=True)
    guest_id = fields.Many2one("reception.visit.guest", required=True, readonly=True, ondelete="cascade")
    name = fields.Char(related="guest_id.name", related_sudo=False)
    position = fields.Char(related="guest_id.position", related_sudo=False)
    rank_id = fields.Many2one("reception.rank")

    @api.constrains("guest_id", "ranks_id")
    def _check_guest(self):
        self.guest_id._check_belongs_to(self.ranks_id.visit_id)
