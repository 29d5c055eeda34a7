// Days and hours as this device's clock shows them, written as the server writes them.

import { word } from "./words.js";

const english = document.documentElement.lang.startsWith("en");
const INDONESIAN_MONTHS = "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des".split(" ");
const ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const DAY_MS = 24 * 3600 * 1000;

/** @param {number} number */
function two(number) {
  return String(number).padStart(2, "0");
}

/** @param {Date} moment */
export function showTime(moment) {
  return two(moment.getHours()) + (english ? ":" : ".") + two(moment.getMinutes());
}

/** @param {Date} moment */
export function showDay(moment) {
  const months = english ? ENGLISH_MONTHS : INDONESIAN_MONTHS;
  return `${moment.getDate()} ${months[moment.getMonth()]} ${moment.getFullYear()}`;
}

/** @param {Date} moment */
export function showMoment(moment) {
  return `${showDay(moment)}, ${showTime(moment)}`;
}

/** @param {Date} moment */
function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate()).getTime();
}

/**
 * "today 07.40", "yesterday 07.40", "22 Nov 2025, 07.40"
 * @param {Date} moment
 * @param {Date} [now]
 */
export function showAge(moment, now = new Date()) {
  const days = Math.round((midnight(now) - midnight(moment)) / DAY_MS);
  if (days === 0 || days === 1) {
    return word(days ? "yesterday" : "today", { time: showTime(moment) });
  }
  return showMoment(moment);
}

/**
 * as a field for a day and an hour holds it
 * @param {Date} moment
 */
export function forField(moment) {
  return withOffset(moment).slice(0, 16);
}

/**
 * the moment with the clock's own offset, as the server wants it
 * @param {Date} moment
 */
export function withOffset(moment) {
  const minutes = -moment.getTimezoneOffset();
  const local = new Date(moment.getTime() + minutes * 60000).toISOString().slice(0, 19);
  const sign = minutes < 0 ? "-" : "+";
  const size = Math.abs(minutes);
  return `${local}${sign}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}
