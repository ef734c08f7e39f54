/**
 * As much of a document as a plot needs to be built in: elements with attributes, children and text, and their markup.
 * A whole one takes longer to start than
 * all plots take to be drawn.
 */

type Child = SvgElement | string;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ESCAPES[character]!);
}

export class SvgElement {
  readonly ownerDocument: SvgDocument;
  readonly namespaceURI: string;
  readonly tagName: string;
  parentNode: SvgElement | null = null;
  readonly #attributes = new Map<string, string>();
  #children: Child[] = [];

  constructor(ownerDocument: SvgDocument, namespaceURI: string, tagName: string) {
    this.ownerDocument = ownerDocument;
    this.namespaceURI = namespaceURI;
    this.tagName = tagName;
  }

  setAttribute(name: string, value: unknown): void {
    this.#attributes.set(name, String(value));
  }

  /** Prefixes of names are written as they are. */
  setAttributeNS(_space: string | null, name: string, value: unknown): void {
    this.setAttribute(name, value);
  }

  getAttribute(name: string): string | null {
    return this.#attributes.get(name) ?? null;
  }

  hasAttribute(name: string): boolean {
    return this.#attributes.has(name);
  }

  removeAttribute(name: string): void {
    this.#attributes.delete(name);
  }

  /** Inline style as text. */
  set style(text: string) {
    this.setAttribute("style", text);
  }

  get children(): readonly SvgElement[] {
    return this.#children.filter((child) => child instanceof SvgElement);
  }

  appendChild(child: SvgElement): SvgElement {
    return this.insertBefore(child, null);
  }

  insertBefore(child: SvgElement, next: SvgElement | null): SvgElement {
    child.parentNode?.removeChild(child);
    child.parentNode = this;
    const place = next === null ? this.#children.length : this.#children.indexOf(next);
    this.#children.splice(place, 0, child);
    return child;
  }

  removeChild(child: SvgElement): SvgElement {
    this.#children = this.#children.filter((other) => other !== child);
    child.parentNode = null;
    return child;
  }

  set textContent(text: string) {
    this.#children = text === "" ? [] : [text];
  }

  get outerHTML(): string {
    const attributes = [...this.#attributes].map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
    const start = `<${this.tagName}${attributes}`;
    if (this.#children.length === 0) return `${start}/>`;
    const content = this.#children.map((child) =>
      typeof child === "string" ? escaped(child) : child.outerHTML,
    );
    return `${start}>${content.join("")}</${this.tagName}>`;
  }
}

export class SvgDocument {
  readonly documentElement = new SvgElement(this, "http://www.w3.org/1999/xhtml", "html");

  createElementNS(namespace: string, tagName: string): SvgElement {
    return new SvgElement(this, namespace, tagName);
  }
}
