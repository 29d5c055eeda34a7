// What stood on the desk a moment ago: a scanner types into whatever has the cursor, and what it
// typed is taken back.

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
