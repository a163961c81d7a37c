// Writes docs/reference.md from what the built commands say of themselves and from the JSON Schema of instances.
// `--check` writes nothing and fails if the page says anything else.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const page = join(root, "docs", "reference.md");
const cli = join(root, "dist", "cli.js");

const text = `# Every command and every field

Written by \`npm run reference\` from the commands themselves and from \`berth schema\`. [instance.md](instance.md) says what the
fields mean, [verify.md](verify.md) what the exit codes of a check are.

${commands([]).join("\n\n")}

## Fields of an instance

${fields(JSON.parse(berth(["schema"])))}
`;

if (!process.argv.includes("--check")) writeFileSync(page, text);
else if (!existsSync(page) || readFileSync(page, "utf8") !== text) {
  console.error("docs/reference.md is not what the commands say.\nMaybe run: npm run reference");
  process.exit(1);
}

function berth(args) {
  return execFileSync(process.execPath, [cli, ...args], {
    encoding: "utf8",
    env: { ...process.env, COLUMNS: "100", NO_COLOR: "1" },
  });
}

/** The usage of a command and of all below it. */
function commands(path) {
  const usage = berth([...path, "--help"]).trimEnd();
  const listed = /\nCommands:\n([\s\S]*?)(\n\n|$)/.exec(usage)?.[1] ?? "";
  const names = [...listed.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name);
  const inner = names.filter((name) => name !== "help");
  const title = ["berth", ...path].join(" ");
  return [
    `## ${title}\n\n\`\`\`text\n${usage}\n\`\`\``,
    ...inner.flatMap((name) => commands([...path, name])),
  ];
}

/** One line for each field of the schema, with its path. */
function fields(schema) {
  const rows = [];
  walk(schema, "", rows);
  const lines = rows.map(([path, type, words]) => `| \`${path}\` | ${type} | ${words} |`);
  return ["| field | form | meaning |", "| --- | --- | --- |", ...new Set(lines)].join("\n");
}

function walk(schema, path, rows) {
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const place = path === "" ? key : `${path}.${key}`;
    const words = (value.description ?? "").replaceAll("|", "\\|");
    rows.push([place, formOf(value).replaceAll("|", "\\|"), words]);
    walk(value, place, rows);
  }
  for (const part of [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])]) walk(part, path, rows);
  if (schema.items !== undefined) walk(schema.items, `${path}[]`, rows);
  if (typeof schema.additionalProperties === "object") {
    walk(schema.additionalProperties, `${path}.*`, rows);
  }
}

/** The form of a field in a few words; of forms that mean the same (0 and "0s") only one. */
function formOf(schema) {
  const forms = [...new Set(plainForms(schema))];
  const told = forms.length > 1 ? forms.filter((form) => form !== "`0`") : forms;
  return told.length > 4 ? `${told.slice(0, 3).join(", ")} or more` : told.join(" or ");
}

function plainForms({ type, enum: names, const: one, anyOf, oneOf, items, properties }) {
  const parts = anyOf ?? oneOf;
  if (one !== undefined) return [`\`${JSON.stringify(one)}\``];
  if (names !== undefined) return names.map((name) => `\`${name}\``);
  if (parts !== undefined) return parts.flatMap(plainForms);
  if (type === "array") return items === undefined ? ["list"] : plainForms(items).map(listOf);
  if (type === "object") return [properties === undefined ? "map" : "fields below"];
  return [{ string: "text", boolean: "true or false" }[type] ?? type ?? "anything"];
}

function listOf(form) {
  return form.startsWith("list") ? form : `list of ${form === "fields below" ? "maps" : form}`;
}
