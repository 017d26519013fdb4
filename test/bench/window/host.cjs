// What VS Code calls inside the extension host: activates the extensions that it is told to, and writes down what that took.
const { writeFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { setTimeout: after } = require('node:timers/promises');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { extensions, workspace } = require('vscode');

/** Milliseconds for which a new window has enough to do with itself. */
const settling = 3000;

/** The settings of the folder that is open say what to do. */
exports.run = async () => {
  const { activate, wait, result } = workspace.getConfiguration('multiarchBench').get('window');
  await after(settling);
  const took = {};
  for (const id of activate) {
    const extension = extensions.getExtension(id);
    if (extension.isActive) {
      throw new Error(`${id} was activated before`);
    }
    const [began, before] = [performance.now(), process.threadCpuUsage()];
    await extension.activate();
    const { user, system } = process.threadCpuUsage(before);
    took[id] = { ms: performance.now() - began, executed: (user + system) / 1000 };
  }
  await after(wait);
  setFlagsFromString('--expose-gc');
  const collectGarbage = runInNewContext('gc');
  collectGarbage();
  collectGarbage();
  const { rss, heapUsed, external } = process.memoryUsage();
  writeFileSync(result, JSON.stringify({ took, inUse: heapUsed + external, process: rss }));
};
