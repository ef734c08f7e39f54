/** All losses and metrics, in the order in which they are listed. A loss is one file and one line here. */
import type { Definition } from "./types.ts";

export const catalogue: readonly Definition[] = [];
