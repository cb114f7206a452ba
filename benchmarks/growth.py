"""How lists, searches and figures grow with the tables, and that no screen reads a large table from end to end.

`make bench SCENARIOS=growth`, with SIZE (0.02) as a share of the full sizes below. The tables are filled by SQL with
copies of the demo month's rows, spread over three years; every menu of ours is opened with its default filter, first
page and count, and every search box is used; PostgreSQL's plan of each query is read. Prints what breaks the rule.
"""

import ast
import json
import time
from collections import defaultdict

from lxml import etree

from odoo import fields
from odoo.fields import Domain
from odoo.tools.safe_eval import safe_eval
from odoo.tools.safe_eval import time as eval_time

NAME = "growth"
DAYS = 1095
# table: rows at full size, and which rows are copied (what is over: few are open at any moment)
FULL = {
    "reception_visit": (100_000, "state in ('closed', 'done', 'cancelled') or true"),
    "reception_visit_guest": (1_000_000, "true"),
    "reception_signoff": (500_000, "state = 'signed'"),
    "reception_gate_log": (10_000_000, "state = 'left'"),
    "hr_expense": (1_000_000, "state in ('posted', 'paid', 'done')"),
    "account_move_line": (1_000_000, "parent_state = 'posted'"),
    "reception_petition_matter": (100_000, "true"),
    "reception_petition_contact": (100_000, "true"),
    "reception_school_passage": (1_600_000, "true"),
}
LARGE = 2000  # rows from which a table is read by an index
USERS = ("officer", "guard", "accountant", "gm")
TEXTS = ("李", "李明", "13800001111")


class Filler:
    """Copies rows of a table by SQL; what must be unique gets the number of the copy."""

    def __init__(self, env):
        self.cr = env.cr

    def fill(self, table, rows, source):
        self.cr.execute("SELECT to_regclass(%s)", [table])
        if not self.cr.fetchone()[0]:
            return 0
        columns = self._columns(table)
        self.cr.execute(f"SELECT count(*) FROM {table}")
        there = self.cr.fetchone()[0]
        missing = rows - there
        self.cr.execute(f"SELECT array_agg(id) FROM (SELECT id FROM {table} WHERE {source} ORDER BY id LIMIT 40) s")
        ids = self.cr.fetchone()[0]
        if not ids:
            return -1
        if missing > 0:
            unique = self._unique(table)
            values = [self._value(name, kind, name in unique) for name, kind in columns.items()]
            self.cr.execute(
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)} "
                f"FROM {table} s, generate_series(1 + %s, %s) n WHERE s.id = (%s::int[])[1 + n %% %s]",
                [there, rows, ids, len(ids)],
            )
        self.cr.execute(f"ANALYZE {table}")
        return rows

    def _columns(self, table):
        self.cr.execute(
            """SELECT quote_ident(attname), format_type(atttypid, NULL) FROM pg_attribute
                WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
                  AND attname != 'id'""",
            [table],
        )
        return dict(self.cr.fetchall())

    def _unique(self, table):
        self.cr.execute(
            """SELECT quote_ident(a.attname) FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid
                  AND a.attnum = ANY (i.indkey)
                WHERE i.indrelid = %s::regclass AND i.indisunique AND NOT i.indisprimary""",
            [table],
        )
        return {name for (name,) in self.cr.fetchall()}

    def _value(self, name, kind, is_unique):
        if kind.startswith(("timestamp", "date")):
            shifted = f"s.{name} - (n %% {DAYS}) * interval '1 day'"
            return f"({shifted})::date" if kind == "date" else shifted
        if is_unique and kind in ("character varying", "text"):
            return f"s.{name} || '~' || n"
        return f"s.{name}"


class Plans:
    """Reads the plan of every query of a screen."""

    def __init__(self, env):
        self.env, self.sizes = env, {}
        env.cr.execute("SELECT relname, reltuples FROM pg_class WHERE relkind = 'r' AND reltuples >= %s", [LARGE])
        self.sizes = dict(env.cr.fetchall())

    def run(self, work):
        """Milliseconds of ``work()``, and the large tables that its queries read from end to end."""
        cr, queries = self.env.cr, []
        execute = type(cr).execute

        def record(cursor, query, params=None, log_exceptions=True):
            result = execute(cursor, query, params, log_exceptions)
            if (text := cursor._obj.query) and text.lstrip().upper().startswith((b"SELECT", b"WITH")):
                queries.append(text.decode())
            return result

        self.env.invalidate_all()
        start = time.perf_counter()
        type(cr).execute = record
        try:
            work()
        finally:
            type(cr).execute = execute
        spent = 1000 * (time.perf_counter() - start)
        scanned = {}
        for query in queries:
            if not any(table in query for table in self.sizes):
                continue
            cr.execute("EXPLAIN (FORMAT JSON) " + query.replace("%", "%%"))
            plan = cr.fetchone()[0][0]["Plan"]
            for table in self._scans(plan):
                scanned.setdefault(table, query)
        return spent, scanned

    def _scans(self, node):
        if node["Node Type"] == "Seq Scan" and node["Relation Name"] in self.sizes:
            yield node["Relation Name"]
        for child in node.get("Plans", ()):
            yield from self._scans(child)


