// A deposit sent to the server, and a card asked for its member.

import { datum, wordsOf } from "../common/dom.js";
import { fill } from "../common/locale.js";
import { NotRecorded, post } from "../common/posting.js";

const RECORDED = 201;

/**
 * why it is not recorded, in words, and what that means for its key
 * @param {HTMLElement} root
 * @param {any} problem
 */
function understood(root, problem) {
  if (!(problem instanceof NotRecorded)) {
    return problem;
  }
  const say = wordsOf(root);
  const { why, json } = problem;
  const sentences = {
    signed_out: say.saySignedOut,
    other_person: fill(say.sayOtherPerson, json),
    no_answer: say.sayAgain,
    refused: json.message || say.sayAgain,
  };
  // a key that was used for something else keeps its answer: another key would record it twice
  const answered = why === "refused" && json.code !== "key_reused";
  const heard = { why, answered, code: json.code || "", doubts: json.doubts || [] };
  return Object.assign(new Error(sentences[why]), heard);
}

/**
 * @param {HTMLElement} root
 * @param {string} address
 * @param {string[][]} fields
 * @param {{ key?: string, expected?: number }} [options]
 */
async function send(root, address, fields, options) {
  const form = new FormData();
  for (const [name, value] of fields) {
    form.append(name, value);
  }
  try {
    return (await post(root, address, form, options)).json;
  } catch (problem) {
    throw understood(root, problem);
  }
}

/**
 * the fields of a line as the form has them, every amount to the gram
 * @param {AskedLine} line
 */
function fieldsOf(line) {
  const unit = line.written.replace(/^[0-9]+/, "");
  /** @param {number} amount */
  const write = (amount) => (amount ? `${amount}${unit}` : "");
  return [
    ["material", line.material],
    ["amount", write(line.gross)],
    ["tare", write(line.tare)],
    ["rejected", write(line.rejected)],
    ["reason", line.reason],
    ["price", line.asks ? String(line.price) : ""],
    ["source", line.source],
  ];
}

/**
 * `whose` are the fields that say whom it is for.
 * @param {HTMLElement} root
 * @param {string} address
 * @param {string[][]} whose
 * @param {RowDeposit} options
 * @returns {Promise<RowReceipt>}
 */
export function sendDeposit(root, address, whose, { key, lines, sure, weighedAt = "" }) {
  const said = [["key", key], ["sure", sure], ["weighed_at", weighedAt], ...whose];
  for (const line of lines) {
    said.push(...fieldsOf(line));
  }
  return send(root, address, said, { key, expected: RECORDED });
}

/**
 * @param {HTMLElement} root
 * @param {RowDeposit} deposit
 */
export function sendRow(root, deposit) {
  return sendDeposit(root, datum(root, "recordUrl"), [["member", deposit.member]], deposit);
}

/**
 * @param {HTMLElement} root
 * @param {string} code
 */
export async function askWhose(root, code) {
  return (await send(root, datum(root, "findUrl"), [["code", code]])).member;
}
