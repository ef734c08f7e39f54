/** A model's file. */
import { readFileSync } from "node:fs";
import type { Model } from "../fit/types.ts";
import { parseModel } from "../model/model-file.ts";
import { readFailure } from "../read/source.ts";

/** @throws LossctlError (input) where it can't be read or holds no model. */
export function readModelFile(path: string): Model {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw readFailure(path, error);
  }
  return parseModel(text, path);
}
