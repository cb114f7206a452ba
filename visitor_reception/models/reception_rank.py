from odoo import fields, models


class ReceptionRank(models.Model):
    """Rank of a visitor (职级): a row of the tables T1 and T2."""

    _name = "reception.rank"
    _description = "Rank"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10, help="The highest rank first.")
    group = fields.Selection([("A", "A"), ("B", "B"), ("C", "C"), ("D", "D")], required=True)
    is_visitor_equivalent = fields.Boolean(
        string="Visitors of Equal Rank", help="Stands for visitors whose rank equals that of the rows above."
    )
    counts_as_id = fields.Many2one(
        "reception.rank",
        string="Counts As",
        ondelete="restrict",
        help="Whose entitlement holds where a table has no row for this rank.",
    )
    dines_as_needed = fields.Boolean(
        help="General manager rank or above: no amount a head at a meal this person joins (1-6.2.1)."
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a rank with this code.")
