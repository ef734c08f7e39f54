/** Commander's words for wrong usage as one line in this program's: what was expected, what was found. */

/** The long name of the option that a message quotes with all its flags. */
const OPTION = /^option '(?:-\w, )?(--[a-z0-9-]+)[^']*' /;

/** No command takes a number of arguments but one, or any. */
const PLENTY = "expected $1 argument, found $2 (--help says what it is)";

export function usageLine(message: string): string {
  return message
    .trim()
    .replace(/^error: /, "")
    .replace(/\s*\n\s*\(Did you mean (.+)\?\)$/, "; did you mean $1?")
    .replace(/\s*\n\s*/g, " ")
    .replace(/^unknown (command|option) '[^']*'$/, "$& (--help lists those there are)")
    .replace(/^missing required argument '(.*)'$/, "expected the argument '$1', found none")
    .replace(/^too many arguments for '.*'\. Expected (\d+) arguments? but got (\d+)\.$/, PLENTY)
    .replace(OPTION, "$1: ")
    .replace(/: argument missing$/, ": expected a value, found none")
    .replace(/: argument '(.*)' is invalid\. Allowed choices are (.*)\.$/, ": expected one of $2, found '$1'")
    .replace(/: argument '(.*)' is invalid\. (expected .*)$/, ": $2, found '$1'")
    .replaceAll("'", '"');
}
