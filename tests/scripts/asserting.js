// What the tests of the scripts need of a library, so that none has to be fetched.

/**
 * Fails unless both are the same value, or look the same as JSON.
 * @param {unknown} found
 * @param {unknown} wanted
 * @param {string} [about]
 */
export function same(found, wanted, about = "") {
  const [one, other] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (!Object.is(found, wanted) && one !== other) {
    throw new Error(`${about ? `${about}: ` : ""}found ${one}, wanted ${other}`);
  }
}

/**
 * Fails unless the promise is refused with this code.
 * @param {Promise<unknown>} promise
 * @param {string} code
 */
export async function refuses(promise, code) {
  const found = await promise.then(() => "no refusal", (problem) => problem.code);
  same(found, code);
}

/**
 * The cases of one table that Python's tests read too.
 * @param {string} name
 */
export async function table(name) {
  const address = new URL(`../parity/${name}.json`, import.meta.url);
  return JSON.parse(await Deno.readTextFile(address));
}

/**
 * A script as a page in this language loads it. Each page has modules of its own.
 * @param {string} path
 * @param {"id" | "en"} language
 */
export async function onPage(path, language = "id") {
  const page = { documentElement: { lang: language }, querySelectorAll: () => [] };
  Object.assign(globalThis, { document: page, window: globalThis });
  const address = new URL(`../../wastebank/web/static/wastebank/${path}`, import.meta.url);
  return await import(`${address}?${language}`);
}
