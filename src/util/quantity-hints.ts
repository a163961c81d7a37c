/** A sentence such as `Maybe write "64GiB".` for a slip in a quantity of this sort, if one can be guessed. */
export function hintFor(sort: string, value: unknown): string | undefined {
  const aliases = ALIASES[sort];
  if (aliases === undefined) return undefined;
  const found = SLIP.exec(typeof value === "number" ? String(value) : textOf(value));
  if (found === null) return undefined;
  const amount = (found[1] as string).replaceAll(/[,_](?=\d{3})/g, "");
  if (!/^\d+(\.\d+)?$/.test(amount)) return undefined;
  if (sort === "percent" && found[2] === "" && Number(amount) < 1) return undefined;
  const slip = (found[2] as string).toLowerCase().replace(/^(per|\$?\/)\s*/, "/");
  if (!Object.hasOwn(aliases, slip)) return undefined;
  const unit = aliases[slip] as string;
  const mended = `${amount}${unit}`;
  return mended === value || mended === String(value)
    ? undefined
    : `Maybe write ${quoted(mended)}.`;
}

const SLIP =
  /^\s*\+?\$?\s*([\d.,_]+)\s*([a-zA-Z%]*|\/\s*[a-zA-Z]+|per\s+[a-zA-Z]+|[$€]|\$?\/[a-z]+)\s*$/;

/** Written slip, in lower case, to the unit that was probably meant; "" is a number without a unit. */
const ALIASES: Readonly<Record<string, Readonly<Record<string, string>>>> = table({
  memory: {
    GiB: ["", "gigs", "gig", "gib", "gi", "gibibyte", "gibibytes"],
    GB: ["g", "gb", "gbyte", "gigabyte", "gigabytes"],
    MiB: ["megs", "meg", "mib", "mi", "mebibyte", "mebibytes"],
    MB: ["m", "mb", "megabyte", "megabytes"],
    KiB: ["kib", "ki"],
    KB: ["k", "kb", "kilobyte", "kilobytes"],
    TiB: ["tib", "ti", "tebibyte", "tebibytes"],
    TB: ["t", "tb", "terabyte", "terabytes"],
  },
  duration: {
    s: ["", "s", "sec", "secs", "second", "seconds"],
    m: ["m", "min", "mins", "minute", "minutes"],
    h: ["h", "hr", "hrs", "hour", "hours"],
    d: ["d", "day", "days"],
    ms: ["ms", "msec", "msecs", "millis", "millisecond", "milliseconds"],
  },
  power: {
    W: ["", "w", "watt", "watts"],
    kW: ["kw", "kilowatt", "kilowatts"],
    mW: ["milliwatt", "milliwatts"],
  },
  price: {
    "/h": ["", "/h", "/hr", "/hour", "/hours", "h", "$", "usd"],
    "/min": ["/min", "/m", "/minute", "/minutes"],
    "/s": ["/s", "/sec", "/second"],
    "/d": ["/d", "/day"],
  },
  money: { "": ["", "$", "usd", "dollar", "dollars"] },
  amount: { m: ["milli", "millis"], "": ["", "core", "cores", "cpu", "cpus", "gpu", "gpus", "x"] },
  percent: { "%": ["", "%", "percent", "pct"] },
  weight: { "": ["", "x"] },
});

function table(
  sorts: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const turned = Object.entries(sorts).map(([sort, units]) => [
    sort,
    Object.fromEntries(
      Object.entries(units).flatMap(([unit, slips]) => slips.map((slip) => [slip, unit])),
    ),
  ]);
  const built = Object.fromEntries(turned) as Record<string, Record<string, string>>;
  return { ...built, memoryDemand: built.memory!, memoryCapacity: built.memory! };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function quoted(text: string): string {
  return /^[\d.]+$/.test(text) ? text : `"${text}"`;
}
