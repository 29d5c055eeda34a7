// A parked deposit is mended by a person: another member, weight or material, another hour where
// the clock was wrong, and why. Or it is sent again as it was, once the cause has gone. Or it is
// dropped, with a note that goes to the office in its place. The old one stays, linked.

import { every, fieldOf, one } from "../../common/dom.js";
import { CLOCK_SLACK_MS, rightNow } from "../../offline/device.js";
import { drop, mend } from "../../offline/queue.js";
import { byNumber, materials as pricesAt, members } from "../../offline/bundle.js";
import { Refused } from "../../offline/store.js";
import {
  decimal,
  lineRupiah,
  parseAmount,
  parseRupiah,
  showPrice,
  wordsAmount,
} from "../../common/locale.js";
import { isCounted, UNITS } from "../../common/units.js";
import { asMaterials } from "./deposits.js";
import { forField, withOffset } from "../moments.js";
import { readNumber } from "../codes.js";
import { announce, copyOf, showRefusal } from "../notes.js";
import { roomOf } from "../views.js";
import { word } from "../words.js";

const room = one(roomOf("record"), "[data-mend-room]");
const form = one(room, "[data-mend]");
const whose = fieldOf(room, "[data-mend-member]");
const rows = one(room, "[data-mend-lines]");
const why = fieldOf(room, "[data-mend-note]");
const when = fieldOf(room, "[data-mend-time]");
const dropForm = one(room, "[data-drop]");
const dropWhy = fieldOf(room, "[data-drop-note]");

// The one that is looked at: a room of its own shows it, and only then is anything done to it.
let record = /** @type {QueueRecord} */ (/** @type {unknown} */ (null));
/** @type {Material[]} */
let materials = [];

/**
 * "Siti R. 4071-R": the list shows both, the number decides. Where the card was refused, the same
 * person is named by the number from now on.
 * @returns {Promise<{ number: string, name: string } | null>}
 */
async function memberAsked() {
  const typed = whose.value.trim();
  const byCard = (record.code || "").startsWith("card");
  if (!typed || (typed === labelOf(record.shown) && !byCard)) {
    return null;
  }
  const number = readNumber(typed.split(/\s+/).pop() || "");
  if (!number) {
    throw new Refused("member_unknown");
  }
  const known = await byNumber(number);
  return known || { number, name: word("unknown_member") };
}

/** @param {{ name: string, member?: unknown, number?: string }} options */
function labelOf({ name, member, number }) {
  const shown = number || member;
  return shown === "–" ? "" : `${name} ${shown}`;
}

/**
 * @param {HTMLElement} row
 * @param {number} index
 */
function lineAsked(row, index) {
  const select = fieldOf(row, "[data-mend-material]");
  const typed = fieldOf(row, "[data-mend-amount]").value.trim();
  const material = materials.find((each) => each.slug === select.value);
  const before = record.shown.lines[index];
  if (!material) {
    return { before, body: record.body.lines[index], shown: before };
  }
  const found = parseAmount(typed, material.unit);
  if (found.reason !== undefined || !found.amount) {
    throw new Refused("amount_unclear", { text: typed });
  }
  const price = material.price === null ? priceAsked(row, material) : before.price_idr;
  const isSame = material.slug === before.material && found.amount === before.amount;
  if (isSame && price === before.price_idr) {
    return { before, body: record.body.lines[index], shown: before };
  }
  return {
    before,
    ...changedLine(material, found.amount, material.price === null ? price : material.price),
  };
}

/**
 * @param {HTMLElement} row
 * @param {Material} material
 */
function priceAsked(row, { most, unit }) {
  const price = parseRupiah(fieldOf(row, "[data-mend-price]").value.trim());
  if (price === null || (most !== null && price > most)) {
    throw new Refused("price_unclear", { most: most === null ? "–" : showPrice(most, unit) });
  }
  return price;
}

/**
 * @param {Material} material
 * @param {number} amount
 * @param {number} price
 */
function changedLine(material, amount, price) {
  /** @type {SentLine} */
  const body = { material: material.slug, amount, source: "typed" };
  if (material.price === null) {
    body.price = price;
  }
  const { slug, name, family, unit } = material;
  const rupiah = lineRupiah(amount, unit, price);
  const shown = { material: slug, name, family, unit, amount };
  return { body, shown: { ...shown, price_idr: price, rupiah_idr: rupiah } };
}

/**
 * Another hour than the one that was refused, or null.
 * @returns {Date | null}
 */
function timeAsked() {
  if (one(room, "[data-mend-when]").hidden || when.value === when.dataset.refused) {
    return null;
  }
  const asked = new Date(when.value);
  if (Number.isNaN(asked.getTime())) {
    throw new Refused("time_unclear");
  }
  return asked;
}

/**
 * Offered where the hour was refused: what it was, less what the clock ran ahead by, and never an
 * hour that has not come, which would be refused again.
 */
async function offerTime() {
  const refused = new Date(record.shown.weighed_at);
  const now = await rightNow();
  const ahead = Math.abs(record.ahead || 0) > CLOCK_SLACK_MS ? record.ahead || 0 : 0;
  const offered = new Date(Math.min(refused.getTime() - ahead, now));
  const isHour = (record.code || "").startsWith("time_");
  one(room, "[data-mend-when]").hidden = !isHour;
  when.dataset.refused = forField(refused);
  when.value = forField(offered);
  when.max = forField(new Date(now));
}

