import { loud } from './loud.ts';
import { see } from './session.ts';
import type { Uri } from './uri.ts';

export const env = loud('env', {
  language: 'en',
  clipboard: loud('env.clipboard', {
    writeText: (text: string) => {
      see(`clipboard: ${text.replaceAll('\n', '\n  ')}`);
      return Promise.resolve();
    },
  }),
  openExternal: (uri: Uri) => {
    see(`browser: ${uri.toString()}`);
    return Promise.resolve(true);
  },
});
