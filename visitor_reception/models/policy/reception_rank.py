import re

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import ormcache

from .reception_service_class import SERVICES


class ReceptionRank(models.Model):
    """Rank of a visitor (职级): a row of the tables T1 and T2."""

    _name = "reception.rank"
    _inherit = ["reception.policy.table", "mail.thread"]
    _description = "Rank"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10, help="The highest rank first.")
    clause = fields.Char(tracking=True, help="The clauses of the policy whose tables have a row for this rank.")
    group = fields.Selection([("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], required=True)
    hotel_group = fields.Selection(
        [("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")],
        string="Group for Hotels",
        help="Where the table of hotels puts this rank in another group than that of transport. Empty: the same.",
    )
    is_visitor_equivalent = fields.Boolean(
        string="Visitors of Equal Rank", help="Stands for visitors whose rank equals that of the rows above."
    )
    counts_as_id = fields.Many2one(
        "reception.rank",
        ondelete="restrict",
        index="btree_not_null",
        tracking=True,
        help="Whose entitlement holds for every service in which this rank has no tick of its own.",
    )
    dines_as_needed = fields.Boolean(
        tracking=True,
        help="General manager rank or above: no amount a head where this person joins a meal with a company leader "
        "(1-6.2.1).",
    )
    position_words = fields.Char(
        string="Positions",
        help="Words that end the positions of people of this rank, with 、 between them: the rank is proposed for them in "
        "lists of guests. The longest word wins.",
    )
    entitlement_ids = fields.One2many("reception.entitlement", "rank_id", string="Entitlements")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a rank with this code.")

    @api.constrains("counts_as_id")
    def _check_counts_as(self):
        if self._has_cycle("counts_as_id"):
            raise ValidationError(self.env._("A rank cannot count as itself, directly or through other ranks."))

    @api.model
    def _find_by_position(self, positions):
        """The rank that people mostly have who hold a position: ``{position: rank}``, without those nobody can tell."""
        ranks = self.search([("position_words", "!=", False)])
        words = {
            word.strip().casefold(): rank
            for rank in ranks
            for word in re.split("[、,，;；]", rank.position_words)
            if word.strip()
        }
        by_length = sorted(words, key=len, reverse=True)
        found = {position: next(filter(position.casefold().endswith, by_length), None) for position in positions}
        return {position: words[word] for position, word in found.items() if word}

    @api.model
    @ormcache()
    def _get_ticked_levels(self):
        """The highest ticked level: ``{(rank id, service): level}``, read once and kept until a tick changes."""
        # a policy table that everybody is held to, whatever they may read
        groups = (
            self.env["reception.entitlement"]
            .sudo()
            ._read_group([("class_id.active", "=", True)], ["rank_id", "class_id"])
        )
        levels = {}
        for rank, service_class in groups:
            key = (rank.id, service_class.service)
            levels[key] = max(levels.get(key, 0), service_class.level)
        return levels

    @api.model
    @ormcache()
    def _get_counts_as_ids(self):
        """Which rank stands in for which: ``{rank id: rank id}``."""
        ranks = self.sudo().with_context(active_test=False).search([("counts_as_id", "!=", False)])
        return {rank.id: rank.counts_as_id.id for rank in ranks}

    def _get_entitled_level(self, service):
        """The highest level of ``service`` this rank may have at the company's cost (1-4.1, 1-4.2).

        Every class of this level or below is allowed. A rank without any tick for the service has the level of the
        rank it counts as.

        :param str service: such as ``plane`` or ``hotel``
        :returns: an integer, 0 where no class is allowed, also for an empty record
        """
        levels, counts_as_ids = self._get_ticked_levels(), self._get_counts_as_ids()
        rank_id = self.ensure_one().id if self else False
        seen = set()
        while rank_id and rank_id not in seen:
            if level := levels.get((rank_id, service)):
                return level
            seen.add(rank_id)
            rank_id = counts_as_ids.get(rank_id)
        return 0

    def _is_above_lowest(self):
        """Whether this rank is entitled to more than every guest is: a better class, or meals without a standard (D38)."""
        self.ensure_one()
        return self.dines_as_needed or any(
            self._get_entitled_level(service) > self._get_lowest_level(service) for service, _label in SERVICES
        )

    @api.model
    def _get_lowest_level(self, service):
        """What the last row of the table has for ``service``: the level that every rank with a tick may have; 0 without."""
        levels = [level for (_rank, ticked), level in self._get_ticked_levels().items() if ticked == service]
        return min(levels, default=0)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        if "counts_as_id" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        # the ticks go with the rank in the database, without their own unlink
        self.env.registry.clear_cache()
        return super().unlink()
