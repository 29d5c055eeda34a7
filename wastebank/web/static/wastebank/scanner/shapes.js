// What a scanner types, told from what a hand types: by its pace, and by what it is. Nothing here
// touches a page.
//
// A burst is a scan if it came faster than fingers go, and is, or begins as, a card's code, a code
// that lost a sign, an address, or another barcode. A weight is none, however fast a scale that is
// connected as a keyboard types it; nor is a name, a telephone number or a receipt's number that a
// hand typed. A whole code of ours is known at any pace: nobody types one by chance.

export const LONGEST_GAP_MS = 250; // between two signs of one code; longer is a hand's pause
const PAUSE_MS = 100; // a scanner that types fast never waits as long
const FASTEST_HAND_MS = 35; // between two signs, over many of them
const SLOW_SCANNER_MS = 100; // at which what begins as a code of ours is one
const FEWEST_SIGNS = 7;

const LEAD = "(?:\\][A-Z][0-9A-Z]|[*#~!^]{1,3})?"; // "]Q1": this was a QR code
const WHOLE = new RegExp(`^${LEAD}(W1[0-9A-Z]{27})$`, "i");
const WHOLE_AT_END = new RegExp(`${LEAD}(W1[0-9A-Z]{27})$`, "i");
const HEADED = new RegExp(`^${LEAD}W1(?=[A-Z]*[0-9])[0-9A-Z]{8,}$`, "i");
const HEADLESS = /^(?=(?:[A-Z]*[0-9]){4})(?=(?:[0-9]*[A-Z]){4})[0-9A-Z]{20,34}$/i;
const ADDRESS = /^(?:[a-z][a-z0-9+.-]{2,}:\S|www\.)/i; // also WIFI:, BEGIN:VCARD, tel:
const IN_ADDRESS = /(?:\/\/|www\.|[=?&])\S*$/i;
const FIGURES = /^(?:[1-9][0-9]{7}|[0-9]{9,})$/; // no weight is as long
const MIXED = /^(?=(?:[^0-9]*[0-9]){4})(?=[^A-Z]*[A-Z])[!-?A-~]{10,}$/i; // no "@": no mail
const LONG = /^\S{20,}$/;

const WEIGHT = /^[+-]?[0-9]{1,7}(?:[.,][0-9]{0,4})?(?:kg|g|l|ml|pcs)?$/i;
const SCALE = /^[A-Z]{2},/i; // "ST,GS,+  1.250kg"
const AMOUNT = "[0-9]{1,5}(?:[.,][0-9]{0,3})?";
const LINES = new RegExp(`^[a-z-]?${AMOUNT}(?:[a-z-]${AMOUNT})*[a-z-]?$`, "i"); // q1,4t0,2w12
const NUMBER = /^[A-Z]{1,6}(?:-[A-Z0-9]{1,6})?-[0-9]{3,8}$/i; // of a receipt or a visit

const HEAD_INSIDE = new RegExp(`(?:${LEAD}W1[0-9A-Z]{8,}|https?://\\S*|www\\.\\S*)$`, "i");
const BY_A_HAND = /^\D*$|^\S{0,3}$|^\S* /; // before a code, in the same go
const GTIN_SIGNS = [13, 12, 8, 14];

/** @param {string} figures */
function isGtin(figures) {
  if (!GTIN_SIGNS.includes(figures.length)) {
    return false;
  }
  const [last, ...rest] = Array.from(figures, Number).reverse();
  const sum = rest.reduce((total, figure, index) => total + figure * (index % 2 ? 1 : 3), 0);
  return (sum + last) % 10 === 0;
}

/** @param {number[]} numbers */
function median(numbers) {
  return numbers.slice().sort((one, other) => one - other)[Math.floor(numbers.length / 2)] || 0;
}

/** @param {TypedSign[]} signs */
function gapsOf(signs) {
  return signs.slice(1).map((sign, index) => sign.at - signs[index].at);
}

/** @param {TypedSign[]} signs */
function textOf(signs) {
  return signs.map(({ sign }) => sign).join("");
}

/**
 * What came faster than fingers go: "misread" is a code of ours that is not whole, "foreign"
 * another one; "" may have been typed by anything.
 * @param {string} text
 * @param {boolean} isOver whether nothing comes any more
 * @returns {FoundScan["shape"] | ""}
 */
