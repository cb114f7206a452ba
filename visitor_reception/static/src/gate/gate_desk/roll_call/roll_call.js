import { Component, useState } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { keyOf, panels } from "../registries";
import { PASSAGE } from "../passage/passage_verbs";
import { toDayTime } from "../gate_time";
import { getInside, getRollCall, getStaff } from "./roll_call_verbs";
import { GateDialog } from "../sheet/gate_dialog";

const FOUND = ["safe", "gone"];

/** Everybody inside, to be read and marked at the assembly point, with network or without; several guards at once. */
export class GateRollCall extends Component {
    static template = "visitor_reception.GateRollCall";
    static components = { GateDialog };
    static props = { desk: Object, ui: Object, close: Function };

    setup() {
        this.desk = useState(this.props.desk);
        this.state = useState({ place: "", isDrill: false, isMissing: false, onlyOpen: false });
        this.keyOf = keyOf;
    }

    /** Whom the roll looks for: visitors, and the staff where attendance is recorded. */
    get inside() {
        return [...getInside(this.desk), ...getStaff(this.desk)];
    }

    get rollCall() {
        return getRollCall(this.desk);
    }

    get rows() {
        return this.inside.filter((row) => !this.state.onlyOpen || !FOUND.includes(row.mark));
    }

    /** People, not passages: a passage may be of several. */
    get progress() {
        const { inside } = this;
        const count = (rows) => rows.reduce((sum, row) => sum + row.headcount, 0);
        return _t("%(found)s of %(people)s found", {
            found: count(inside.filter((row) => FOUND.includes(row.mark))),
            people: count(inside),
        });
    }

    get choices() {
        return [
            ["safe", _t("Found"), "btn-success"],
            ["gone", _t("Has left"), "btn-secondary"],
            ["missing", _t("Missing"), "btn-danger"],
        ];
    }

    /** What steps of the roll call name: its id, or the step that began it without network. */
    get key() {
        return this.rollCall.id || this.rollCall.uid;
    }

    async start() {
        const place = this.state.place.trim();
        this.state.isMissing = !place;
        if (place) {
            await this.desk.do("start_roll_call", null, { place, is_drill: this.state.isDrill });
        }
    }

    /** A second touch takes a mark back. */
    async mark(row, state) {
        const mark = { state: row.mark === state ? "unknown" : state };
        if (row.model === PASSAGE) {
            await this.desk.do("mark", row, { ...mark, roll_call: this.key });
        } else {
            await this.desk.do("mark_staff", row, mark);
        }
    }

    /** Whoever is not marked is asked about before the list is closed. */
    end() {
        const count = this.inside.filter(({ mark }) => mark === "unknown").length;
        if (!count) {
            return this.endNow();
        }
        this.props.ui.openDialog(ConfirmationDialog, {
            title: _t("End Roll Call"),
            body: _t("Nobody has said where they are: %s. End the roll call all the same?", count),
            confirmLabel: _t("End Roll Call"),
            confirm: () => this.endNow(),
            cancel: () => {},
        });
    }

    async endNow() {
        await this.desk.do("end_roll_call", null, { roll_call: this.key });
        this.props.close();
    }

    /** The one that was ended too early. */
    get ended() {
        return !this.rollCall && this.desk.offline.ended_roll_call;
    }

    get reopenLabel() {
        return _t("Go on with: %s", `${this.ended.place} ${toDayTime(this.ended.ended_at)}`);
    }

    async reopen() {
        await this.desk.do("reopen_roll_call", null, { roll_call: this.ended.id });
    }
}

panels.add("roll_call", {
    Component: GateRollCall,
    icon: "fa-list-ol",
    title: _t("Roll Call"),
    isAlarm: (desk) => Boolean(getRollCall(desk)),
});
