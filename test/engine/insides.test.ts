import assert from 'node:assert/strict';
import { createInsides } from '../../src/services/insides.ts';
import { bringWorld, type World } from '../bed/world.ts';
import { bringOrSkip } from '../support/skip.ts';
import { Ends } from './ends.ts';
import { composeServices, useEnvironment, workspaceWith } from './support.ts';

describe('what is inside of images that were really built', function () {
  const ends = new Ends();
  let world: World;
  let services: ReturnType<typeof composeServices>;
  before(async function () {
    this.timeout(600_000);
    world = await bringOrSkip(this, bringWorld);
    ends.add(world.stop);
    ends.add(useEnvironment(world.engine.env));
    services = composeServices();
    ends.add(() => {
      services.registry.dispose();
    });
  });
  after(() => ends.run());

  /** Builds for both platforms and tells what each starts. */
  async function insideOf(tag: string, dockerfile: string, ...extraArgs: readonly string[]) {
    const workspace = await workspaceWith({ Dockerfile: dockerfile, 'start.sh': '#!/bin/sh\nexec true\n' });
    ends.add(workspace.remove);
    const ref = `${world.registry.host}/inside/${tag}:1`;
    const platforms = ['linux/amd64', 'linux/arm64'];
    const report = await workspace.build(services, { platforms, tags: [ref], output: 'push', extraArgs });
    assert.ok(report.ok, JSON.stringify(report.failure));
    const { images } = await services.images.inspect(ref);
    const insides = createInsides(services);
    return Object.fromEntries(
      await Promise.all(
        images.map(async ({ platform, digest }) => {
          const inside = await insides.read(ref, digest);
          return [
            platform,
            'architecture' in inside ? `${inside.program} ${inside.architecture}` : inside.state,
          ] as const;
        }),
      ),
    );
  }

  it('is the program of each platform, behind links', async () => {
    assert.deepEqual(await insideOf('right', `FROM ${world.base}\nENTRYPOINT ["sh"]\n`), {
      'linux/amd64': '/bin/busybox amd64',
      'linux/arm64': '/bin/busybox arm64',
    });
  });

  it('is that of the other platform where somebody has copied it', async () => {
    const wrong = `FROM --platform=linux/amd64 ${world.base} AS tools\nFROM ${world.base}\nCOPY --from=tools /bin/busybox /app\nENTRYPOINT ["/app"]\n`;
    assert.deepEqual(await insideOf('wrong', wrong), { 'linux/amd64': '/app amd64', 'linux/arm64': '/app amd64' });
  });

  it('is what reads a script', async () => {
    const script = `FROM ${world.base}\nCOPY --chmod=755 start.sh /start.sh\nCMD ["/start.sh"]\n`;
    assert.deepEqual(await insideOf('script', script), {
      'linux/amd64': '/bin/busybox amd64',
      'linux/arm64': '/bin/busybox arm64',
    });
  });

  it('is not there where it was taken away, and nothing where nothing is named', async () => {
    const gone = `FROM ${world.base}\nENTRYPOINT ["/nowhere"]\n`;
    assert.deepEqual(Object.values(await insideOf('gone', gone)), ['notFound', 'notFound']);
    const none = `FROM ${world.base} AS files\nFROM scratch\nCOPY --from=files /bin/busybox /data\n`;
    assert.deepEqual(Object.values(await insideOf('none', none)), ['noStart', 'noStart']);
  });
});
