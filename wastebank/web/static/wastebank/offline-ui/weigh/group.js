// Group weighing with no network: the same table as with one. Each row goes into the queue of this
// device as soon as it is done; what is typed and not done is kept as a draft, row by row.

import { linkOf, one } from "../../common/dom.js";
import { current, learnt, rightNow } from "../../offline/device.js";
import { add, list } from "../../offline/queue.js";
import { byCard, localDay, materials as pricesOfToday } from "../../offline/bundle.js";
import { meta, putMeta, Refused } from "../../offline/store.js";
import { startGroup } from "../../weigh/group.js";
import { everybodySays, findCrowd, gatherCrowds, sizeOf } from "./crowds.js";
import { asMaterials, bodyOf, onTiles, shownOf } from "./deposits.js";
import { announce, copyOf, sentenceOf } from "../notes.js";
import { readRows, typeRows } from "./drafts.js";
import { onEnter, roomOf } from "../views.js";
import { word } from "../words.js";

const DRAFT_AFTER_MS = 300;

const chooser = roomOf("group");
const room = roomOf("crowd");
const seat = one(room, "[data-crowd]");
let sitting = { id: "", day: "", operator: "" };

// --- choosing -------------------------------------------------------------------------------

/**
 * @param {string} head
 * @param {GatheredCrowd[]} crowds
 */
function listOf(head, crowds) {
  const section = copyOf("crowd-list");
  section.setAttribute("aria-label", head);
  one(section, "[data-head]").textContent = head;
  for (const crowd of crowds) {
    const item = copyOf("crowd-line");
    linkOf(item, "a").href = `#crowd/${encodeURIComponent(crowd.id)}`;
    one(item, "[data-name]").textContent = crowd.name;
    one(item, "[data-terms]").textContent = sizeOf(crowd);
    one(section, "ul").append(item);
  }
  return section;
}

async function showCrowds() {
  const device = await current();
  if (!device || device.revoked_at) {
    return "start";
  }
  const { everybody, groups, homes } = await gatherCrowds(device.place_name);
  const lists = [{ head: word("groups"), all: groups }, { head: "RT / RW", all: homes }];
  one(chooser, "[data-everybody-says]").textContent = everybodySays(everybody);
  const element = one(chooser, "[data-crowds]");
  element.textContent = "";
  for (const { head, all } of lists.filter((each) => each.all.length)) {
    element.append(listOf(head, all));
  }
  return null;
}

// --- weighing -------------------------------------------------------------------------------

/**
 * @param {GatheredCrowd} crowd
 * @param {RowDeposit} deposit
 * @param {Material[]} materials
 */
async function keep(crowd, deposit, materials) {
  const member = crowd.members.find((each) => each.number === deposit.member);
  if (!member || member.own) {
    throw new Refused("own_household");
  }
  const device = /** @type {CounterDevice} */ (await current());
  const now = new Date();
  const whose = { member: member.number };
  const person = { name: member.name, number: member.number, known: true, body: whose };
  const body = bodyOf(whose, deposit, materials, now);
  const shown = shownOf(person, deposit, materials, { device, now });
  const kept = await add({ kind: "deposit", body, shown: { ...shown, crowd: crowd.id } });
  return { number: kept.provisional || "", receipt: `#record/${kept.key}` };
}

/**
 * @param {GatheredCrowd} crowd
 * @param {RowDeposit} deposit
 * @param {Material[]} materials
 */
async function record(crowd, deposit, materials) {
  try {
    const kept = await keep(crowd, deposit, materials);
    announce(`${kept.number} ${word("row_saved")}`);
    return kept;
  } catch (problem) {
    throw new Error(sentenceOf(problem));
  }
}

/** @param {string} code */
async function whose(code) {
  try {
    return (await byCard(code)).member.number;
  } catch (/** @type {any} */ problem) {
    const known = problem.code === "card_unknown" ? "unknown_card" : "";
    throw new Error(known ? word(known) : sentenceOf(problem));
  }
}

/**
 * whom this device has recorded in this sitting, so that nobody is weighed twice
 * @param {string} id
 * @returns {Promise<NonNullable<GroupOptions["done"]>>}
 */
async function doneToday(id) {
  const today = localDay(new Date(await rightNow()));
  const records = (await list("waiting", "parked", "done")).filter(
    ({ kind, shown, made_at: at }) =>
      kind === "deposit" && shown.crowd === id && localDay(new Date(at)) === today,
  );
  /** @type {NonNullable<GroupOptions["done"]>} */
  const rows = {};
  for (const { key, provisional, shown } of records) {
    const receipt = `#record/${key}`;
    rows[shown.member] = { number: provisional || "", receipt, total: shown.total_idr };
  }
  return rows;
}

/**
 * What is typed belongs to who typed it.
 * @param {string} operator
 * @param {string} id
 */
function draftName(operator, id) {
  return `draft:${operator}:${id}`;
}

/**
 * @param {HTMLElement} form
 * @param {string} name
 */
function watchTyping(form, name) {
  let due = 0;
  const save = () => {
    clearTimeout(due);
    due = setTimeout(() => putMeta(name, readRows(form)), DRAFT_AFTER_MS);
  };
  form.addEventListener("input", save);
  form.addEventListener("click", save);
}

/**
 * @param {GatheredCrowd} crowd
 * @param {HTMLElement} form
 * @param {string} operator
 */
async function open(crowd, form, operator) {
  const materials = onTiles(asMaterials(await pricesOfToday()));
  const name = draftName(operator, crowd.id);
  // devices of before kept one for everybody
  const draft = (await meta(name)) || (await meta(`draft:${crowd.id}`));
  one(form, "h1").textContent = crowd.name;
  linkOf(form, "[data-escape]").href = "#group";
  form.dataset.sayRecorded = word("row_saved");
  form.dataset.saySending = word("row_saving");
  seat.textContent = "";
  seat.append(form);
  startGroup(form, {
    members: crowd.members,
    materials,
    done: await doneToday(crowd.id),
    keepsDraft: true,
    onRecord: (deposit) => record(crowd, deposit, materials),
    findCode: whose,
  });
  one(room, "[data-draft]").hidden = !typeRows(form, draft);
  watchTyping(form, name);
}

/** @param {string} id */
async function enterCrowd(id) {
  await learnt();
  const today = localDay(new Date(await rightNow()));
  const device = await current();
  const operator = device ? device.operator : "";
  if (sitting.id === id && sitting.day === today && sitting.operator === operator) {
    return null;
  }
  const crowd = device && !device.revoked_at ? await findCrowd(id, device.place_name) : null;
  if (!crowd) {
    return "group";
  }
  await open(crowd, copyOf("crowd-desk"), operator);
  sitting = { id, day: today, operator };
  return null;
}

export function openGroup() {
  onEnter("group", showCrowds);
  onEnter("crowd", enterCrowd);
}
