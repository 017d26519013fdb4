import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BuildReport } from '../../src/domain/build/report.ts';
import type { BuildRequest } from '../../src/domain/build/request.ts';
import { pushBaseImage } from '../bed/engine/baseImage.ts';
import { buildxFromGo } from '../bed/engine/buildxFromGo.ts';
import { findOrBringEngine, type Engine } from '../bed/engine/engine.ts';
import { startRegistry, type Registry } from '../bed/engine/registry.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceIn } from './support.ts';

/** A build, and its expected report. */
interface Case {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  readonly request: BuildRequest;
  readonly expect: {
    readonly ok: boolean;
    readonly code?: string;
    /** The number. */
    readonly images?: number;
    readonly platforms?: number;
    /** Content that the registry must not have afterwards. */
    readonly absent?: string;
    /** File and line. */
    readonly location?: string;
    readonly notLocation?: string;
    /** Of every platform. */
    readonly how?: string;
  };
}

const text = readFileSync(new URL('../fixtures/real.json', import.meta.url), 'utf8');
const names = (JSON.parse(text) as readonly Case[]).map(({ name }) => name);

for (const [version, bring] of [
  ['0.13.1 (Debian trixie)', () => findOrBringEngine({ suite: 'trixie', own: true })],
  ['0.29.1 (Debian forky)', () => findOrBringEngine({ suite: 'forky', own: true })],
  ['as its Go module has it', async () => findOrBringEngine({ buildx: await buildxFromGo() })],
] as const) {
  describe(`builds that once ended wrongly, with buildx ${version}`, function () {
    // the newest buildx is compiled once, which takes minutes
    this.timeout(900_000);
    const ends = new Ends();
    let registry: Registry;
    let engine: Engine;
    before(async function () {
      await bringOrSkip(this, async () => {
        registry = await startRegistry();
        ends.add(registry.stop);
        engine = await bring();
        ends.add(engine.stop);
      });
      await pushBaseImage(registry);
      ends.add(useEnvironment(engine.env));
    });
    after(() => ends.run());

    for (const name of names) {
      it(name, async () => {
        const { request, files, expect } = caseOf(name, registry.host);
        const top = await mkdtemp(path.join(tmpdir(), 'real-'));
        const folder = path.join(top, 'workspace');
        for (const [file, content] of Object.entries(files)) {
          await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
          await writeFile(path.join(folder, file), content);
        }
        const services = composeServices();
        const report = await workspaceIn(folder).build(services, request);
        check(report, expect);
        if (expect.absent !== undefined) {
          await assert.rejects(services.images.inspect(`${registry.host}/${expect.absent}`), { code: 'imageNotFound' });
        }
        await rm(top, { recursive: true });
      });
    }
  });
}

function caseOf(name: string, host: string): Case {
  const filled = text.replaceAll('@REGISTRY@', host).replaceAll('@NOW@', `now${process.pid}`);
  const found = (JSON.parse(filled) as readonly Case[]).find((one) => one.name === name);
  assert.ok(found);
  return found;
}

function check(report: BuildReport, expect: Case['expect']): void {
  const { ok, verified, failure, images, platforms } = report;
  assert.equal(ok, expect.ok, JSON.stringify(failure));
  assert.equal(verified, expect.ok);
  const location = failure?.location && `${failure.location.file}:${failure.location.line}`;
  if (expect.code !== undefined) {
    assert.equal(failure?.code, expect.code);
  }
  if (expect.location !== undefined) {
    assert.equal(location, expect.location);
  }
  if (expect.notLocation !== undefined) {
    assert.notEqual(failure?.location?.file, expect.notLocation);
  }
  if (expect.images !== undefined) {
    assert.equal(images.length, expect.images, JSON.stringify(images));
  }
  if (expect.platforms !== undefined) {
    assert.equal(platforms.length, expect.platforms, JSON.stringify(platforms));
  }
  if (expect.how !== undefined) {
    assert.ok(
      platforms.every(({ how }) => how === expect.how),
      JSON.stringify(platforms),
    );
  }
}
