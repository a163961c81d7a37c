import { dump } from "js-yaml";

/** The text of a Kubernetes manifest as people write them: YAML in blocks, texts of several lines as such. */
export function manifestText(manifest: object): string {
  return dump(manifest, { lineWidth: -1, noRefs: true });
}
