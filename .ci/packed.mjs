// Packs the package, installs the tarball in an empty folder and uses it as a stranger would: small, free of other
// licences than permissive ones, without anything of the checkout, and doing what the pages that come with it say.
import { execFileSync } from "node:child_process";
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { runPage } from "./examples.mjs";

const root = resolve(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "berth-packed-"));
const PERMISSIVE = /^(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|Unlicense)$/;
/** What a new user reads first. */
const PAGES = ["README.md", join("docs", "start.md"), join("docs", "library.md")];
const problems = [];
const expect = (holds, words) => void (holds || problems.push(words));

/** Runs a command in the empty folder and returns what it prints. */
function run(command, args, cwd = folder) {
  const quiet = { npm_config_audit: "false", npm_config_fund: "false", NO_COLOR: "1" };
  return execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...process.env, ...quiet },
    stdio: ["ignore", "pipe", "inherit"],
  });
}

try {
  const packed = run("npm", ["pack", "--json", "--pack-destination", folder], root);
  const [{ filename, files }] = JSON.parse(packed.slice(packed.indexOf("[\n")));
  const strange = files.filter(({ path }) => /\.map$|(^|\/)(test|bench|src)\/|\.ts$/.test(path));
  const unwanted = strange.filter(({ path }) => !path.startsWith("dist/types/"));
  expect(unwanted.length === 0, `does not belong there: ${unwanted.map(({ path }) => path)}`);
  expect(files.length < 150, `${files.length} files in the tarball`);

  writeFileSync(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  run("npm", ["install", join(folder, filename.replace("/", "-").replace("@", ""))]);
  const modules = join(folder, "node_modules");
  const installed = readdirSync(modules, { recursive: true, encoding: "utf8" })
    .map((name) => join(modules, name))
    .filter((path) => statSync(path).isFile());
  const bytes = installed.reduce((sum, path) => sum + statSync(path).size, 0);
  expect(installed.length < 300, `${installed.length} files installed`);
  expect(bytes < 30e6, `${bytes} bytes installed`);
  const manifests = installed.filter((path) =>
    /node_modules\/(@[^/]+\/)?[^/]+\/package\.json$/.test(path),
  );
  for (const path of manifests) {
    const { name, license, scripts } = JSON.parse(readFileSync(path, "utf8"));
    expect(PERMISSIVE.test(license), `${name} has the licence ${license}`);
    expect(
      scripts?.install === undefined && scripts?.postinstall === undefined,
      `${name} runs a script`,
    );
    if (name.endsWith("/berth")) expect(scripts === undefined, `${name} was packed with scripts`);
  }

  // The pages that come with it are read in it, as the first of them says.
  const own = join(modules, "@berthplan", "berth");
  cpSync(join(own, "instances"), join(folder, "instances"), { recursive: true });
  for (const page of PAGES) {
    const text = readFileSync(join(own, page), "utf8");
    const { failures } = runPage({ name: page, text, folder, path: join(modules, ".bin") });
    expect(failures === 0, `${page} shows what does not work`);
  }
  console.log(
    `${process.version}: ${files.length} files packed, ${installed.length} files of ${(bytes / 1e6).toFixed(1)} MB installed`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.log(`FAIL ${problem}`);
process.exit(problems.length === 0 ? 0 : 1);
