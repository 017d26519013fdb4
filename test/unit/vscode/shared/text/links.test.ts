import assert from 'node:assert/strict';
import { safeError } from '../../../../../src/vscode/shared/text/links.ts';

describe('what a call of VS Code fails with', () => {
  it('attack: an error that VS Code shows by itself has a link that runs a command', () => {
    const raw = new Error('cannot open [the file](command:workbench.action.closeWindow?%22)\u202e\n\u0007');
    const { message } = safeError(raw);
    assert.ok(!/\]\s*\(/.test(message) && !message.includes('\u202e') && !message.includes('\n'), message);
    assert.equal(safeError('[a](command:b)').message, '[a] - (command:b)');
  });
});
