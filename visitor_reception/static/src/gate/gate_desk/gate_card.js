import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { cards, getStep, nameOf } from "./registries";

/** One row of the desk: its facts, and the next useful step as a button. */
export class GateCard extends Component {
    static template = "visitor_reception.GateCard";
    static props = {
        row: Object,
        desk: Object,
        ui: Object,
        // while several are chosen: whether this one is, and how to change it
        isChosen: { type: Boolean, optional: true },
        toggle: { type: Function, optional: true },
    };

    get row() {
        return this.props.row;
    }

    get desk() {
        return this.props.desk;
    }

    get card() {
        return cards.get(this.row.model);
    }

    get name() {
        return nameOf(this.row);
    }

    get step() {
        return getStep(this.row);
    }

    get stepLabel() {
        return this.card.getStepLabel?.(this.row) || this.step;
    }

    /** For who does not see which card a button stands on. */
    get nextLabel() {
        return _t("%(step)s: %(name)s", { step: this.stepLabel, name: this.name });
    }

    get chooseLabel() {
        return _t("Choose: %s", this.name);
    }

    get time() {
        return this.card.getTime?.(this.row, this.desk.now) || "";
    }

    get canChoose() {
        return (this.card.groupSteps || []).includes(this.step);
    }

    get isDanger() {
        return (this.card.dangerSteps || []).includes(this.step);
    }
}
