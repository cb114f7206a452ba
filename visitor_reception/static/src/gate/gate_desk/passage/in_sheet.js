import { _t } from "@web/core/l10n/translation";
import { sheets } from "../registries";
import { GateSheet, filled, text } from "../sheet/gate_sheet";
import {
    areaFields,
    documentField,
    hostField,
    numberField,
    peopleField,
    plateField,
    reasonField,
    relationField,
} from "./passage_fields";

/** Whoever may come in: document, pass, escort, and what is still missing (3-3, 3-8a). */
export class InSheet extends GateSheet {
    static step = "in";
    static enter = "let_in";

    get title() {
        return _t("%s: let in", this.who);
    }

    getDefaults() {
        const { rows } = this.props;
        const { document_kind, plate, headcount, area_id, escort } = this.row;
        const isNotice = rows.every(({ kind }) => kind === "guest");
        return {
            document_kind: document_kind || (isNotice ? "" : "identity_card"),
            // of one visitor; a group differs
            ...(this.isOne
                ? {
                      plate: plate || "",
                      headcount: headcount || 1,
                      area_id: area_id || false,
                      escort: escort || "",
                  }
                : {}),
        };
    }

    get fields() {
        const { row, desk, isOne } = this;
        const { values } = this.state;
        const lacks = (name) => isOne && !row[name];
        const isShown = this.props.rows.some(({ kind }) => kind !== "guest");
        return [
            ...(lacks("host_name") ? [hostField()] : []),
            ...(lacks("reason") ? [reasonField()] : []),
            ...(row.kind === "family" && lacks("relation") ? [relationField()] : []),
            ...(desk.gate.document_required && isShown ? [documentField(desk)] : []),
            ...(isOne ? this.fieldsOfOne(row, values) : []),
        ];
    }

    fieldsOfOne(row, values) {
        // the person visited has agreed to as many as were announced
        const isMore = values.headcount > (row.headcount || 1);
        const consent = text("consent_by", _t("Who has agreed to more people"), { required: true });
        return [
            text("pass_number", _t("Number of the pass"), { half: true }),
            peopleField(),
            ...(isMore ? [consent] : []),
            plateField(),
            ...(row.document_masked ? [] : [numberField()]),
            ...areaFields(this.desk, values, row),
        ];
    }

    get buttons() {
        const press = () => this.letIn();
        return [{ name: "let_in", label: _t("Let in"), style: "btn-primary flex-grow-1", press }];
    }

    async letIn() {
        if (this.check()) {
            // a guest of a notice among others shows no document
            await this.finish("check_in", (row) =>
                filled({
                    ...this.state.values,
                    ...(!this.isOne && row.kind === "guest" ? { document_kind: "" } : {}),
                })
            );
        }
    }
}

sheets.add(InSheet.step, { Component: InSheet });
