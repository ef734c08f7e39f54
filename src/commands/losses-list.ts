/** `lossctl losses`: the list. */
import { lossGroups, TASK_NAMES } from "../catalogue/groups.ts";
import { usageError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { renderLossList } from "../report/loss-list.ts";
import { renderLossesJson } from "../report/losses-json.ts";
import type { RenderOptions } from "../report/types.ts";
import type { CommandIo } from "./io.ts";

export async function lossesList(
  task: string | undefined,
  json: boolean,
  options: RenderOptions,
  { version }: CommandIo,
): Promise<string> {
  const known = TASK_NAMES.find((name) => name === task?.toLowerCase());
  if (task !== undefined && known === undefined) {
    const meant = nearest(task, TASK_NAMES);
    const suggestion = meant === undefined ? "" : `; did you mean ${meant}?`;
    throw usageError(`--task: unknown task "${task}"${suggestion}`, `there are ${TASK_NAMES.join(", ")}`);
  }
  const groups = lossGroups(known);
  if (!json) return renderLossList(groups, options);
  return renderLossesJson({ version, entries: groups.flatMap(({ entries }) => entries) });
}
