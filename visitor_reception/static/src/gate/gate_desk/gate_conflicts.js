import { Component } from "@odoo/owl";
import { ConfirmationDialog } from "@web/core/confirmation_dialog/confirmation_dialog";
import { _t } from "@web/core/l10n/translation";
import { toDayTime } from "./gate_time";
import { verbs } from "./registries";

/** Steps that the server has not done, in its words, until somebody has read them. */
export class GateConflicts extends Component {
    static template = "visitor_reception.GateConflicts";
    static props = { desk: Object, ui: Object };

    /** Whose step it is that the server disagrees with, and when it was done. */
    getStep({ verb, at, user_name }) {
        const { label } = verbs.get(verb, {});
        const facts = { step: label, time: toDayTime(at), user: user_name || "" };
        return label ? _t("%(step)s, %(time)s %(user)s", facts) : "";
    }

    /** What a guard can do about it, besides reading it: ``name``, ``label``, ``go(ui)``. */
    getWaysOut(operation) {
        const { desk } = this.props;
        const sendAgain = {
            name: "send_again",
            label: _t("Send again"),
            go: () => desk.sendAgain(operation),
        };
        const others = verbs.get(operation.verb, {}).getWaysOut?.(operation, desk) || [];
        return [...(operation.isUnsent ? [sendAgain] : []), ...others];
    }

    /** A step that the server has not noted is nowhere else: it is thrown away on purpose only. */
    acknowledge(operation) {
        const { desk, ui } = this.props;
        if (!operation.isUnsent) {
            desk.acknowledge(operation);
            return;
        }
        ui.openDialog(ConfirmationDialog, {
            title: operation.visitor,
            body: _t("The server has not noted this step. Throw it away?"),
            confirmLabel: _t("Throw away"),
            confirm: () => desk.acknowledge(operation),
            cancel: () => {},
        });
    }
}
