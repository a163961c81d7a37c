import { RULES } from "../../../src/plan/rules/registry.ts";
import type { Case } from "./case.ts";
import { DEVICE_CASES } from "./devices.ts";
import { OVER_TIME_CASES } from "./over-time.ts";
import { PLACEMENT_CASES } from "./placement.ts";
import { SCHEDULE_CASES } from "./schedule.ts";
import { SEQUENCE_CASES } from "./sequence.ts";
import { TOGETHER_CASES } from "./together.ts";

const TABLES = [
  PLACEMENT_CASES,
  DEVICE_CASES,
  SEQUENCE_CASES,
  SCHEDULE_CASES,
  TOGETHER_CASES,
  OVER_TIME_CASES,
];

/** Cases of each rule by its name; none of one that has no case yet. */
export const RULE_CASES: Readonly<Record<string, readonly Case[]>> = Object.fromEntries(
  RULES.map(({ name }) => [name, TABLES.flatMap((table) => table[name] ?? [])]),
);
