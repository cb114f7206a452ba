from datetime import datetime, timedelta
from uuid import uuid4

from pytz import utc

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, ormcache

from ...tools.passage_rule import ASK, PASSED, REFUSED, Decision, decide, get_direction, get_open_windows
from .reception_gate_pupil import to_line

MOST = 200  # scans of one call
OLDEST = datetime(1970, 1, 1)  # a clock that was never set
STUTTER = timedelta(seconds=15)  # a badge that is handed back through the bars comes again within this
COLUMNS = (
    "at", "day", "gate_id", "direction", "result", "pupil_id", "class_id", "grade_id", "dormitory_id", "kind",
    "badge_id", "manner", "permit", "window_id", "refusal", "flag", "guard_id", "client_id", "active", "company_id",
)  # fmt: skip
TYPES = {"datetime": "timestamp", "date": "date", "boolean": "boolean", "many2one": "integer"}


class ReceptionGate(models.Model):
    """Badges at the rush (3-2a): many scans in one call, in a constant number of queries."""

    _inherit = "reception.gate"

    @api.model
    def scan_pupils(self, scans, gate_id):
        """Decide on badges that were scanned, and note who walked through, in order.

        :param list scans: up to 200 dicts: ``client_id`` (made at the desk), ``code``, ``at`` (UTC, text; left out: now),
            ``direction`` (``in``, ``out``; else found), ``user_id`` (who was at the desk then; left out: the sender),
            ``decided`` (what the desk let happen without network)
        :return: list of dicts in the same order: ``client_id``, ``status`` (``passed``, ``refused``, ``ask``,
            ``repeated``, ``unknown``, ``conflict``), ``text``, ``permit``, ``row``. The same ``client_id`` again gets the
            same answer, and no second row; ``ask`` and ``repeated`` write nothing
        :raises AccessError: by nobody who guards the gate
        :raises UserError: more than 200, or nothing that is a scan
        """
        gate = self._get_scan_gate(gate_id)
        scans = [gate._clean_scan(scan) for scan in gate._check_scans(scans)]
        gate._read_badges(scans)
        gate._decide_scans(scans)
        gate._write_scans([scan for scan in scans if scan.get("vals")])
        gate._after_scans(scans)
        return [gate._to_scan_answer(scan) for scan in scans]

    @api.model
    def _get_scan_gate(self, gate_id):
        if not self.env.su and not self.env["reception.gate.log"]._is_guard():
            raise AccessError(self.env._("Guards do this."))
        company_id = isinstance(gate_id, int) and self._get_scan_company(gate_id)
        if not company_id or company_id not in self.env.companies.ids:
            raise UserError(self.env._("Choose a gate."))
        return self.browse(gate_id)

    @api.model
    @ormcache("gate_id")
    def _get_scan_company(self, gate_id):
        return self.sudo().browse(gate_id).exists().company_id.id  # which school a gate belongs to is no secret

    @api.model
    @ormcache("company_id")
    def _get_scan_zone(self, company_id):
        return self.env["res.company"].browse(company_id)._reception_zone()

    @api.model
    def _check_scans(self, scans):
        if not isinstance(scans, list) or len(scans) > MOST or not all(isinstance(scan, dict) for scan in scans):
            raise UserError(self.env._("Send a list of at most %(most)s scans.", most=MOST))
        return scans

    def _clean_scan(self, scan):
        """A scan with its moment; a clock that runs fast does not lie in the future."""
        now, at = fields.Datetime.now(), scan.get("at")
        try:
            at = fields.Datetime.to_datetime(at) if isinstance(at, str | datetime) else None
        except ValueError:
            at = None
        return {
            "client_id": to_line(str(scan.get("client_id") or "")) or str(uuid4()),
            "code": to_line(str(scan.get("code") or "")),
            "at": min(max(at or now, OLDEST), now),
            # else it is found, and a badge that comes again at once does not turn round
            "direction": scan.get("direction") if scan.get("direction") in ("in", "out") else None,
            "doer_id": self._find_doer(scan.get("user_id")).id,
            "decided": scan.get("decided"),
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Who it is
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _get_pupil_columns(self):
        """Columns of the pupil that a scan needs; rooms above add what a pupil is out on."""
        return ["name", "number", "kind", "class_id", "grade_id", "dormitory_id", "state", "presence", "presence_at"]

    def _read_badges(self, scans):
        """Badge, pupil and class of every scan, and what the same scan was answered before, in one query."""
        if not scans:
            return
        self.env["reception.school.pupil"].flush_model(self._get_pupil_columns())
        self.env["reception.school.badge"].flush_model()
        columns = SQL(", ").join(
            SQL("pupil.%s AS %s", SQL.identifier(name), SQL.identifier(f"pupil_{name}"))
            for name in self._get_pupil_columns()
        )
        values = SQL(", ").join(SQL("(%s, %s)", scan["client_id"], scan["code"]) for scan in scans)
        company_id = self._get_scan_company(self.id)
        self.env.cr.execute(
            SQL(
                "SELECT scan.client_id, badge.id AS badge_id, badge.state AS badge_state, pupil.id AS pupil_id,"
                " class.name AS class_name, %s, former.id AS former_id, former.result AS former_result,"
                " former.permit AS former_permit, former.refusal AS former_refusal,"
                " former.direction AS former_direction"
                " FROM (VALUES %s) AS scan (client_id, code)"
                " LEFT JOIN reception_school_badge badge ON badge.company_id = %s AND badge.code = scan.code"
                " LEFT JOIN reception_school_pupil pupil ON pupil.id = badge.pupil_id"
                " LEFT JOIN reception_school_class class ON class.id = pupil.class_id"
                " LEFT JOIN reception_school_passage former ON former.client_id = scan.client_id",
                columns,
                values,
                company_id,
            )
        )
        found = {row["client_id"]: row for row in self.env.cr.dictfetchall()}
        pupils = {}
        for scan in scans:
            row = found[scan["client_id"]]
            scan["badge"] = row["badge_id"] and {"id": row["badge_id"], "state": row["badge_state"]}
            # the same pupil twice in one call is one dict: the second scan sees what the first has done
            scan["pupil"] = row["pupil_id"] and pupils.setdefault(row["pupil_id"], self._to_pupil(row))
            scan["former"] = row["former_id"] and {
                name: row[f"former_{name}"] for name in ("id", "result", "permit", "refusal", "direction")
            }

    def _to_pupil(self, row):
        pupil = {name: row[f"pupil_{name}"] for name in self._get_pupil_columns()}
        return {**pupil, "id": row["pupil_id"], "class": row["class_name"] or ""}

    # ------------------------------------------------------------------------------------------------------------------
    # Decide
    # ------------------------------------------------------------------------------------------------------------------

    def _decide_scans(self, scans):
        company = self.env["res.company"].browse(self._get_scan_company(self.id))
        zone = self._get_scan_zone(company.id)
        schedule = self.env["reception.school.window"]
        for scan in scans:
            scan["day"] = utc.localize(scan["at"]).astimezone(zone).date()
            scan["windows"] = schedule._get_windows(company, self.id, scan["day"])
        permits = self._get_permits_of(scans)
        oldest = fields.Datetime.now() - timedelta(hours=self._get_offline_hours(self.id))
        seen = {}
        for scan in scans:
            if scan["former"] or scan["client_id"] in seen:
                scan["same_as"] = seen.get(scan["client_id"])
                continue
            seen[scan["client_id"]] = scan
            if scan["at"] < oldest:
                scan["status"] = "conflict"
                continue
            self._decide_scan(scan, permits, company)

    @api.model
    @ormcache("gate_id")
    def _get_offline_hours(self, gate_id):
        return self.sudo().browse(gate_id).offline_hours  # a setting that holds for every guard

    def _get_permits_of(self, scans):
        """Permits of the pupils whom no window lets pass: none is looked up for the others."""
        wanted = {
            scan["pupil"]["id"]: scan["pupil"]
            for scan in scans
            if scan["pupil"] and not scan["former"] and not self._is_open_for(scan)
        }
        permits = self._get_permits(sorted(wanted)) if wanted else {}
        return {
            pupil_id: [*permits.get(pupil_id, ()), *self._get_away_permits(pupil)] for pupil_id, pupil in wanted.items()
        }

    @api.model
    def _is_open_for(self, scan):
        open_now = get_open_windows(scan["pupil"], fields.Datetime.to_string(scan["at"]), scan["windows"])
        way = get_direction(scan["pupil"], scan["direction"], open_now)
        return any(window["direction"] in (way, "both") for window in open_now)

    @api.model
    def _get_permits(self, pupil_ids):
        """``{pupil id: permits}`` as the rule of passages takes them; rooms above have some."""
        return {}

    @api.model
    def _get_away_permits(self, pupil):
        """What lets in a pupil who is out, by what the pupil is out on (``out_*`` of a record or a scan's dict)."""
        return []

    def _decide_scan(self, scan, permits, company):
        pupil, at = scan["pupil"], fields.Datetime.to_string(scan["at"])
        own = permits.get(pupil["id"], []) if pupil else []
        decision = decide(pupil, scan["badge"], at, scan["direction"], scan["windows"], own)
        if (
            pupil
            and decision.clause != "3-2a"
            and self._is_repeated(pupil, scan["direction"], decision.direction, scan["at"])
        ):
            scan["status"] = "repeated"
            return
        flag = self._get_flag(scan, decision)
        if flag != "none" or (scan["decided"] == REFUSED and decision.result != REFUSED):
            refusal = "" if flag != "none" else "other"
            decision = Decision(scan["decided"], "none", refusal, decision.clause, decision.direction)
        scan["decision"], scan["flag"] = decision, flag
        if decision.result == ASK:
            scan["status"] = ASK
            return
        scan["status"] = "unknown" if decision.refusal == "unknown_badge" else decision.result
        scan["vals"] = self._get_scan_vals(scan, decision, company)
        is_latest = not pupil or not pupil["presence_at"] or pupil["presence_at"] <= scan["at"]
        if decision.result == PASSED and flag != "void_badge" and is_latest:
            scan["absence"] = dict(pupil)  # with what the pupil was out on
            pupil["presence"] = "inside" if decision.direction == "in" else "outside"
            pupil["presence_at"] = scan["at"]

    @api.model
    def _is_repeated(self, pupil, switch, direction, at):
        """Whether the badge has passed a moment ago; where the guard does not say which way, whichever way."""
        is_same_way = pupil["presence"] == ("inside" if direction == "in" else "outside")
        return bool((is_same_way or not switch) and pupil["presence_at"] and abs(at - pupil["presence_at"]) <= STUTTER)

    @api.model
    def _get_flag(self, scan, decision):
        """What was wrong where the desk, without network, let somebody pass whom the server would not have."""
        if scan["decided"] != PASSED or decision.result == PASSED or not scan["pupil"]:
            return "none"
        return "void_badge" if decision.refusal == "lost_badge" else "void_permit"

    def _get_scan_vals(self, scan, decision, company):
        pupil, badge = scan["pupil"] or {}, scan["badge"] or {}
        at = fields.Datetime.to_string(scan["at"])
        windows = get_open_windows(pupil, at, scan["windows"]) if decision.permit == "window" else []
        window = next((row for row in windows if row["direction"] in (decision.direction, "both")), {})
        return {
            "at": scan["at"],
            "day": scan["day"],
            "gate_id": self.id,
            "direction": decision.direction,
            "result": decision.result,
            "pupil_id": pupil.get("id"),
            "badge_id": badge.get("id"),
            **{name: pupil.get(name) for name in ("class_id", "grade_id", "dormitory_id", "kind")},
            "manner": "scan",
            "permit": decision.permit,
            "window_id": window.get("id"),
            "refusal": decision.refusal or None,
            "flag": scan["flag"],
            "guard_id": scan["doer_id"],
            "client_id": scan["client_id"],
            "active": True,
            "company_id": company.id,
        }

    # ------------------------------------------------------------------------------------------------------------------
    # Write
    # ------------------------------------------------------------------------------------------------------------------

    @api.model
    def _write_scans(self, scans):
        """The passages and where the pupils are now; what another call has written meanwhile stays as it is."""
        if not scans:
            return
        self.env.cr.execute(
            SQL(
                "INSERT INTO reception_school_passage (%s, create_uid, create_date)"
                " SELECT scan.*, %s, now() AT TIME ZONE 'UTC' FROM (VALUES %s) AS scan"
                " ON CONFLICT (client_id) DO NOTHING RETURNING id, client_id",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                self.env.uid,
                SQL(", ").join(self._to_sql_row(scan["vals"]) for scan in scans),
            )
        )
        written = {client_id: row_id for row_id, client_id in self.env.cr.fetchall()}
        for scan in scans:
            scan["id"] = written.get(scan["client_id"])
        moved = {scan["pupil"]["id"]: scan["pupil"] for scan in scans if scan["id"] and "absence" in scan}
        self._write_presence(list(moved.values()))

    @api.model
    def _to_sql_row(self, vals):
        """A row of the insert; each value says its type, for a column may be empty in all rows."""
        passages = self.env["reception.school.passage"]._fields
        casts = (SQL("%s::%s", vals[name], SQL(TYPES.get(passages[name].type, "varchar"))) for name in COLUMNS)
        return SQL("(%s)", SQL(", ").join(casts))

    @api.model
    def _write_presence(self, pupils):
        """An older scan that comes later changes nothing."""
        if not pupils:
            return
        self.env.cr.execute(
            SQL(
                "UPDATE reception_school_pupil pupil SET presence = now_at.presence, presence_at = now_at.at::timestamp"
                " FROM (VALUES %s) AS now_at (id, presence, at) WHERE pupil.id = now_at.id"
                " AND (pupil.presence_at IS NULL OR pupil.presence_at <= now_at.at::timestamp)",
                SQL(", ").join(
                    SQL("(%s, %s, %s)", pupil["id"], pupil["presence"], pupil["presence_at"]) for pupil in pupils
                ),
            )
        )
        self.env["reception.school.pupil"].invalidate_model(["presence", "presence_at"], flush=False)

    def _after_scans(self, scans):
        """What follows from passages; rooms above end what a pupil was out on."""
        self._tell_pupils(
            [
                {
                    "id": scan["pupil"]["id"],
                    "presence": scan["pupil"]["presence"],
                    "presence_at": fields.Datetime.to_string(scan["pupil"]["presence_at"]),
                }
                for scan in scans
                if scan.get("id") and "absence" in scan and scan["decision"].permit != "window"
            ]
        )
        void = [scan for scan in scans if scan.get("id") and scan["flag"] != "none"]
        pupils = self.env["reception.school.pupil"].sudo()  # guards read no pupils
        for scan in void:
            self._tell_void(pupils.browse(scan["pupil"]["id"]), scan["flag"])

    def _tell_pupils(self, rows):
        """Other desks learn where pupils are who passed outside the windows; at the rush nothing is told.

        :param list rows: dicts: ``id``, and what has changed of ``get_offline_data()["school"]["pupils"]``
        """
        if rows and self:
            self.sudo()._bus_send("reception.gate/pupils", {"pupils": rows})  # guards alone listen to gates

    # ------------------------------------------------------------------------------------------------------------------
    # Answer
    # ------------------------------------------------------------------------------------------------------------------

    def _to_scan_answer(self, scan):
        if same := scan.get("same_as"):
            return {**self._to_scan_answer(same), "client_id": scan["client_id"]}
        if former := scan["former"]:
            status = "unknown" if former["refusal"] == "unknown_badge" else former["result"]
            decision = Decision(former["result"], former["permit"], former["refusal"] or "", "", former["direction"])
        else:
            status, decision = scan["status"], scan.get("decision")
        pupil = scan["pupil"]
        return {
            "client_id": scan["client_id"],
            "status": status,
            "text": self._get_scan_text(status, decision),
            "permit": decision.permit if decision else "none",
            "row": pupil
            and {
                "id": pupil["id"],
                "model": "reception.school.pupil",
                "name": pupil["name"],
                "class": pupil["class"],
                "kind": pupil["kind"],
                "direction": decision.direction if decision else False,
                "presence": pupil["presence"],
                "photo": self.env["reception.school.pupil"]._get_photo_url(pupil["id"]),
            },
        }

    @api.model
    def _get_scan_text(self, status, decision):
        """Why not, with the clauses; or what to do."""
        _ = self.env._
        if status == "conflict":
            return _("This was noted longer ago than a desk may be without network: enter it as it is now.")
        if status == "ask":
            return {
                "leave_slip": _("Leave slip: verify who collects."),
                "gate_pass": _("Gate pass: ask the reason."),
                "called": _("Call the class teacher."),
            }[decision.permit]
        if status not in ("refused", "unknown"):
            return ""
        labels = dict(self.env["reception.school.passage"]._fields["refusal"]._description_selection(self.env))
        clauses = [decision.clause] if decision.clause else []
        if decision.refusal in ("locked", "no_permit"):
            clauses.append("3-1d")
        explained = [self.env["reception.clause"]._explain(clause, labels[decision.refusal]) for clause in clauses]
        return "\n".join(explained) or labels.get(decision.refusal, "")
