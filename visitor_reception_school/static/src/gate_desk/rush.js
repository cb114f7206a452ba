import { Component, onMounted, onWillUnmount, useRef, useState } from "@odoo/owl";
import { Dialog } from "@web/core/dialog/dialog";
import { _t } from "@web/core/l10n/translation";
import { isComposing, useScans } from "@visitor_reception/gate/gate_desk/gate_scanner";
import { panels } from "@visitor_reception/gate/gate_desk/registries";
import { toTime } from "@visitor_reception/gate/gate_desk/gate_time";
import { decideScan, findKnownPupils, noteScan } from "./school_store";
import { LEAVE, PASS } from "./school_verbs";

const LAST = 10;
const COLOURS = {
    passed: "success",
    refused: "danger",
    unknown: "danger",
    ask: "warning",
    repeated: "warning",
};
// each result sounds different, so that the guard need not look
const TONES = {
    passed: [880],
    repeated: [660],
    ask: [660, 440],
    refused: [220, 220],
    unknown: [220, 220],
};

let audio;
function sound(status) {
    const Audio = window.AudioContext;
    if (!Audio) {
        return;
    }
    audio ||= new Audio();
    TONES[status].forEach((frequency, index) => {
        const tone = audio.createOscillator();
        tone.frequency.value = frequency;
        tone.connect(audio.destination);
        tone.start(audio.currentTime + index * 0.15);
        tone.stop(audio.currentTime + index * 0.15 + 0.12);
    });
}

const labels = {
    unknown_badge: _t("Badge not known"),
    lost_badge: _t("Badge lost or no longer in use"),
    locked: _t("The gate is locked (3-1d)"),
    no_permit: _t("No permit (3-1d)"),
    other: _t("Not enrolled"),
};
const asks = {
    leave_slip: _t("Leave slip: verify who collects"),
    gate_pass: _t("Gate pass: ask the reason"),
    called: _t("Call the class teacher"),
};

/** Three hundred pupils in ten minutes: scan, see the face, hear the answer; it is decided here and sent behind. */
export class RushPanel extends Component {
    static template = "visitor_reception_school.RushPanel";
    static components = { Dialog };
    static props = { desk: Object, ui: Object, close: Function };

    setup() {
        this.desk = useState(this.props.desk);
        this.input = useRef("code");
        this.state = useState({
            direction: "auto",
            shown: null,
            last: [],
            counts: { in: 0, out: 0 },
            term: "",
            found: [],
            named: null,
            spokeWith: "",
            remark: "",
        });
        this.toTime = toTime;
        useScans((code) => this.scan(code));
        this.desk.offline.onScanned = (operation, result) => this.onAnswer(operation, result);
        onMounted(() => this.input.el?.focus());
        onWillUnmount(() => {
            delete this.desk.offline.onScanned;
        });
    }

    get directions() {
        return [
            ["auto", _t("By itself")],
            ["in", _t("Coming in")],
            ["out", _t("Going out")],
        ];
    }

    onKey(ev) {
        if (ev.key === "Enter" && !isComposing(ev)) {
            const code = ev.target.value;
            ev.target.value = "";
            this.scan(code);
        }
    }

    /** One after the other: of a badge that comes twice the second sees what the first has done. */
    scan(text) {
        const code = text.trim();
        if (code) {
            this.scanning = Promise.resolve(this.scanning).then(() => this.scanOne(code));
        }
    }

    async scanOne(code) {
        const { direction } = this.state;
        const at = this.desk.getNow();
        const decision = await decideScan(this.desk, code, direction, at);
        if (!decision) {
            // the map is not known here: the server decides, and answers
            this.note(code, { status: "ask", permit: "none", direction, pupil: null }, at);
            this.send(code, direction);
            return;
        }
        this.note(code, decision, at);
        if (["ask", "repeated"].includes(decision.status)) {
            return;
        }
        if (decision.status === "passed") {
            noteScan(this.desk, decision, at);
            this.state.counts[decision.direction] += 1;
        }
        const decided = decision.status === "passed" ? "passed" : "refused";
        this.send(code, decision.direction, decided);
    }

    send(code, direction, decided) {
        const way = ["in", "out"].includes(direction) ? direction : undefined;
        this.desk.do("scan", null, { code, direction: way, decided });
        this.state.shown.id = this.desk.operations.at(-1).client_id;
    }

