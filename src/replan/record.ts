import { InstanceError } from "../util/errors.ts";
import type { MigrationRule } from "./types.ts";

/** What a plan file says of the replan that made its plan, so that replans chain and `verify` can check the pins. */
export interface ReplanRecord {
  readonly now_ms: number;
  /** Ids of resource copies. */
  readonly down: readonly string[];
  readonly migrations: "first" | "last" | "ignore" | { readonly price_usd: number };
  /** What `--objective` asked for. */
  readonly objective?: string;
  /** Set where the plan need survive no loss any more, though the instance asks for that. */
  readonly robust?: "left-out";
}

/** The rule as a record has it. */
export function recordedRule(rule: MigrationRule): ReplanRecord["migrations"] {
  if (rule === "ignore") return rule;
  return "level" in rule ? rule.level : { price_usd: rule.price / 1e6 };
}

/** The record in a document; undefined if there is none. Throws InstanceError for one that cannot be read. */
export function readRecord(value: unknown): ReplanRecord | undefined {
  if (value === undefined) return undefined;
  const { now_ms, down, migrations, objective, robust } = Object(value) as Readonly<
    Record<string, unknown>
  >;
  const isRule =
    migrations === "first" ||
    migrations === "last" ||
    migrations === "ignore" ||
    isPrice((Object(migrations) as { readonly price_usd?: unknown }).price_usd);
  if (!Number.isSafeInteger(now_ms) || (now_ms as number) < 0) {
    throw unreadable("now_ms", "expected milliseconds since the beginning of the plan");
  }
  if (!Array.isArray(down) || !down.every((id) => typeof id === "string")) {
    throw unreadable("down", "expected a list of ids of resource copies");
  }
  if (!isRule) {
    throw unreadable("migrations", "expected first, last, ignore or a price_usd above 0");
  }
  if (robust !== undefined && robust !== "left-out") {
    throw unreadable("robust", "expected left-out or nothing");
  }
  if (robust === "left-out" && now_ms === 0 && down.length === 0) {
    throw unreadable("robust", "nothing had begun and nothing was down, so losses count");
  }
  return {
    now_ms: now_ms as number,
    down,
    migrations: migrations as ReplanRecord["migrations"],
    ...(typeof objective === "string" && { objective }),
    ...(robust === "left-out" && { robust }),
  };
}

/** The rule that a record tells. */
export function ruleOf({ migrations }: ReplanRecord): MigrationRule {
  if (migrations === "ignore") return migrations;
  if (typeof migrations === "string") return { level: migrations };
  return { price: Math.round(migrations.price_usd * 1e6) };
}

function unreadable(key: string, message: string): InstanceError {
  const hint = "Maybe take the file as replan wrote it: what is down and when is part of the plan.";
  return new InstanceError([{ path: `/replan/${key}`, message, hint }]);
}

function isPrice(value: unknown): boolean {
  return typeof value === "number" && value > 0 && value <= 1e9;
}
