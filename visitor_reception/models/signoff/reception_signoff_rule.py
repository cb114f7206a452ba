from ast import literal_eval

import psycopg2

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class ReceptionSignoffRule(models.Model):
    """Who signs what (审批程序): the steps for the records of a model that match a domain."""

    _name = "reception.signoff.rule"
    _inherit = ["reception.policy.table", "mail.thread", "reception.placed.mixin"]
    _description = "Sign-off Rule"
    _order = "res_model, specificity desc, sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    res_model = fields.Selection(selection="_selection_res_model", string="Document", required=True, index=True)
    domain = fields.Char(
        default="[]",
        required=True,
        tracking=True,
        help="Which documents the rule is for. Of several rules that match, the one with the most conditions is taken.",
    )
    specificity = fields.Integer(compute="_compute_specificity", store=True, help="Number of conditions in the domain.")
    clause = fields.Char(required=True, tracking=True)
    company_id = fields.Many2one("res.company", index=True, help="Empty: for all companies.")
    step_ids = fields.One2many("reception.signoff.step", "rule_id", string="Steps", copy=True)
    steps_summary = fields.Char(string="Signatories", compute="_compute_steps_summary")
    active = fields.Boolean(default=True, tracking=True)

    @api.model
    def _get_signed_models(self):
        """Names of the models that can be signed, siblings' included."""
        names = sorted(self.env.registry.descendants(["reception.signoff.mixin"], "_inherit"))
        return [name for name in names if not self.env[name]._abstract]

    @api.model
    def _selection_res_model(self):
        return [(name, self.env["ir.model"]._get(name).name) for name in self._get_signed_models()]

    @api.depends("domain")
    def _compute_specificity(self):
        for rule in self:
            try:
                rule.specificity = len(list(Domain(literal_eval(rule.domain or "[]")).iter_conditions()))
            except (ValueError, SyntaxError, TypeError):  # told by _check_domain
                rule.specificity = 0

    @api.depends("step_ids.name")
    def _compute_steps_summary(self):
        for rule in self:
            rule.steps_summary = " → ".join(step.name for step in rule.step_ids)

    @api.constrains("domain", "res_model")
    def _check_domain(self):
        for rule in self:
            try:
                with self.env.cr.savepoint():
                    self.env[rule.res_model].search_count(literal_eval(rule.domain), limit=1)
            except (ValueError, SyntaxError, TypeError, KeyError, psycopg2.DataError) as error:
                raise ValidationError(
                    self.env._(
                        "The conditions of the rule %(rule)s cannot be used on %(model)s: %(error)s",
                        rule=rule.name,
                        model=rule.res_model,
                        error=error,
                    )
                ) from error

    @api.constrains("step_ids", "active")
    def _check_has_steps(self):
        for rule in self:
            if rule.active and not rule.step_ids:
                raise ValidationError(
                    self.env._("%(rule)s: add at least one step, or nobody would have to sign.", rule=rule.name)
                )

    @api.model
    def _get_for(self, records):
        """The rule of each record: ``{record: rule}``, the most specific first, then sequence; empty where none fits."""
        rules = self.sudo().search(
            [("res_model", "=", records._name), ("company_id", "in", [False, *records.company_id.ids])]
        )
        found = {}
        for rule in rules:
            candidates = records.filtered(
                lambda record, rule=rule: (
                    record not in found and (not rule.company_id or rule.company_id == record.company_id)
                )
            )
            # the conditions may look at facts that the submitting user cannot read
            found.update(dict.fromkeys(candidates.sudo().filtered_domain(literal_eval(rule.domain)), rule))
        return {record: found.get(record, self.browse()) for record in records}

    def _prepare_signoff_vals(self, record):
        """Rows for every step of the rule, all ``waiting``; positions are resolved now.

        :raises UserError: a position has no holder who may sign; nothing is approved because nobody is there
        """
        self.ensure_one()
        owners = record._signoff_owners()
        steps = self.step_ids._without_positions_not_set_up()
        rows_by_step = [(step, step._resolve(record)) for step in steps]
        if rows_by_step and all(step._get_outcome(rows, owners) == "granted" for step, rows in rows_by_step):
            # D4: nobody but a position that may sign its own is the only signatory of their own request
            rows_by_step = [(step, step._without_owners(rows, owners)) for step, rows in rows_by_step]
        vals_list = []
        for number, (step, rows) in enumerate(rows_by_step, start=1):
            if gap := step._get_gap(rows):
                raise UserError(
                    self.env["reception.clause"]._explain(
                        self.clause,
                        self.env._(
                            "nobody may sign as %(position)s (step %(step)s). Ask the policy administrator to name a "
                            "holder of the position, or to mark it as not set up. Nobody is the only signatory of a "
                            "request of their own.",
                            position=gap,
                            step=step.name,
                        ),
                    )
                )
            vals_list += [
                {
                    "res_model": record._name,
                    "res_id": record.id,
                    "round": record.signoff_round + 1,
                    "rule_id": self.id,
                    "step_id": step.id,
                    "step_number": number,
                    "quorum": step.quorum,
                    "share_numerator": step.share_numerator,
                    "share_denominator": step.share_denominator,
                    "holders_needed": step.holders_needed,
                    "position_id": row["position"].id,
                    "user_id": row["user"].id,
                    "weight": row["weight"],
                    "state": row["state"],
                    "clause": self.clause,
                    "company_id": record.company_id.id,
                }
                for row in rows
            ]
        return vals_list
