// A line as it was typed, and what it means. Nothing here touches a page.
//
// A line is { slug, text, tare, rejected, why, price, source }: what was written, word for word.
// `text` is what the scale showed, with container and all; `why` names what is wrong with the part
// that is not paid; `source` says whether a hand or a scale wrote the weight.

import { datum, every } from "../common/dom.js";
import { lineRupiah, parseAmount, parseRupiah, showPrice } from "../common/locale.js";
import { isCounted, UNITS } from "../common/units.js";

export const MOST_LINES = 40;
export const WHYS = ["wet", "dirty", "mixed", "other"];

/** @returns {TypedLine} */
export function emptyLine() {
  return { slug: "", text: "", tare: "", rejected: "", why: "", price: "", source: "typed" };
}

/**
 * what every material is called, counted in and paid, as the <select> of the form holds it
 * @param {Element} select
 * @returns {Material[]}
 */
export function materialsOf(select) {
  const options = /** @type {HTMLOptionElement[]} */ (every(select, "option[data-is]"));
  return options.map((option) => {
    const [family, unit, price] = datum(option, "is").split(" ");
    const [usual, far] = datum(option, "usual").split(" ");
    return {
      slug: option.value,
      name: option.textContent.trim(),
      family,
      unit: /** @type {Unit} */ (unit),
      price: price ? Number(price) : null,
      most: option.dataset.most ? Number(option.dataset.most) : null,
      usual: usual ? Number(usual) : null,
      far: far ? Number(far) : null,
      find: datum(option, "find"),
    };
  });
}

/**
 * @param {Material[]} list
 * @returns {Materials}
 */
export function bySlug(list) {
  return list.reduce((all, each) => Object.assign(all, { [each.slug]: each }), {});
}

/**
 * { material, amount, gross, tare, rejected, why, price, rupiah }, or { reason, field, hint }
 * @param {TypedLine} line
 * @param {Materials} materials
 * @returns {Reading}
 */
export function readLine(line, materials) {
  const material = materials[line.slug];
  if (!material) {
    return { reason: line.text ? "no_material" : "empty", field: "weight" };
  }
  const gross = readPart(line.text, material, "weight");
  if (gross.reason) {
    return gross;
  }
  const tare = readPart(line.tare || "0", material, "tare");
  const rejected = readPart(line.rejected || "0", material, "rejected");
  const wrong = [tare, rejected].find((part) => part.reason && part.reason !== "zero");
  if (wrong && wrong.reason) {
    return wrong;
  }
  return weigh(line, material, gross.amount, tare.amount || 0, rejected.amount || 0);
}

/**
 * @param {TypedLine} line
 * @param {Material} material
 * @param {number} gross
 * @param {number} tare
 * @param {number} rejected
 * @returns {Reading}
 */
function weigh(line, material, gross, tare, rejected) {
  const amount = gross - tare - rejected;
  if (amount <= 0) {
    return { reason: "nothing_left", field: rejected ? "rejected" : "tare" };
  }
  if (rejected && !WHYS.includes(line.why)) {
    return { reason: "why", field: "why" };
  }
  const price = material.price === null ? parseRupiah(line.price) : material.price;
  if (price === null) {
    return { reason: "ask", field: "price", material, amount };
  }
  const rupiah = lineRupiah(amount, material.unit, price);
  if (material.price === null && material.most !== null && price > material.most) {
    const text = showPrice(material.most, material.unit);
    return { reason: "dear", field: "price", material, amount, text };
  }
  const why = rejected ? line.why : "";
  return { material, amount, gross, tare, rejected, why, price, rupiah, source: line.source };
}

/**
 * @param {string} text
 * @param {Material} material
 * @param {string} field
 * @returns {{ amount: number, reason?: undefined } | UnreadLine}
 */
function readPart(text, material, field) {
  const found = parseAmount(text, material.unit);
  if (found.reason) {
    return { reason: found.reason, hint: found.hint, field, text };
  }
  if (found.amount === 0) {
    return { reason: "zero", field, text };
  }
  if (found.amount > UNITS[material.unit].maxAmount) {
    return { reason: "too_large", field, text };
  }
  return found;
}

/**
 * those that can be recorded as they stand
 * @param {Reading[]} readings
 */
export function whole(readings) {
  return /** @type {ReadLine[]} */ (readings.filter((read) => !read.reason));
}

/**
 * far from what one brings of it: a slip of the hand is likelier than a record
 * @param {Reading} read
 */
export function isFarFromUsual(read) {
  if (read.reason || !read.material.usual) {
    return false;
  }
  return read.amount > (read.material.far || read.material.usual);
}

/**
 * what somebody said is right: this much of this material, and no other
 * @param {ReadLine} read
 */
export function mark(read) {
  return `${read.material.slug}:${read.amount}`;
}

/**
 * @param {ReadLine} read
 * @returns {AskedLine}
 */
export function asked(read) {
  const { material, amount, gross, tare, rejected, why, source, price } = read;
  return {
    ...{ material: material.slug, amount, gross, tare, rejected, reason: why, source, price },
    asks: material.price === null,
    // as one writes it without a comma that could be read both ways
    written: isCounted(material.unit) ? String(amount) : `${amount}${material.unit}`,
  };
}
