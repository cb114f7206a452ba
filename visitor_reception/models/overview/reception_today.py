from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

MONEY = "account.group_account_invoice,account.group_account_readonly,visitor_reception.group_reception_cashier"


class ReceptionToday(models.AbstractModel):
    """The day at one glance: what comes, what is open, and one way into each; by what the user may see.

    All tiles are counted by one query, so that the page costs the same on a quiet day and in a big organisation.
    """

    _name = "reception.today"
    _description = "Today"

    @api.model
    @api.readonly
    def get_tiles(self):
        """``{day, tiles, setup}``; a tile has ``key``, ``title``, ``icon``, ``count``, ``tone`` and ``action``.

        ``setup`` are the steps of ``reception.setup``, until they are done.
        """
        day = self.env["reception.deadline"]._get_today(self.env.company)
        tiles = self._count(self._tiles())
        return {"day": fields.Date.to_string(day), "tiles": tiles, "setup": self.env["reception.setup"].get_steps()}

    @api.model
    def _count(self, tiles):
        """Fill in the counts of ``tiles`` that have none, all by one query."""
        queries = []
        for tile in tiles:
            if tile["count"] is None:
                action = tile["action"]
                # one's own activities are open to oneself; Odoo would ask for the documents of each
                records = self.env[action["res_model"]].sudo(action["res_model"] == "mail.activity")
                found = records._search(action["domain"])
                queries.append(SQL("(SELECT %s, COUNT(*) FROM (%s) AS found)", tile["key"], found.select()))
        counts = dict(self.env.execute_query(SQL(" UNION ALL ").join(queries))) if queries else {}
        for tile in tiles:
            tile["count"] = counts.get(tile["key"], tile["count"])
            tile["tone"] = "danger" if tile.pop("is_alarm") and tile["count"] else ""
        return tiles

    @api.model
    def _tiles(self):
        """Tiles in their order, a list of dictionaries as ``_tile`` makes them; extended with ``super()``."""
        return [
            self._tile_to_sign(),
            *self._get_people_tiles(),
            *self._get_order_tiles(),
            *self._get_money_tiles(),
        ]

    @api.model
    def _tile(self, key, title, icon, model, domain, views=("list", "form"), *, is_alarm=False, count=None):
        """A tile for the records of ``domain`` that the user may read: their count, and the way to them.

        :param bool is_alarm: whether somebody has to act while there are any
        :param int count: where it is known already; else ``get_tiles`` counts
        """
        return {
            "key": key,
            "title": title,
            "icon": icon,
            "count": count,
            "is_alarm": is_alarm,
            "action": {
                "type": "ir.actions.act_window",
                "name": title,
                "res_model": model,
                "views": [(False, view) for view in views],
                "domain": list(Domain(domain)),
            },
        }

    @api.model
    def _get_day(self):
        """First and last moment of the company's day, in UTC."""
        company = self.env.company
        day = self.env["reception.deadline"]._get_today(company)
        first = company._reception_moment(fields.Datetime.to_datetime(day))
        return first, company._reception_moment(fields.Datetime.to_datetime(day + timedelta(days=1)))

    def _within_day(self, name):
        first, end = self._get_day()
        return Domain(name, ">=", first) & Domain(name, "<", end)

    def _tile_to_sign(self):
        count = self.env["reception.inbox"].get_count()
        return {
            "key": "to_sign",
            "title": self.env._("To Sign"),
            "icon": "fa-pencil-square-o",
            "count": count,
            "is_alarm": True,
            "action": "visitor_reception.reception_inbox_action",
        }

    def _get_people_tiles(self):
        _ = self.env._
        alive = Domain("state", "in", ("issued", "hosting"))
        visit = "reception.visit"
        views = ("kanban", "list", "form")
        arrivals, departures = (alive & self._within_day(name) for name in ("date_begin", "date_end"))
        return [
            self._tile("arrivals", _("Arriving Today"), "fa-sign-in", visit, arrivals, views),
            self._tile("departures", _("Leaving Today"), "fa-sign-out", visit, departures, views),
            self._tile(
                "inside", _("Inside Now"), "fa-building-o", "reception.gate.log", Domain("state", "=", "inside")
            ),
            self._tile(
                "drafts",
                _("Notices to Complete"),
                "fa-file-text-o",
                visit,
                Domain("state", "in", ("draft", "declined"))
                & (Domain("requester_id", "=", self.env.uid) | Domain("host_id.user_id", "=", self.env.uid)),
                ("list", "kanban", "form"),
            ),
            self._tile(
                "todo",
                _("To Do"),
                "fa-check-square-o",
                "mail.activity",
                Domain("user_id", "=", self.env.uid)
                & Domain("activity_type_id.category", "!=", "signoff")
                & Domain("res_model", "=like", "reception.%")
                & Domain("active", "=", True)
                & Domain("date_deadline", "<=", self.env["reception.deadline"]._get_today(self.env.company)),
            ),
        ]

    def _get_order_tiles(self):
        _ = self.env._
        agreed = Domain("state", "not in", ("draft", "declined", "cancelled"))
        booking = Domain("service", "in", ("car", "hotel", "dormitory")) & Domain("state", "!=", "cancelled")
        meals = agreed & self._within_day("meal_at")
        tiles = []
        if self.env.user.has_group("visitor_reception.group_reception_officer"):
            told = Domain("state", "=", "told") & Domain("noted_at", "=", False)
            tiles.append(self._tile("to_note", _("Meals to Note"), "fa-cutlery", "reception.hospitality", told))
        return [
            *tiles,
            self._tile("meals", _("Meals Today"), "fa-cutlery", "reception.hospitality", meals),
            self._tile(
                "cars",
                _("Cars and Rooms Today"),
                "fa-car",
                "reception.booking",
                booking & self._within_day("date_from"),
            ),
        ]

    def _get_money_tiles(self):
        _ = self.env._
        advances = "reception.petty.cash"
        tiles = [
            self._tile(
                "overdue", _("Overdue Advances"), "fa-money", advances, Domain("is_overdue", "=", True), is_alarm=True
            )
        ]
        if self.env.user.has_group("visitor_reception.group_reception_cashier"):
            tiles.append(
                self._tile("to_pay", _("Advances to Pay"), "fa-credit-card", advances, Domain("state", "=", "approved"))
            )
        if self.env.user.has_groups(MONEY):
            claims = Domain("reception_visit_id", "!=", False) & Domain("state", "=", "submitted")
            tiles.append(self._tile("claims", _("Claims Waiting"), "fa-files-o", "hr.expense", claims))
        return tiles
