import { z } from "zod";

const NUMBER = String.raw`(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?`;
const TIMES = "(d|h|ms|m|s)";
const BYTES = "([KMGT]i?B|[KMGT]i)";

const written = (pattern: string) => z.string().regex(new RegExp(`^${pattern}$`));
const number = z.number().min(0);
const zero = z.literal([0, "0"]);

/** Letters, digits and _ . / : - . */
export const name = z.string().regex(/^[A-Za-z0-9_./:-]+$/);

export const amount = z
  .union([number, written(`${NUMBER}(m|${BYTES})?`)])
  .describe('An amount such as 4, 0.5 or "500m" (thousandths), or of memory such as "64GiB"');

export const money = z.union([number, written(NUMBER)]).describe("Dollars, up to six decimals");

export const duration = z
  .union([written(String.raw`((\d+(\.\d+)?|\.\d+)${TIMES})+`), zero])
  .describe('A duration such as "2h30m", "90s" or "250ms"');

export const time = z
  .union([
    duration,
    written(String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)`),
  ])
  .describe(
    'From the beginning of the plan, or as "2026-11-24T06:00+01:00" where start says when that is',
  );

export const price = z
  .union([written(`${NUMBER}/(h|min|s|d)`), zero])
  .describe('Dollars by time of use, such as "27.45/h"; also /min, /s and /d');

export const dataPrice = z
  .union([written(`${NUMBER}/(MiB|GiB|TiB)`), zero])
  .describe('Dollars by amount moved, such as "0.08/GiB"; also /MiB and /TiB');

export const memory = z
  .union([written(`${NUMBER}${BYTES}`), zero])
  .describe('An amount of data such as "120GiB"');

export const power = z
  .union([written(`${NUMBER}(kW|mW|W)`), zero])
  .describe('Power drawn while a task runs, such as "300W" or "1.2kW"');

export const decimal = z.union([number, written(NUMBER)]);

export const percentage = z.union([written(`${NUMBER}%`), zero]);

/** A value everywhere, a list by resource, or a map by id, kind, selector or "*". */
export function tableOf<V extends z.ZodType, C extends z.ZodType>(value: V, cell: C) {
  const list = z.array(cell).describe("One value for each entry of resources, in order");
  const keys =
    'By resource id, kind, label selector such as "gpu=a100,zone=eu", or "*" for the rest';
  return z.union([value, list, z.record(z.string(), cell).describe(keys)]);
}
