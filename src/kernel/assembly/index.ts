/** What the host calls. */
export { allocate } from "./memory";
export {
  index, indexJson, misplacedQuotes, newlines, openQuote, quoteParity, quotedNewlines, records, recordsEnd, shape,
} from "./delimiters";
export { read, numbers } from "./number";
export { codes, createDictionary, dictionaryEntries } from "./dictionary";
export { jsonCodes, jsonConstant, jsonNumbers, jsonStrings } from "./json";
export { addValues } from "./sum";
export { addPowers } from "./powers";
export { multiplyPairs } from "./quadruples";
export { products } from "./products";
export { cross, settleAll } from "./cross";
export { residuals } from "./residuals";
export { countPairs, differences, smallHashes } from "./pairs";
export { addProductsOfPairs, sizes } from "./fourfold";
export { takeMagnitude } from "./superaccumulator";
