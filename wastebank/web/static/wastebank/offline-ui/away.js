// A page of the counter that could not be reached: the worker opens this one in its place and says
// which it was. Whoever weighed there weighs on here; for all else there is a way back to it.

import { homeForm } from "../common/names.js";
import { word } from "./words.js";

const SHELL = "/counter/offline/";
const WEIGH = /^\/counter\/weigh\/([^/]+)\/$/;
const TABLE = "/counter/group/weigh/";
const CHOOSE = "/counter/group/";
const OURS = /^\/(counter\/|login\/\?)/;

/** The address that did not answer, as the worker wrote it behind the start; empty if none. */
export function awayFrom() {
  const [name, rest = ""] = location.hash.slice(1).split("/");
  const address = name === "start" ? decodeURIComponent(rest) : "";
  return OURS.test(address) && !address.startsWith(SHELL) ? address : "";
}

/**
 * Whose table it is: a group's, of the houses of an RT and RW, or everybody's.
 * @param {string} address
 */
export function crowdOf(address) {
  const { searchParams: asked } = new URL(address, location.href);
  const [group, rt, rw] = ["group", "rt", "rw"].map((name) => asked.get(name) || "");
  if (group) {
    return `group:${group}`;
  }
  return rt ? `home:${homeForm(rt, rw)}` : "all";
}

/**
 * The address that the same table has with a network.
 * @param {GatheredCrowd} crowd
 */
export function addressOf({ id, members }) {
  const [kind, group] = id.split(":");
  if (kind === "home") {
    const [{ rt, rw }] = members;
    return `${TABLE}?${new URLSearchParams({ rt, rw })}`;
  }
  return kind === "group" ? `${TABLE}?${new URLSearchParams({ group })}` : TABLE;
}

/**
 * The room where the same is done, or "".
 * @param {string} address
 */
export function roomFor(address) {
  const { pathname } = new URL(address, location.href);
  const [, number = ""] = WEIGH.exec(pathname) || [];
  if (number) {
    return `#weigh/${number}`;
  }
  if (pathname === TABLE) {
    return `#crowd/${encodeURIComponent(crowdOf(address))}`;
  }
  return pathname === CHOOSE ? "#group" : "";
}

/** Before the rooms open: what stood there goes on here, and "Back" leads past it. */
export function goOnHere() {
  const address = awayFrom();
  const room = address && roomFor(address);
  if (room) {
    history.replaceState(history.state, "", room);
  }
}

/** @returns {Notice | null} */
export function aboutAway() {
  const href = awayFrom();
  if (!href) {
    return null;
  }
  const link = { href, word: word("away_key") };
  return { state: "wait", sign: "luring", head: word("away"), rest: word("away_rest"), link };
}
