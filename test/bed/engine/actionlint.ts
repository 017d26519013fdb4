import { join } from 'node:path';
import { goPrograms } from './goPrograms.ts';

/** The linter of GitHub's workflows, built once from the version in `actionlint/go.mod`. Throws `BedUnavailable` if Go is not installed. */
export async function actionlintFromGo(): Promise<string> {
  const folder = await goPrograms({
    name: 'actionlint',
    module: 'github.com/rhysd/actionlint',
    packages: ['cmd/actionlint'],
    variables: () => ({}),
  });
  return join(folder, 'actionlint');
}
