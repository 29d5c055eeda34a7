// What is typed into the tables of a crowd and not recorded. With a network a table has pages, and
// each keeps its own draft; here all stand in one table, and each row goes back to where it lies.

import { draftName, draftsOf, dropDraft, keepDraft } from "../../offline/drafts.js";
import { addressOf, crowdOf } from "../away.js";

/**
 * Rows that say "what most bring" say it by its name, so that they mean the same elsewhere.
 * @param {Draft} typed
 * @returns {Draft["rows"]}
 */
function named({ common, rows }) {
  /** @type {Draft["rows"]} */
  const all = {};
  for (const number of Object.keys(rows)) {
    all[number] = rows[number].map((line) => ({ ...line, kind: line.kind || common }));
  }
  return all;
}

/**
 * What a draft has of members who stand in no row here.
 * @param {KeptDraft | null} draft
 * @param {(number: string) => boolean} hasRow
 * @returns {{ rows: Draft["rows"], keys: DraftKeys }}
 */
export function beyond(draft, hasRow) {
  const rows = draft && draft.typed ? named(draft.typed) : {};
  const keys = { ...((draft && draft.keys) || {}) };
  for (const number of Object.keys(rows).filter(hasRow)) {
    delete rows[number];
    delete keys[number];
  }
  return { rows, keys };
}

/**
 * The drafts of this crowd, the table's own among them, empty if there is none yet.
 * @param {GatheredCrowd} crowd
 * @param {{ place: string, person: string }} whose
 * @returns {Promise<KeptDraft[]>}
 */
export async function draftsOfCrowd(crowd, whose) {
  const all = await draftsOf(draftName(whose, "group:"));
  const found = all.filter(({ address = "" }) => crowdOf(address) === crowd.id);
  const address = addressOf(crowd);
  const name = draftName(whose, `group:${address}`);
  const isHere = found.some((draft) => draft.name === name);
  return isHere ? found : [...found, { name, at: 0, address, crowd: crowd.name }];
}

/**
 * All that is typed in them, as one table.
 * @param {KeptDraft[]} drafts
 * @returns {{ typed: Draft | undefined, keys: DraftKeys }}
 */
export function together(drafts) {
  const filled = drafts.filter((draft) => draft.typed);
  const [first] = filled;
  if (!first || !first.typed) {
    return { typed: undefined, keys: {} };
  }
  /** @type {Draft["rows"]} */
  const rows = {};
  /** @type {DraftKeys} */
  const keys = {};
  for (const draft of filled.slice().reverse()) {
    Object.assign(rows, beyond(draft, () => false).rows);
    Object.assign(keys, draft.keys);
  }
  return { typed: { common: first.typed.common, rows: { ...rows, ...first.typed.rows } }, keys };
}

/**
 * Each row into the draft that it came from, a new one into the table's own.
 * @param {KeptDraft[]} drafts
 * @param {Draft} typed
 * @param {DraftKeys} keys
 * @param {(number: string) => boolean} hasRow
 */
export async function keepTable(drafts, typed, keys, hasRow) {
  const lies = new Map();
  for (const { name, typed: before } of drafts) {
    Object.keys((before && before.rows) || {}).forEach((number) => lies.set(number, name));
  }
  const own = drafts[drafts.length - 1].name;
  const writes = drafts.map((draft) => {
    const rest = beyond(draft, hasRow);
    for (const number of Object.keys(typed.rows)) {
      if ((lies.get(number) || own) === draft.name) {
        rest.rows[number] = typed.rows[number];
        rest.keys[number] = keys[number];
      }
    }
    const { name, address, crowd } = draft;
    const now = {
      address,
      crowd,
      typed: { common: typed.common, rows: rest.rows },
      keys: rest.keys,
    };
    return Object.keys(rest.rows).length ? keepDraft(name, now) : dropDraft(name);
  });
  await Promise.all(writes);
}
