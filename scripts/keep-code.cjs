// Preloaded by scripts/cache-code.mjs, in threads too: writes what V8 has made of the bundle KEPT_BUNDLE when the process
// ends, or when the thread that runs it has something to say: then its work is done.
const { writeFileSync } = require("node:fs");
const vm = require("node:vm");

const bundle = process.env.KEPT_BUNDLE;

vm.Script = class extends vm.Script {
  constructor(text, { filename, ...options }) {
    super(text, filename === bundle ? { filename } : { filename, ...options });
    if (filename !== bundle) return;
    this.cachedDataRejected = false;
    const keep = () => writeFileSync(`${bundle}.cache`, this.createCachedData());
    const { isMainThread, parentPort } = require("node:worker_threads");
    if (isMainThread) {
      process.once("exit", keep);
      return;
    }
    const { postMessage } = parentPort;
    parentPort.postMessage = (message) => {
      keep();
      postMessage.call(parentPort, message);
    };
  }
};
