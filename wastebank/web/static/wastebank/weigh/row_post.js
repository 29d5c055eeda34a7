// A row of the table sent to the server, and a card asked for its member.

import { datum, wordsOf } from "../common/dom.js";
import { fill } from "../common/locale.js";
import { NotRecorded, post } from "../common/posting.js";

const RECORDED = 201;

/**
 * why a row is not recorded, in words, and what that means for its key
 * @param {HTMLElement} root
 * @param {any} problem
 */
function understood(root, problem) {
  if (!(problem instanceof NotRecorded)) {
    return problem;
  }
  const say = wordsOf(root);
  const { why, json } = problem;
  const told = {
    signed_out: say.saySignedOut,
    other_person: fill(say.sayOtherPerson, json),
    no_answer: say.sayAgain,
    refused: json.message || say.sayAgain,
  };
  const heard = { why, answered: why === "refused", doubts: json.doubts || [] };
  return Object.assign(new Error(told[why]), heard);
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
 * @param {HTMLElement} root
 * @param {RowDeposit} options
 * @returns {Promise<RowReceipt>}
 */
export function sendRow(root, { key, member, lines, sure }) {
  const fields = [
    ["key", key],
    ["member", member],
    ["sure", sure],
  ];
  for (const line of lines) {
    fields.push(["material", line.material], ["amount", line.written], ["price", ""]);
  }
  return send(root, datum(root, "recordUrl"), fields, { key, expected: RECORDED });
}

/**
 * @param {HTMLElement} root
 * @param {string} code
 */
export async function askWhose(root, code) {
  return (await send(root, datum(root, "findUrl"), [["code", code]])).member;
}
