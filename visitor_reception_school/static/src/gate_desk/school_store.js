import { markRaw } from "@odoo/owl";
import { deserializeDateTime } from "@web/core/l10n/dates";
import { bus, offline } from "@visitor_reception/gate/gate_desk/registries";
import { decide } from "./passage_rule";

const HASH = 20;
const STUTTER = 15000;

/** A badge's code as the map knows it; nothing where the browser cannot, as on a page without encryption. */
export async function hashCode(code) {
    if (!globalThis.crypto?.subtle) {
        return undefined;
    }
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
    const bytes = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0"));
    return bytes.join("").slice(0, HASH);
}

/** The pupils, windows and permits of the school; kept when the server has told them, and after each scan. */
offline.add("school", {
    show(desk, data) {
        // thousands of pupils: read, and not watched
        desk.offline.school = markRaw(data);
    },
    keep(desk) {
        const { school } = desk.offline;
        if (!school || school.keptAt === school.changedAt) {
            return undefined;
        }
        school.keptAt = school.changedAt;
        return school;
    },
});

// another desk has let somebody through, or a badge was lost
bus.add("reception.gate/pupils", (desk, { pupils }) => {
    const known = Object.values(desk.offline.school?.pupils || {});
    for (const told of pupils) {
        known.filter(({ id }) => id === told.id).forEach((pupil) => Object.assign(pupil, told));
    }
});

const toMillis = (text) => deserializeDateTime(text).toMillis();

/**
 * What the desk decides of a badge, at once and without network.
 *
 * @returns {{status: string, permit: string, refusal: string, direction: string, pupil: Object}|undefined} nothing where
 *     the map is not known
 */
export async function decideScan(desk, code, direction, at) {
    const { school } = desk.offline;
    const hash = school && (await hashCode(code));
    if (!hash) {
        return undefined;
    }
    const pupil = school.pupils[hash];
    if (!pupil) {
        return {
            status: "unknown",
            permit: "none",
            refusal: "unknown_badge",
            direction,
            pupil: null,
        };
    }
    const day = deserializeDateTime(at).setZone(school.zone).toISODate();
    const windows = school.windows[day] || [];
    const permits = school.permits[pupil.id] || [];
    const decision = decide(pupil, { state: pupil.badge }, at, direction, windows, permits);
    const there = decision.direction === "in" ? "inside" : "outside";
    // where the guard does not say which way, a badge that comes again at once does not turn round
    const isRepeated =
        decision.clause !== "3-2a" &&
        (pupil.presence === there || !["in", "out"].includes(direction)) &&
        pupil.presence_at &&
        Math.abs(toMillis(at) - toMillis(pupil.presence_at)) <= STUTTER;
    return { ...decision, status: isRepeated ? "repeated" : decision.result, pupil };
}

/** The pupil is where the scan says; of what the pupil was out on nothing is left. */
export function noteScan(desk, { pupil, direction }, at) {
    const { school } = desk.offline;
    pupil.presence = direction === "in" ? "inside" : "outside";
    pupil.presence_at = at;
    const permits = school.permits[pupil.id];
    if (direction === "in" && permits) {
        school.permits[pupil.id] = permits.filter((permit) => !permit.is_out);
    }
    school.changedAt = at;
}

/** Pupils by the beginning of name or number, as the server finds them. */
export function findKnownPupils(desk, term) {
    const wanted = term.trim().toLowerCase();
    const pupils = new Map(
        Object.values(desk.offline.school?.pupils || {}).map((pupil) => [pupil.id, pupil])
    );
    return [...pupils.values()]
        .filter(({ name }) => name.toLowerCase().startsWith(wanted))
        .slice(0, 10);
}
