// The weighing desk in the shell: the same form and the same scripts as with a network. What is
// typed is kept under the name that it has with a network, so that either counter goes on with what
// the other began. What is recorded goes into the queue of this device, and only then is it called
// saved.

import { buttonOf, formOf, one, wordsOf } from "../../common/dom.js";
import { newKey } from "../../common/key.js";
import { current, learnt, soonLearnt } from "../../offline/device.js";
import { draftName, draftOf, dropDraft, keepDraft } from "../../offline/drafts.js";
import { add } from "../../offline/queue.js";
import { materials as pricesOfToday } from "../../offline/bundle.js";
import { Refused, watch } from "../../offline/store.js";
import { startWeighing } from "../../weigh/desk.js";
import { bySlug, readLine } from "../../weigh/reading.js";
import { showTyped } from "../../weigh/typed.js";
import { asMaterials, bodyOf, onTiles, shownOf } from "./deposits.js";
import { explained } from "../notes.js";
import { go, onEnter, roomOf, stay } from "../views.js";

const form = formOf(roomOf("weigh"), "form");
/** @type {ReturnType<typeof startWeighing> | null} */
let desk = null;
/** @type {Material[]} */
let materials = [];
/** @type {Person | null} */
let standing = null;
/** @type {Promise<Sitting> | null} of the one who stands here: what was typed before is read */
let coming = null;
/** @type {Sitting | null} the same, once it is */
let sitting = null;
/** @type {DeskMoment | null} */
let typed = null;
let changed = false;

/**
 * A member by the number; a card that nobody knows here by its hash.
 * @param {Person} person
 */
function idOf({ number, body }) {
  return number === "–" ? `card:${body.card_hash}` : number;
}

/**
 * True if this one stands at the scale now; another whose deposit is not over goes first.
 * @param {Person} person
 */
function take(person) {
  if (standing && idOf(standing) === idOf(person)) {
    noteCard(person);
    return true;
  }
  if (unsaved()) {
    return false;
  }
  leave();
  standing = person;
  return true;
}

/**
 * Who came by the number shows the card after all.
 * @param {Person} person
 */
function noteCard({ body }) {
  if (standing && body.card_hash) {
    standing.body = body;
  }
  if (sitting && body.card_hash && !sitting.weighedAt) {
    sitting.cardHash = body.card_hash;
    keepTyped();
  }
}

/** @param {Person} person */
export function standHere(person) {
  const isTaken = take(person);
  go("weigh", addressed());
  if (!isTaken) {
    warnOfOther();
  }
}

function warnOfOther() {
  if (desk) {
    desk.warn(wordsOf(form).sayUnsavedScan);
  }
}

// by the number the page can be opened again; a card that is not known here has none
function addressed() {
  return standing && standing.number !== "–" ? standing.number : "";
}

// nobody stands here any more; what was typed is kept
function leave() {
  standing = null;
  coming = null;
  sitting = null;
  delete form.dataset.kept;
  if (desk) {
    desk.clear();
  }
}

// true while something weighed is neither saved nor left
export function unsaved() {
  return Boolean(desk && standing && desk.unsaved());
}

// --- the draft ------------------------------------------------------------------------------

function keepTyped() {
  if (!sitting || !typed) {
    return;
  }
  const { name, person, key, cardHash, weighedAt } = sitting;
  const isEmpty = !typed.lines.length && !typed.open.text;
  const member = person.number === "–" ? "" : person.number;
  const draft = { member, moment: typed, key, cardHash, weighedAt };
  const kept = isEmpty ? dropDraft(name) : keepDraft(name, draft);
  kept.catch(() => {}); // a full device says so when it is to record
}

/**
 * What was on its way once goes out as it was: by the same card or number, and from the same hour.
 * @param {Person} person
 * @param {KeptDraft | null} draft
 */
function cardOf(person, draft) {
  const scanned = person.body.card_hash || "";
  const before = (draft && draft.cardHash) || "";
  return draft && draft.weighedAt ? before : scanned || before;
}

/**
 * @param {Person} person
 * @returns {Promise<Sitting>}
 */
async function sit(person) {
  await soonLearnt(); // whose draft it is
  const device = await current();
  if (!device) {
    throw new Refused("device_not_registered");
  }
  const { place, operator, operator_name: staff } = device;
  const name = draftName({ place, person: operator }, `weigh:${idOf(person)}`);
  const draft = await draftOf(name);
  refuseUnreadable(draft);
  const cardHash = cardOf(person, draft);
  const { key = newKey(), weighedAt = "" } = draft || {};
  const seat = { person, operator, staff, name, key, cardHash, weighedAt };
  if (standing === person && desk) {
    putBack(seat, draft);
  }
  return seat;
}

