import { BAD_AMOUNTS } from "./bad/amounts.ts";
import { BAD_DOCUMENT } from "./bad/document.ts";
import type { BadDocument } from "./bad/make.ts";
import { BAD_OBJECTIVES } from "./bad/objectives.ts";
import { BAD_RESOURCES } from "./bad/resources.ts";
import { BAD_ROBUST } from "./bad/robust.ts";
import { BAD_SCHEDULE } from "./bad/schedule.ts";
import { BAD_TASKS } from "./bad/tasks.ts";
import { BAD_TIME } from "./bad/time.ts";

/** Every faulty document. */
export const BAD_DOCUMENTS: readonly BadDocument[] = [
  ...BAD_DOCUMENT,
  ...BAD_OBJECTIVES,
  ...BAD_RESOURCES,
  ...BAD_TASKS,
  ...BAD_AMOUNTS,
  ...BAD_SCHEDULE,
  ...BAD_TIME,
  ...BAD_ROBUST,
];
