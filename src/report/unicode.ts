/** Whether a terminal can show more than ASCII. */

/**
 * True unless the locale or the kind of terminal says otherwise. The first of LC_ALL, LC_CTYPE and LANG that is set
 * decides; where none is (Windows, containers) terminals know UTF-8 today.
 */
export function showsUnicode(env: Readonly<Record<string, string | undefined>>): boolean {
  // The console of Linux has few characters beyond Latin, no braille among them.
  if (env.TERM === "linux" || env.TERM === "dumb") return false;
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG;
  return !locale || /utf-?8/i.test(locale);
}
