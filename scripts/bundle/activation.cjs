// node activation.cjs BUNDLE: activates an unminified bundle outside of VS Code, and prints which of its modules ran, as JSON.
const { readFileSync } = require('node:fs');
const { Session } = require('node:inspector');
const path = require('node:path');
const { emptyContext } = require('../../test/support/silentVscode.cjs')();

const file = path.resolve(process.argv[2]);
const session = new Session();
session.connect();
const ask = (method, params) => {
  let answer;
  session.post(method, params, (error, result) => {
    if (error) {
      throw new Error(`${method}: ${error.message}`);
    }
    answer = result;
  });
  return answer;
};

ask('Profiler.enable');
ask('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
require(file).activate(emptyContext);
const { result } = ask('Profiler.takePreciseCoverage');

// esbuild writes the name of each module before it
const modules = [...readFileSync(file, 'utf8').matchAll(/^\/\/ (src\/.+\.ts)$/gm)];
const moduleAt = (offset) => modules.findLast(({ index }) => index < offset)?.[1];
const { functions } = result.find(({ url }) => url.endsWith(path.basename(file)));
const ran = functions.flatMap(({ ranges: [{ startOffset, count }] }) => (count > 0 ? [moduleAt(startOffset)] : []));
process.stdout.write(JSON.stringify([...new Set(ran.filter((name) => name !== undefined))]));
