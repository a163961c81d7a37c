import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { fleet } from "./fleet.ts";
import { foundation } from "./foundation.ts";
import { gapAuto, gapMilp } from "./published-gap.ts";

/** Every benchmark by name; each writes bench/results/<name>.json. See protocol.md. */
const BENCHES: Readonly<Record<string, () => Promise<object>>> = {
  foundation,
  fleet,
  "gap-milp": gapMilp,
  "gap-auto": gapAuto,
};

const asked = process.argv.slice(2);
const names = asked.length === 0 ? Object.keys(BENCHES) : asked;
const folder = join(process.cwd(), "bench", "results");
mkdirSync(folder, { recursive: true });
for (const name of names) {
  const bench = BENCHES[name];
  if (bench === undefined) throw new Error(`No benchmark "${name}"; have ${Object.keys(BENCHES)}`);
  const results = await bench();
  const document = { bench: name, node: process.version, cores: cpus().length, results };
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(document, null, 2)}\n`);
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
}
