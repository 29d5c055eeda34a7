// The drawn receipt as ESC/POS bytes for a print helper on the device, row by row as
// wastebank/papers/receipt/strip.py and escpos.py lay it: plain ASCII, every row says all it needs.

const COLUMNS = { 58: 32, 80: 48 };
const ESC = 27;
const GS = 29;
const BEGIN = [ESC, 64, 28, 46, ESC, 116, 0];
const FEED_AND_CUT = [ESC, 100, 3, GS, 86, 66, 0];
const PLAIN = { across: 1, down: 1 };
const TALL = { across: 1, down: 2 };
const LARGE = { across: 2, down: 2 };
const DASH = /[·−–—]/g;
const QUOTE = /[“”]/g;

function ascii(text) {
  const plain = text.replace(DASH, "-").replace(QUOTE, '"');
  const spelt = plain.replace(/×/g, "x").replace(/’/g, "'");
  const bare = spelt.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return bare.replace(/\s+/g, " ").trim().replace(/[^ -~]/g, "?");
}

function wrap(text, width) {
  const rows = [];
  for (const word of text.split(" ")) {
    const last = rows[rows.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= width) {
      rows[rows.length - 1] = `${last} ${word}`;
    } else {
      rows.push(...(word.match(new RegExp(`.{1,${width}}`, "g")) || [""]));
    }
  }
  return rows;
}

function bytes(text, { centred = false, bold = false, size = PLAIN } = {}) {
  const style = [ESC, 97, Number(centred), ESC, 69, Number(bold)];
  const scale = [GS, 33, ((size.across - 1) << 4) | (size.down - 1)];
  return [...style, ...scale, ...Array.from(text, (letter) => letter.charCodeAt(0)), 10];
}

// name left, sum right; a long name goes on below and never touches the sum
function pair(left, right, width, style) {
  const room = width - right.length - 1;
  if (room < Math.floor(width / 3)) {
    return [...wrap(left, width), right.padStart(width)].flatMap((row) => bytes(row, style));
  }
  const [first, ...rest] = wrap(left, room);
  const joined = first + right.padStart(width - first.length);
  return [joined, ...rest].flatMap((row) => bytes(row, style));
}

function paragraph(part, width, centred) {
  const size = part.classList.contains("grand") ? TALL : PLAIN;
  if (part.classList.contains("two")) {
    const [left, right] = Array.from(part.children, (child) => ascii(child.textContent));
    const bold = part.firstElementChild.tagName === "B" || size === TALL;
    return pair(left, right, width, { bold, size });
  }
  return wrap(ascii(part.textContent), width).flatMap((row) => bytes(row, { centred }));
}

function heading(header, width) {
  const name = ascii(header.querySelector(".name").textContent);
  const style = { centred: true, bold: true };
  const rows = wrap(name, width).flatMap((row) => bytes(row, { ...style, size: TALL }));
  for (const stamp of header.querySelectorAll(".stamp:not([hidden]) b")) {
    rows.push(...bytes(`* ${ascii(stamp.textContent)} *`, { ...style, size: LARGE }));
  }
  return rows;
}

// `paper` is the receipt as it stands on the page
export function bytesOf(paper) {
  const width = COLUMNS[paper.dataset.roll];
  const [header, ...blocks] = Array.from(paper.children);
  const all = [...BEGIN, ...heading(header, width)];
  for (const block of blocks) {
    all.push(...bytes("-".repeat(width)));
    for (const part of block.querySelectorAll("p")) {
      all.push(...paragraph(part, width, block.tagName === "FOOTER"));
    }
  }
  return [...all, ...FEED_AND_CUT];
}

// links that hand the bytes to a helper on the device; nothing of them is sent to a server
export function appLinks(paper) {
  const letters = btoa(String.fromCharCode(...bytesOf(paper)));
  const helper = "scheme=rawbt;package=ru.a402d.rawbtprinter;end;";
  return { intent: `intent:base64,${letters}#Intent;${helper}`, rawbt: `rawbt:base64,${letters}` };
}
