import type { LabelDomains } from "../schedule-rules.ts";

/** Numbers the labels across which replicas are spread, in order of appearance. */
export interface DomainCollector {
  numberOf(label: string): number;
  /** True if the resource has the label. */
  has(domain: number, resource: number): boolean;
  domains(): readonly LabelDomains[];
}

export function domainCollector(
  labels: readonly Readonly<Record<string, string>>[],
): DomainCollector {
  const numbers = new Map<string, number>();
  const found: LabelDomains[] = [];
  return {
    numberOf(label) {
      const known = numbers.get(label);
      if (known !== undefined) return known;
      numbers.set(label, found.length);
      const values = [...new Set(labels.flatMap((of) => of[label] ?? []))];
      const of = Int32Array.from(labels, (all) =>
        all[label] === undefined ? -1 : values.indexOf(all[label]),
      );
      found.push(Object.freeze({ label, of, values: Object.freeze(values) }));
      return found.length - 1;
    },
    has: (domain, resource) => found[domain]!.of[resource]! >= 0,
    domains: () => Object.freeze(found),
  };
}
