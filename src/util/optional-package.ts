import { UsageError } from "./errors.ts";

/** Loads what need not be installed, for `whom`, such as "The solver glpk"; `name` is of a package, or of several with spaces between. Throws UsageError with the way to install it. */
export async function importOptional<T>(
  whom: string,
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const packages = name.split(" ");
    const missing =
      packages.length === 1
        ? `the package ${name}, which is not installed`
        : `the packages ${packages.join(" and ")}, which are not all installed`;
    throw new UsageError(`${whom} needs ${missing}.\nMaybe run: npm install ${name}`, { cause });
  }
}
