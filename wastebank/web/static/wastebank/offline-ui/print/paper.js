// A provisional receipt on its roll, made here. The first print is the original, the next ones are
// copies and say so. Its height is measured as paper.js does it on every other page.

import { one } from "../../common/dom.js";
import { meta, putMeta } from "../../offline/store.js";
import { showAmount, showNumber, showPrice, showRupiah } from "../../common/locale.js";
import { showMoment } from "../moments.js";
import { copyOf } from "../notes.js";
import { word } from "../words.js";

const SPARE_MILLIMETRES = 1;
const english = document.documentElement.lang.startsWith("en");

/** @param {ShownLine} line */
function lineOf(line) {
  const item = copyOf("paper-line");
  const paid = line.price_idr !== 0;
  const amount = showAmount(line.amount, line.unit);
  one(item, "[data-name]").textContent = line.name;
  one(item, "[data-amount]").textContent = paid ? showNumber(line.rupiah_idr) : "–";
  one(item, "[data-detail]").textContent = paid
    ? `${amount} × ${showRupiah(line.price_idr)}`
    : `${amount} ${showPrice(0, line.unit)}`;
  return item;
}

/**
 * @param {QueueRecord} record
 * @param {string} width
 * @param {number} copy
 */
export function drawPaper(record, width, copy) {
  const { shown } = record;
  const paper = copyOf("paper");
  /**
   * @param {string} name
   * @param {string} text
   */
  const put = (name, text) => {
    one(paper, `[data-${name}]`).textContent = text;
  };
  paper.classList.add(`is-${width}`);
  paper.dataset.roll = width;
  paper.lang = english ? "en" : "id";
  put("place", shown.place);
  put("number", record.provisional || "");
  put("moment", showMoment(new Date(shown.weighed_at)));
  put("person", shown.name); // it is short on the device already
  put("member", shown.member);
  const paid = shown.lines.some((line) => line.price_idr !== 0);
  put("total", paid ? showRupiah(shown.total_idr) : "–");
  put("staff", shown.staff ? word("served_by", { name: shown.staff }) : "");
  paper.setAttribute("aria-label", record.provisional || "");
  const stamp = one(paper, "[data-copy]");
  stamp.hidden = !copy;
  one(stamp, "b").textContent = copy ? word("copy", { number: copy }) : "";
  one(paper, "ol").append(...shown.lines.map(lineOf));
  return paper;
}

/**
 * 0 for the original, n for copy n; kept before anything is printed
 * @param {QueueRecord} record
 * @returns {Promise<number>}
 */
export async function countPrint(record) {
  const name = `prints:${record.key}`;
  const before = (await meta(name)) || 0;
  await putMeta(name, before + 1);
  return before;
}

/**
 * the browser ignored it: nothing came out
 * @param {QueueRecord} record
 */
export async function uncountPrint(record) {
  const name = `prints:${record.key}`;
  await putMeta(name, (await meta(name)) - 1);
}

/**
 * a printer cuts where the page ends: the roll is as long as what is on it
 * @param {HTMLElement} paper
 */
export async function fitPage(paper) {
  await document.fonts.ready;
  const width = Number(paper.dataset.roll);
  const box = paper.getBoundingClientRect();
  const height = Math.ceil((box.height * width) / box.width + SPARE_MILLIMETRES);
  const sheets = Array.from(document.styleSheets);
  const sheet = sheets.find((each) => /\/joined\//.test(each.href || ""));
  document.documentElement.classList.add("on-roll");
  if (!sheet) {
    return;
  }
  sheet.insertRule(
    `@page roll${width} { size: ${width}mm ${height}mm; margin: 0 }`,
    sheet.cssRules.length,
  );
}
