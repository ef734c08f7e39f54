/** A model as `lossctl.model/1`. */
import type { Model } from "../fit/types.ts";
import { type Json, type JsonObject, jsonText } from "./json.ts";

/** The model's file: equal models are equal bytes. */
export function modelText(model: Model): string {
  return jsonText(modelFields(model));
}

export function modelFields(model: Model): JsonObject {
  const { features, coefficients, standardErrors, categories, positive, state } = model;
  return new Map<string, Json>([
    ["schema", model.schema],
    ["loss", model.loss],
    ["link", model.link],
    ["target", model.target],
    ["features", features],
    ["intercept", model.intercept],
    ["coefficients", new Map(features.map((name) => [name, coefficients[name] ?? 0]))],
    ["standardErrors", standardErrors === null ? null : new Map(Object.entries(standardErrors))],
    ["l1", model.l1],
    ["l2", model.l2],
    ["standardize", model.standardize],
    ...(categories === undefined ? [] : [["categories", new Map(Object.entries(categories))] as const]),
    ...(positive === undefined ? [] : [["positive", positive] as const]),
    ...(state === undefined ? [] : [["state", plain(state)] as const]),
  ]);
}

/** Data of arrays, objects, numbers, texts, booleans and null. */
function plain(value: unknown): Json {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean"
  ) {
    return value;
  }
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value === "object")
    return new Map(Object.entries(value).map(([key, item]) => [key, plain(item)]));
  throw new TypeError(`no JSON for ${typeof value}`);
}
