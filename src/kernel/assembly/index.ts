/** What the host calls. */
export { allocate } from "./memory";
export {
  index, misplacedQuotes, newlines, openQuote, quoteParity, quotedNewlines, records, recordsEnd, shape,
} from "./delimiters";
export { numbers, read } from "./number";
export { codes, createDictionary, dictionaryEntries } from "./dictionary";
export { addValues } from "./sum";
export { products } from "./products";