/**
 * A line of what this device does not buy could only be left out: all of it stays where it is.
 * @param {KeptDraft | null} draft
 */
function refuseUnreadable(draft) {
  const lines = draft && draft.moment ? draft.moment.lines : [];
  const known = bySlug(materials);
  if (lines.some((line) => readLine(line, known).reason)) {
    throw new Refused("draft_beyond");
  }
}

/**
 * @param {Sitting} seat
 * @param {KeptDraft | null} draft
 */
function putBack(seat, draft) {
  sitting = seat;
  if (draft && draft.moment && desk) {
    desk.putBack(draft.moment);
    showTyped(form, draft);
  } else {
    keepTyped();
    showTyped(form, null);
  }
  form.dataset.kept = "yes";
}

// somebody else is signed in now: what stands here is not theirs
async function lookWhoIsHere() {
  const device = await current();
  if (device && sitting && device.operator !== sitting.operator) {
    leave();
    if (!roomOf("weigh").hidden) {
      go("start");
    }
  }
}

// --- recording ------------------------------------------------------------------------------

/**
 * @param {WeighedDeposit} deposit
 * @param {OnSaved} onSaved
 */
async function keep(deposit, onSaved) {
  const seat = /** @type {Sitting} */ (await coming);
  await learnt();
  await lookWhoIsHere();
  if (sitting !== seat) {
    throw new Error(""); // it was put away meanwhile, for the one who typed it
  }
  const { person, operator, staff, key, cardHash, weighedAt, name } = seat;
  const device = /** @type {CounterDevice} */ (await current());
  const now = weighedAt ? new Date(weighedAt) : new Date();
  const whose = cardHash ? { card_hash: cardHash } : { member: person.number };
  const body = bodyOf(whose, deposit, materials, now);
  const shown = { ...shownOf(person, deposit, materials, { device, now }), staff };
  const given = { key, operator, tries: weighedAt ? 1 : 0 };
  try {
    const kept = await add({ kind: "deposit", body, shown, given, instead: name });
    standing = null;
    coming = null;
    sitting = null;
    onSaved(kept, shown);
  } catch (problem) {
    throw explained(problem);
  }
}

// members and prices were fetched again since the desk was laid
export function pricesChanged() {
  return changed;
}

/** @param {OnSaved} onSaved */
async function open(onSaved) {
  materials = onTiles(asMaterials(await pricesOfToday()));
  desk = startWeighing(form, {
    materials,
    member: personAtScale(),
    onRecord: (deposit) => keep(deposit, onSaved),
    onChange: (moment) => {
      typed = moment;
      keepTyped();
      showTyped(form, null);
    },
  });
}

function personAtScale() {
  const { number, name } = /** @type {Person} */ (standing);
  return { number, name, balance: null };
}

/**
 * @param {string} number
 * @param {DeskOptions} options
 */
async function enter(number, { personOf, onSaved, onRefused }) {
  if (number && addressed() !== number && !take(await personOf(number))) {
    warnOfOther();
  }
  if (!standing) {
    return "start";
  }
  stay("weigh", addressed());
  if (desk) {
    desk.setMember(personAtScale());
  } else {
    await open(onSaved);
  }
  // phones keep their own keys away from this field (weigh/desk.js), so it can always be next
  one(form, "[data-weight]").focus({ preventScroll: true });
  one(roomOf("weigh"), "[data-stranger]").hidden = standing.known;
  if (!coming) {
    const person = standing;
    coming = sit(person);
    coming.catch((refused) => standing === person && giveBack(refused, onRefused));
  }
  return null;
}

/**
 * what cannot be gone on with here stays as it was, and the start says why
 * @param {unknown} refused
 * @param {(refused: unknown) => void} onRefused
 */
function giveBack(refused, onRefused) {
  leave();
  onRefused(refused);
  go("start");
}

/** @param {DeskOptions} options */
export function openDesk(options) {
  watch((names) => {
    changed = changed || (Boolean(desk) && names.includes("materials"));
    if (names.includes("meta")) {
      lookWhoIsHere();
    }
  });
  onEnter("weigh", (number) =>
    enter(number, options).catch((refused) => {
      options.onRefused(refused);
      return "start";
    }));
  // after the desk's own listener: the first press warns of what is not saved, the second leaves
  one(form, "[data-escape]").addEventListener("click", (event) => {
    setTimeout(() => {
      if (!event.defaultPrevented) {
        leave();
      }
    });
  });
  buttonOf(form, "[data-typed-drop]").addEventListener("click", () => {
    if (desk && sitting) {
      Object.assign(sitting, { key: newKey(), weighedAt: "" });
      desk.clear();
      showTyped(form, null);
    }
  });
}
