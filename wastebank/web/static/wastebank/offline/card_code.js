// A card's code, read as wastebank/codes/card_code.py reads it: same letters, same check, same
// hash. The code itself is kept nowhere on the device; only its SHA-256 is looked up and queued.

import { Refused } from "./store.js";

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const PREFIX = "W1";
const CODE_SYMBOLS = 29;
const FIELD_POLYNOMIAL = 0b100101;
/** @type {Record<string, string>} */
const LOOKALIKES = { O: "0", I: "1", L: "1" };

/**
 * Damm over GF(32): every symbol is multiplied by its own power of the generator
 * @param {string} symbols
 */
function checkSymbol(symbols) {
  let interim = 0;
  for (const symbol of symbols) {
    const doubled = (interim ^ ALPHABET.indexOf(symbol)) << 1;
    interim = doubled > 31 ? doubled ^ FIELD_POLYNOMIAL : doubled;
  }
  return ALPHABET[interim];
}

/**
 * The code as it is printed, or null if what was read or typed cannot be a code of ours.
 * @param {string} text
 */
export function parseCode(text) {
  if (/[\u0080-\uffff]/.test(text)) {
    return null;
  }
  const joined = text.replace(/[\s-]+/g, "").toUpperCase();
  const code = joined.replace(/[OIL]/g, (letter) => LOOKALIKES[letter]);
  if (code.length !== CODE_SYMBOLS || !code.startsWith(PREFIX)) {
    return null;
  }
  const known = Array.from(code).every((symbol) => ALPHABET.includes(symbol));
  return known && checkSymbol(code.slice(0, -1)) === code.slice(-1) ? code : null;
}

/**
 * The SHA-256 of a code, as the server keeps it; Refused `card_misspelt` for what is no code.
 * @param {string} text
 */
export async function hashCode(text) {
  const code = parseCode(text);
  if (!code) {
    throw new Refused("card_misspelt");
  }
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(code));
  const hexes = Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0"));
  return hexes.join("");
}
