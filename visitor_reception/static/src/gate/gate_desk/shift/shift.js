import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { user } from "@web/core/user";
import { toDayTime } from "../gate_time";
import { panels } from "../registries";
import { getBooks, getShift } from "./shift_verbs";
import { GateDialog } from "../sheet/gate_dialog";

/** Who is on duty, what is open, and the hand-over to the next guard, counted and signed (3-1c). */
export class GateShift extends Component {
    static template = "visitor_reception.GateShift";
    static components = { GateDialog };
    static props = { desk: Object, ui: Object, close: Function };

    setup() {
        this.desk = useState(this.props.desk);
        this.state = useState({ counts: {}, missing: [], reason: "", remark: "", noted: "" });
        this.toDayTime = toDayTime;
        onWillStart(() => {
            // what is open has changed since: without network the desk counts what it knows
            this.desk.loadOffline();
        });
    }

    get shift() {
        return getShift(this.desk);
    }

    get isOwn() {
        return this.shift.guard_id === user.userId;
    }

    get lines() {
        return getBooks(this.desk, this.shift);
    }

    getCount(kind) {
        return (this.state.counts[kind] ||= { counted: "", explanation: "" });
    }

    isOff({ kind, expected }) {
        const { counted } = this.getCount(kind);
        return typeof counted === "number" && counted !== expected;
    }

    isMissing({ kind }) {
        return this.state.missing.includes(kind);
    }

    getCountLabel({ label }) {
        return _t("Counted: %s", label);
    }

    getWhyLabel({ label }) {
        return _t("Why it differs: %s", label);
    }

    /** What is not counted, or differs and nobody says why. */
    check() {
        this.state.missing = this.lines
            .filter((line) => {
                const { counted, explanation } = this.getCount(line.kind);
                return typeof counted !== "number" || (this.isOff(line) && !explanation.trim());
            })
            .map(({ kind }) => kind);
        return !this.state.missing.length;
    }

    do(verb, values = {}) {
        return this.desk.do(verb, this.shift || null, values);
    }

    async noteOpening(kind, text) {
        await this.desk.do("note_opening", null, { kind });
        this.state.noted = text;
    }

    noteOpened() {
        return this.noteOpening("open", _t("Noted: the gate is open."));
    }

    noteClosed() {
        return this.noteOpening("close", _t("Noted: the gate is closed and locked."));
    }

    async handOver() {
        if (this.check()) {
            const { counts, remark } = this.state;
            await this.do("hand_over", { counts, remark });
        }
    }

    async takeOverUnsigned() {
        const reason = this.state.reason.trim();
        this.state.missing = reason ? [] : ["reason"];
        if (reason) {
            await this.do("take_over_unsigned", { reason });
        }
    }
}

panels.add("shift", {
    Component: GateShift,
    icon: "fa-handshake-o",
    title: _t("Shift"),
});
