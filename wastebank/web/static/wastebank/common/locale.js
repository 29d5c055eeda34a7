// Figures as quantities.py writes and reads them. The server stays the judge of what is recorded;
// this only shows it while the hand is still on the key.

import { isCounted, UNITS } from "./units.js";

const MINUS = "\u2212";
const MOST_CHARACTERS = 12;

/** @typedef {{ code: "id" | "en", thousands: string, decimal: string }} Tongue */
/** @type {Tongue} */
const INDONESIAN = { code: "id", thousands: ".", decimal: "," };
/** @type {Tongue} */
const ENGLISH = { code: "en", thousands: ",", decimal: "." };

const tongue = document.documentElement.lang.startsWith("en") ? ENGLISH : INDONESIAN;

export const decimal = tongue.decimal;
const unpaid = tongue.code === "en" ? "taken, unpaid" : "diambil, tidak dibayar";

/** @param {number} number */
function sign(number) {
  return number < 0 ? MINUS : "";
}

/**
 * whole kilos or litres, and the grams or millilitres beside them
 * @param {number} amount
 * @param {number} perLarge
 */
function parted(amount, perLarge) {
  const size = Math.abs(amount);
  return [(size - (size % perLarge)) / perLarge, size % perLarge];
}

/** @param {number} number */
export function showNumber(number) {
  const figures = String(Math.abs(number)).replace(/\B(?=(\d{3})+$)/g, tongue.thousands);
  return sign(number) + figures;
}

/** @param {number} amountIdr */
export function showRupiah(amountIdr) {
  return sign(amountIdr) + "Rp" + showNumber(Math.abs(amountIdr));
}

/**
 * @param {Unit} unit
 * @param {number} amount
 */
export function unitLabel(unit, amount) {
  const one = UNITS[unit].perLarge;
  return nounsOf(unit)[Math.abs(amount) === one ? 4 : 5];
}

/**
 * @param {number} amount
 * @param {Unit} unit
 */
export function showAmount(amount, unit) {
  if (isCounted(unit)) {
    return showNumber(amount) + " " + unitLabel(unit, amount);
  }
  const [whole, rest] = parted(amount, UNITS[unit].perLarge);
  const figures = showNumber(whole) + tongue.decimal + String(rest).padStart(3, "0");
  return sign(amount) + figures + " " + unitLabel(unit, amount);
}

/**
 * @param {number} amount
 * @param {Unit} unit
 */
export function wordsAmount(amount, unit) {
  const nouns = nounsOf(unit);
  if (isCounted(unit)) {
    return counted(amount, nouns[0], nouns[1]);
  }
  const [whole, rest] = parted(amount, UNITS[unit].perLarge);
  const parts = [];
  if (whole) {
    parts.push(counted(whole, nouns[0], nouns[1]));
  }
  if (rest || !whole) {
    parts.push(counted(rest, nouns[2], nouns[3]));
  }
  return sign(amount) + parts.join(" ");
}

/**
 * @param {number} priceIdr
 * @param {Unit} unit
 */
export function showPrice(priceIdr, unit) {
  return priceIdr ? showRupiah(priceIdr) + per(unit) : unpaid;
}

/**
 * what a price is for
 * @param {Unit} unit
 */
export function per(unit) {
  return "/" + nounsOf(unit)[4];
}

/**
 * what a line is worth; without a price it is taken, and no sum of nothing
 * @param {number} rupiah
 * @param {number} price
 */
export function showWorth(rupiah, price) {
  return price ? showRupiah(rupiah) : unpaid;
}

/**
 * what a whole deposit brought its member
 * @param {number} rupiah
 */
export function showPaid(rupiah) {
  return showWorth(rupiah, rupiah);
}

/**
 * @param {number} amount
 * @param {Unit} unit
 * @param {number} price
 */
export function showTimes(amount, unit, price) {
  const shown = showAmount(amount, unit);
  return price ? shown + " × " + showRupiah(price) : shown;
}

/**
 * half a rupiah goes to the member; no division leaves a fraction behind
 * @param {number} amount
 * @param {Unit} unit
 * @param {number} priceIdr
 */
export function lineRupiah(amount, unit, priceIdr) {
  if (isCounted(unit)) {
    return amount * priceIdr;
  }
  const { perLarge } = UNITS[unit];
  const rounded = amount * priceIdr + perLarge / 2;
  return (rounded - (rounded % perLarge)) / perLarge;
}

/**
 * {amount} or {reason, hint}: the same readings and the same refusals as the server's parser
 * @param {string} text
 * @param {Unit} unit
 * @returns {ReadAmount}
 */
export function parseAmount(text, unit) {
  const typed = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
  if (!typed) {
    return { reason: "empty" };
  }
  if (typed.length > MOST_CHARACTERS) {
    return { reason: /^[0-9.,]+$/.test(typed) ? "too_large" : "malformed" };
  }
  const small = /^([0-9]+)([a-z]+)$/.exec(typed.toLowerCase());
  if (small && small[2] === unit && !isCounted(unit)) {
    return { amount: Number(small[1]) };
  }
  const number = /^([0-9]+)(?:[.,]([0-9]+))?$/.exec(typed);
  if (!number) {
    return { reason: /^[0-9]+(?:[.,][0-9]+){2,}$/.test(typed) ? "ambiguous" : "malformed" };
  }
  return readDecimals(typed, number[1], number[2] || "", unit);
}

/**
 * whole rupiah as people write them: a separator can only part the thousands; null if unreadable
 * @param {string} text
 */
export function parseRupiah(text) {
  const typed = text.trim();
  if (!/^([0-9]{1,9}|[0-9]{1,3}([.,])[0-9]{3}(\2[0-9]{3})?)$/.test(typed)) {
    return null;
  }
  return Number(typed.replace(/[.,]/g, ""));
}

/**
 * @param {string} typed
 * @param {string} whole
 * @param {string} decimals
 * @param {Unit} unit
 * @returns {ReadAmount}
 */
function readDecimals(typed, whole, decimals, unit) {
  if (decimals.length === 3 && !whole.startsWith("0")) {
    return { reason: "ambiguous", hint: clearSpelling(typed, whole, decimals, unit) };
  }
  if (isCounted(unit)) {
    return decimals ? { reason: "not_whole" } : { amount: Number(whole) };
  }
  if (decimals.length > 3) {
    return { reason: "too_fine" };
  }
  return { amount: Number(whole + decimals.padEnd(3, "0")) };
}

/**
 * @param {string} typed
 * @param {string} whole
 * @param {string} decimals
 * @param {Unit} unit
 */
function clearSpelling(typed, whole, decimals, unit) {
  if (isCounted(unit)) {
    return whole + decimals;
  }
  const needed = decimals.replace(/0+$/, "");
  if (needed.length === 3) {
    return whole + decimals + unit;
  }
  return whole + (typed.includes(",") ? "," : ".") + (needed || "0");
}

/** @param {Unit} unit */
function nounsOf(unit) {
  return UNITS[unit][tongue.code];
}

/**
 * @param {number} count
 * @param {string} singular
 * @param {string} plural
 */
function counted(count, singular, plural) {
  return showNumber(count) + " " + (count === 1 ? singular : plural);
}

/**
 * "{hint}" and its like in a sentence the server has translated
 * @param {string} sentence
 * @param {Facts} facts
 */
export function fill(sentence, facts) {
  return sentence.replace(
    /\{(\w+)\}/g,
    (whole, name) => (name in facts ? String(facts[name]) : whole),
  );
}
