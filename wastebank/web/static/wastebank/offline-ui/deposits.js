// A deposit as the desk gives it, as it is sent, and as people see it.

import { lineRupiah } from "../locale.js";
import { withOffset } from "./moments.js";

const HOTKEYS = "QWERASDFZXCV";
const FAMILIES = "plastik kertas logam minyak kaca elektronik lainnya".split(" ");
const english = document.documentElement.lang.startsWith("en");

// the device's rows, as the weighing desk knows a material
export function asMaterials(rows) {
  return rows.map((row) => ({
    slug: row.code,
    name: english ? row.name_en : row.name_id,
    family: row.family,
    unit: row.unit,
    price: row.price_idr,
    usual: row.usual === undefined ? null : row.usual,
    far: row.far === undefined ? null : row.far,
    find: row.find || "",
    order: row.order || 0,
  }));
}

// Twelve tiles under the left hand, of each family in turn. They lie by family and name, so that a
// hand remembers a key.
export function onTiles(materials) {
  const seen = new Map();
  const turns = materials.map((material) => {
    const turn = seen.get(material.family) || 0;
    seen.set(material.family, turn + 1);
    return { material, turn };
  });
  turns.sort((one, other) => one.turn - other.turn || byFamily(one.material, other.material));
  const chosen = turns.slice(0, HOTKEYS.length).map(({ material }) => material);
  chosen.sort(byFamily);
  const keys = new Map(chosen.map((material, place) => [material.slug, HOTKEYS[place]]));
  const rest = materials.filter((material) => !keys.has(material.slug)).sort(byFamily);
  return chosen.map((each) => ({ ...each, hotkey: keys.get(each.slug) })).concat(rest);
}

function byFamily(one, other) {
  const families = FAMILIES.indexOf(one.family) - FAMILIES.indexOf(other.family);
  return families || one.order - other.order || one.name.localeCompare(other.name);
}

// whose: {card_hash} or {member}
export function bodyOf(whose, deposit, materials, now) {
  return { ...whose, weighed_at: withOffset(now), lines: linesAsked(deposit.lines, materials) };
}

function linesAsked(lines, materials) {
  const known = new Map(materials.map((each) => [each.slug, each]));
  return lines.map((line) => {
    const asked = { material: line.material, amount: line.amount, source: line.source };
    if (known.get(line.material).price === null) {
      asked.price = line.price;
    }
    if (line.tare || line.rejected) {
      const { gross, tare, rejected, reason } = line;
      Object.assign(asked, { gross, tare, rejected, reject_reason: reason });
    }
    return asked;
  });
}

// what the screen and the paper say, whatever the prices are tomorrow
export function shownOf(person, deposit, materials, { device, now }) {
  const known = new Map(materials.map((each) => [each.slug, each]));
  return {
    member: person.number,
    name: person.name,
    unknown: !person.known,
    weighed_at: now.getTime(),
    place: device.place_name,
    staff: device.operator_name,
    lines: deposit.lines.map((line) => shownLine(line, known.get(line.material))),
    total_idr: deposit.total,
  };
}

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
