import { UsageError } from "./errors.ts";

/** Loads a package that need not be installed, for `whom`, such as "The solver glpk". Throws UsageError with the way to install it. */
export async function importOptional<T>(
  whom: string,
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new UsageError(
      `${whom} needs the package ${name}, which is not installed.\nMaybe run: npm install ${name}`,
      { cause },
    );
  }
}
