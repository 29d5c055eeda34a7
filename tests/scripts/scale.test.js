// What scales send, byte for byte: read whole, in pieces, with a parity bit, and garbled.

import { onPage, same } from "./asserting.js";

const [STX, CR] = [0x02, 0x0d];
// Status words of the continuous form: three places, two places; kilograms, and what may be wrong.
const [THREE_PLACES, TWO_PLACES, ONE_PLACE, TENS] = [0x2d, 0x2c, 0x2b, 0x29];
const [KILOS, POUNDS, NET, BELOW, OUT, MOVING] = [0x30, 0x20, 0x01, 0x02, 0x04, 0x08];
const [PLAIN, GRAMS, EXPANDED] = [0x20, 0x21, 0x30];

/** @param {string} text each letter is one byte */
function bytes(text) {
  return Array.from(text, (letter) => letter.charCodeAt(0));
}

/**
 * A frame of the continuous form.
 * @param {number[]} status
 * @param {string} weight
 * @param {boolean} [checked]
 */
function toledo([a, b, c], weight, checked = true) {
  const frame = [STX, a, b, c, ...bytes(weight), ...bytes("000000"), CR];
  const sum = frame.reduce((total, byte) => total + (byte & 0x7f), 0);
  return checked ? [...frame, -sum & 0x7f] : frame;
}

const stable = (/** @type {number} */ grams) => ({ grams, stable: true });
const moving = (/** @type {number} */ grams) => ({ grams, stable: false });
const refused = (/** @type {string} */ why) => ({ refused: why });

/** @typedef {[number[], object[]][]} Frames */

