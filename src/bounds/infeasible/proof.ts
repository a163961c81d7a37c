import type { Instance } from "../../instance/types.ts";

/** A sentence that proves that no plan exists, or undefined if this argument finds nothing. */
export type InfeasibilityProof = (instance: Instance) => string | undefined;
