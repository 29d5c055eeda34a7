// A deposit as the desk gives it, as it is sent, and as people see it.

import { lineRupiah } from "../../common/locale.js";
import { byName } from "../../common/names.js";
import { withOffset } from "../moments.js";

const HOTKEYS = "QWERASDFZXCV";
const FAMILIES = "plastik kertas logam kaca minyak elektronik lainnya".split(" ");
const english = document.documentElement.lang.startsWith("en");

/**
 * the device's rows, as the weighing desk knows a material
 * @param {PricedMaterial[]} rows
 * @returns {Material[]}
 */
export function asMaterials(rows) {
  return rows.map((row) => ({
    slug: row.code,
    name: english ? row.name_en : row.name_id,
    family: row.family,
    unit: row.unit,
    price: row.price_idr,
    most: row.most_idr === undefined ? null : row.most_idr,
    usual: row.usual === undefined ? null : row.usual,
    far: row.far === undefined ? null : row.far,
    find: row.find || "",
    order: row.order,
  }));
}

/**
 * Twelve tiles under the left hand, of each family in turn. They lie by family and name, so that a
 * hand remembers a key.
 * @param {Material[]} materials
 * @returns {Material[]}
 */
export function onTiles(materials) {
  /** @type {Map<string, number>} */
  const seen = new Map();
  const turns = materials.map((material) => {
    const turn = seen.get(material.family) || 0;
    seen.set(material.family, turn + 1);
    return { material, turn };
  });
  turns.sort((one, other) => one.turn - other.turn || byFamily(one.material, other.material));
  const chosen = turns.slice(0, HOTKEYS.length).map(({ material }) => material);
  chosen.sort(byFamily);
  const keys = new Map();
  chosen.forEach((material, index) => keys.set(material.slug, HOTKEYS[index]));
  const rest = materials.filter((material) => !keys.has(material.slug)).sort(byFamily);
  return [...chosen.map((each) => ({ ...each, hotkey: keys.get(each.slug) })), ...rest];
}

/**
 * @param {Material} one
 * @param {Material} other
 */
function byFamily(one, other) {
  const families = FAMILIES.indexOf(one.family) - FAMILIES.indexOf(other.family);
  return families || (one.order || 0) - (other.order || 0) || byName(one, other);
}

/**
 * whose: {card_hash} or {member}
 * @param {Whose} whose
 * @param {WeighedDeposit} deposit
 * @param {Material[]} materials
 * @param {Date} now
 * @returns {SentBody}
 */
export function bodyOf(whose, deposit, materials, now) {
  return { ...whose, weighed_at: withOffset(now), lines: linesAsked(deposit.lines, materials) };
}

/**
 * @param {AskedLine[]} lines
 * @param {Material[]} materials
 * @returns {SentLine[]}
 */
function linesAsked(lines, materials) {
  return lines.map((line) => {
    /** @type {SentLine} */
    const asked = { material: line.material, amount: line.amount, source: line.source };
    if (materialOf(materials, line).price === null) {
      asked.price = line.price;
    }
    if (line.tare || line.rejected) {
      const { gross, tare, rejected, reason } = line;
      Object.assign(asked, { gross, tare, rejected, reject_reason: reason });
    }
    return asked;
  });
}

/**
 * @param {Material[]} materials
 * @param {AskedLine} line
 */
function materialOf(materials, line) {
  return /** @type {Material} */ (materials.find((each) => each.slug === line.material));
}

/**
 * what the screen and the paper say, whatever the prices are tomorrow
 * @param {Person} person
 * @param {WeighedDeposit} deposit
 * @param {Material[]} materials
 * @param {{ device: CounterDevice, now: Date }} options
 * @returns {Shown}
 */
export function shownOf(person, deposit, materials, { device, now }) {
  return {
    member: person.number,
    name: person.name,
    unknown: !person.known,
    weighed_at: now.getTime(),
    place: device.place_name,
    staff: device.operator_name,
    lines: deposit.lines.map((line) => shownLine(line, materialOf(materials, line))),
    total_idr: deposit.total,
  };
}

/**
 * @param {AskedLine} line
 * @param {Material} material
 * @returns {ShownLine}
 */
function shownLine(line, material) {
  return {
    material: material.slug,
    name: material.name,
    family: material.family,
    unit: material.unit,
    amount: line.amount,
    price_idr: line.price,
    rupiah_idr: lineRupiah(line.amount, material.unit, line.price),
  };
}
