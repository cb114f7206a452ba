import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { sheets } from "@visitor_reception/gate/gate_desk/registries";
import { GateSheet, filled, text } from "@visitor_reception/gate/gate_desk/sheet/gate_sheet";
import { PersonField } from "./leave_sheet";

const button = (name, label, style, press) => ({ name, label, style, press });

/** The pupils of the classes, found by the beginning of the name. */
export class ClassField extends Component {
    static template = "visitor_reception_school.ClassField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };

    get pupils() {
        const { values, desk } = this.props;
        const term = (values.pupil_term || "").trim();
        return (desk.offline.school?.classes[values.event] || []).filter(
            ({ name }) => !term || name.includes(term)
        );
    }

    choose({ id, people }) {
        Object.assign(this.props.values, { pupil_id: id, people, custody_id: false });
    }
}

/** Parents of the class: touch the pupil, choose who comes, let in; at the end all out (3-7). */
export class EventSheet extends GateSheet {
    static step = "event";
    static enter = "";

    getDefaults() {
        return { event: this.row.id, headcount: 1 };
    }

    get isOver() {
        return this.row.date_end < this.desk.now;
    }

    get fields() {
        const { values } = this.state;
        return [
            { name: "pupil_id", label: _t("Pupil"), required: !this.isOver, Component: ClassField },
            ...(values.pupil_id
                ? [
                      { name: "custody_id", label: _t("Who comes"), Component: PersonField },
                      ...(values.custody_id
                          ? []
                          : [
                                text("name", _t("Name, if not on file"), { half: true }),
                                text("relation", _t("Relation to the pupil"), { half: true }),
                                {
                                    name: "document_kind",
                                    label: _t("Document shown"),
                                    type: "choice",
                                    choices: this.desk.facts.document_kinds,
                                },
                            ]),
                      {
                          name: "headcount",
                          label: _t("People"),
                          type: "number",
                          max: 20,
                          half: true,
                      },
                  ]
                : []),
            text("counted", _t("All out: how many you have counted"), {
                type: "number",
                half: true,
            }),
            text("explanation", _t("Why the number differs"), { half: true }),
        ];
    }

    get buttons() {
        return [
            button("let_in", _t("Let in"), "btn-primary flex-grow-1", () => this.letIn()),
            button("all_out", _t("All out"), "btn-secondary", () => this.allOut()),
        ];
    }

    async letIn() {
        const { pupil_id, custody_id, name, relation, document_kind, headcount } =
            this.state.values;
        if (!pupil_id || !(custody_id || (name && relation && document_kind))) {
            this.state.missing = [pupil_id ? "custody_id" : "pupil_id"];
            return;
        }
        const who = custody_id ? { custody_id } : { name, relation, document_kind };
        await this.desk.do("let_parent_in", this.row, { pupil_id, headcount, ...who });
        // the next parents stand there already
        this.state.values = this.getDefaults();
    }

    async allOut() {
        const { counted, explanation } = this.state.values;
        await this.finish("end_event", filled({ counted, explanation }));
    }
}

/** Untick who is absent, type the number that guard and teacher have counted, one touch. */
export class LinesField extends Component {
    static template = "visitor_reception_school.LinesField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };

    toggle(id) {
        const { chosen } = this.props.values;
        this.props.values.chosen = chosen.includes(id)
            ? chosen.filter((other) => other !== id)
            : [...chosen, id];
    }
}

export class OutingSheet extends GateSheet {
    static step = "outing";
    static enter = "";

    get isOut() {
        return this.row.state === "out";
    }

    getDefaults() {
        const state = this.props.rows[0].state === "out" ? "out" : "listed";
        const lines = this.props.rows[0].lines.filter((line) => line.state === state);
        return { lines, chosen: lines.map(({ id }) => id), counted: "" };
    }

    get fields() {
        return [
            { name: "chosen", label: _t("Who is here"), Component: LinesField },
            text("counted", _t("How many you have counted"), { type: "number", required: true }),
        ];
    }

    get buttons() {
        const label = this.isOut ? _t("Let the class in") : _t("Let the class out");
        return [button("count", label, "btn-primary flex-grow-1", () => this.count())];
    }

    async count() {
        const { chosen, counted } = this.state.values;
        if (!this.check() || Number(counted) !== chosen.length) {
            this.state.missing = ["counted"];
            return;
        }
        await this.finish(this.isOut ? "outing_comes_back" : "outing_leaves", {
            pupil_ids: [...chosen],
            counted: Number(counted),
        });
    }
}

sheets.add(EventSheet.step, { Component: EventSheet, isOfOne: true });
sheets.add(OutingSheet.step, { Component: OutingSheet, isOfOne: true });