def screens(env):
    """Whatever our menus open, and the figures: pairs of a name and what opens it."""
    menus = env["ir.ui.menu"].sudo().search([]).filtered("action")
    seen = set()
    for menu in menus:
        action = menu.action
        if action._name != "ir.actions.act_window" or action in seen:
            continue
        if not action.res_model.startswith(("reception.", "hr.expense")) or action.res_model not in env:
            continue
        model = env[action.res_model]
        if model._transient or model._abstract or not model.has_access("read"):
            continue
        seen.add(action)
        yield from lists(env, action, model)
    for name, method in (("reception.today", "get_tiles"), ("reception.inbox", "get_inbox")):
        yield f"{name}.{method}", lambda name=name, method=method: getattr(env[name], method)()
    last = env["reception.statistics"]._get_last_month(env.company)
    for name in ("reception.statistics", "reception.reconciliation"):
        if env[name].has_access("read"):
            yield f"{name} of a month", lambda name=name: env[name]._export_xlsx(env.company, *last)


def lists(env, action, model):
    values = {
        "uid": env.uid, "user": env.user, "allowed_company_ids": env.companies.ids, "active_id": False,
        "context_today": lambda: fields.Date.context_today(model), "time": eval_time, "True": True, "False": False,
    }  # fmt: skip
    context = safe_eval(action.context or "{}", dict(values))
    model = model.with_context(**{key: value for key, value in context.items() if not key.startswith("search_default")})
    search = env["ir.ui.view"].sudo().browse(action.search_view_id.id)
    arch = model.get_view(search.id or None, "search")["arch"]
    tree = etree.fromstring(arch)
    domain = Domain(evaluate(action.domain or "[]", values))
    defaults = Domain.TRUE
    for node in tree.iter("filter"):
        if context.get(f"search_default_{node.get('name')}") and node.get("domain"):
            defaults &= Domain(evaluate(node.get("domain"), values))
    title = f"{action.res_model}: {action.name}"
    shown = model.get_view(None, "list")["arch"]
    names = [node.get("name") for node in etree.fromstring(shown).xpath("/list/field") if node.get("name")]
    specification = {name: {"fields": {"display_name": {}}} if is_one(model, name) else {} for name in names}

    def page(found):
        return lambda: model.web_search_read(found, specification, limit=80, count_limit=10001)

    yield f"{title}: first page", page(domain & defaults)
    for node in tree.xpath("//field[not(ancestor::searchpanel)]"):
        name = node.get("name")
        for text in TEXTS if model._fields[name].type in ("char", "text", "many2one", "many2many") else ():
            try:
                if node.get("filter_domain"):
                    wanted = Domain(evaluate(node.get("filter_domain"), {**values, "self": text}))
                else:
                    wanted = Domain(name, "ilike", text)
            except (ValueError, SyntaxError):
                break
            yield f"{title}: {name} {text}", page(domain & defaults & wanted)


def is_one(model, name):
    return name in model._fields and model._fields[name].type == "many2one"


def evaluate(text, values):
    try:
        return ast.literal_eval(text)
    except ValueError:
        return safe_eval(text, dict(values))


def main(env, size):
    """Measure at a twentieth of ``size`` and at ``size``."""
    results, problems = defaultdict(list), {}
    for share in (size / 20, size):
        filler = Filler(env)
        for table, (rows, source) in FULL.items():
            print(table, filler.fill(table, max(int(rows * share), 1), source), flush=True)
        env.invalidate_all()
        plans = Plans(env)
        for login in USERS:
            user = env.ref(f"visitor_reception.user_{login}_demo")
            mine = env(user=user)
            plans.env = mine
            for name, work in screens(mine):
                key = f"{login} {name}"
                savepoint = env.cr.savepoint()
                try:
                    plans.run(work)
                    spent, scanned = plans.run(work)
                except Exception as error:  # noqa: BLE001 one screen must not hide the others
                    problems[key] = repr(error)[:200]
                    continue
                finally:
                    env.clear()
                    savepoint.close(rollback=True)
                results[key].append(round(spent, 1))
                if share == size and scanned:
                    problems[key] = {table: query[:1500] for table, query in scanned.items()}
    slow = {key: times for key, times in results.items() if len(times) == 2 and times[1] > 2 * max(times[0], 20)}
    print(json.dumps({"screens": len(results), "slower": slow}, ensure_ascii=False, indent=1))
    for key, found in problems.items():
        print("SCAN" if isinstance(found, dict) else "ERROR", key, found if isinstance(found, str) else list(found))
