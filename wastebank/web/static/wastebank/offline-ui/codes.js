// What was typed at the start: a card's code, a member's number, or part of a name. A number is
// read as wastebank/codes/member_number.py reads it, so a slip is told from a member nobody knows.

const LETTERS = "ABCDEFGHJKLMNPRSTUVWXYZ";
const WEIGHT_BASE = 3;
const HALF_A_CODE = 14;

/** @param {string} text */
function plain(text) {
  return text.replace(/[ \t\r\n\f\v-]+/g, "").toUpperCase(); // no other spaces: as the server
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
 * a whole code, or what is left of one; no name begins with W and a figure
 * @param {string} text
 */
export function looksLikeCode(text) {
  return /^W[1IL]/.test(plain(text)) && plain(text).length > HALF_A_CODE;
}

/**
 * figures with or without their letter: somebody meant a number
 * @param {string} text
 */
export function looksLikeNumber(text) {
  return /^[0-9]{4,11}[A-Z]?$/.test(plain(text));
}

/**
 * the member's number as it is printed, or null
 * @param {string} text
 */
export function readNumber(text) {
  const found = /^([0-9]{4,11})([A-HJ-NPR-Z])$/.exec(plain(text));
  if (!found || (found[1].length > 4 && found[1].startsWith("0"))) {
    return null;
  }
  return checkLetter(found[1]) === found[2] ? `${found[1]}-${found[2]}` : null;
}
