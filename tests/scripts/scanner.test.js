// What a scanner types and what a hand types, told apart by pace and shape.

import { onPage, same } from "./asserting.js";

const { scanIn, shapeOf } = await onPage("scanner/shapes.js");

const CARD = "W1XRMTE7EJGAKMAJDH22CQMMF7NY9";
const SCANNER_MS = 3;
const HANDS_MS = [40, 60, 90, 150];
const PAUSE_MS = 20; // between a hand in a test and the scanner

/**
 * @param {string} text
 * @param {number} gap
 * @param {number} [began]
 * @returns {any[]}
 */
function typed(text, gap, began = 0) {
  return Array.from(text, (sign, index) => ({ sign, at: began + index * gap }));
}

/**
 * @param {string} byHand
 * @param {string} code
 */
function after(byHand, code) {
  const before = typed(byHand, 1);
  return [...before, ...typed(code, SCANNER_MS, byHand.length + PAUSE_MS)];
}

/** A code of each kind, and as what it is known. */
const SCANS = [
  [CARD, "card"],
  [CARD.toLowerCase(), "card"],
  [`]Q1${CARD}`, "card"],
  [`${CARD}7`, "misread"],
  [CARD.slice(0, 20), "misread"],
  [CARD.slice(0, -1), "misread"],
  ["http://192.168.1.10:8000/c/7KQXW", "foreign"],
  [`https://bank.example/c/${CARD}`, "foreign"],
  ["www.example.org", "foreign"],
  ["8991234567891", "foreign"],
  ["96385074", "foreign"],
  ["012345678905", "foreign"],
  ["WIFI:T:WPA;S:warung;P:rahasia;;", "foreign"],
  ["00020101021126670016COM.NOBUBANK.WWW0118936005030000", "foreign"],
  ["JX1234567890", "foreign"],
  ["(01)08991234567891(10)A7", "foreign"],
];

// What stands on the desk of somebody who types, or comes from a scale that types.
const HANDS = [
  ...["1250", "1,25", "1.250", "0001.250", "001250", "12,5kg", "250g", "  1.250", "-0.012"],
  ...[
    "ST,GS,+  1.250kg",
    "US,NT,+00012.50  kg",
    "123456",
    "q250",
    "w12,5",
    "q1,39e2r12",
    "q1,4t0,2b0,3w1250",
    "W1 w10abc",
  ],
  ...["Siti Rahmawati", "RT 07/3", "1071-R", "MLT-000123", "MLT-D10-000012", "Jl. Mawar 12"],
  ...["operator01", "siti90@example.org", "dihitung dua kali", "2026-11-28"],
];
const ONLY_SLOWLY = ["081234567890", "3573010101900001", "https://example.org", "Rumah2026Baru7"];

Deno.test("a scan is known, whole or damaged, and where it begins", () => {
  for (const [code, shape] of SCANS) {
    for (const gap of [0, 1, SCANNER_MS, 20, 30]) {
      const found = scanIn(typed(code, gap));
      same([found && found.shape, found && found.from], [shape, 0], `${code} at ${gap} ms`);
    }
    for (const byHand of ["1", "12", "1,5", "bot", "budi 1"]) {
      const found = scanIn(after(byHand, code));
      same([found && found.shape, found && found.from], [shape, byHand.length], byHand + code);
    }
  }
});

Deno.test("a code that lost any one sign is a scan, and never a whole code", () => {
  for (let lost = 0; lost < CARD.length; lost += 1) {
    const rest = CARD.slice(0, lost) + CARD.slice(lost + 1);
    for (const byHand of ["", "1"]) {
      const found = scanIn(after(byHand, rest));
      same([found && found.shape, found && found.from], ["misread", byHand.length], rest);
    }
  }
});

Deno.test("a slow scanner is known by the head of its code", () => {
  same((scanIn(typed(CARD, 180)) || { shape: "" }).shape, "card");
  same((scanIn(typed(CARD.slice(0, 27), 80)) || { shape: "" }).shape, "misread");
});

Deno.test("a busy machine that stops once is no hand", () => {
  for (const [code, shape] of SCANS.filter(([each]) => !each.startsWith("96"))) {
    for (const at of [5, 8]) {
      const [first, rest] = [typed(code.slice(0, at), 2), typed(code.slice(at), 2, at * 2 + 50)];
      const found = scanIn([...first, ...rest]);
      same(found && found.shape, shape, `${code} stopped at ${at}`);
    }
  }
});

Deno.test("what a hand or a scale types is never a scan, at any pace that it has", () => {
  for (const text of HANDS) {
    for (const gap of [0, 2, ...HANDS_MS]) {
      same(scanIn(typed(text, gap)), null, `${text} at ${gap} ms`);
    }
  }
  for (const text of ONLY_SLOWLY) {
    for (const gap of HANDS_MS) {
      same(scanIn(typed(text, gap)), null, `${text} at ${gap} ms`);
    }
    same(Boolean(scanIn(typed(text, SCANNER_MS))), true, text);
  }
});

Deno.test("what is yet to come is waited for", () => {
  same(shapeOf("96385074", true), "foreign");
  same(shapeOf("01234565", false), "");
  same(shapeOf("01234565", true), "foreign");
  same(shapeOf("00001250", true), "");
});
