// What was typed at the start: a card's code, a member's number, or part of a name. A number is
// read as wastebank/codes/member_number.py reads it, so a slip is told from a member nobody knows.

const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
const WEIGHT_BASE = 3;
const HALF_A_CODE = 14;
const HEADLESS = /^(?=(?:[A-Z]*[0-9]){4})(?=(?:[0-9]*[A-Z]){4})[0-9A-Z]{20,34}$/i;

/** @param {string} text */
function plain(text) {
  return text.replace(/[ \t\r\n\f\v-]+/g, "").toUpperCase(); // no other spaces: as the server
}

/**
 * what stands for the digits, and the letter; O is 0, I and L are 1, but a name has no figures
 * @param {string} text
 */
function split(text) {
  const found = /^([0-9OIL]{4,11}?)([A-Z]?)$/.exec(plain(text));
  if (!found || !/[0-9]/.test(found[0])) {
    return null;
  }
  return { digits: found[1].replace(/O/g, "0").replace(/[IL]/g, "1"), letter: found[2] };
}

/** @param {string} digits */
function checkLetter(digits) {
  let sum = 0;
  let weight = 1;
  for (const digit of Array.from(digits).reverse()) {
    weight = (weight * WEIGHT_BASE) % LETTERS.length;
    sum += weight * Number(digit);
  }
  return LETTERS[(LETTERS.length - (sum % LETTERS.length)) % LETTERS.length];
}

/**
 * a whole code, or what is left of one, also without its head; a name has no figures
 * @param {string} text
 */
export function looksLikeCode(text) {
  const typed = plain(text);
  const hasHead = /^W(?:1|[IL](?=.*[0-9]))/.test(typed) && typed.length > HALF_A_CODE;
  return hasHead || HEADLESS.test(text.trim());
}

/**
 * a whole telephone number, of a house too; no member's number begins so
 * @param {string} text
 */
export function looksLikePhone(text) {
  const figures = text.replace(/[\s.()/-]+/g, "");
  const own = figures.replace(/^(?:(?:\+|00)62|62(?=[0-9]{8}))0*/, "0");
  return /^[+0][0-9]{7,12}$/.test(/^8[0-9]{8,}$/.test(own) ? `0${own}` : own);
}

/**
 * figures with or without their letter: somebody meant a number
 * @param {string} text
 */
export function looksLikeNumber(text) {
  return split(text) !== null;
}

/**
 * the member's number as it is printed, or null
 * @param {string} text
 */
export function readNumber(text) {
  const found = split(text);
  if (!found || (found.digits.length > 4 && found.digits.startsWith("0"))) {
    return null;
  }
  const { digits, letter } = found;
  return letter && checkLetter(digits) === letter ? `${digits}-${letter}` : null;
}