async function mended() {
  const member = await memberAsked();
  const asked = Array.from(every(rows, "[data-mend-row]"), lineAsked);
  const weighedAt = timeAsked();
  const { card, card_hash: hash, ...rest } = record.body;
  const named = card || hash ? record.body : rest;
  const body = { ...(member ? { ...rest, member: member.number } : named) };
  body.lines = asked.map((line) => line.body);
  const shown = { ...record.shown, lines: asked.map((line) => line.shown) };
  shown.total_idr = shown.lines.reduce((sum, line) => sum + line.rupiah_idr, 0);
  if (weighedAt) {
    body.weighed_at = withOffset(weighedAt);
    shown.weighed_at = weighedAt.getTime();
  }
  if (member) {
    Object.assign(shown, { name: member.name, member: member.number });
  }
  return { body, shown };
}

/**
 * @param {Event} event
 * @param {HTMLElement} element
 * @param {() => Promise<void>} run
 */
async function carry(event, element, run) {
  event.preventDefault();
  showRefusal(element, null);
  try {
    await run();
  } catch (refused) {
    showRefusal(element, refused);
    one(element, "[data-refusal]").scrollIntoView({ block: "nearest" });
  }
}

/** @param {HTMLInputElement} field */
function needNote(field) {
  if (!field.value.trim()) {
    field.setAttribute("aria-invalid", "true");
    field.focus();
    throw new Refused("note_missing");
  }
  field.removeAttribute("aria-invalid");
}

/** @param {HTMLElement} row */
function sayAmount(row) {
  const select = fieldOf(row, "[data-mend-material]");
  const material = materials.find((each) => each.slug === select.value);
  const typed = fieldOf(row, "[data-mend-amount]").value;
  const found = material && parseAmount(typed, material.unit);
  const isRead = material && found && found.reason === undefined;
  const said = isRead ? wordsAmount(found.amount, material.unit) : "";
  one(row, "[data-mend-asked]").hidden = !material || material.price !== null;
  one(row, "[data-mend-says]").textContent = said;
}

/**
 * as a hand would type it; three decimals could be read both ways, so they are said in grams
 * @param {number} amount
 * @param {Unit} unit
 */
function writtenOut(amount, unit) {
  if (isCounted(unit)) {
    return String(amount);
  }
  const { perLarge } = UNITS[unit];
  const rest = String(amount % perLarge).padStart(3, "0").replace(/0+$/, "");
  const whole = Math.floor(amount / perLarge);
  return rest.length === 3 ? `${amount}${unit}` : `${whole}${rest ? decimal + rest : ""}`;
}

/**
 * @param {ShownLine} line
 * @param {number} index
 */
function rowOf(line, index) {
  const row = copyOf("mend-line");
  const select = fieldOf(row, "[data-mend-material]");
  const amount = fieldOf(row, "[data-mend-amount]");
  const price = fieldOf(row, "[data-mend-price]");
  row.dataset.mendRow = String(index);
  price.id = `mend-price-${index}`;
  price.value = String(line.price_idr);
  one(row, "[data-for=price]").setAttribute("for", price.id);
  select.id = `mend-material-${index}`;
  amount.id = `mend-amount-${index}`;
  one(row, "[data-for=material]").setAttribute("for", select.id);
  one(row, "[data-for=amount]").setAttribute("for", amount.id);
  const known = materials.some((each) => each.slug === line.material);
  const gone = known ? [] : [new Option(line.name, "")];
  select.append(...gone, ...materials.map((each) => new Option(each.name, each.slug)));
  select.value = known ? line.material : "";
  amount.value = writtenOut(line.amount, line.unit);
  row.addEventListener("input", () => sayAmount(row));
  sayAmount(row);
  return row;
}

async function fillMembers() {
  const options = (await members()).map((member) => {
    const option = document.createElement("option");
    option.value = labelOf(member);
    return option;
  });
  const choices = one(room, "#mend-members");
  choices.textContent = "";
  choices.append(...options);
}

/** @param {QueueRecord} shown */
export async function showMending(shown) {
  const changed = !record || record.key !== shown.key || record.state !== shown.state;
  record = shown;
  room.hidden = record.state !== "parked";
  if (room.hidden || !changed) {
    return;
  }
  materials = asMaterials(await pricesAt(new Date(record.shown.weighed_at)));
  // that cause does not go away: sent as it was under another key, it would be recorded twice
  one(room, "[data-send-again]").hidden = record.code === "key_reused";
  whose.value = labelOf(record.shown);
  why.value = "";
  dropWhy.value = "";
  showRefusal(form, null);
  showRefusal(dropForm, null);
  for (const row of every(rows, "[data-mend-row]")) {
    row.remove();
  }
  rows.append(...record.shown.lines.map(rowOf));
  await offerTime();
  await fillMembers();
}

/** @param {(key: string) => void} onDone */
export function openMending(onDone) {
  form.addEventListener("submit", (event) =>
    carry(event, form, async () => {
      const { body, shown } = await mended();
      needNote(why);
      const made = await mend(record.key, body, why.value, shown);
      announce(word("mended_said", { number: made.provisional }));
      onDone(made.key);
    }));
  one(room, "[data-send-again]").addEventListener(
    "click",
    (event) =>
      carry(event, form, async () => {
        const made = await mend(record.key, record.body, word("sent_again"), record.shown);
        announce(word("mended_said", { number: made.provisional }));
        onDone(made.key);
      }),
  );
  dropForm.addEventListener("submit", (event) =>
    carry(event, dropForm, async () => {
      needNote(dropWhy);
      await drop(record.key, dropWhy.value);
      announce(word("dropped_said"));
      onDone(record.key);
    }));
}
