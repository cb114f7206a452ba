from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError


class ReceptionPresetApply(models.TransientModel):
    """Apply a preset to the company or to some categories, after a look at what changes (P0, P2, P3)."""

    _name = "reception.preset.apply"
    _description = "Apply a Preset"

    company_id = fields.Many2one("res.company", required=True, default=lambda self: self.env.company)
    preset_id = fields.Many2one("reception.preset", help="Empty: the categories follow the company again.")
    scope = fields.Selection(
        [("company", "Whole company"), ("categories", "Chosen categories")],
        string="Applies To",
        required=True,
        default="company",
    )
    category_ids = fields.Many2many("reception.visitor.category", string="Categories")
    changes = fields.Html(string="What Changes", compute="_compute_changes", sanitize=False)

    @api.depends("preset_id", "scope", "category_ids", "company_id")
    def _compute_changes(self):
        for wizard in self:
            tables = wizard._get_changes()
            wizard.changes = Markup().join(wizard._render_changes(*table) for table in tables.items()) or Markup(
                "<p class='text-muted'>%s</p>"
            ) % self.env._("Nothing changes.")

    def _get_changes(self):
        """What changes: ``{(preset now, preset then): [(label, now, then)]}``, values as ``(text, clause)``."""
        company = self.company_id
        after = self.preset_id or self._get_company_preset()
        if self.scope == "company":
            now = {self._get_company_preset()}
        else:
            now = {self.env["reception.preset"]._get_for(category, company) for category in self.category_ids}
        tables = {}
        for before in now:
            if not after or before == after:
                continue
            old, new = before._get_numbers(company), after._get_numbers(company)
            tables[before, after] = [
                (label, old.get(label), new.get(label))
                for label in {**old, **new}
                if (old.get(label) or (None,))[0] != (new.get(label) or (None,))[0]
            ]
        return tables

    def _get_company_preset(self):
        # the policy administrator need not read all of the company's settings
        return self.company_id.sudo().reception_preset_id.sudo(False) or self.env["reception.preset"]._get_own()

    def _render_changes(self, presets, rows):
        _ = self.env._
        heads = [
            _("Number"),
            _("Now: %(preset)s", preset=presets[0].code),
            _("Then: %(preset)s", preset=presets[1].code),
        ]
        head = Markup().join(Markup("<th>%s</th>") % label for label in heads)
        body = Markup().join(
            Markup("<tr class='%s'><th scope='row'>%s</th>%s</tr>")
            % (
                "table-warning" if self._is_looser(*values) else "",
                label,
                Markup().join(Markup("<td>%s</td>") % self._describe(value) for value in values),
            )
            for label, *values in rows
        )
        return Markup("<table class='table table-sm'><thead><tr>%s</tr></thead><tbody>%s</tbody></table>") % (
            head,
            body,
        )

    @api.model
    def _is_looser(self, now, then):
        """Whether a limit that holds now allows more then."""
        return bool(now and then and now[2:] and then[2:]) and then[2] > now[2]

    @api.model
    def _describe(self, value):
        return f"{value[0]} ({value[1]})" if value else "–"

    def action_apply(self):
        """Apply the preset; what changes is logged on it and on the categories.

        :raises AccessError: the user is not a policy administrator
        :raises UserError: no preset for the company, or no category chosen
        """
        self.ensure_one()
        self.check_access("write")
        if self.company_id not in self.env.companies:
            raise UserError(self.env._("Choose one of your own companies."))
        if self.scope == "company" and not self.preset_id:
            raise UserError(self.env._("Choose the preset of the company."))
        if self.scope == "categories" and not self.category_ids:
            raise UserError(self.env._("Choose the categories that the preset applies to."))
        changes = self.changes
        self = self.with_context(policy_reason=self.env._("A preset was applied"))
        if self.scope == "company":
            # the policy administrator sets this one value of the company, and none besides
            self.company_id.sudo().reception_preset_id = self.preset_id
            documents, to = self.preset_id, self.company_id.sudo().name
        else:
            self.category_ids.with_company(self.company_id).preset_id = self.preset_id
            documents, to = self.category_ids, ", ".join(self.category_ids.mapped("name"))
        title = self.env._(
            "%(preset)s applied to %(to)s.",
            preset=self.preset_id.display_name or self.env._("The preset of the company"),
            to=to,
        )
        for document in documents:
            document._message_log(body=Markup("<p>%s</p>%s") % (title, changes))
        self._renew_drafts()
        return {"type": "ir.actions.act_window_close"}

    def _renew_drafts(self):
        """Notices not submitted yet, of whomever, follow at once."""
        visits = self.env["reception.visit"].sudo()
        drafts = visits.search(
            [("company_id", "=", self.company_id.id), ("state", "in", list(visits._submittable_states()))]
        )
        drafts.modified(["company_id"])
