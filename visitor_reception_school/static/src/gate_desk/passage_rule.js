/**
 * Whether a pupil passes the gate, for a desk without network: the twin of tools/passage_rule.py, which says what the
 * arguments are. Both are held by the cases of tests/data/passage_cases.json.
 */

const isOfGrade = (pupil, window) =>
    !window.grade_ids.length || window.grade_ids.includes(pupil.grade_id);

// when left things are fetched: the gate stays locked
const isOfGate = (window) => window.purpose !== "collecting";

export function getOpenWindows(pupil, at, windows) {
    return windows.filter(
        (window) =>
            isOfGate(window) &&
            window.opens <= at &&
            at <= window.closes &&
            window.kinds.includes(pupil.kind) &&
            isOfGrade(pupil, window)
    );
}

export function getDirection(pupil, direction, openNow) {
    if (["in", "out"].includes(direction)) {
        return direction;
    }
    const ways = new Set(openNow.map((window) => window.direction));
    if (ways.size === 1 && !ways.has("both")) {
        return [...ways][0];
    }
    return pupil.presence === "inside" ? "out" : "in";
}

export function isSchoolTime(pupil, at, windows) {
    const begun = windows.filter(
        (window) =>
            ["arrival", "dismissal"].includes(window.purpose) &&
            isOfGrade(pupil, window) &&
            window.opens <= at
    );
    const last = begun
        .map((window) => window.opens)
        .sort()
        .at(-1);
    // of two that begin at once the dismissal counts
    return (
        begun.length > 0 &&
        !begun.some((window) => window.opens === last && window.purpose === "dismissal")
    );
}

const hasClosed = (purpose, pupil, at, windows) =>
    windows.some(
        (window) => window.purpose === purpose && window.closes < at && isOfGrade(pupil, window)
    );

function mayBeCalled(pupil, at, way, windows, leavingSchoolTime) {
    if (way === "in") {
        return isSchoolTime(pupil, at, windows) && hasClosed("arrival", pupil, at, windows);
    }
    return (
        pupil.kind !== "boarder" && !leavingSchoolTime && hasClosed("dismissal", pupil, at, windows)
    );
}

const isValid = (row, at, way) =>
    row.is_out ? way === "in" : row.way === way && row.valid_from <= at && at <= row.valid_to;

function findPermit(pupil, at, way, windows, permits, leavingSchoolTime) {
    const isPassEnough = !leavingSchoolTime || pupil.kind === "intern";
    const valid = permits
        .filter((row) => isValid(row, at, way))
        .map((row) => row.permit)
        .filter((permit) => isPassEnough || permit !== "gate_pass");
    return (
        ["leave_slip", "outing", "gate_pass"].find((permit) => valid.includes(permit)) ||
        (mayBeCalled(pupil, at, way, windows, leavingSchoolTime) ? "called" : null)
    );
}

const answer = (result, permit, refusal, clause, direction) => ({
    result,
    permit,
    refusal,
    clause,
    direction,
});

export function decide(pupil, badge, at, direction, allWindows, permits) {
    const windows = allWindows.filter(isOfGate);
    if (!badge || !pupil) {
        const way = ["in", "out"].includes(direction) ? direction : "in";
        return answer("refused", "none", "unknown_badge", "3-2a", way);
    }
    const openNow = getOpenWindows(pupil, at, windows);
    const way = getDirection(pupil, direction, openNow);
    if (["lost", "retired"].includes(badge.state)) {
        return answer("refused", "none", "lost_badge", "3-2a", way);
    }
    if (pupil.state !== "enrolled") {
        return answer("refused", "none", "other", "3-2a", way);
    }
    if (openNow.some((window) => [way, "both"].includes(window.direction))) {
        return answer("passed", "window", "", "", way);
    }
    const leavingSchoolTime = way === "out" && isSchoolTime(pupil, at, windows);
    const permit = findPermit(pupil, at, way, windows, permits, leavingSchoolTime);
    if (permit) {
        const isBack = way === "in" && permits.some((row) => row.permit === permit && row.is_out);
        if (isBack || permit === "outing") {
            return answer("passed", permit, "", "", way);
        }
        return answer("ask", permit, "", permit === "leave_slip" ? "3-5b" : "3-6b", way);
    }
    const isLocked = !windows.length || windows.every((window) => at < window.opens);
    return answer(
        "refused",
        "none",
        isLocked ? "locked" : "no_permit",
        leavingSchoolTime ? "3-5a" : "3-6b",
        way
    );
}
