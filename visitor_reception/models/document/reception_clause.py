from odoo import api, fields, models
from odoo.tools import ormcache


class ReceptionClause(models.Model):
    """One rule of the organisation's policy, by its clause number.

    A refusal quotes it: ``clause: what is wrong. Rule: ... Way out: ...``.
    """

    _name = "reception.clause"
    _description = "Policy Clause"
    _order = "sequence, id"
    _rec_name = "code"
    _rec_names_search = ["code", "rule"]

    code = fields.Char(string="Clause", required=True, index=True, help="Part and number, such as 1-6.1.2.")
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [("E", "Enforceable"), ("F", "Fact"), ("G", "Guidance")],
        required=True,
        help="Enforceable rules are refused when broken; facts are recorded; guidance is shown.",
    )
    rule = fields.Text(required=True, translate=True)
    wording = fields.Text(help="The Chinese wording of the policy, which decides.")
    remedy = fields.Text(string="Way Out", translate=True, help="Who or what can lift a refusal by this clause.")
    stage = fields.Selection(
        [("before", "Before the visit"), ("during", "During the visit"), ("after", "After the visit")],
        string="Shown on Notices",
        help="When the visit shows this rule as guidance.",
    )
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "There is already a clause with this number.")

    @api.depends("code", "rule")
    def _compute_display_name(self):
        for clause in self:
            clause.display_name = clause.code

    @api.model
    @ormcache("code")
    def _id_by_code(self, code):
        return self.sudo().with_context(active_test=False).search([("code", "=", code)], limit=1).id

    @api.model
    def _explain(self, code, reason, way_out=None):
        """The text of a refusal: the clause, what is wrong, the rule in the user's language, and the way out.

        :param str way_out: where it is another than the clause names as a rule
        """
        return "\n".join(self._explain_lines(code, reason, way_out))

    @api.model
    def _explain_lines(self, code, reason, way_out=None):
        rule, remedy = self._get_texts(code)
        remedy = way_out or remedy
        lines = [f"{code}: {reason}"]
        if rule:
            lines.append(self.env._("Rule: %(rule)s", rule=rule))
        if remedy:
            lines.append(self.env._("Way out: %(remedy)s", remedy=remedy))
        return lines

    @api.model
    @ormcache("code", "self.env.lang")
    def _get_texts(self, code):
        """Rule and way out in the user's language; kept, for buttons ask often."""
        # every employee may know the rule that stops them
        clause = self.sudo().browse(self._id_by_code(code))
        return clause.rule, clause.remedy

    @api.model
    def _get_rule(self, code):
        """The rule of a clause in the user's language, as the table words it; empty if there is no such clause."""
        return self._get_texts(code)[0]

    @api.model
    @ormcache("stage", "self.env.lang")
    def _get_guidance(self, stage):
        """The rules that a visit shows in a stage: a tuple of ``(code, rule)`` in the user's language."""
        # every employee may know them
        clauses = self.sudo().search([("kind", "=", "G"), ("stage", "=", stage)])
        return tuple((clause.code, clause.rule) for clause in clauses)

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=""):
        self.env.registry.clear_cache()
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()
