/** XML 1.0 as text. */
import { visible } from "../visible.ts";

/** An element with attributes in their order, and texts or elements inside. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string | number>>;
  readonly children?: readonly (Element | string)[];
}

/** A document in UTF-8 that ends in a newline. */
export function xmlDocument(root: Element): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${lines(root, "").join("\n")}\n`;
}

function lines({ name, attributes, children = [] }: Element, indent: string): string[] {
  const head = [
    name,
    ...Object.entries(attributes).map(([key, value]) => `${key}="${escaped(String(value))}"`),
  ];
  const open = `${indent}<${head.join(" ")}`;
  if (children.length === 0) return [`${open}/>`];
  // Text stands alone in its element: white space around it would be part of it.
  const [text] = children;
  if (typeof text === "string")
    return [`${open}>${children.map((child) => escaped(String(child))).join("")}</${name}>`];
  return [
    `${open}>`,
    ...children.flatMap((child) => (typeof child === "string" ? [] : lines(child, `${indent}  `))),
    `${indent}</${name}>`,
  ];
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

/** Characters that XML can't hold are visible escapes; the two that are no characters at all go the same way. */
function escaped(text: string): string {
  return visible(text)
    .replace(/[\uFFFE\uFFFF]/g, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`)
    .replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}
