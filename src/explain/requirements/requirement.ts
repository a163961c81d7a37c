import type { Edit, EditedDocument } from "../../edit/draft.ts";
import type { Instance } from "../../instance/types.ts";
import type { Plan } from "../../plan/types.ts";

/** What is asked of plans: the document as it stands, and what it was read as. Neither is changed. */
export interface Source {
  readonly draft: EditedDocument;
  readonly instance: Instance;
}

/** How a requirement can be given up by degrees; larger values leave no fewer plans. */
export interface Lever {
  /** What the document says; integers in the stored unit of what is changed. */
  readonly from: number;
  /** With this it is as good as given up. */
  readonly to: number;
  set(value: number): Edit;
  /** What to do, such as `raise memory of resource "a100" by 32GiB, to 112GiB`. */
  text(value: number): string;
  /** The objective whose least value is the least one of this lever; absent: it is looked for by asking. */
  readonly least?: "cost" | "makespan";
  /**
   * Values between two multiples of this allow no other plans than the lower one, in an instance with the lever at `to`; absent: 1.
   */
  step?(instance: Instance): number;
  /** The least value with which this plan keeps it. Absent: only asking tells. */
  need?(instance: Instance, plan: Plan): number;
}

/** Something that the document asks of every plan and that can be given up by itself: without it there are no fewer plans. */
export interface DocumentRequirement {
  /** The name of its kind, such as "task", "capacity" or "deadline". */
  readonly kind: string;
  /** In the words of the document, such as `deadline 6h of task "report"`. */
  readonly text: string;
  /** JSON pointer of what says so; of several equal rows that of the first. */
  readonly place: string;
  /** Gives it up. */
  readonly relax: Edit;
  /** Keeps only what is needed of it, where that is a part of what the document says. */
  readonly hold?: Edit;
  /** Absent where it can only be given up whole. */
  readonly lever?: Lever;
  /** Where it asks for tasks: how many copies, and the same for fewer of them. */
  readonly copies?: { readonly count: number; atMost(copies: number): DocumentRequirement };
}

/** A kind of requirement: all of that kind in a document. A new one is a file and a line in the registry. */
export type RequirementKind = (source: Source) => readonly DocumentRequirement[];
