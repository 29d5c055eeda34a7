// Group weighing with no network: the same table as with one. Each row goes into the queue of this
// device as soon as it is done; what is typed and not done is kept as a draft, row by row.

import { linkOf, one } from "../../common/dom.js";
import { current, learnt, rightNow, soonLearnt } from "../../offline/device.js";
import { dropDraft } from "../../offline/drafts.js";
import { add, list } from "../../offline/queue.js";
import { byCard, localDay, materials as pricesOfToday } from "../../offline/bundle.js";
import { meta, Refused, watch } from "../../offline/store.js";
import { startGroup } from "../../weigh/group.js";
import { everybodySays, findCrowd, gatherCrowds, sizeOf } from "./crowds.js";
import { asMaterials, bodyOf, onTiles, shownOf } from "./deposits.js";
import { announce, copyOf, explained, sentenceOf } from "../notes.js";
import { readRows, typeRows } from "./drafts.js";
import { draftsOfCrowd, keepTable, together } from "./tables.js";
import { go, onEnter, roomOf } from "../views.js";
import { word } from "../words.js";

const chooser = roomOf("group");
const room = roomOf("crowd");
const seat = one(room, "[data-crowd]");
const NOBODY = { id: "", day: "", operator: "", staff: "" };
let sitting = NOBODY;

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
 * @param {RowDeposit} deposit with the moment of one that was on its way once
 * @param {Material[]} materials
 */
async function keep(crowd, deposit, materials) {
  const member = crowd.members.find((each) => each.number === deposit.member);
  if (!member || member.own) {
    throw new Refused("own_household");
  }
  const device = /** @type {CounterDevice} */ (await current());
  const { key, weighedAt } = deposit;
  const { operator, staff } = sitting;
  await learnt();
  await lookWhoIsHere();
  if (operator !== sitting.operator) {
    throw new Error(""); // it was put away meanwhile, for the one who typed it
  }
  const now = weighedAt ? new Date(weighedAt) : new Date();
  const whose = { member: member.number };
  const person = { name: member.name, number: member.number, known: true, body: whose };
  const body = bodyOf(whose, deposit, materials, now);
  const said = shownOf(person, deposit, materials, { device, now });
  const shown = { ...said, staff, crowd: crowd.id };
  const given = { key, operator, tries: weighedAt ? 1 : 0 };
  const kept = await add({ kind: "deposit", body, shown, given });
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
    throw explained(problem);
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
 * as it was sent, what was on its way once
 * @param {DraftKeys} before
 * @param {{ key: string, member: string }} row
 */
function sentAs(before, { key, member }) {
  const known = before[member];
  return known && known.key === key ? { weighedAt: known.weighedAt } : {};
}

/**
 * what is typed belongs to who typed it, with a network and without
 * @param {CounterDevice} device
 */
function whoseDrafts({ place, operator: person }) {
  return { place, person };
}

/**
 * @param {GatheredCrowd} crowd
 * @param {HTMLElement} form
 * @param {CounterDevice} device
 */
async function open(crowd, form, device) {
  const materials = onTiles(asMaterials(await pricesOfToday()));
  const drafts = await draftsOfCrowd(crowd, whoseDrafts(device));
  const { typed, keys: before } = together(drafts);
  const older = `draft:${device.operator}:${crowd.id}`; // as devices of before kept it
  one(form, "h1").textContent = crowd.name;
  linkOf(form, "[data-escape]").href = "#group";
  form.dataset.sayRecorded = word("row_saved");
  form.dataset.saySending = word("row_saving");
  seat.textContent = "";
  seat.append(form);
  const numbers = new Set(crowd.members.map((member) => member.number));
  const save = () => {
    const keys = table.keys();
    for (const member of Object.keys(keys)) {
      Object.assign(keys[member], sentAs(before, { member, key: keys[member].key }));
    }
    return keepTable(drafts, readRows(form), keys, (member) => numbers.has(member)).catch(() => {});
  };
  const table = startGroup(form, {
    members: crowd.members,
    materials,
    done: await doneToday(crowd.id),
    keepsDraft: true,
    onRecord: (deposit) => record(crowd, { ...deposit, ...sentAs(before, deposit) }, materials),
    onDone: save,
    findCode: whose,
  });
  Object.keys(before).forEach((member) => table.takeKey(member, before[member].key));
  one(room, "[data-draft]").hidden = !typeRows(form, typed || (await meta(older)));
  await save();
  await dropDraft(older);
  form.addEventListener("input", save);
  form.addEventListener("click", save);
}

function clearTable() {
  sitting = NOBODY;
  seat.textContent = "";
}

// somebody else is signed in now: what stands here is not theirs
async function lookWhoIsHere() {
  const device = await current();
  if (device && sitting.operator && device.operator !== sitting.operator) {
    clearTable();
    if (!room.hidden) {
      go("group");
    }
  }
}

/** @param {string} id */
async function enterCrowd(id) {
  await soonLearnt();
  const today = localDay(new Date(await rightNow()));
  const device = await current();
  const operator = device ? device.operator : "";
  if (sitting.id === id && sitting.day === today && sitting.operator === operator) {
    return null;
  }
  const crowd = device && !device.revoked_at ? await findCrowd(id, device.place_name) : null;
  if (!device || !crowd) {
    return "group";
  }
  sitting = { id, day: today, operator, staff: device.operator_name };
  await open(crowd, copyOf("crowd-desk"), device);
  return null;
}

export function openGroup() {
  watch((names) => names.includes("meta") && lookWhoIsHere());
  document.addEventListener("dropped", clearTable); // opened again, it shows what is left
  onEnter("group", showCrowds);
  onEnter("crowd", enterCrowd);
}
