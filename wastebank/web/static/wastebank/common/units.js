// The units that matter is counted in, as wastebank/values/units.py describes them: a test holds
// the two together. In each language: large, its plural, small, its plural, label, its plural.

export const UNITS = {
  g: {
    perLarge: 1000,
    maxAmount: 1000000,
    id: ["kilo", "kilo", "gram", "gram", "kg", "kg"],
    en: ["kilo", "kilos", "gram", "grams", "kg", "kg"],
  },
  ml: {
    perLarge: 1000,
    maxAmount: 1000000,
    id: ["liter", "liter", "mililiter", "mililiter", "liter", "liter"],
    en: ["litre", "litres", "millilitre", "millilitres", "litre", "litres"],
  },
  pcs: {
    perLarge: 1,
    maxAmount: 10000,
    id: ["buah", "buah", "buah", "buah", "buah", "buah"],
    en: ["piece", "pieces", "piece", "pieces", "piece", "pieces"],
  },
};

// what scales weigh, and what goes without saying
export const GRAM = "g";

/** @param {Unit} unit */
export function isCounted(unit) {
  return UNITS[unit].perLarge === 1;
}
