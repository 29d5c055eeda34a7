// Who is weighed together: a group, the houses of an RT and RW, or everybody of the place; all
// from the members on this device.

import { byName, homeForm } from "../../common/names.js";
import { members } from "../../offline/bundle.js";
import { counted, word } from "../words.js";

const PEOPLE = ["person", "household", "institution"];

/**
 * "RT 03 / RW 05"
 * @param {KnownMember} member
 */
function homeName({ rt, rw }) {
  return `RT ${rt} / RW ${rw || "–"}`;
}

/**
 * @param {KnownMember[]} all
 * @param {(member: KnownMember) => string} idOf
 * @param {(member: KnownMember) => string} nameOf
 * @returns {GatheredCrowd[]}
 */
function collect(all, idOf, nameOf) {
  const crowds = new Map();
  for (const member of all) {
    const id = idOf(member);
    if (!id) {
      continue;
    }
    if (!crowds.has(id)) {
      crowds.set(id, { id, name: nameOf(member), members: [] });
    }
    crowds.get(id).members.push(member);
  }
  return Array.from(crowds.values()).sort(byName);
}

/**
 * { everybody, groups, homes }; a crowd is { id, name, members }
 * @param {string} place
 */
export async function gatherCrowds(place) {
  const all = await members();
  const names = new Map(all.map((member) => [member.number, member.name]));
  const people = all.filter((member) => PEOPLE.includes(member.kind));
  /** @param {KnownMember} member */
  const groupId = ({ group }) => group && `group:${group}`;
  /** @param {KnownMember} member */
  const homeId = ({ rt, rw }) => rt && `home:${homeForm(rt, rw)}`;
  return {
    everybody: { id: "all", name: place, members: people },
    groups: collect(people, groupId, ({ group }) => names.get(group) || group),
    homes: collect(people, homeId, homeName),
  };
}

/**
 * @param {string} id
 * @param {string} place
 * @returns {Promise<GatheredCrowd | null>}
 */
export async function findCrowd(id, place) {
  const { everybody, groups, homes } = await gatherCrowds(place);
  return [everybody, ...groups, ...homes].find((crowd) => crowd.id === id) || null;
}

/** @param {GatheredCrowd} crowd */
export function sizeOf(crowd) {
  return counted("members", crowd.members.length);
}

/** @param {GatheredCrowd} crowd */
export function everybodySays(crowd) {
  return word("everybody", { name: crowd.name, count: crowd.members.length });
}
