import { Component, onWillDestroy, onWillStart, useState } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;
const REFRESH = 30_000;
const TICK = 1_000;

/** Who is out, on what, and when due back: for a screen on the wall. */
export class SchoolBoard extends Component {
    static template = "visitor_reception_school.Board";
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ rows: [], grades: [], now: DateTime.now(), isOld: false });
        onWillStart(() => this.load());
        this.timers = [
            setInterval(() => this.load(), REFRESH),
            setInterval(() => (this.state.now = DateTime.now()), TICK),
        ];
        onWillDestroy(() => this.timers.forEach(clearInterval));
        this.labels = {
            leave_slip: _t("Leave slip"),
            gate_pass: _t("Gate pass"),
            outing: _t("Outing"),
        };
    }

    async load() {
        try {
            const data = await this.orm.silent.call("reception.school.pupil", "get_board_data", []);
            const rows = data.rows.map((row) => ({
                ...row,
                due: row.due_back && deserializeDateTime(row.due_back),
            }));
            Object.assign(this.state, { rows, grades: data.grades, isOld: false });
        } catch {
            // without network the wall keeps what it knows, and says that it is old
            this.state.isOld = true;
        }
    }

    /** Hours and minutes until somebody is due back, with a minus afterwards. */
    getCountdown(row) {
        if (!row.due) {
            return "";
        }
        const minutes = Math.trunc(row.due.diff(this.state.now, "minutes").minutes);
        const text = `${Math.trunc(Math.abs(minutes) / 60)}:${String(Math.abs(minutes) % 60).padStart(2, "0")}`;
        return minutes < 0 ? `−${text}` : text;
    }

    formatTime(due) {
        return due ? due.toFormat("HH:mm") : "";
    }
}

registry.category("actions").add("visitor_reception_school.board", SchoolBoard);
