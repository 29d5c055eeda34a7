// How names are found and where they stand in a list: as wastebank/values/names.py does it.
// tests/parity/names.json holds the two together.

const APOSTROPHES = /['`´’‘‛ʼʻʹ′＇]/g;
/** @type {Record<string, string>} Letters that are not made of a letter and an accent. */
const PLAIN = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ı: "i",
  þ: "th",
  ς: "σ",
};
const NUMBER = "0*([0-9]{1,3})";
const RT_FIRST =
  `rt[^a-z0-9_]*${NUMBER}(?:(?:\\s*/\\s*(?:rw[^a-z0-9_]*)?|[^a-z0-9_]*rw[^a-z0-9_]*)${NUMBER})?`;
const BARE = `${NUMBER}\\s*/\\s*(?:rw[^a-z0-9_]*)?${NUMBER}`;
const HOME = new RegExp(`(^|[^a-z0-9_/])(?:${RT_FIRST}|${BARE})(?![a-z0-9_/])`, "i");

/**
 * Small letters without accents, figures and signs such as "+", with single blanks between.
 * @param {string} text
 */
export function searchForm(text) {
  return text
    .replace(APOSTROPHES, "")
    .normalize("NFKD")
    .replace(/[\s\p{P}\p{Z}\p{Sk}]/gu, " ")
    .replace(/[\p{M}\p{C}]/gu, "")
    .toLowerCase()
    .replace(/[ßæœøđðłıþς]/g, (letter) => PLAIN[letter])
    .replace(/ +/g, " ")
    .trim();
}

/**
 * The words of a question, every one of which has to be found.
 * @param {string} text
 */
export function soughtWords(text) {
  return searchForm(text).split(" ").filter(Boolean);
}

/**
 * How well a question fits a name of which the last word may be cut to its initial, "Siti R.": 2
 * where every word is in it, 1 where a longer word may be the one that was cut, else 0.
 * @param {string} name
 * @param {string[]} words
 */
export function fitsShort(name, words) {
  const called = searchForm(name);
  const rest = words.filter((part) => !called.includes(part));
  if (!rest.length) {
    return 2;
  }
  const cut = name.split(/\s+/).filter((part) => /^\p{L}\p{M}*\.$/u.test(part)).map(searchForm);
  return rest.length === 1 && cut.some((initial) => rest[0].startsWith(initial)) ? 1 : 0;
}

const order = new Intl.Collator(document.documentElement.lang, {
  numeric: true,
  sensitivity: "base",
});

/**
 * As a reader sorts: "RT 2" before "RT 10", small letters beside capital ones.
 * @param {{ name: string }} one
 * @param {{ name: string }} other
 */
export function byName(one, other) {
  return order.compare(searchForm(one.name), searchForm(other.name));
}

/** @param {string} digits */
function plainNumber(digits) {
  return digits.replace(/^0+/, "") || digits.slice(0, 1);
}

/**
 * "7/3" for RT 07, RW 003; empty without an RT.
 * @param {string} rt
 * @param {string} rw
 */
export function homeForm(rt, rw) {
  return rt ? `${plainNumber(rt)}/${plainNumber(rw)}` : "";
}

/**
 * The neighbourhood that a question names, or "", and the question without it. Without an RW it
 * ends with "/": any RW will do.
 * @param {string} asked
 */
export function homeIn(asked) {
  const text = asked.normalize("NFKC");
  const found = HOME.exec(text);
  if (!found) {
    return { home: "", rest: text };
  }
  const [all, before, rt, rw, bareRt, bareRw] = found;
  const [start, end] = [found.index + before.length, found.index + all.length];
  const home = homeForm(rt || bareRt, rw || bareRw || "");
  return { home, rest: `${text.slice(0, start)} ${text.slice(end)}` };
}
