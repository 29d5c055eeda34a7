// A receipt as ESC/POS bytes for a print helper on the device, row by row as
// wastebank/papers/receipt/strip.py and escpos.py lay it: plain ASCII, every row says all it needs.
// tests/parity/receipts.json holds both to the same bytes.

import { every, one } from "../../common/dom.js";

const COLUMNS = { 58: 32, 80: 48 };
const ESC = 27;
const GS = 29;
const BEGIN = [ESC, 64, 28, 46, ESC, 116, 0];
const FEED_AND_CUT = [ESC, 100, 3, GS, 86, 66, 0];
const PLAIN = { across: 1, down: 1 };
const TALL = { across: 1, down: 2 };
const LARGE = { across: 2, down: 2 };

// --- letters

// what NFKD leaves whole or turns into something that is no longer the same sign
const SPELLINGS = new Map(Object.entries({
  ...{ "×": "x", "·": "-", "•": "-", "−": "-", "–": "-", "—": "-", "‘": "'", "’": "'" },
  ...{ "“": '"', "”": '"', "½": "1/2", "¼": "1/4", "¾": "3/4", "²": "2", "³": "3" },
  ...{ "°": " der.", "Ø": "O", "ø": "o", "Æ": "AE", "æ": "ae", "ß": "ss", "Đ": "D", "đ": "d" },
  ...{ "Ł": "L", "ł": "l", "ʻ": "'", "ʼ": "'" },
}));
const COMBINING = /[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const UNSEEN = /[\u0080-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/g;

/**
 * The nearest ASCII spelling on one line; a letter that has none becomes a question mark.
 * @param {string} text
 */
function ascii(text) {
  const seen = Array.from(text.replace(/\s/g, " ").replace(UNSEEN, ""), spell).join("");
  const bare = seen.normalize("NFKD").replace(COMBINING, "");
  return bare.replace(/ +/g, " ").trim().replace(/[^ -~]/gu, "?");
}

/** @param {string} letter */
function spell(letter) {
  const spelt = SPELLINGS.get(letter);
  return spelt === undefined ? (letter < " " || letter === "\u007f" ? "" : letter) : spelt;
}

// --- rows, broken as Python's textwrap breaks them

const FIRST_PIECE = /^.*?(?:[A-Za-z_]{2}|[A-Za-z_]-[\w!"'&.,?])-(?=[A-Za-z_]-?[A-Za-z_])/;

/**
 * The parts of a word that may stand on two rows: after a hyphen between letters.
 * @param {string} word
 */
function pieces(word) {
  const parts = [];
  let rest = word;
  for (let found = FIRST_PIECE.exec(rest); found; found = FIRST_PIECE.exec(rest)) {
    parts.push(found[0]);
    rest = rest.slice(found[0].length);
  }
  return parts.concat(rest);
}

/**
 * How much of a word that is longer than a row still goes onto this one.
 * @param {string} word
 * @param {number} room
 */
function cutAt(word, room) {
  const hyphen = word.slice(0, room).lastIndexOf("-");
  return hyphen > 0 && /[^-]/.test(word.slice(0, hyphen)) ? hyphen + 1 : room;
}

/**
 * @param {string} text
 * @param {number} width
 */
function wrap(text, width) {
  /** @type {string[]} */
  const chunks = [];
  text.split(" ").filter(Boolean).forEach((word, index) => {
    chunks.push(...(index ? [" "] : []), ...pieces(word));
  });
  const rows = [];
  while (chunks.length) {
    if (rows.length && chunks[0] === " ") {
      chunks.shift();
    }
    let row = "";
    while (chunks.length && row.length + chunks[0].length <= width) {
      row += chunks.shift();
    }
    if (chunks.length && chunks[0].length > width) {
      const cut = cutAt(chunks[0], width - row.length);
      row += chunks[0].slice(0, cut);
      chunks[0] = chunks[0].slice(cut);
    }
    rows.push(row.replace(/ $/, ""));
  }
  return rows;
}

/**
 * @param {string} text
 * @param {RowStyle} style
 */
function bytes(text, { centred = false, bold = false, size = PLAIN } = {}) {
  const across = centred ? size.across : PLAIN.across;
  const style = [ESC, 97, Number(centred), ESC, 69, Number(bold)];
  const scale = [GS, 33, ((across - 1) << 4) | (size.down - 1)];
  return [...style, ...scale, ...Array.from(text, (letter) => letter.charCodeAt(0)), 10];
}

/**
 * @param {string[]} rows
 * @param {RowStyle} [style]
 */
function all(rows, style) {
  /** @type {number[]} */
  const joined = [];
  return joined.concat(...rows.map((row) => bytes(row, style)));
}

/**
 * Name left, sum right; a long name goes on below and never touches the sum.
 * @param {string} left
 * @param {string} right
 * @param {number} width
 * @param {RowStyle} style
 */
function pair(left, right, width, style) {
  const room = width - right.length - 1;
  if (room < Math.floor(width / 3)) {
    return all([...wrap(left, width), right.padStart(width)], style);
  }
  const [first = "", ...rest] = wrap(left, room);
  return all([first + right.padStart(width - first.length), ...rest], style);
}

/**
 * @param {PaperPart} part
 * @param {number} width
 * @param {boolean} centred
 */
function paragraph(part, width, centred) {
  if (part.right === undefined) {
    return all(wrap(ascii(part.left), width), { centred });
  }
  const style = { bold: part.bold, size: part.isGrand ? TALL : PLAIN };
  return pair(ascii(part.left), ascii(part.right), width, style);
}

/**
 * @param {PaperText} paper
 * @param {number} width
 */
function heading(paper, width) {
  const rows = wrap(ascii(paper.name), width);
  const stamps = paper.stamps.map((stamp) => `* ${ascii(stamp)} *`);
  const style = { centred: true, bold: true };
  return [...all(rows, { ...style, size: TALL }), ...all(stamps, { ...style, size: LARGE })];
}

/**
 * The bytes for a printer with 58 or 80 mm paper, from reset to cut.
 * @param {PaperText} paper
 * @param {58 | 80} widthMm
 */
export function bytesOfText(paper, widthMm) {
  const width = COLUMNS[widthMm];
  const printed = [...BEGIN, ...heading(paper, width)];
  for (const block of paper.blocks) {
    printed.push(...bytes("-".repeat(width), {}));
    for (const part of block.parts) {
      printed.push(...paragraph(part, width, block.isFoot));
    }
  }
  return [...printed, ...FEED_AND_CUT];
}

// --- the receipt as it stands on the page

/**
 * @param {Element} part
 * @returns {PaperPart}
 */
function partOf(part) {
  if (!part.classList.contains("two")) {
    return { left: part.textContent || "" };
  }
  const [left, right] = Array.from(part.children);
  const isGrand = part.classList.contains("grand");
  const bold = isGrand || left.tagName === "B";
  return { left: left.textContent || "", right: right.textContent || "", bold, isGrand };
}

/**
 * @param {Element} paper
 * @returns {PaperText}
 */
function textOf(paper) {
  const [header, ...blocks] = Array.from(paper.children);
  const stamps = every(header, ".stamp:not([hidden]) b");
  return {
    name: one(header, ".name").textContent || "",
    stamps: stamps.map((stamp) => stamp.textContent || ""),
    blocks: blocks.map((block) => ({
      parts: Array.from(every(block, "p"), partOf),
      isFoot: block.tagName === "FOOTER",
    })),
  };
}

/** @param {HTMLElement} paper */
export function bytesOf(paper) {
  return bytesOfText(textOf(paper), paper.dataset.roll === "80" ? 80 : 58);
}

/**
 * Links that hand the bytes to a helper on the device; nothing of them is sent to a server.
 * @param {HTMLElement} paper
 */
export function appLinks(paper) {
  const letters = btoa(String.fromCharCode(...bytesOf(paper)));
  const helper = "scheme=rawbt;package=ru.a402d.rawbtprinter;end;";
  return { intent: `intent:base64,${letters}#Intent;${helper}`, rawbt: `rawbt:base64,${letters}` };
}
