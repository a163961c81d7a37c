import type { OnlinePolicy } from "../types.ts";
import { bestFit } from "./best-fit.ts";
import { conservative } from "./conservative.ts";
import { easy } from "./easy.ts";
import { fifo } from "./fifo.ts";
import { firstFit } from "./first-fit.ts";
import { sjf } from "./sjf.ts";

/** Every online policy, in the order of reports. A new one is a file and a line here. */
export const POLICIES: readonly OnlinePolicy[] = [fifo, sjf, firstFit, bestFit, easy, conservative];
