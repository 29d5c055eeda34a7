// The weighing desk in the shell: the same form and the same scripts as with a network. What is
// recorded goes into the queue of this device, and only then is it called saved.

import { formOf, one, wordsOf } from "../../common/dom.js";
import { current } from "../../offline/device.js";
import { add } from "../../offline/queue.js";
import { materials as pricesOfToday } from "../../offline/bundle.js";
import { watch } from "../../offline/store.js";
import { startWeighing } from "../../weigh/desk.js";
import { asMaterials, bodyOf, onTiles, shownOf } from "./deposits.js";
import { sentenceOf } from "../notes.js";
import { go, onEnter, roomOf } from "../views.js";

const form = formOf(roomOf("weigh"), "form");
/** @type {ReturnType<typeof startWeighing> | null} */
let desk = null;
/** @type {Person | null} */
let standing = null;
let changed = false;

/** @param {Person} person */
export function standHere(person) {
  if (desk && desk.unsaved() && standing && standing.number !== person.number) {
    go("weigh");
    desk.warn(wordsOf(form).sayUnsavedScan);
    return;
  }
  standing = person;
  go("weigh");
}

// true while something weighed is neither saved nor left
export function unsaved() {
  return Boolean(desk && standing && desk.unsaved());
}

/**
 * @param {WeighedDeposit} deposit
 * @param {Material[]} materials
 * @param {OnSaved} onSaved
 */
async function keep(deposit, materials, onSaved) {
  const device = /** @type {CounterDevice} */ (await current());
  const now = new Date();
  const person = /** @type {Person} */ (standing);
  const body = bodyOf(person.body, deposit, materials, now);
  const shown = shownOf(person, deposit, materials, { device, now });
  try {
    const kept = await add({ kind: "deposit", body, shown });
    standing = null;
    onSaved(kept, shown);
  } catch (problem) {
    throw new Error(sentenceOf(problem));
  }
}

// members and prices were fetched again since the desk was laid
export function pricesChanged() {
  return changed;
}

/** @param {OnSaved} onSaved */
async function open(onSaved) {
  const materials = onTiles(asMaterials(await pricesOfToday()));
  desk = startWeighing(form, {
    materials,
    member: personAtScale(),
    onRecord: (deposit) => keep(deposit, materials, onSaved),
  });
}

function personAtScale() {
  const { number, name } = /** @type {Person} */ (standing);
  return { number, name, balance: null };
}

/** @param {{ personOf: (number: string) => Promise<Person>, onSaved: OnSaved }} options */
export function openDesk({ personOf, onSaved }) {
  watch((names) => {
    changed = changed || (Boolean(desk) && names.includes("materials"));
  });
  onEnter("weigh", async (number) => {
    if (number) {
      standHere(await personOf(number));
      return null;
    }
    if (!standing) {
      return "start";
    }
    if (desk) {
      desk.setMember(personAtScale());
    } else {
      await open(onSaved);
    }
    // phones keep their own keys away from this field (weigh/desk.js), so it can always be next
    one(form, "[data-weight]").focus({ preventScroll: true });
    const stranger = one(roomOf("weigh"), "[data-stranger]");
    stranger.hidden = standing.known;
    return null;
  });
  // after the desk's own listener: the first press warns of what is not saved, the second leaves
  one(form, "[data-escape]").addEventListener("click", (event) => {
    setTimeout(() => {
      if (!event.defaultPrevented) {
        standing = null;
        if (desk) {
          desk.clear();
        }
      }
    });
  });
}
