import type { Target } from "../instance/targets.ts";

/** True if values of both are of one objective, counted in one unit. */
export function isAlike(a: Target, b: Target): boolean {
  const said = ({ name, terms, perUnit }: Target) =>
    [
      name,
      perUnit,
      ...terms.flatMap(({ factor, objective }) => [factor, objective.priority]),
    ].join();
  return said(a) === said(b);
}
