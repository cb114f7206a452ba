from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...tools.quorum import step_outcome


class ReceptionSignoffStep(models.Model):
    """One step of a sign-off rule: which positions, and how many of them must sign."""

    _name = "reception.signoff.step"
    _inherit = ["reception.policy.table"]
    _description = "Sign-off Step"
    _order = "rule_id, sequence, id"

    rule_id = fields.Many2one("reception.signoff.rule", required=True, ondelete="cascade", index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(compute="_compute_name")
    position_ids = fields.Many2many(
        "reception.position",
        string="Positions",
        required=True,
        ondelete="restrict",
        context={"active_test": False},  # an archived position is vacant, not left out (1-3.2)
    )
    quorum = fields.Selection(
        [("all", "All positions"), ("any", "Any one"), ("share", "Share of the holders")],
        required=True,
        default="all",
    )
    share_numerator = fields.Integer(string="Share", default=2)
    share_denominator = fields.Integer(string="Of", default=3)
    share_basis = fields.Selection(
        [("heads", "By heads"), ("shares", "By shares held")],
        default="heads",
        required=True,
        help="1-3.1: two thirds counted by registered holders, or by the shares they hold.",
    )
    holders_needed = fields.Selection(
        [("one", "One holder"), ("all", "All holders")],
        default="one",
        required=True,
        help="Who signs for a position with several holders (1-3.2, 1-3.3).",
    )

    _share_is_fraction = models.Constraint(
        "CHECK (share_numerator > 0 AND share_numerator <= share_denominator)",
        "The share must be a fraction above 0 and not above 1, such as 2 of 3.",
    )

    @api.depends("position_ids.name", "quorum", "share_numerator", "share_denominator")
    def _compute_name(self):
        for step in self:
            names = step.position_ids.mapped("name")
            if step.quorum == "share":
                step.name = self.env._(
                    "%(numerator)s/%(denominator)s of %(positions)s",
                    numerator=step.share_numerator,
                    denominator=step.share_denominator,
                    positions=", ".join(names),
                )
            else:
                separator = self.env._(" and ") if step.quorum == "all" else self.env._(" or ")
                step.name = separator.join(names)

    @api.constrains("position_ids")
    def _check_position_ids(self):
        for step in self:
            if not step.position_ids:
                raise ValidationError(self.env._("Each step needs at least one position that signs."))

    def _get_owner(self):
        return self.rule_id.company_id

    @api.model
    def _remembered_fields(self):
        return super()._remembered_fields() | {"sequence"}

    def _without_positions_not_set_up(self):
        """Steps that still have somebody to ask (1-3.2: a position marked as not set up is left out)."""
        return self.filtered(lambda step: any(step.position_ids.mapped("is_set_up")))

    def _resolve(self, record):
        """Who is asked: a list of ``{position, user, weight, state}``.

        Where heads or shares are counted, one row a person; of registered holders who cannot log in it is void.
        """
        self.ensure_one()
        rows, seen = [], set()
        for position in self.position_ids.filtered("is_set_up").sorted():
            holders = [(user, shares, "waiting") for user, shares in position._get_holders(record)]
            if self.quorum == "share":
                holders += [(user, shares, "void") for user, shares in position._get_barred_holders(record)]
            for user, shares, state in holders:
                if self.quorum == "share" and user in seen:
                    continue
                seen.add(user)
                weight = shares if self.share_basis == "shares" else 1
                rows.append({"position": position, "user": user, "weight": weight, "state": state})
        return rows

    def _get_outcome(self, rows, signers=()):
        """Outcome of the step if ``signers``, where they may not sign their own, had signed, and nobody else yet."""
        self.ensure_one()
        votes = [
            (
                (row["position"], row["user"]) if self.holders_needed == "all" else row["position"],
                row["user"],
                row["weight"],
                "signed" if row["user"] in signers and not row["position"].may_sign_own else row["state"],
            )
            for row in rows
        ]
        return step_outcome(self.quorum, votes, self.share_numerator, self.share_denominator)

    def _without_owners(self, rows, owners):
        """``rows`` without those of people whose request it is (D4) and who may not sign their own.

        A share counts all registered holders, them too, as long as somebody else is there to sign.
        """
        self.ensure_one()
        others = [row for row in rows if row["user"] not in owners or row["position"].may_sign_own]
        return rows if self.quorum == "share" and any(row["state"] != "void" for row in others) else others

    def _get_gap(self, rows):
        """Name of the position that makes the step impossible to grant with ``rows``, or False."""
        self.ensure_one()
        positions = self.position_ids.filtered("is_set_up")
        held = self.env["reception.position"].union(*(row["position"] for row in rows))
        missing = positions - held
        if (self.quorum == "all" and missing) or not rows:
            return ", ".join(missing.mapped("name"))
        # too many of those counted cannot sign
        return self._get_outcome(rows) == "declined" and ", ".join(positions.mapped("name"))
