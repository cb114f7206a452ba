import { deserializeDateTime } from "@web/core/l10n/dates";

let tz;

/** From now on times are those of the clock at the gate, whatever zone the tablet was set to by its maker. */
export function setZone(zone) {
    tz = zone;
}

/** Time of a moment of the server, as text. */
export const toTime = (moment) =>
    moment ? deserializeDateTime(moment, tz ? { tz } : {}).toFormat("HH:mm") : "";
