import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorsFile, errorsPage } from '../test/support/errorsPage.ts';

/** Writes docs/errors.md. */
mkdirSync(path.dirname(errorsFile), { recursive: true });
writeFileSync(errorsFile, errorsPage());
