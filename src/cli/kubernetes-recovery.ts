import { ApiFault } from "../io/apply/exchange.ts";
import { readCluster } from "../io/kubernetes/api/read-cluster.ts";
import type { ApiRequest } from "../io/kubernetes/api/request.ts";
import { changeList } from "../io/kubernetes/out/files.ts";
import { moveLines, outFindingLines } from "../io/kubernetes/out/text.ts";
import { InstanceError } from "../util/errors.ts";
import { shellWord } from "../util/shell-word.ts";
import { isEmpty, writeChanges } from "./changes-folder.ts";
import type { ScopeFlags } from "./cluster-options.ts";
import { type MovesAway, movesAway } from "./moves-away.ts";
import { print, tell } from "./print.ts";

/** Looks, and ms between them, until the cluster has made anew what was on a node that is gone. */
const LOOKS = 24;
const PAUSE = 5000;

/** How long a plan of what runs is searched for, ms. */
const SEARCH = 30_000;

/** What a recovery is made with. */
export interface RecoverySetting {
  readonly request: ApiRequest;
  readonly wait: (ms: number) => Promise<void>;
  /** Of the changes that are followed: what is written then has its name and a number. */
  readonly folder: string;
  readonly scope: ScopeFlags;
  /** Options that name the cluster, as a shell takes them. */
  readonly access: readonly string[];
  readonly json: boolean;
}

/**
 * The folder with the moves of a plan without lost nodes, each told before it is sent; undefined if there is none, which is told. `affected`
 * are uids of objects that were planned for them: until all of these move the cluster is looked at again.
 */
export async function recoverFrom(
  lost: ReadonlySet<string>,
  affected: ReadonlySet<string>,
  setting: RecoverySetting,
): Promise<string | undefined> {
  const { wait, folder, access, json } = setting;
  let found: MovesAway | string = "the cluster has none of it";
  for (let k = 1; ; k++) {
    found = await looked(lost, setting);
    if (typeof found !== "string" && isWhole(found, affected)) break;
    if (k === LOOKS) break;
    await wait(PAUSE);
  }
  if (typeof found !== "string") {
    for (const line of outFindingLines(found.findings)) tell(line);
    if (found.moves.length === 0) found = "nothing of it can be moved";
  }
  if (typeof found === "string") {
    tell(`It is not planned anew: ${found}.`);
    return undefined;
  }
  const { instance, plan, moves, findings } = found;
  const next = await freshFolder(`${folder.replace(/\/+$/, "")}-next`);
  const list = changeList({ plan, moves, changes: [], findings }, instance);
  await writeChanges(next, list, { moves, changes: [] });
  if (!json) for (const move of moves) print(moveLines(move, undefined).join("\n"));
  const words = ["berth apply kubernetes", shellWord(next), "--yes --watch", ...access].join(" ");
  tell(`Written to ${next}; if this run is killed, ${words} goes on.`);
  return next;
}

async function looked(
  lost: ReadonlySet<string>,
  { request, wait, scope }: RecoverySetting,
): Promise<MovesAway | string> {
  const { namespace, selector } = scope;
  try {
    const { documents } = await readCluster({
      ...{ request, wait },
      ...(namespace !== undefined && { namespaces: namespace }),
    });
    return await movesAway(documents, {
      lost,
      scope: {
        ...(namespace !== undefined && { namespaces: new Set(namespace) }),
        ...(selector !== undefined && { selector }),
      },
      options: { timeLimit: SEARCH },
    });
  } catch (error) {
    if (error instanceof InstanceError || error instanceof ApiFault) return error.message;
    throw error;
  }
}

/** Whether everything that was planned for lost nodes moves. */
function isWhole({ moves }: MovesAway, affected: ReadonlySet<string>): boolean {
  const moved = new Set(moves.flatMap(({ ref, owner }) => [ref.uid, owner]));
  return [...affected].every((uid) => moved.has(uid));
}

async function freshFolder(name: string): Promise<string> {
  for (let k = 1; ; k++) {
    const folder = k === 1 ? name : `${name}-${k}`;
    if (await isEmpty(folder)) return folder;
  }
}
