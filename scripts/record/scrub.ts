import { homedir, hostname, release } from 'node:os';
import { bedHome } from '../../test/bed/paths.ts';
import type { Places } from './scenario.ts';

const roles: Readonly<Record<keyof Places, string>> = {
  registry: 'registry.test:5000',
  guarded: 'guarded.test:5000',
  plain: 'plain.test:5000',
  unknownAuthority: 'secure.test:5000',
  doomed: 'doomed.test:5000',
  nobody: 'nobody.test:5000',
  amd64Node: 'node-amd64.test:1234',
  arm64Node: 'node-arm64.test:1234',
};

export interface ScrubInput {
  readonly places: Places;
  readonly repository: string;
  /** The folder of the scenario, and its parent. */
  readonly workFolder: string;
  readonly worldFolder: string;
  readonly engineFolder: string;
}

type Rule = readonly [from: RegExp, to: string];

/** Creates the function that replaces data of the recording machine, in plain text and inside Base64. */
export function makeScrub({
  places,
  repository,
  workFolder,
  worldFolder,
  engineFolder,
}: ScrubInput): (text: string) => string {
  const rules: Rule[] = [];
  for (const [role, host] of Object.entries(places) as [keyof Places, string][]) {
    // Go identifies the peer of a connection by its address, never by its name
    const peer = escape(host);
    rules.push(
      [new RegExp(`(\\w+ tcp) [\\d.]+:\\d+->${peer}(?!\\d)`, 'g'), '$1 192.0.2.1:50000->192.0.2.10:5000'],
      [new RegExp(`(\\w+ tcp) ${peer}(?!\\d)`, 'g'), '$1 192.0.2.10:5000'],
      [new RegExp(`${peer}(?!\\d)`, 'g'), roles[role]],
      [new RegExp(`${escape(host.replace(':', '%3A'))}(?!\\d)`, 'g'), roles[role].replace(':', '%3A')],
    );
  }
  const paths: Rule[] = [
    [literal(workFolder), '/work/app'],
    [literal(`${worldFolder}/no-engine.sock`), '/var/run/docker.sock'],
    [literal(worldFolder), '/work'],
    [literal(`${engineFolder}/docker.sock`), '/var/run/docker.sock'],
    [new RegExp(`${escape(engineFolder)}/config[\\w-]*`, 'g'), '/home/user/.docker'],
    [literal(`${engineFolder}/data`), '/var/lib/docker'],
    [literal(`${engineFolder}/exec`), '/run/docker'],
    [literal(engineFolder), '/run/docker'],
    [new RegExp(`${escape(bedHome())}/packages/[\\w-]+/root`, 'g'), ''],
    [new RegExp(`${escape(bedHome())}/buildx/[^/"]+`, 'g'), '/usr/libexec/docker/cli-plugins'],
    [literal(repository), '/repository'],
    // the addresses of the engines' bridges
    [/198\.18\.\d+\.1\b/g, '192.0.2.10'],
    [/(?<= lookup \S+ on )[\d.:]+:53\b/g, '192.0.2.53:53'],
    [literal(release()), '6.1.0'],
    [new RegExp(`(worker\\.hostname(?:":\\s*"|:\\s+))${escape(hostname())}\\b`, 'g'), '$1builder-host'],
  ];
  const plain = (text: string): string =>
    [...rules, ...paths].reduce((result, [from, to]) => result.replaceAll(from, to), text);
  return (text) =>
    plain(text).replaceAll(/"([A-Za-z0-9+/]{8,}={0,2})"/g, (whole, base64: string) => {
      const decoded = Buffer.from(base64, 'base64').toString('utf8');
      const scrubbed = plain(decoded);
      return scrubbed === decoded ? whole : JSON.stringify(Buffer.from(scrubbed).toString('base64'));
    });
}

/** Replaces data of the machine in the output of `docker info`, other than paths. */
export function scrubInfo(stdout: string): string {
  const info = JSON.parse(stdout) as Record<string, unknown>;
  const neutral: Readonly<Record<string, unknown>> = {
    ID: '00000000-0000-0000-0000-000000000000',
    Name: 'builder-host',
    NCPU: 4,
    MemTotal: 8_000_000_000,
  };
  for (const [key, value] of Object.entries(neutral)) {
    // without an engine they are empty, and report that
    if (info[key]) {
      info[key] = value;
    }
  }
  return JSON.stringify(info) + '\n';
}

/** Throws if a recording contains data of the machine, in plain text or inside Base64, as far as this can be detected. */
export function assertScrubbed(
  text: string,
  { repository, worldFolder }: Pick<ScrubInput, 'repository' | 'worldFolder'>,
): void {
  const decoded = [...text.matchAll(/[A-Za-z0-9+/]{16,}={0,2}/g)].map(([base64]) =>
    Buffer.from(base64, 'base64').toString('latin1'),
  );
  for (const secret of [bedHome(), repository, worldFolder, `${homedir()}/`, release(), '127.0.0.1:', '198.18.']) {
    for (const each of [text, ...decoded]) {
      const at = each.indexOf(secret);
      if (at >= 0) {
        throw new Error(`the recording names this machine: …${each.slice(Math.max(0, at - 80), at + 80)}…`);
      }
    }
  }
}

function literal(text: string): RegExp {
  return new RegExp(escape(text), 'g');
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
