import { InvariantError } from "../src/util/errors.ts";
import type { Draft } from "./draft.ts";
import { type ObjectiveForm, sumForm } from "./form.ts";

/** migrations = sum of m[t,r] x[t,r], where m is 1 if the earlier plan has the task copy elsewhere. Not for shares. */
export function migrationsForm({ instance, pairs }: Draft): ObjectiveForm {
  const migrates = instance.earlier?.migrates;
  if (migrates === undefined) throw new InvariantError("Migrations need an earlier plan.");
  const sum = sumForm();
  for (let x = 0; x < pairs.count; x++) sum.add(x, migrates[pairs.entry[x]]);
  return sum.form();
}
