import { contentHash } from "../../instance/content-hash.ts";
import { count } from "../groups.ts";
import { costsSection } from "./costs.ts";
import { convergenceSection, usageSection } from "./curves.ts";
import { objectivesSection } from "./objectives.ts";
import { pictureSection } from "./picture.ts";
import { remarksSection } from "./remarks.ts";
import type { PlanStory } from "./story.ts";
import type { ReportPage, ReportSection } from "./types.ts";

/** The report of one plan, or of why there is none. */
export function planPage(story: PlanStory): ReportPage {
  const { instance, verified, verdict, tone, badge, facts, objectives, notes, more = [] } = story;
  const isTimed = instance.mode !== "placement";
  const sections: readonly (ReportSection | undefined)[] = [
    objectives.length === 0 ? undefined : objectivesSection(objectives),
    ...(verified === undefined
      ? []
      : [
          pictureSection(verified, story),
          isTimed && verified.plan.task.length > 0 ? usageSection(verified) : undefined,
          costsSection(verified),
        ]),
    ...more,
    convergenceSection(story),
    remarksSection(verified, notes),
  ];
  return {
    ...{ about: "a plan", title: instance.name, verdict, tone, badge },
    facts: [
      ...facts,
      ["tasks", count(instance.taskOfCopy.length)],
      ["resources", count(instance.resourceOfCopy.length)],
      ["instance", contentHash(instance)],
    ],
    sections: sections.filter((section) => section !== undefined),
  };
}
