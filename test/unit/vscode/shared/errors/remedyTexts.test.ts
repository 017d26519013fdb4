import assert from 'node:assert/strict';
import type { Remedy } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisCodes } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { remediesFor } from '../../../../../src/domain/diagnosis/remedies.ts';
import { remedyLabel } from '../../../../../src/vscode/shared/errors/remedyTexts.ts';

const labels: [Remedy, string][] = [
  [{ id: 'createBuilder' }, 'Create Builder and Build Again'],
  [{ id: 'setUpBuilder', registry: 'localhost:5000', http: true }, 'Set Up a Builder…'],
  [{ id: 'runInTerminal', purpose: 'login', command: [] }, 'Log In…'],
  [{ id: 'installEmulators', platform: 'linux/arm64' }, 'Install Emulators…'],
  [{ id: 'runInTerminal', purpose: 'prune', command: [] }, 'Free Disk Space…'],
  [{ id: 'openLink', purpose: 'installDocker', url: '' }, 'How to Install Docker'],
  [{ id: 'openLink', purpose: 'installBuildx', url: '' }, 'How to Install Buildx'],
  [{ id: 'openLink', purpose: 'installKubectl', url: '' }, 'How to Install kubectl'],
  [{ id: 'openLink', purpose: 'learnMore', url: '' }, 'Learn More'],
  [{ id: 'openFile', file: 'docker/Dockerfile', line: 3 }, 'Open Dockerfile'],
  [{ id: 'openFile', file: 'docker\\app.Dockerfile' }, 'Open app.Dockerfile'],
  [{ id: 'editBuild', part: 'source' }, 'Change Source…'],
  [{ id: 'editBuild', part: 'platforms' }, 'Change Platforms…'],
  [{ id: 'editBuild', part: 'image' }, 'Change Image…'],
  [{ id: 'editBuild', part: 'output' }, 'Change Output…'],
  [{ id: 'buildAgain' }, 'Build Again'],
  [{ id: 'showLog' }, 'Show Log'],
];

describe('remedyLabel', () => {
  for (const [remedy, label] of labels) {
    it(`is "${label}"`, () => {
      assert.equal(remedyLabel(remedy), label);
    });
  }

  it('keeps a button short', () => {
    assert.ok(remedyLabel({ id: 'openFile', file: 'x'.repeat(300) }).length < 50);
  });
});

describe('remedies', () => {
  for (const code of diagnosisCodes) {
    it(`for ${code} are three at most, with different labels and links that are encrypted`, () => {
      const params = { platform: 'linux/arm64', registry: 'ghcr.io', builder: 'b', driver: 'docker', reason: 'push' };
      const remedies = remediesFor(code, params, { file: 'Dockerfile', line: 1 });
      const told = remedies.map(remedyLabel);
      assert.ok(remedies.length <= 3, told.join());
      assert.equal(new Set(told).size, told.length);
      for (const remedy of remedies) {
        assert.ok(remedy.id !== 'openLink' || remedy.url.startsWith('https://'));
      }
    });
  }
});
