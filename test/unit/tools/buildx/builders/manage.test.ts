import assert from 'node:assert/strict';
import {
  describeBuilder,
  startBuilder,
  stopBuilder,
  useBuilder,
} from '../../../../../src/tools/buildx/builders/manage.ts';

describe('commands for a builder', () => {
  it('take its name after `--`, so that it can be no flag', () => {
    const name = '--all-inactive';
    assert.deepEqual(
      [useBuilder, startBuilder, stopBuilder, describeBuilder].map((command) => command('docker', name).args.join(' ')),
      [
        'buildx use -- --all-inactive',
        'buildx inspect --bootstrap -- --all-inactive',
        'buildx stop -- --all-inactive',
        'buildx inspect -- --all-inactive',
      ],
    );
  });
});
