import { InstanceError, type Issue, UsageError } from "../../util/errors.ts";
import { isMap } from "../../util/is-map.ts";

/** Kind -> `rateKey` of job type and scale factor -> steps per second alone on so many devices (0: cannot run). */
export type Throughputs = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Under what a job type on `scaleFactor` devices is found. */
export function rateKey(type: string, scaleFactor: number): string {
  return `${type} x ${scaleFactor}`;
}

/**
 * Reads the kinds that are asked for; keys look like "('ResNet-50 (batch size 64)', 1)", where the number
 * is the scale factor; those above 1 are read if `several`.
 * Throws UsageError for a kind that is not there, InstanceError with every malformed entry.
 */
export function readThroughputs(
  document: unknown,
  kinds: readonly string[],
  several: boolean,
): Throughputs {
  if (!isMap(document)) {
    throw new InstanceError([{ path: "", message: "expected throughputs by kind" }]);
  }
  const issues: Issue[] = [];
  const throughputs = new Map<string, Map<string, number>>();
  for (const kind of kinds) {
    if (!Object.hasOwn(document, kind)) {
      const known = Object.keys(document).join(", ");
      throw new UsageError(`cluster: the throughputs have no ${kind}. Known are: ${known}.`);
    }
    throughputs.set(kind, readKind(document[kind], `/${pointer(kind)}`, several, issues));
  }
  if (issues.length > 0) throw new InstanceError(issues);
  return throughputs;
}

function readKind(
  entries: unknown,
  path: string,
  several: boolean,
  issues: Issue[],
): Map<string, number> {
  const rates = new Map<string, number>();
  if (!isMap(entries)) {
    issues.push({ path, message: "expected throughputs by job type" });
    return rates;
  }
  for (const [key, value] of Object.entries(entries)) {
    const found = /^\('(.+)', (\d+)\)$/.exec(key);
    const rate = isMap(value) ? value.null : undefined;
    if (found === null) {
      issues.push({
        path: `${path}/${pointer(key)}`,
        message: "expected a key such as \"('ResNet-50 (batch size 64)', 1)\"",
      });
    } else if (found[2] === "1" || several) {
      if (typeof rate === "number" && Number.isFinite(rate) && rate >= 0)
        rates.set(rateKey(found[1], Number(found[2])), rate);
      else
        issues.push({ path: `${path}/${pointer(key)}/null`, message: "expected steps per second" });
    }
  }
  return rates;
}

function pointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
