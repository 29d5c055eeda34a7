// Speaking to the server. What comes back is JSON of ours, or it counts as no network: a village
// hotspot's sign-in page answers 200 too.

const PATIENCE_MS = 30000;

/** No answer of ours came: no signal, a broken answer, or a fault of the server's. */
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
 * {status, json}; NoAnswer if there is none that can be used.
 * @param {string} path
 * @param {{ body?: unknown, csrf?: string, patience?: number }} options
 * @returns {Promise<{ status: number, json: any }>}
 */
export async function ask(path, { body, csrf = "", patience = PATIENCE_MS } = {}) {
  const clock = new AbortController();
  const timer = setTimeout(() => clock.abort(), patience);
  /** @type {Record<string, string>} */
  const headers = { Accept: "application/json" };
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
    headers["X-CSRFToken"] = csrf;
  }
  try {
    const response = await fetch(path, {
      method: body === undefined ? "GET" : "POST",
      body: body === undefined ? undefined : JSON.stringify(body),
      headers,
      cache: "no-store",
      credentials: "same-origin",
      redirect: "error",
      signal: clock.signal,
    });
    const type = response.headers.get("Content-Type") || "";
    if (response.status >= 500 || !type.startsWith("application/json")) {
      throw new NoAnswer("unusable", response.status);
    }
    return { status: response.status, json: await response.json() };
  } catch (/** @type {any} */ problem) {
    throw problem instanceof NoAnswer ? problem : new NoAnswer(problem.name);
  } finally {
    clearTimeout(timer);
  }
}
