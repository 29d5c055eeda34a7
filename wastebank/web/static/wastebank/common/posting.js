// What a page sends in the name of the person it was drawn for.
//
// A page may stand open for a whole morning: meanwhile its person signed in again in another tab,
// and the token of the page is old, or somebody else did, or nobody is signed in any more. What was
// sent then was not recorded, and the page says which of these it is. A new token is fetched and
// the same goes out again, under the same key; never in another person's name.

import { ask, NoAnswer } from "./answer.js";
import { datum, fieldOf } from "./dom.js";

const SESSION = "/counter/offline/session/";
const OLD_TOKEN = ["key_missing", "form_too_old", "other_person"];
const PERSON = "person"; // the form says whom it was shown to

/**
 * What was sent is not recorded, as far as anybody knows. `why` is `signed_out`, `other_person`,
 * `no_answer` (it may have arrived), or `refused`, where `json` is what the server said of it.
 */
export class NotRecorded extends Error {
  /**
   * @param {"signed_out" | "other_person" | "no_answer" | "refused"} why
   * @param {any} [json]
   */
  constructor(why, json = {}) {
    super(json.message || why);
    this.name = "NotRecorded";
    this.why = why;
    this.json = json;
  }
}

/**
 * @param {string} path
 * @param {Question} question
 */
async function heard(path, question) {
  try {
    return await ask(path, question);
  } catch (problem) {
    throw problem instanceof NoAnswer ? new NotRecorded("no_answer") : problem;
  }
}

/** @param {{ status: number, json: any }} answer */
function isAboutPerson({ status, json }) {
  return status === 401 || OLD_TOKEN.includes(json.code);
}

/**
 * a token of now, if the person of the page is still the one who is signed in
 * @param {string} person
 */
async function newToken(person) {
  const { json } = await heard(SESSION, {});
  if (person && !json.signed_in) {
    throw new NotRecorded("signed_out");
  }
  if (person && json.operator !== person) {
    throw new NotRecorded("other_person", { name: json.operator_name });
  }
  return json.csrf;
}

/**
 * Post a form in the name of the page's person (data-person); answers {status, json} of a success,
 * NotRecorded else. `expected` is how the server says that it did it.
 * @param {HTMLElement} root
 * @param {string} path
 * @param {FormData} form
 * @param {{ key?: string, expected?: number, keepalive?: boolean }} [options]
 */
export async function post(root, path, form, { key, expected = 200, keepalive } = {}) {
  const token = fieldOf(root, "[name=csrfmiddlewaretoken]");
  const person = datum(root, "person");
  if (person) {
    form.set(PERSON, person);
  }
  let answer = await heard(path, { form, key, keepalive, csrf: token.value });
  if (isAboutPerson(answer)) {
    token.value = await newToken(person);
    form.delete(token.name);
    answer = await heard(path, { form, key, keepalive, csrf: token.value });
  }
  if (isAboutPerson(answer)) {
    throw new NotRecorded("signed_out");
  }
  if (answer.status >= 400) {
    throw new NotRecorded("refused", answer.json);
  }
  if (answer.status !== expected) {
    throw new NotRecorded("no_answer");
  }
  return answer;
}
