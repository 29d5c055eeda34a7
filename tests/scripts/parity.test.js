// What a page works out by itself is what the server works out: the tables of tests/parity.

import { onPage, refuses, same, table } from "./asserting.js";

const LANGUAGES = /** @type {("id" | "en")[]} */ (["id", "en"]);

/** @param {{ text: string, amount?: number, reason?: string, hint?: string }} typed */
function wanted({ amount, reason, hint }) {
  return reason ? { reason, hint } : { amount };
}

Deno.test("typed amounts are read and refused alike", async () => {
  const { parseAmount, parseRupiah } = await onPage("common/locale.js");
  const { typed, typed_rupiah: rupiah } = await table("amounts");
  for (const row of typed) {
    const { amount, reason, hint = "" } = parseAmount(row.text, row.unit);
    same(reason ? { reason, hint } : { amount }, wanted(row), `${row.text} ${row.unit}`);
  }
  for (const row of rupiah) {
    same(parseRupiah(row.text), row.rupiah, row.text);
  }
});

Deno.test("amounts and rupiah are shown alike, in both languages", async () => {
  const { shown, words, rupiah, prices } = await table("amounts");
  for (const language of LANGUAGES) {
    const figures = await onPage("common/locale.js", language);
    for (const row of shown) {
      same(figures.showAmount(row.amount, row.unit), row[language]);
    }
    for (const row of words) {
      same(figures.wordsAmount(row.amount, row.unit), row[language]);
    }
    for (const row of rupiah) {
      same(figures.showRupiah(row.rupiah), row[language]);
    }
    for (const row of prices) {
      same(figures.showPrice(row.price, row.unit), row[language]);
    }
  }
});

Deno.test("a line is rounded alike", async () => {
  const { lineRupiah } = await onPage("common/locale.js");
  for (const { amount, unit, price, rupiah } of (await table("amounts")).rounding) {
    same(lineRupiah(amount, unit, price), rupiah, `${amount} ${unit} × ${price}`);
  }
});

Deno.test("a card's code is read and hashed alike", async () => {
  const { hashCode, parseCode } = await onPage("offline/card_code.js");
  for (const { text, code, hash } of (await table("card_codes")).codes) {
    same(parseCode(text), code, text);
    if (code) {
      same(await hashCode(text), hash, text);
    } else {
      await refuses(hashCode(text), "card_misspelt");
    }
  }
});

Deno.test("a member's number is read alike", async () => {
  const { readNumber } = await onPage("offline-ui/codes.js");
  for (const { text, number } of (await table("member_numbers")).numbers) {
    same(readNumber(text), number, text);
  }
});

Deno.test("what looks like a code or a telephone looks so to both", async () => {
  const { looksLikeCode, looksLikePhone } = await onPage("offline-ui/codes.js");
  for (const { text, looks } of (await table("card_codes")).looks) {
    same(looksLikeCode(text), looks, text);
  }
  for (const { text, phone } of (await table("member_numbers")).phones) {
    same(looksLikePhone(text), phone, text);
  }
});

Deno.test("the same weights are far from usual", async () => {
  const { isFarFromUsual } = await onPage("weigh/reading.js");
  for (const { usual, far, amount, odd } of (await table("outliers")).lines) {
    same(isFarFromUsual({ amount, material: { usual, far } }), odd, `${amount} of ${usual}`);
  }
});

Deno.test("a sum is cut into the same ribbon", async () => {
  const { stripsOf } = await onPage("weigh/ribbon.js");
  for (const { shares, strips } of (await table("ribbons")).ribbons) {
    same(stripsOf(shares), strips);
  }
});

Deno.test("a moment is shown and sent alike, wherever the device is", async () => {
  const { localDay } = await onPage("offline/bundle.js");
  const pages = [
    await onPage("offline-ui/moments.js"),
    await onPage("offline-ui/moments.js", "en"),
  ];
  for (const row of (await table("moments")).moments) {
    Deno.env.set("TZ", row.zone);
    const moment = new Date(row.at);
    same([pages[0].showMoment(moment), pages[1].showMoment(moment)], [row.id, row.en], row.at);
    same([pages[0].withOffset(moment), localDay(moment)], [row.sent, row.day], row.at);
  }
});

/** @param {Record<string, any>} receipt */
function asDrawn(receipt) {
  const { title, number, moment, person, member, lines, total, note, staff } = receipt;
  const told = lines.flatMap((/** @type {string[]} */ [name, amount, detail]) => [
    { left: name, right: amount, bold: true, isGrand: false },
    { left: detail },
  ]);
  const head = [
    { left: title, right: number, bold: true, isGrand: false },
    { left: moment },
    { left: person, right: member, bold: false, isGrand: false },
  ];
  const blocks = [
    { parts: head, isFoot: false },
    { parts: told, isFoot: false },
    { parts: [{ left: "Total", right: total, bold: true, isGrand: true }], isFoot: false },
    { parts: [{ left: note }], isFoot: false },
    { parts: [{ left: staff }], isFoot: true },
  ];
  return { name: receipt.place, stamps: receipt.stamps, blocks };
}

Deno.test("a receipt is the same bytes for a roll printer", async () => {
  const { bytesOfText } = await onPage("offline-ui/print/escpos.js");
  for (const receipt of (await table("receipts")).receipts) {
    for (const width of [58, 80]) {
      const bytes = Uint8Array.from(bytesOfText(asDrawn(receipt), width));
      const text = (/** @type {Uint8Array} */ some) => new TextDecoder("latin1").decode(some);
      const hexes = receipt[width].match(/../g);
      const printed = Uint8Array.from(hexes, (/** @type {string} */ hex) => parseInt(hex, 16));
      same(text(bytes), text(printed), `${receipt.place} on ${width} mm`);
    }
  }
});

Deno.test("names are found alike", async () => {
  const { homeIn, searchForm } = await onPage("common/names.js");
  const { forms, homes } = await table("names");
  for (const { text, form } of forms) {
    same(searchForm(text), form, text);
  }
  for (const row of homes) {
    const { home, rest } = homeIn(row.text);
    same({ home, rest: searchForm(rest) }, { home: row.home, rest: row.rest }, row.text);
  }
});
