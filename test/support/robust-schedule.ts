import type { Random } from "../../src/util/random.ts";
import { pick, type RandomDocument } from "./random-document.ts";
import { type RandomScheduleOptions, randomSchedule } from "./random-schedule.ts";

/** A small nasty schedule whose plan must survive losses of a random kind. */
export function robustSchedule(
  random: Random,
  options: RandomScheduleOptions = {},
): RandomDocument {
  const document = randomSchedule(random, options);
  const ids = document.resources.map(({ id }) => id as string);
  const hasZones = document.resources.some(({ labels }) => "zone" in (labels as object));
  const choices: unknown[] = [
    1,
    1,
    1,
    { lose: 1, of: pick(random, ids) },
    { lose: 1, across: "rack" },
    ...(hasZones ? [{ lose: 1, across: "zone" }] : []),
  ];
  return { ...document, robust: pick(random, choices) };
}
