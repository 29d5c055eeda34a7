// What scales send, read without a page and without a port. Each form has a grammar of its own; a
// frame fits one of them whole, or is left out: the scale says it again in a tenth of a second.
//
// * CAS, 20 signs: "ST,GS,1@,0001.235 kg" (device and lamps, eight signs of weight, unit);
// * CAS without the device: "ST,GS,+  1.235kg";
// * A&D: "ST,+00012.50  kg";
// * Toledo's newer instruments: "S S      1.235 kg" (S stable, D in motion, + overload);
// * Toledo's continuous form: STX, three status bytes, six figures of weight, six of tare, CR.
//
// The figures may have a point or a comma before the decimals, and blanks or zeros in front; no
// scale sends thousands apart. No line fits two forms.
//
// const readFrame = scaleReader(); readFrame(bytes) answers the readings that became whole:
// { grams, stable } or { refused: "unit" | "over" | "under" }. Figures stay text until they are
// whole grams.

const STX = 0x02;
const CR = 0x0d;
const LF = 0x0a;
const LONGEST_LINE = 40;
const TOLEDO_LENGTHS = [16, 10]; // with the tare and without, the CR not counted
const SEVEN_BITS = 0x7f;
/** @type {Record<string, number>} */
const PLACES = { kg: 3, g: 0, t: 6 };
/** @type {Record<number, string>} */
const OTHER_UNITS = { 1: "g", 2: "t" };

const FIGURES = "([+-]?) *([0-9]{1,8}(?:[.,][0-9]{1,6})?)";
// What stands on the tare key (TR) is no weight of a sack.
const CAS_STATE = "^(ST|US),(?:GS|NT),";
/** @type {{ form: RegExp, width?: number }[]} */
const LINES = [
  { form: new RegExp(`${CAS_STATE}[0-9][^\\r\\n], *${FIGURES} +([a-z]+)$`, "i"), width: 20 },
  { form: new RegExp(`${CAS_STATE} *${FIGURES} *([a-z]+)$`, "i") },
  { form: new RegExp(`^(ST|US|QT), *${FIGURES} *([a-z]+)$`, "i") },
  { form: new RegExp(`^S ([SD]) +${FIGURES} +([a-z]+)$`, "i") },
];
const AT_REST = ["ST", "QT", "S"];
const OVERLOAD = /^(?:OL,.*|S \+)$/i;
const UNDERLOAD = /^S -$/i;

export function scaleReader() {
  /** @type {number[]} */
  let kept = [];

  return function read(/** @type {Iterable<number>} */ bytes) {
    /** @type {ScaleReading[]} */
    const found = [];
    for (const byte of bytes) {
      take(byte & SEVEN_BITS, found);
    }
    return found;
  };

  /**
   * @param {number} byte
   * @param {ScaleReading[]} found
   */
  function take(byte, found) {
    if (byte === STX) {
      kept = [STX];
    } else if (byte === CR || byte === LF) {
      const reading = kept[0] === STX ? readToledo(kept) : readLine(kept);
      kept = [];
      if (reading) {
        found.push(reading);
      }
    } else if (kept.length < LONGEST_LINE) {
      kept.push(byte);
    }
  }
}

/**
 * @param {number[]} bytes
 * @returns {ScaleReading | null}
 */
function readLine(bytes) {
  const line = String.fromCharCode(...bytes).trim();
  if (OVERLOAD.test(line) || UNDERLOAD.test(line)) {
    return { refused: UNDERLOAD.test(line) ? "under" : "over" };
  }
  for (const { form, width } of LINES) {
    const parts = !width || line.length === width ? form.exec(line) : null;
    if (parts) {
      return weighed(parts[2], parts[3], parts[4], isAtRest(parts[1]));
    }
  }
  return null;
}

/** @param {string} state */
function isAtRest(state) {
  return AT_REST.includes(state.toUpperCase());
}

/**
 * @param {string} sign
 * @param {string} figures
 * @param {string} unit
 * @param {boolean} stable
 * @returns {ScaleReading}
 */
function weighed(sign, figures, unit, stable) {
  const places = PLACES[unit.toLowerCase()];
  if (places === undefined) {
    return { refused: "unit" };
  }
  const [whole, decimals = ""] = figures.split(/[.,]/);
  const grams = wholeGrams(whole, decimals, places);
  if (sign === "-" && grams !== 0) {
    return { refused: "under" };
  }
  // "1,000 g" is one gram to one scale and a kilogram to another
  const isUnclear = places === 0 && decimals.length === 3;
  return grams === null || isUnclear ? { refused: "unit" } : { grams, stable };
}

/**
 * 1.2345 kg is not whole grams: no rounding of ours decides what is paid
 * @param {string} whole
 * @param {string} decimals
 * @param {number} places
 */
function wholeGrams(whole, decimals, places) {
  const wanted = decimals.padEnd(places, "0");
  if (/[1-9]/.test(wanted.slice(places))) {
    return null;
  }
  return Number(whole + wanted.slice(0, places));
}

/**
 * Status A: where the point stands. B: net, sign, out of range, motion, kilograms. C: other units.
 * @param {number[]} bytes
 * @returns {ScaleReading | null}
 */
function readToledo(bytes) {
  const [, a, b, c] = bytes;
  const figures = String.fromCharCode(...bytes.slice(4, 10)).trim();
  const whole = TOLEDO_LENGTHS.includes(bytes.length) && /^[0-9]+$/.test(figures);
  // bit 5 is always set; an expanded display shows more places than its status says
  if (!whole || !(a & b & c & 0x20) || c & 0x10) {
    return null;
  }
  if (b & 0x04) {
    return { refused: b & 0x02 ? "under" : "over" };
  }
  const number = setPoint(figures, (a & 0x07) - 2);
  return weighed(b & 0x02 ? "-" : "", number, toledoUnit(b, c), !(b & 0x08));
}

/**
 * "012345" with three places is "12.345"; below none there are zeros the display leaves out
 * @param {string} figures
 * @param {number} places
 */
function setPoint(figures, places) {
  if (places <= 0) {
    return figures + "0".repeat(-places);
  }
  const padded = figures.padStart(places + 1, "0");
  return `${padded.slice(0, -places)}.${padded.slice(-places)}`;
}

/**
 * @param {number} b
 * @param {number} c
 */
function toledoUnit(b, c) {
  const other = c & 0x07;
  if (other) {
    return OTHER_UNITS[other] || "?";
  }
  return b & 0x10 ? "kg" : "lb";
}
