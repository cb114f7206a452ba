from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import groupby

# the services of the table T2; all others stand in T1
LODGING = ("hotel", "dormitory")


class ReceptionEntitlement(models.Model):
    """One tick of the tables T1 and T2: this rank may have this class at the company's cost (1-4.1, 1-4.2).

    A tick exists or not, so there is nothing to write: the policy administrator makes and removes ticks, everybody
    reads them. Who switched what stands in the rank's chatter.
    """

    _name = "reception.entitlement"
    _inherit = ["reception.policy.table"]
    _description = "Entitlement"
    _order = "clause, rank_id, class_id"

    rank_id = fields.Many2one("reception.rank", required=True, ondelete="cascade", index=True)
    class_id = fields.Many2one("reception.service.class", required=True, ondelete="cascade", index=True)
    service = fields.Selection(related="class_id.service", store=True, precompute=True)
    clause = fields.Char(related="class_id.clause", store=True, precompute=True)

    _rank_class_uniq = models.UniqueIndex(
        "(rank_id, class_id)", "This class is already ticked for this rank. Reload the page to see the tick."
    )

    @api.depends("rank_id.name", "class_id.name")
    def _compute_display_name(self):
        for entitlement in self:
            entitlement.display_name = f"{entitlement.rank_id.name}: {entitlement.class_id.name}"

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        entitlements = super().create(vals_list)
        # the table as delivered is not somebody's decision
        if not self.env.context.get("install_mode"):
            for entitlement in entitlements:
                entitlement._log_on_rank(
                    self.env._(
                        "%(clause)s: %(service_class)s ticked.",
                        clause=entitlement.clause,
                        service_class=entitlement.class_id.name,
                    )
                )
        return entitlements

    def unlink(self):
        self.env.registry.clear_cache()
        for entitlement in self:
            entitlement._log_on_rank(
                self.env._(
                    "%(clause)s: tick of %(service_class)s removed.",
                    clause=entitlement.clause,
                    service_class=entitlement.class_id.name,
                )
            )
        return super().unlink()

    def _log_on_rank(self, body):
        # the right to switch the tick was checked; the note needs none of its own
        self.rank_id.sudo()._message_log(body=body, author_id=self.env.user.partner_id.id)

    @api.model
    def action_toggle(self, rank_id, class_id, ticked=None, reason=None):
        """Switch one tick of T1 or T2 (1-4.1, 1-4.2) and return the tables as :meth:`get_matrix` does.

        :param str reason: why, kept with the change
        :param bool ticked: whether the tick shall be there afterwards, so that a second click, or a colleague's, does
            not switch it back; without it the tick is turned over
        :raises AccessError: the user is not a policy administrator
        :raises ValidationError: somebody else ticked it at the same moment
        """
        self.check_access("create")
        self.check_access("unlink")
        self = self.with_context(policy_reason=isinstance(reason, str) and reason.strip() or None)
        rank, service_class = self._browse_cell(rank_id, class_id)
        entitlement = self.search([("rank_id", "=", rank.id), ("class_id", "=", service_class.id)])
        if ticked is None:
            ticked = not entitlement
        if ticked and not entitlement:
            self.create({"rank_id": rank.id, "class_id": service_class.id})
        elif not ticked:
            # a tick that is taken away by a click says by that what was done, also where nobody wrote why
            why = self.env.context.get("policy_reason") or self.env._("Switched off in the table")
            entitlement.with_context(policy_reason=why).unlink()
        return self.get_matrix()

    @api.model
    def _browse_cell(self, rank_id, class_id):
        """Rank and class of one cell.

        :raises UserError: there is no such cell, as somebody deleted its row or column
        """
        cell = []
        for model, value in (("reception.rank", rank_id), ("reception.service.class", class_id)):
            is_id = isinstance(value, int) and not isinstance(value, bool)
            cell.append(self.env[model].browse(value if is_id else ()).exists())
        if not all(cell):
            raise UserError(self.env._("This rank or class is not in the table any more. Reload the page."))
        return cell

    @api.model
    @api.readonly
    def get_matrix(self):
        """The tables T1 (transport) and T2 (hotels) as people know them: a row a rank, a column a class.

        :returns: ``{"editable", "company", "tables": [{"key", "title", "clauses", "headings", "columns", "rows"}]}``;
            a cell's ``state`` is ``ticked``, ``implied`` (allowed because a better class is, or by the rank it counts
            as) or ``none``
        """
        # the whole of three small policy tables  # pylint: disable=no-search-all
        classes = self.env["reception.service.class"].search([])
        ranks = self.env["reception.rank"].search([])
        ticks = set(self.search([]).mapped(lambda tick: (tick.rank_id.id, tick.class_id.id)))
        lodging = classes.filtered(lambda service_class: service_class.service in LODGING)
        tables = (
            ("transport", self.env._("Transport class by rank"), classes - lodging),
            ("hotel", self.env._("Hotel class by rank"), lodging),
        )
        return {
            "editable": self.has_access("create") and self.has_access("unlink"),
            "company": self.env.company.display_name,
            "tables": [self._get_table(*table, ranks, ticks) for table in tables if table[2]],
        }

    def _get_table(self, key, title, classes, ranks, ticks):
        services = dict(classes._fields["service"]._description_selection(self.env))
        # classes of one heading stand together, whatever their sequence
        headings = groupby(classes, lambda service_class: service_class.heading or services[service_class.service])
        columns = []
        spans = []
        ordered = classes.browse()
        for heading, members in headings:
            spans.append({"name": heading, "span": len(members)})
            ordered += classes.browse(member.id for member in members)
            columns += [
                {
                    "class_id": service_class.id,
                    "name": service_class.name,
                    "label": service_class.short_name or service_class.name,
                    "is_first": position == 0,
                }
                for position, service_class in enumerate(members)
            ]
        return {
            "key": key,
            "title": title,
            # in the order of the columns, each once
            "clauses": list(dict.fromkeys(classes.mapped("clause"))),
            "headings": spans,
            "columns": columns,
            "rows": [self._get_row(rank, ordered, ticks, key) for rank in ranks],
        }

    def _get_row(self, rank, classes, ticks, key):
        own = {service_class.service for service_class in classes if (rank.id, service_class.id) in ticks}
        follows = rank.counts_as_id if set(classes.mapped("service")) - own else rank.browse()
        return {
            "rank_id": rank.id,
            "name": rank.name,
            "group": (key == "hotel" and rank.hotel_group) or rank.group,
            "counts_as": self.env._("counts as %(rank)s", rank=follows.name) if follows else "",
            "cells": [
                {"class_id": service_class.id, "state": self._get_cell_state(rank, service_class, ticks)}
                for service_class in classes
            ],
        }

    def _get_cell_state(self, rank, service_class, ticks):
        if (rank.id, service_class.id) in ticks:
            return "ticked"
        return "implied" if service_class.level <= rank._get_entitled_level(service_class.service) else "none"
