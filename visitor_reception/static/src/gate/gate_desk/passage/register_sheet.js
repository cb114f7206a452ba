import { _t } from "@web/core/l10n/translation";
import { sheets } from "../registries";
import { GateSheet, filled, splitNames, text } from "../sheet/gate_sheet";
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

/** Somebody whom nobody expects, or several who come together (3-3, 3-8). */
export class RegisterSheet extends GateSheet {
    static step = "register";
    static foot = "visitor_reception.RegisterSheetFoot";
    static enter = "register";
    static focus = "visitor_name";

    get title() {
        return _t("Register a visitor");
    }

    getDefaults() {
        return { kind: "visitor", headcount: 1, document_kind: "identity_card" };
    }

    get fields() {
        const { values } = this.state;
        const { desk } = this;
        const isTrader = values.kind === "trader";
        return [
            {
                name: "kind",
                label: _t("Kind of visitor"),
                type: "choice",
                choices: desk.facts.kinds?.filter(([name]) => name !== "guest"),
            },
            text("visitor_name", _t("Name of the visitor"), {
                required: true,
                half: true,
                placeholder: _t("Several: one; two; three"),
            }),
            { name: "visitor_phone", label: _t("Phone"), type: "tel", half: true },
            text("visitor_unit", _t("Unit"), { half: true }),
            ...(splitNames(values.visitor_name).length > 1 ? [] : [peopleField()]),
            ...(isTrader ? [] : [hostField(), reasonField()]),
            ...(values.kind === "family" ? [relationField()] : []),
            ...(isTrader ? [] : areaFields(desk, values)),
            ...(!isTrader && (desk.gate.document_required || this.props.values.document_typed)
                ? [documentField(desk), numberField()]
                : []),
            plateField(),
            text("goods_in", _t("Goods brought in"), { half: true }),
            ...(isTrader ? [] : photoFields(desk)),
        ];
    }

    get buttons() {
        const label =
            this.state.values.kind === "trader"
                ? _t("Record as refused")
                : _t("Register the visitor");
        const press = () => this.register();
        return [{ name: "register", label, style: "btn-primary flex-grow-1", press }];
    }

    check() {
        const isFilled = super.check();
        if (!splitNames(this.state.values.visitor_name).length) {
            this.state.missing = [...new Set([...this.state.missing, "visitor_name"])];
            return false;
        }
        return isFilled;
    }

    async register() {
        if (!this.check()) {
            return;
        }
        const { values } = this.state;
        const names = splitNames(values.visitor_name);
        // each of a group is one person, and the number is of who was named first
        const people = names.map((visitor_name, index) => ({
            ...values,
            visitor_name,
            ...(names.length > 1 ? { headcount: 1 } : {}),
            ...(index ? { visitor_phone: "" } : {}),
        }));
        await this.finishAll(
            people.map((person) => ["register", null, filled(person)]),
            ["watch", "ask", "in"]
        );
    }
}

sheets.add(RegisterSheet.step, { Component: RegisterSheet });
