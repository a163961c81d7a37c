import { isMakespan } from "../../bounds/schedule/makespan.ts";
import { SCHEDULES } from "../../heuristics/handles.ts";
import { improveParts } from "../../heuristics/schedule/parts/improve-parts.ts";
import { scheduleView } from "../../heuristics/schedule/view.ts";
import { evaluateTarget } from "../../plan/evaluate.ts";
import type { Plan } from "../../plan/types.ts";
import { verify } from "../../plan/verify.ts";
import { makeRandom } from "../../util/random.ts";
import type { Event, LevelTask, Method } from "../method.ts";

/** Task copies beyond which a part takes longer to set up than to search. */
const MOST_COPIES = 3000;

/** Large-neighbourhood search over time: parts of the best schedule by learned clauses. */
export const parts: Method = {
  name: "parts",
  role: "improve",
  about: "learned clauses on parts of the best schedule, for makespans",
  source: "parts by clauses",
  needsPlan: () => true,
  patience: () => ({ most: 2000, stale: 150 }),
  handles: [SCHEDULES],
  fits: ({ incumbent }) => {
    if (!isMakespan(incumbent.target)) return "the objective is no single makespan";
    return incumbent.instance.taskOfCopy.length <= MOST_COPIES || "there are very many tasks";
  },
  events: partEvents,
};

function* partEvents({ incumbent, seed }: LevelTask): Generator<Event, void> {
  const view = scheduleView(incumbent.instance);
  const start = incumbent.plan?.plan;
  if (view === undefined || start === undefined) return;
  const { instance, limits } = incumbent;
  const admits = (plan: Plan) =>
    verify(instance, plan).ok &&
    limits.every(({ target, atMost }) => evaluateTarget(instance, plan, target) <= atMost);
  const heard = () => incumbent.plan?.plan;
  const { factor } = incumbent.target.terms[0];
  const bound = () => (incumbent.bound?.value ?? 0) / factor;
  yield* improveParts(view, start, { heard, admits, bound }, makeRandom(seed));
}
