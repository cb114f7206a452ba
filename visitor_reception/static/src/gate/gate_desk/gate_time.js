import { deserializeDateTime } from "@web/core/l10n/dates";

let tz;

/** From now on times are those of the clock at the gate, whatever zone the tablet was set to by its maker. */
export function setZone(zone) {
    tz = zone;
}

const toText = (moment, format) =>
    moment ? deserializeDateTime(moment, tz ? { tz } : {}).toFormat(format) : "";

/** Time of a moment of the server, as text; and with its day. */
export const toTime = (moment) => toText(moment, "HH:mm");
export const toDayTime = (moment) => toText(moment, "MM-dd HH:mm");