export function shapeOf(text, isOver = true) {
  if (WHOLE.test(text)) {
    return "card";
  }
  if (HEADED.test(text) || HEADLESS.test(text)) {
    return "misread";
  }
  // EAN-8 may begin with a 0; with three of them it is a weight in grams
  const isShortGtin = isOver && /^(?!000)[0-9]{8}$/.test(text) && isGtin(text);
  if ([WEIGHT, SCALE, LINES, NUMBER].some((plain) => plain.test(text)) && !isShortGtin) {
    return "";
  }
  const isForeign = [ADDRESS, FIGURES, MIXED, LONG].some((shape) => shape.test(text));
  return isForeign || isShortGtin ? "foreign" : "";
}

/**
 * Whether a hand may have typed it just before a scanner went on. What is longer and has figures is
 * a piece of what the scanner typed, though the machine was busy between.
 * @param {string} text
 */
function isByHand(text) {
  return (BY_A_HAND.test(text) || WEIGHT.test(text)) && !IN_ADDRESS.test(text);
}

/**
 * Where the last thing began that was typed in one go.
 * @param {TypedSign[]} signs
 */
function beginning(signs) {
  const gaps = gapsOf(signs);
  const usual = isGtin(textOf(signs)) ? PAUSE_MS : median(gaps.slice(-FEWEST_SIGNS));
  for (let from = signs.length - 1; from > 0; from -= 1) {
    const gap = gaps[from - 1];
    const isOdd = gap > Math.max(15, 5 * usual) && isByHand(textOf(signs.slice(0, from)));
    if (gap > PAUSE_MS || isOdd) {
      return from;
    }
  }
  return 0;
}

/**
 * Where a code begins behind what was typed in the same go: by its head, or by its check figure
 * where a hand was a little slower.
 * @param {TypedSign[]} signs
 */
function headIn(signs) {
  const text = textOf(signs);
  const found = HEAD_INSIDE.exec(text);
  const before = found ? text.slice(0, found.index) : "";
  if (found && isByHand(before)) {
    return found.index;
  }
  const counts = /^[0-9]+$/.test(text) && !isGtin(text) ? GTIN_SIGNS : [];
  const [gaps, least] = [gapsOf(signs), 2 * median(gapsOf(signs))];
  const at = counts.map((count) => text.length - count).find((from) => {
    return from > 0 && isGtin(text.slice(from)) && gaps[from - 1] > least;
  });
  return at || 0;
}

/**
 * The scan in what was typed without a hand's pause: where it begins and what it is; null if there
 * is none.
 * @param {TypedSign[]} signs
 * @param {boolean} [isOver] whether nothing comes any more
 * @returns {FoundScan | null}
 */
export function scanIn(signs, isOver = true) {
  const all = textOf(signs);
  const whole = WHOLE_AT_END.exec(all);
  if (whole && !IN_ADDRESS.test(all.slice(0, whole.index))) {
    return { from: whole.index, shape: "card", text: whole[1] };
  }
  const start = Math.max(beginning(signs), all.lastIndexOf(" ") + 1);
  const from = start + headIn(signs.slice(start));
  const text = all.slice(from);
  const shape = shapeOf(text, isOver);
  const slowest = HEADED.test(text) ? SLOW_SCANNER_MS : FASTEST_HAND_MS;
  const isFast = median(gapsOf(signs.slice(from))) <= slowest;
  return shape && isFast && text.length >= FEWEST_SIGNS ? { from, shape, text } : null;
}

/**
 * The same when it was known before: what comes behind a blank belongs to it, and what is whole may
 * be something else than its beginning was.
 * @param {TypedSign[]} signs
 * @param {FoundScan} known
 * @param {boolean} isOver
 */
export function scanAtEnd(signs, known, isOver) {
  const hasBlank = textOf(signs.slice(known.from)).includes(" ");
  return hasBlank ? known : scanIn(signs, isOver);
}

/**
 * A code of ours, whole or not, by its head. Of the rest a password may be one, that a program
 * types for its person.
 * @param {FoundScan} found
 */
export function isOurs({ shape, text }) {
  return shape === "card" || HEADED.test(text);
}