/** @type {Frames} */
const CAS = [
  [bytes("ST,GS,1@,0001.235 kg\r\n"), [stable(1235)]],
  [bytes("ST,NT,1@,0000.480 kg\r\n"), [stable(480)]],
  [bytes("US,GS,1\xa0,  12.500 kg\r\n"), [moving(12500)]],
  [bytes("OL,GS,1@,         kg\r\n"), [refused("over")]],
  [bytes("ST,GS,1@,-  0.200 kg\r\n"), [refused("under")]],
  [bytes("ST,GS,+  1.235kg\r\n"), [stable(1235)]],
  [bytes("ST,GS,1@,000013.5 lb\r\n"), [refused("unit")]],
  [bytes("ST,GS,1@,00001235  g\r\n"), [stable(1235)]],
  [bytes("ST,GS,1@,   0.012  t\r\n"), [stable(12000)]],
  [bytes("ST,GS,+  1,390kg\r\n"), [stable(1390)]],
  [bytes("ST,GS,+  2,005kg\r\n"), [stable(2005)]],
  [bytes("ST,GS,-  0,012kg\r\n"), [refused("under")]],
  [bytes("ST,GS,12,390kg\r\n"), [stable(12390)]],
  [bytes("ST,GS,1@,0001,235 kg\r\n"), [stable(1235)]],
  [bytes("ST,GS,1,,   1.235 kg\r\n"), [stable(1235)]], // the lamps may be any sign
  [bytes("ST,GS,+  1,390 g\r\n"), [refused("unit")]],
  [bytes("ST,GS,+  1,000 g\r\n"), [refused("unit")]],
  [bytes("ST,GS,1@,  12.000  g\r\n"), [refused("unit")]],
  [bytes("ST,GS,+  480,0 g\r\n"), [stable(480)]],
  // an unstable lamp byte that looks like the end of a line costs its frame and no other
  [bytes("US,GS,1\x8d,0001.235 kg\r\nST,GS,1@,0002.000 kg\r\n"), [stable(2000)]],
];
/** @type {Frames} */
const AND = [
  [bytes("ST,+00012.50  kg\r\n"), [stable(12500)]],
  [bytes("US,+00012.48  kg\r\n"), [moving(12480)]],
  [bytes("OL,+9999999E+19\r\n"), [refused("over")]],
  [bytes("ST,+00000000   g\r\n"), [stable(0)]],
  [bytes("ST,-00000.00  kg\r\n"), [stable(0)]],
  [bytes("ST,-00001.20  kg\r\n"), [refused("under")]],
  [bytes("ST,+00027.56  lb\r\n"), [refused("unit")]],
  [bytes("QT,+00000012  PC\r\n"), [refused("unit")]],
  [bytes("ST,+0001.2345 kg\r\n"), [refused("unit")]],
  [bytes("ST,+0001.2340 kg\r\n"), [stable(1234)]],
];
/** @type {Frames} */
const TOLEDO = [
  [toledo([THREE_PLACES, KILOS, PLAIN], "001235"), [stable(1235)]],
  [toledo([THREE_PLACES, KILOS, PLAIN], "  1235", false), [stable(1235)]],
  [toledo([TWO_PLACES, KILOS | NET, PLAIN], "001250"), [stable(12500)]],
  [toledo([ONE_PLACE, KILOS | MOVING, PLAIN], "000125"), [moving(12500)]],
  [toledo([TENS, KILOS, PLAIN], "000012"), [stable(120000)]],
  [toledo([THREE_PLACES, KILOS | BELOW, PLAIN], "000200"), [refused("under")]],
  [toledo([THREE_PLACES, KILOS | OUT, PLAIN], "999999"), [refused("over")]],
  [toledo([THREE_PLACES, POUNDS, PLAIN], "001235"), [refused("unit")]],
  [toledo([0x2a, POUNDS, GRAMS], "001235"), [stable(1235)]],
  [toledo([THREE_PLACES, KILOS, EXPANDED], "001235"), []],
  [bytes("S S      1.235 kg\r\n"), [stable(1235)]],
  [bytes("S D      1.198 kg\r\n"), [moving(1198)]],
  [bytes("S S      480 g\r\n"), [stable(480)]],
  [bytes("S S      1,235 kg\r\n"), [stable(1235)]],
  [bytes("S +\r\n"), [refused("over")]],
  [bytes("S -\r\n"), [refused("under")]],
  [bytes("S I\r\n"), []],
];
const GARBLED = [
  bytes("ST,TR,1@,0001.235 kg\r\n"), // the tare
  bytes("ST,GS,1@,001.235 kg\r\n"), // a sign was lost on the way
  bytes("ST,GS,+1.234,5kg\r\n"),
  bytes("ST,GS,+1 235kg\r\n"),
  bytes("ST,GS,+  1,390,kg\r\n"),
  bytes("ST,GS,+ .390kg\r\n"),
  bytes("0001.235 kg\r\n"),
  bytes("ST,GS,1@,00x1.235 kg\r\n"),
  bytes("ST,GS,1@,00ST,GS,1@,0001.235\r\n"),
  bytes("\xff\x00\x13ST,+00012.50  kg\r\n"),
  bytes("ST,+1.2.3 kg\r\n"),
  toledo([THREE_PLACES, KILOS, PLAIN], "0x1235", false),
  toledo([THREE_PLACES, KILOS, PLAIN], "001235", false).slice(3),
  [...toledo([THREE_PLACES, KILOS, PLAIN], "001235").slice(0, 12), CR],
  bytes("A".repeat(5000) + "\r\n"),
];

const { scaleReader } = await onPage("scale/frames.js");

/** @param {number[][]} chunks as they come out of the cable, one after the other */
function reading(...chunks) {
  const read = scaleReader();
  return chunks.flatMap((chunk) => read(Uint8Array.from(chunk)));
}

Deno.test("each form is read whole and in pieces", () => {
  for (const [frame, readings] of [...CAS, ...AND, ...TOLEDO]) {
    const about = String.fromCharCode(...frame);
    same(reading(frame), readings, about);
    same(reading(...frame.map((byte) => [byte])), readings, about);
    for (let cut = 1; cut < frame.length; cut += 1) {
      same(reading(frame.slice(0, cut), frame.slice(cut)), readings, `${about} at ${cut}`);
    }
  }
});

/** @typedef {(sign: string, figures: string, unit: string) => string} Dialect */

/** @type {Record<string, Dialect>} */
const DIALECTS = {
  "CAS with a device": (sign, figures, unit) =>
    `ST,GS,1@,${(sign + figures).padStart(8)} ${unit.padStart(2)}`,
  "CAS without": (sign, figures, unit) => `ST,NT,${sign}${figures}${unit}`,
  "CAS, apart": (sign, figures, unit) => `ST,GS,${sign} ${figures} ${unit}`,
  "A&D": (sign, figures, unit) => `ST,${sign}${figures}  ${unit}`,
  "Toledo": (sign, figures, unit) => `S S ${(sign + figures).padStart(10)} ${unit}`,
};
const DECIMALS = { kg: [0, 1, 2, 3], g: [0], t: [3, 6] };
const GRAMS_OF = { kg: 1000, g: 1, t: 1_000_000 };

