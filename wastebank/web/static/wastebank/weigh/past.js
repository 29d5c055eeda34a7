// What stood on the desk a moment ago: a scanner types into whatever has the cursor, and what it
// typed is taken back.

import { fill } from "../common/locale.js";
import { readLine } from "./reading.js";

const REMEMBERED_MS = 10000;

export function remembering() {
  /** @type {(Moment & { at: number })[]} */
  let past = [];

  return {
    /** @param {Moment} moment */
    keep(moment) {
      const at = performance.now();
      past = past.filter((entry) => at - entry.at < REMEMBERED_MS);
      past.push({ ...moment, at });
    },
    since: (/** @type {number} */ began) => past.find((entry) => entry.at >= began),
  };
}

/**
 * A draft, and what stands on the desk already. Lines that cannot be read any more are left out, as
 * of a material that is not bought now; the line on the scale is kept however it was left.
 * @param {Moment} draft
 * @param {Moment} stands
 * @param {Materials} materials
 * @returns {Moment}
 */
export function together(draft, stands, materials) {
  const isFree = !stands.open.text && !stands.open.slug;
  const before = isFree ? draft.lines : [...draft.lines, draft.open];
  const lines = before.filter((line) => !readLine(line, materials).reason);
  return { lines: [...lines, ...stands.lines], open: isFree ? draft.open : stands.open };
}

/**
 * Nothing that was typed goes without a word: what was left out, and why it cannot be recorded.
 * @param {import("./desk.js").Desk} desk
 * @param {Moment} draft
 */
export function tellLeftOut(desk, draft) {
  const gone = draft.lines.filter((line) => readLine(line, desk.materials).reason);
  if (gone.length) {
    // of a material that is not bought any more only its code is known here
    const names = gone.map(({ slug, text }) => {
      const known = desk.materials[slug];
      return `${known ? known.name : slug.replace(/-/g, " ")} ${text}`;
    });
    desk.warn(fill(desk.say.sayLeftOut, { text: names.join(", ") }));
  }
}

/**
 * As it was before a scanner typed into it.
 * @param {import("./desk.js").Desk} desk
 * @param {number} began
 */
export function restore(desk, began) {
  const moment = desk.past.since(began);
  if (moment) {
    desk.lines = moment.lines;
    desk.scale.put(moment.open);
  }
  desk.show();
}

/**
 * Whatever a scanner read, what it typed on the desk is taken back.
 * @param {import("./desk.js").Desk} desk
 */
export function listenToScans(desk) {
  document.addEventListener("scan", (event) => desk.meet(event));
  document.addEventListener("misscan", (event) => restore(desk, event.detail.began));
}
