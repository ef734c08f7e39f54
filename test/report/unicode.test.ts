import { expect, it } from "vitest";
import { showsUnicode } from "../../src/report/unicode.ts";

it.each([
  [{}, true],
  [{ LANG: "de_DE.UTF-8" }, true],
  [{ LANG: "en_US.utf8", TERM: "xterm-256color" }, true],
  [{ LC_ALL: "C" }, false],
  [{ LC_ALL: "C", LANG: "de_DE.UTF-8" }, false],
  [{ LC_ALL: "", LC_CTYPE: "POSIX", LANG: "de_DE.UTF-8" }, false],
  [{ LC_ALL: "C.UTF-8", LANG: "C" }, true],
  [{ LANG: "de_DE.ISO-8859-1" }, false],
  [{ LANG: "C.UTF-8", TERM: "linux" }, false],
  [{ TERM: "dumb" }, false],
])("%j: %s, by the first of LC_ALL, LC_CTYPE and LANG, and by the terminal", (env, expected) => {
  expect(showsUnicode(env)).toBe(expected);
});
