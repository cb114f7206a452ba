from lxml import etree

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# Odoo's own, and what no rule depends on
IGNORED = {"change_reason", "display_name", "sequence", "message_ids", "activity_ids"}


class ReceptionPolicyTable(models.AbstractModel):
    """A table of the policy that remembers: who changed what from what, when, with a reason (``reception.policy.change``).

    A policy administrator states the reason of a change, in the form or as ``change_reason`` over RPC, that of a removal
    in a wizard or as ``policy_reason`` in the context. Rows for all
    companies are changed by who may act for all of them; others copy a row for their company.
    """

    _name = "reception.policy.table"
    _description = "Policy Table That Remembers Its Changes"

    # whether forms and RPC state a reason; settings of a company are only remembered
    _asks_reason = True

    change_reason = fields.Char(
        string="Why It Is Changed",
        store=False,
        copy=False,
        help="Stays on file with what was changed, from what, by whom and when.",
    )

    # ------------------------------------------------------------------------------------------------------------------
    # What is remembered
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _remembered_fields(self):
        """Names of the fields whose changes are kept: all that people set."""
        return {
            name
            for name, field in self._fields.items()
            if field.store
            and name not in models.MAGIC_COLUMNS
            and not field.related
            and name not in IGNORED
            and not name.startswith(("message_", "activity_", "website_message"))
            and not (field.compute and field.readonly)
            and field.type not in ("one2many", "binary")
        }

    @api.model_create_multi
    def create(self, vals_list):
        reasons = [vals.pop("change_reason", None) for vals in vals_list]
        rows = super().create(vals_list)
        if rows._asks_reason and rows._is_remembered():
            rows._check_shared()
            for row, reason in zip(rows, reasons, strict=True):
                values = row._describe_values(row._remembered_fields())
                row._remember("created", {name: (False, text) for name, text in values.items() if text}, reason)
        return rows

    def write(self, vals):
        reason = vals.pop("change_reason", None) or self.env.context.get("policy_reason")
        names = self._remembered_fields().intersection(vals)
        if not names or not self._is_remembered():
            return super(ReceptionPolicyTable, self.with_context(policy_reason=reason)).write(vals)
        if any(not self._fields[name].company_dependent for name in names):
            self._check_shared()
        before = {row.id: row._describe_values(names) for row in self}
        # lines that are written with their row have its reason
        result = super(ReceptionPolicyTable, self.with_context(policy_reason=reason)).write(vals)
        for row in self:
            after = row._describe_values(names)
            changes = {
                name: (before[row.id][name], after[name]) for name in names if before[row.id][name] != after[name]
            }
            if changes and self._asks_reason and not reason and not self.env.su:
                raise UserError(
                    self.env._(
                        "%(row)s is part of the policy: write why it is changed (Why It Is Changed). The reason stays on file.",
                        row=row.display_name,
                    )
                )
            row._remember("changed", changes, reason)
        return result

    def _check_removal_reason(self):
        """:raises UserError: a row of the policy is about to go, and nobody has said why"""
        if self._asks_reason and not self.env.context.get("policy_reason") and not self.env.su:
            raise UserError(
                self.env._(
                    "%(rows)s: part of the policy. Use Remove and write why; the reason stays on file.",
                    rows=", ".join(self.mapped("display_name")),
                )
            )

    def unlink(self):
        if self._is_remembered():
            self._check_shared()
            self._check_removal_reason()
            for row in self:
                values = row._describe_values(row._remembered_fields())
                row._remember("deleted", {name: (text, False) for name, text in values.items() if text})
        return super().unlink()

    @api.model
    def _is_remembered(self):
        """Not what an add-on delivers: nobody has decided on it."""
        return self.env.registry.ready and not self.env.context.get("install_mode")

    def _describe_values(self, names):
        """``{field: text}`` as people read the values."""
        self.ensure_one()
        return {name: self._describe_value(self._fields[name]) for name in names}

    def _describe_value(self, field):
        value = self[field.name]
        if field.type in ("many2one", "many2many"):
            return ", ".join(value.sudo().mapped("display_name"))  # only what stands in the table
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        if field.type == "boolean":
            return self.env._("yes") if value else self.env._("no")
        if field.type == "monetary":
            return self[field.get_currency_field(self)].format(value) if value is not False else ""
        return "" if value in (False, None) else str(value)

    def _remember(self, kind, changes, reason=None):
        """Keep ``changes`` of one row, ``{field: (before, after)}``."""
        self.ensure_one()
        reason = reason or self.env.context.get("policy_reason")
        owner = self._get_owner()
        self.env["reception.policy.change"]._as_engine().create(
            [
                {
                    "changed_at": fields.Datetime.now(),
                    "user_id": self.env.uid,
                    "model_id": self.env["ir.model"]._get_id(self._name),
                    "res_id": self.id,
                    "record_name": self.display_name,
                    "company_id": owner.id,
                    "kind": kind,
                    "field_label": self._fields[name]._description_string(self.env),
                    "before": before or False,
                    "after": after or False,
                    "reason": reason,
                }
                for name, (before, after) in changes.items()
            ]
        )

    # ------------------------------------------------------------------------------------------------------------------
    # Shared by companies
    # ------------------------------------------------------------------------------------------------------------------

    def _get_owner(self):
        """The company whose row it is; none where it is shared by all."""
        return self.company_id if "company_id" in self._fields else self.env["res.company"]

    def _check_shared(self):
        """:raises AccessError: a row for all companies, and the user may not act for all of them"""
        if self.env.su or self.env["reception.policy.table"]._acts_for_all():
            return
        shared = self.filtered(lambda row: not row._get_owner())
        if shared:
            raise AccessError(
                self.env._(
                    "%(rows)s: for all companies. Who may act for all companies changes it; for your own company make a copy "
                    "of it.",
                    rows=", ".join(shared.mapped("display_name")),
                )
            )

    @api.model
    def _acts_for_all(self):
        """Whether the user may act for every company there is."""
        # how many companies there are is no secret here
        return (
            not self.env["res.company"].sudo().search_count([("id", "not in", self.env.user.company_ids.ids)], limit=1)
        )

    def action_copy_for_company(self):
        """A row of one's own in the place of one for all companies."""
        self.ensure_one()
        if "company_id" not in self._fields:
            raise UserError(self.env._("%(row)s holds for all companies alike.", row=self.display_name))
        return self.copy({"company_id": self.env.company.id})._get_records_action()

    def action_open_removal(self):
        """Ask why the rows are removed, then remove them."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Remove"),
            "res_model": "reception.policy.removal",
            "view_mode": "form",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_res_model": self._name, "default_res_ids": self.ids},
        }

    def action_open_history(self):
        """What was changed in the row; without one, in the whole table."""
        action = self.env["ir.actions.act_window"]._for_xml_id("visitor_reception.reception_policy_change_action")
        domain = [("model", "=", self._name)]
        return {**action, "domain": domain + [("res_id", "in", self.ids)] if self else domain, "context": {}}

    # ------------------------------------------------------------------------------------------------------------------
    # In every form and list
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_view(self, view_id=None, view_type="form", **options):
        """The reason is a field of every form and of lists that are edited; the history is a button in both.

        It is asked for when something has changed, not before: buttons of a form that nobody has changed save nothing.
        """
        arch, view = super()._get_view(view_id, view_type, **options)
        if (
            not self._asks_reason
            or view_type not in ("form", "list")
            or arch.find(".//button[@name='action_open_history']") is not None
        ):
            return arch, view
        header = arch.find("header")
        if header is None:
            header = etree.Element("header")
            arch.insert(0, header)
        if view_type == "list":
            if arch.get("editable"):
                arch.append(etree.Element("field", name="change_reason", optional="show"))
            header.append(self._make_button("action_open_history", self.env._("History"), display="always"))
            if arch.get("delete") not in ("0", "false"):
                header.append(self._make_button("action_open_removal", self.env._("Remove")))
            return arch, view
        header.append(self._make_button("action_open_history", self.env._("History"), invisible="not id"))
        if arch.get("delete") not in ("0", "false"):
            header.append(self._make_button("action_open_removal", self.env._("Remove"), invisible="not id"))
        if "company_id" in self._fields:
            copy_label = self.env._("Copy for My Company")
            header.append(self._make_button("action_copy_for_company", copy_label, invisible="not id or company_id"))
            if arch.find(".//field[@name='company_id']") is None:
                header.append(etree.Element("field", name="company_id", invisible="1"))
        if arch.find(".//field[@name='change_reason']") is None:
            group = etree.Element("group", name="policy_change")
            group.append(etree.Element("field", name="change_reason", invisible="not id"))
            sheet = arch.find("sheet")
            (arch if sheet is None else sheet).append(group)
        return arch, view

    @api.model
    def _make_button(self, name, string, **attributes):
        return etree.Element("button", name=name, type="object", string=string, **attributes)
