// The table of many members, with a server behind it. What is typed is kept on this device, row by
// row with its key, until the server has said that it is recorded; a device that is set up for work
// without a network puts a row that gets no answer into its queue.

import { buttonOf, datum, maybe, one, wordsOf } from "../common/dom.js";
import { canKeep, draftName, draftOf, dropDraft, keepDraft } from "../offline/drafts.js";
import { crowdOf } from "../offline-ui/away.js";
import { readRows, typeRows } from "../offline-ui/weigh/drafts.js";
import { beyond } from "../offline-ui/weigh/tables.js";
import { startGroup } from "../weigh/group.js";
import { materialsOf } from "../weigh/reading.js";
import { sendRow } from "../weigh/row_post.js";
import { addressOf, asSent, clockOf, intoQueue, readyDevice } from "./queueing.js";
import { showTyped } from "../weigh/typed.js";

const root = one(document, "[data-group]");
const address = location.pathname + location.search;
const name = draftName(root.dataset, `group:${address}`);
const materials = materialsOf(one(root, "[data-common]"));
const now = clockOf(root);
/** @type {Record<string, string>} when each row that is on its way was weighed */
let moments = {};
/** @type {ReturnType<typeof beyond>} rows of members who stand on another page of the table */
let rest = { rows: {}, keys: {} };
let isLoaded = false; // what lies here already is read before anything is written over it

function keep() {
  if (!isLoaded || !canKeep()) {
    return;
  }
  const { common, rows: here } = readRows(root);
  const typed = { common, rows: { ...rest.rows, ...here } };
  const keys = { ...rest.keys, ...table.keys() };
  for (const number of Object.keys(here).filter((each) => keys[each])) {
    keys[number].weighedAt = moments[keys[number].key];
  }
  const crowd = one(root, "h1").textContent.trim();
  const isEmpty = !Object.keys(typed.rows).length;
  const kept = isEmpty ? dropDraft(name) : keepDraft(name, { address, crowd, typed, keys });
  kept.catch(() => {}); // a full device records all the same
}

/**
 * @param {CounterDevice} device
 * @param {RowDeposit} deposit
 * @param {Date} moment
 * @returns {Promise<RowReceipt | null>}
 */
async function queued(device, deposit, moment) {
  const { member: number } = deposit;
  const seat = one(root, `[data-row="${CSS.escape(number)}"]`);
  const called = datum(one(seat, "[data-row-name]"), "short");
  const person = { name: called, number, known: true, body: { member: number } };
  const [operator, staff] = [datum(root, "person"), datum(root, "personName")];
  const weighed = { person, deposit, materials, moment, operator, staff };
  const kept = await intoQueue(device, { ...weighed, crowd: crowdOf(address) });
  const said = wordsOf(root).sayQueued;
  return kept && { number: kept.provisional || "", receipt: addressOf(kept), said };
}

/** @param {RowDeposit} deposit */
async function record(deposit) {
  await loaded;
  const device = await readyDevice();
  const before = moments[deposit.key];
  const moment = before ? new Date(before) : now();
  if (device || before) {
    moments = { ...moments, [deposit.key]: asSent(moment) };
  }
  keep();
  try {
    return await sendRow(root, { ...deposit, weighedAt: moments[deposit.key] });
  } catch (/** @type {any} */ problem) {
    const kept = problem.why === "no_answer" && device && (await queued(device, deposit, moment));
    if (kept) {
      return kept;
    }
    throw problem;
  }
}

/** @param {KeptDraft | null} draft */
function putBack(draft) {
  isLoaded = true;
  rest = beyond(draft, (number) => Boolean(maybe(root, `[data-row="${CSS.escape(number)}"]`)));
  const keys = (draft && draft.keys) || {};
  for (const number of Object.keys(keys)) {
    const { key, weighedAt } = keys[number];
    table.takeKey(number, key);
    moments = { ...moments, [key]: weighedAt || "" };
  }
  const isBack = Boolean(draft && typeRows(root, draft.typed));
  keep();
  showTyped(root, isBack ? draft : null);
  root.dataset.kept = "yes";
}

const table = startGroup(root, { onRecord: record, onDone: keep, keepsDraft: canKeep() });
root.addEventListener("input", keep);
root.addEventListener("click", keep);
buttonOf(root, "[data-typed-drop]").addEventListener("click", async (event) => {
  event.stopPropagation();
  isLoaded = false; // nothing is kept any more
  await dropDraft(name);
  location.reload();
});
const loaded = draftOf(name).then(putBack);
