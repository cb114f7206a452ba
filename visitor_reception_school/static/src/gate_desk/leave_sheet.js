import { Component, onWillStart } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { scans, sheets } from "@visitor_reception/gate/gate_desk/registries";
import { GateSheet, filled, text } from "@visitor_reception/gate/gate_desk/sheet/gate_sheet";
import { GuardianSignature, PupilSignature } from "./signature_pad";
import { hashCode } from "./school_store";
import { LEAVE, PASS } from "./school_verbs";

/** Who collects: those on file for the pupil today; ⚑ says that there is something to heed, and not what. */
export class PersonField extends Component {
    static template = "visitor_reception_school.PersonField";
    static props = { id: String, desk: Object, values: Object, isMissing: Boolean };

    get people() {
        const { values, desk } = this.props;
        return values.people || desk.offline.school?.people[values.slip] || [];
    }
}

const button = (name, label, style, press) => ({ name, label, style, press });

/** One sheet, four touches: pupil, guardian, document or call, both sign (3-5b, 3-5c). */
export class ReleaseSheet extends GateSheet {
    static step = "release";
    static head = "visitor_reception_school.PupilHead";

    setup() {
        super.setup();
        onWillStart(async () => {
            const { id } = this.row;
            if (this.desk.isOnline && id && !this.desk.offline.school?.people[id]) {
                // it was stamped a moment ago
                await this.desk.loadOffline();
            }
        });
    }

    get title() {
        return _t("%s: let out", this.who);
    }

    getDefaults() {
        return { slip: this.row.id, manner: "document", document_kind: "identity_card" };
    }

    get fields() {
        const { values } = this.state;
        const isDocument = values.manner === "document";
        return [
            {
                name: "custody_id",
                label: _t("Who collects"),
                required: true,
                Component: PersonField,
            },
            {
                name: "manner",
                label: _t("Verified"),
                type: "choice",
                choices: [
                    ["document", _t("By document")],
                    ["photo", _t("By photo")],
                    ["called", _t("By a call")],
                ],
            },
            ...(isDocument
                ? [
                      text("document_tail", _t("Last four characters of the document"), {
                          required: true,
                      }),
                  ]
                : []),
            { name: "signed_on_paper", label: _t("Both signed on paper"), type: "checkbox" },
            ...(values.signed_on_paper
                ? []
                : [
                      {
                          name: "pupil_signature",
                          label: _t("Pupil's signature"),
                          required: true,
                          half: true,
                          Component: PupilSignature,
                      },
                      {
                          name: "guardian_signature",
                          label: _t("Guardian's signature"),
                          required: true,
                          half: true,
                          Component: GuardianSignature,
                      },
                  ]),
        ];
    }

    get buttons() {
        return [button("let_out", _t("Let out"), "btn-primary flex-grow-1", () => this.letOut())];
    }

    async letOut() {
        if (this.check()) {
            const { slip, people, ...values } = this.state.values;
            await this.finish("release", filled(values));
        }
    }
}

/** The slip stays as it is; the class teacher is told why the pupil is not let out. */
export class HoldSheet extends GateSheet {
    static step = "hold";
    static head = "visitor_reception_school.PupilHead";
    static enter = "hold";

    get title() {
        return _t("%s: do not let out", this.who);
    }

    get fields() {
        return [text("reason", _t("Why not"), { required: true })];
    }

    get buttons() {
        const press = () =>
            this.check() && this.finish("hold", { reason: this.state.values.reason });
        return [button("hold", _t("Do not let out"), "btn-danger flex-grow-1", press)];
    }
}

/** Through the locked gate on a pass: the guard asks the reason and writes it (3-6b). */
export class PassSheet extends GateSheet {
    static step = "use_pass_sheet";
    static head = "visitor_reception_school.PupilHead";
    static enter = "use";

    get isFirst() {
        return this.row.state === "issued";
    }

    get fields() {
        return this.isFirst ? [text("reason_told", _t("Reason told"), { required: true })] : [];
    }

    get buttons() {
        const press = () =>
            this.check() &&
            this.finish("use_pass", {
                reason_told: this.state.values.reason_told || "",
                direction: (this.row.purpose === "boarder_out") === this.isFirst ? "out" : "in",
            });
        const label = this.isFirst ? _t("Through the gate") : _t("Is back");
        return [button("use", label, "btn-primary flex-grow-1", press)];
    }
}

sheets.add(ReleaseSheet.step, { Component: ReleaseSheet, isOfOne: true });
sheets.add(HoldSheet.step, { Component: HoldSheet, isOfOne: true });
sheets.add(PassSheet.step, { Component: PassSheet, isOfOne: true });

/** A badge scanned at the desk: the slip or pass of its pupil. */
scans.add(
    "badge",
    {
        async find(code, desk) {
            const hash = await hashCode(code.trim());
            const pupil = hash && desk.offline.school?.pupils[hash];
            return (
                pupil &&
                desk.current.find(
                    (row) => [LEAVE, PASS].includes(row.model) && row.pupil_id === pupil.id
                )
            );
        },
        onScan: (row, desk, ui) => ui.doNext(row),
    },
    { sequence: 50 }
);
