// A row of the table sent to the server, and a card asked for its member.

import { datum, fieldOf, wordsOf } from "../common/dom.js";

/**
 * @param {HTMLElement} root
 * @param {string} address
 * @param {string[][]} fields
 */
async function post(root, address, fields) {
  const body = new FormData();
  body.append("csrfmiddlewaretoken", fieldOf(root, "[name=csrfmiddlewaretoken]").value);
  for (const [name, value] of fields) {
    body.append(name, value);
  }
  let answer;
  try {
    answer = await fetch(address, { method: "POST", body });
  } catch (_unreached) {
    throw new Error(wordsOf(root).sayAgain);
  }
  const result = await answer.json().catch(() => ({}));
  if (!answer.ok) {
    const problem = new Error(result.message || wordsOf(root).sayAgain);
    const heard = { answered: Boolean(result.message), doubts: result.doubts || [] };
    throw Object.assign(problem, heard);
  }
  return result;
}

/**
 * @param {HTMLElement} root
 * @param {RowDeposit} options
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
  return post(root, datum(root, "recordUrl"), fields);
}

/**
 * @param {HTMLElement} root
 * @param {string} code
 */
export async function askWhose(root, code) {
  return (await post(root, datum(root, "findUrl"), [["code", code]])).member;
}
