// Asking our own server, and knowing its answer from anybody else's. Nothing else calls `fetch`.
//
// A village hotspot answers every address with a page of its own, and says 200; a broken proxy
// says 200 and nothing; a sign-in page is a redirect away. So an answer counts only if it is JSON,
// no redirect, no fault of the server's, and says the key back that went out with the question.
// Everything else is no answer, and whoever asked keeps what was typed.

import { newKey } from "./key.js";

const PATIENCE_MS = 30000;
const KEY = "Idempotency-Key";
const JSON_TYPE = /^application\/json\b/;

/** No answer of ours came: no signal, a broken answer, somebody else's, or a fault of ours. */
export class NoAnswer extends Error {
  /**
   * @param {string} why
   * @param {number} [status]
   */
  constructor(why, status = 0) {
    super(why);
    this.name = "NoAnswer";
    this.status = status;
  }
}

/**
 * Whether this is what our server said to the question with this key.
 * @param {Response} response
 * @param {string} key
 */
function isOurs(response, key) {
  const type = response.headers.get("Content-Type") || "";
  const isBroken = response.type !== "basic" || response.redirected || response.status >= 500;
  return !isBroken && JSON_TYPE.test(type) && response.headers.get(KEY) === key;
}

/**
 * @param {Question} question
 * @param {string} key
 * @returns {RequestInit}
 */
function requestOf({ body, form, csrf, keepalive = false }, key) {
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json", [KEY]: key };
  if (csrf !== undefined) {
    headers["X-CSRFToken"] = csrf;
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const sent = body === undefined ? form : JSON.stringify(body);
  return {
    method: sent === undefined ? "GET" : "POST",
    body: sent,
    headers,
    cache: "no-store",
    credentials: "same-origin",
    redirect: "error",
    keepalive, // is said to the end also when somebody leaves the page at once
  };
}

/**
 * {status, json} of our server; NoAnswer if there is none that can be used. `key` is the act's own
 * where something is written, so that it happens once however often it is sent.
 * @param {string} path
 * @param {Question} [question]
 * @returns {Promise<{ status: number, json: any }>}
 */
export async function ask(path, question = {}) {
  const { key = newKey(), patience = PATIENCE_MS } = question;
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), patience);
  try {
    const response = await fetch(path, { ...requestOf(question, key), signal: clock.signal });
    if (!isOurs(response, key)) {
      throw new NoAnswer("unusable", response.status);
    }
    return { status: response.status, json: await response.json() };
  } catch (/** @type {any} */ problem) {
    throw problem instanceof NoAnswer ? problem : new NoAnswer(problem.name);
  } finally {
    clearTimeout(timer);
  }
}
