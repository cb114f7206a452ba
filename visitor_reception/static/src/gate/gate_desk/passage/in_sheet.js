import { _t } from "@web/core/l10n/translation";
import { nameOf, sheets } from "../registries";
import { GateSheet, filled, text } from "../sheet/gate_sheet";
import {
    areaFields,
    documentField,
    hostField,
    numberField,
    photoFields,
    peopleField,
    plateField,
    reasonField,
    relationField,
} from "./passage_fields";
import { needsDocument } from "./passage_verbs";

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
        const isNotice = !rows.some((row) => needsDocument(row, this.desk.gate));
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
        const isShown = this.props.rows.some((each) => needsDocument(each, desk.gate));
        return [
            ...(lacks("host_name") ? [hostField()] : []),
            ...(lacks("reason") ? [reasonField()] : []),
            ...(row.kind === "family" && lacks("relation") ? [relationField()] : []),
            ...(isShown ? [documentField(desk)] : []),
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
            ...photoFields(this.desk),
        ];
    }

    /** A number that is on no pass, or on one that is lost or worn, is told while the guard looks at it. */
    get problems() {
        const number = (this.state.values.pass_number || "").trim();
        const { passes } = this.desk.offline;
        if (!number || !passes) {
            return {};
        }
        const wearer = this.desk.all.find(
            (row) => row.state === "inside" && row.pass_number === number
        );
        const problem = !(number in passes)
            ? _t("There is no pass %s.", number)
            : passes[number]
              ? _t("Pass %s is lost: choose another.", number)
              : wearer && _t("%s wears this pass.", nameOf(wearer));
        return problem ? { pass_number: problem } : {};
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
                    ...(!this.isOne && !needsDocument(row, this.desk.gate)
                        ? { document_kind: "" }
                        : {}),
                })
            );
        }
    }
}

sheets.add(InSheet.step, { Component: InSheet });
