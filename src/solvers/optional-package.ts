import { UsageError } from "../util/errors.ts";

/** Loads the package of a solver that need not be installed. Throws UsageError with the way to install it. */
export async function importOptional<T>(
  solver: string,
  name: string,
  load: () => Promise<T>,
): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    throw new UsageError(
      `The solver ${solver} needs the package ${name}, which is not installed.\nMaybe run: npm install ${name}`,
      { cause },
    );
  }
}