    note(code, { status, permit, refusal, direction, pupil }, at) {
        const card = {
            id: `${at} ${this.state.last.length}`,
            status,
            permit,
            direction,
            at,
            pupil,
            colour: COLOURS[status],
            text: String(labels[refusal] || (status === "ask" && asks[permit]) || ""),
            isUndone: false,
        };
        this.state.last = [card, ...this.state.last].slice(0, LAST);
        this.state.shown = this.state.last[0];
        sound(status);
    }

    /** What the server says; another answer than the desk's rings, and turns the card red. */
    onAnswer(operation, { status, scan, text }) {
        const card = this.state.last.find(({ id }) => id === operation.client_id);
        const said = scan?.status || status;
        const { decided } = operation.values;
        if (decided && (said === decided || (decided === "refused" && said === "unknown"))) {
            return;
        }
        if (decided === "passed") {
            this.state.counts[operation.values.direction] -= 1;
        }
        if (card) {
            Object.assign(card, {
                status: said,
                permit: scan?.permit || "none",
                pupil: card.pupil || scan?.pupil || null,
                colour: decided ? "danger" : COLOURS[said] || "danger",
                text,
            });
        }
        sound(decided ? "refused" : TONES[said] ? said : "refused");
    }

    async undo(card) {
        card.isUndone = true;
        this.state.counts[card.direction] -= card.status === "passed" ? 1 : 0;
        if (card.pupil) {
            card.pupil.presence = card.direction === "in" ? "outside" : "inside";
            card.pupil.presence_at = false;
        }
        await this.desk.do("undo_scan", null, { scan: card.id, visitor_name: card.pupil?.name });
    }

    /** Another's badge: the scan is taken back, and the violation noted (3-2a). */
    async othersBadge(card) {
        await this.undo(card);
        await this.refuse(card.pupil, "other", { kind: "others_badge", direction: card.direction });
    }

    canUndo(card) {
        return card.status === "passed" && !card.isUndone && card.pupil;
    }

    /** The slip or pass that the card asks for. */
    openAsked(card) {
        const row = this.desk.current.find(
            ({ model, pupil_id }) => [LEAVE, PASS].includes(model) && pupil_id === card.pupil.id
        );
        if (row) {
            this.props.ui.doNext(row);
        } else {
            this.state.named = { pupil: card.pupil, permit: "called", direction: card.direction };
        }
    }

    // -- without badge -------------------------------------------------------------------------------------------------

    async find(ev) {
        this.state.term = ev.target.value;
        const term = this.state.term.trim();
        if (term.length < 2) {
            this.state.found = [];
            return;
        }
        this.state.found = findKnownPupils(this.desk, term);
        const found = await this.desk.read("reception.gate", "find_pupils", [
            term,
            this.desk.gate.id,
        ]);
        if (found && term === this.state.term.trim()) {
            this.state.found = found;
        }
    }

    choose(pupil) {
        const direction =
            this.state.direction === "auto"
                ? pupil.presence === "inside"
                    ? "out"
                    : "in"
                : this.state.direction;
        Object.assign(this.state, {
            named: { pupil, permit: undefined, direction },
            found: [],
            term: "",
        });
    }

    async passNamed() {
        const { pupil, permit, direction } = this.state.named;
        const { spokeWith, remark } = this.state;
        await this.desk.do("pass_pupil", null, {
            pupil_id: pupil.id,
            visitor_name: pupil.name,
            direction,
            ...(permit ? { permit, spoke_with: spokeWith } : { remark }),
        });
        this.endNamed();
    }

    async refuseNamed() {
        const { pupil, direction, permit } = this.state.named;
        await this.refuse(pupil, permit ? "no_permit" : "no_badge", {
            direction,
            remark: this.state.remark,
        });
        this.endNamed();
    }

    refuse(pupil, refusal, values) {
        return this.desk.do("refuse_pupil", null, {
            pupil_id: pupil.id,
            visitor_name: pupil.name,
            refusal,
            ...values,
        });
    }

    endNamed() {
        Object.assign(this.state, { named: null, spokeWith: "", remark: "" });
        this.input.el?.focus();
    }
}

panels.add("rush", {
    Component: RushPanel,
    icon: "fa-bolt",
    title: _t("Rush"),
    hotkey: "r",
    isShown: (desk) => Boolean(desk.offline.school),
});
