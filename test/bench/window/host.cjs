// The entry for VS Code inside the extension host: activates the given extensions, and writes down how long that took.
const { writeFileSync } = require('node:fs');
const { performance } = require('node:perf_hooks');
const { setTimeout: after } = require('node:timers/promises');
const { setFlagsFromString } = require('node:v8');
const { runInNewContext } = require('node:vm');
const { extensions, workspace } = require('vscode');

/** Milliseconds for which a new window is busy with itself. */
const settling = 3000;

/** The settings of the open folder define the task. */
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
