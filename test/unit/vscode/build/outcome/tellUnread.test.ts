import { DiagnosedError } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { diagnosisOf } from '../../../../../src/domain/diagnosis/remedies.ts';
import { diagnoseError } from '../../../../../src/services/diagnoseError.ts';
import { createShowError } from '../../../../../src/vscode/shared/errors/showError.ts';
import { createTellUnread } from '../../../../../src/vscode/shared/errors/tellUnread.ts';
import { leave } from '../../../../support/vscode/person.ts';
import { inVscode, person, see, shows } from '../../../../support/vscode/session.ts';

const unread = (file: string) => new DiagnosedError(diagnosisOf('tooComplex', { file }));

describe('files that could not be read', () => {
  inVscode();
  const showError = createShowError(diagnoseError, () => () => Promise.resolve());
  const log = {
    error: (message: string) => {
      see(`log: ${message}`);
    },
  };

  it('are each in the log, and all of them in one notification', () => {
    const tell = createTellUnread(log, () => showError);
    person(leave, leave);
    tell([unread('a.yaml')]);
    tell([unread('a.yaml'), unread('b.yaml'), unread('c.yaml')]);
    tell([]);
    shows(`
      log: a.yaml is too complex to read.
      error: a.yaml is too complex to read.
        [Show Log]
      > Escape
      log: a.yaml is too complex to read.
      log: b.yaml is too complex to read.
      log: c.yaml is too complex to read.
      error: a.yaml and 2 more could not be read. The log shows why.
        [Show Log]
      > Escape
    `);
  });
});
