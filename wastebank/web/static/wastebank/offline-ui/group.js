// Group weighing with no network: the same table as with one. Each row goes into the queue of this
// device as soon as it is done; what is typed and not done is kept as a draft, row by row.

import { current } from "../offline/device.js";
import { add, list } from "../offline/queue.js";
import { byCard, localDay, materials as pricesOfToday } from "../offline/snapshot.js";
import { meta, putMeta, Refused } from "../offline/store.js";
import { startGroup } from "../weigh/group.js";
import { everybodySays, findCrowd, gatherCrowds, sizeOf } from "./crowds.js";
import { asMaterials, bodyOf, onTiles, shownOf } from "./deposits.js";
import { announce, copyOf, sentenceOf } from "./notes.js";
import { readRows, typeRows } from "./drafts.js";
import { onEnter, roomOf } from "./views.js";
import { word } from "./words.js";

const DRAFT_AFTER_MS = 300;

const chooser = roomOf("group");
const room = roomOf("crowd");
const seat = room.querySelector("[data-crowd]");
let sitting = { id: "", day: "" };

// --- choosing -------------------------------------------------------------------------------

function listOf(head, crowds) {
  const section = copyOf("crowd-list");
  section.setAttribute("aria-label", head);
  section.querySelector("[data-head]").textContent = head;
  for (const crowd of crowds) {
    const item = copyOf("crowd-line");
    item.querySelector("a").href = `#crowd/${encodeURIComponent(crowd.id)}`;
    item.querySelector("[data-name]").textContent = crowd.name;
    item.querySelector("[data-terms]").textContent = sizeOf(crowd);
    section.querySelector("ul").append(item);
  }
  return section;
}

async function showCrowds() {
  const device = await current();
  if (!device || device.revoked_at) {
    return "start";
  }
  const { everybody, groups, homes } = await gatherCrowds(device.place_name);
  const lists = [
    [word("groups"), groups],
    ["RT / RW", homes],
  ];
  chooser.querySelector("[data-everybody-says]").textContent = everybodySays(everybody);
  const place = chooser.querySelector("[data-crowds]");
  place.textContent = "";
  place.append(...lists.filter(([, all]) => all.length).map(([head, all]) => listOf(head, all)));
  return null;
}

// --- weighing -------------------------------------------------------------------------------

async function keep(crowd, deposit, materials) {
  const member = crowd.members.find((each) => each.number === deposit.member);
  if (member.own) {
    throw new Refused("own_household");
  }
  const device = await current();
  const now = new Date();
  const person = { name: member.name, number: member.number, known: true };
  const body = bodyOf({ member: member.number }, deposit, materials, now);
  const shown = shownOf(person, deposit, materials, { device, now });
  const kept = await add({ kind: "deposit", body, shown: { ...shown, crowd: crowd.id } });
  return { number: kept.provisional, receipt: `#record/${kept.key}` };
}

async function record(crowd, deposit, materials) {
  try {
    const kept = await keep(crowd, deposit, materials);
    announce(`${kept.number} ${word("row_saved")}`);
    return kept;
  } catch (problem) {
    throw new Error(sentenceOf(problem));
  }
}

async function whose(code) {
  try {
    return (await byCard(code)).member.number;
  } catch (problem) {
    const known = problem.code === "card_unknown" ? "unknown_card" : "";
    throw new Error(known ? word(known) : sentenceOf(problem));
  }
}

// whom this device has recorded in this sitting, so that nobody is weighed twice
async function doneToday(id) {
  const today = localDay();
  const records = (await list("waiting", "parked", "done")).filter(
    ({ kind, shown, made_at: at }) =>
      kind === "deposit" && shown.crowd === id && localDay(new Date(at)) === today,
  );
  const rows = records.map(({ key, provisional, shown }) => {
    const receipt = `#record/${key}`;
    return [shown.member, { number: provisional, receipt, total: shown.total_idr }];
  });
  return Object.fromEntries(rows);
}

function watchTyping(form, id) {
  let due = 0;
  const save = () => {
    clearTimeout(due);
    due = setTimeout(() => putMeta(`draft:${id}`, readRows(form)), DRAFT_AFTER_MS);
  };
  form.addEventListener("input", save);
  form.addEventListener("click", save);
}

async function open(crowd, form) {
  const materials = onTiles(asMaterials(await pricesOfToday()));
  const draft = await meta(`draft:${crowd.id}`);
  form.querySelector("h1").textContent = crowd.name;
  form.querySelector("[data-escape]").href = "#group";
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
  room.querySelector("[data-draft]").hidden = !typeRows(form, draft);
  watchTyping(form, crowd.id);
}

async function enterCrowd(id) {
  const today = localDay();
  if (sitting.id === id && sitting.day === today) {
    return null;
  }
  const device = await current();
  const crowd = device && !device.revoked_at ? await findCrowd(id, device.place_name) : null;
  if (!crowd) {
    return "group";
  }
  await open(crowd, copyOf("crowd-desk"));
  sitting = { id, day: today };
  return null;
}

export function openGroup() {
  onEnter("group", showCrowds);
  onEnter("crowd", enterCrowd);
}