/** A row of numbers that looks drawn by chance and is the same each time. */
function drawing() {
  let state = 20_261;
  return (/** @type {number} */ below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** Whole grams as a scale shows them with so many decimals, or nothing if it cannot. */
function shown(
  /** @type {number} */ grams,
  /** @type {number} */ gramsOfUnit,
  /** @type {number} */ decimals,
  /** @type {string} */ mark,
) {
  const smallest = gramsOfUnit / 10 ** decimals;
  if (grams % smallest) {
    return null;
  }
  const figures = String(grams / smallest).padStart(decimals + 1, "0");
  const cut = figures.length - decimals;
  return decimals ? figures.slice(0, cut) + mark + figures.slice(cut) : figures;
}

Deno.test("any weight in any dialect reads back, with point or comma, padded or not", () => {
  const draw = drawing();
  const read = new Map();
  for (let round = 0; round < 40_000; round += 1) {
    const [dialect, write] = Object.entries(DIALECTS)[draw(5)];
    const unit = /** @type {"kg" | "g" | "t"} */ (["kg", "kg", "kg", "g", "t"][draw(5)]);
    const decimals = DECIMALS[unit][draw(DECIMALS[unit].length)];
    const grams = draw(10 ** (1 + draw(6)));
    const figures = shown(grams, GRAMS_OF[unit], decimals, draw(2) ? "," : ".");
    if (figures === null || figures.length > 7) {
      continue;
    }
    const padded = [figures, figures.padStart(7), figures.padStart(7, "0")][draw(3)];
    const sign = ["+", "", "-"][draw(3)];
    const line = write(sign, padded, unit);
    const wanted = sign === "-" && grams ? refused("under") : stable(grams);
    same(reading(bytes(`${line}\r\n`)), [wanted], line);
    read.set(dialect, (read.get(dialect) || 0) + 1);
  }
  same(Array.from(read.values()).every((count) => count > 1000), true, JSON.stringify([...read]));
});

Deno.test("a line that lost or doubled a sign gives no weight of another size", () => {
  // Fixed in width: whatever is missing is missed. The other forms stand twice before one is taken.
  for (const line of ["ST,GS,1@,0012.345 kg", "ST,GS,1@,0012,345 kg", "ST,GS,1@,  12.345 kg"]) {
    for (let at = 0; at < line.length; at += 1) {
      const lost = line.slice(0, at) + line.slice(at + 1);
      const doubled = line.slice(0, at + 1) + line.slice(at);
      same(reading(bytes(`${lost}\r\n`), bytes(`${doubled}\r\n`)), [], `${lost} | ${doubled}`);
    }
  }
});

Deno.test("a parity bit in front changes nothing", () => {
  for (const [frame, readings] of [...AND, ...TOLEDO]) {
    const ones = (/** @type {number} */ byte) => byte.toString(2).replace(/0/g, "").length;
    const withParity = frame.map((byte) => byte | ((ones(byte) % 2) << 7));
    same(reading(withParity), readings, String.fromCharCode(...frame));
  }
});

Deno.test("what is garbled is left out, and the next is read", () => {
  const good = bytes("ST,GS,1@,0002.000 kg\r\n");
  for (const noise of GARBLED) {
    same(reading(noise), [], String.fromCharCode(...noise));
    same(reading(noise, good), [stable(2000)], String.fromCharCode(...noise));
  }
  const halfway = bytes("ST,GS,1@,00"); // the cable came in halfway: a line was lost
  same(reading(halfway, good), []);
  same(reading(halfway, good, good), [stable(2000)]);
});

Deno.test("the tests of the scripts can fail", () => {
  let failed = false;
  try {
    same(reading(bytes("ST,GS,+  1.235kg\r\n")), [stable(1236)]);
  } catch (_found) {
    failed = true;
  }
  same(failed, true);
});
