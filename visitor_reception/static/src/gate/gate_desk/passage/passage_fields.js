import { _t } from "@web/core/l10n/translation";
import { text } from "../sheet/gate_sheet";
import { PhotoField } from "../reader/photo_field";
import { HostField } from "./host_field";

/** Fields that more than one sheet of a passage asks for. */
export const reasonField = () => text("reason", _t("Reason of the visit"), { required: true });
export const relationField = () =>
    text("relation", _t("Relation to the employee"), { required: true });
export const plateField = () => text("plate", _t("Number plate"), { half: true });
export const numberField = () =>
    text("document_typed", _t("Number of the document"), { half: true });
export const hostField = () => ({
    name: "host_name",
    label: _t("Person visited"),
    required: true,
    Component: HostField,
});
export const peopleField = () => ({
    name: "headcount",
    label: _t("People"),
    type: "number",
    max: 999,
    half: true,
});
/** Where the gate takes photos. */
export const photoFields = (desk) =>
    desk.gate.takes_photo
        ? [{ name: "photo", label: _t("Photo of the visitor"), Component: PhotoField }]
        : [];
export const documentField = (desk) => ({
    name: "document_kind",
    label: _t("Document shown"),
    type: "choice",
    choices: desk.facts.document_kinds,
});

/** Where to, and by whom escorted, where visitors of the area or this one are. */
export function areaFields(desk, values, row) {
    const areas = desk.facts.areas || [];
    const isEscorted =
        row?.needs_escort ||
        areas.some(({ id, needs_escort }) => needs_escort && id === values.area_id);
    const area = {
        name: "area_id",
        label: _t("Where to"),
        type: "choice",
        choices: areas.map(({ id, name }) => [id, name]),
    };
    const escort = text("escort", _t("Escorted by"), { half: true, required: true });
    return [...(areas.length ? [area] : []), ...(isEscorted ? [escort] : [])];
}
