import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import path from 'node:path';
import { diagnose } from '../../../../../src/domain/diagnosis/diagnose.ts';
import { diagnosisCodes, type Diagnosis } from '../../../../../src/domain/diagnosis/diagnosis.ts';
import { remediesFor } from '../../../../../src/domain/diagnosis/remedies.ts';
import { failureText } from '../../../../../src/vscode/shared/errors/diagnosisTexts.ts';
import { evidenceOf, readRecording } from '../../../../support/recordedFailure.ts';
import { notified } from '../../../../support/notified.ts';

const all = {
  platform: 'linux/arm64',
  found: 'linux/amd64',
  image: 'ghcr.io/me/app:1',
  registry: 'ghcr.io',
  builder: 'multiarch',
  node: 'multiarch0',
  host: 'arm.example.com',
  server: 'auth.example.com',
  driver: 'docker-container',
  file: 'app.Dockerfile',
  path: '/run.sh',
  secret: 'token',
  step: 'make',
  exitCode: '137',
  detail: 'it did not work.',
};
const reasons = [
  ...['', 'push', 'pull', 'name', 'connection', 'loopback', 'broken', 'constant', 'stage', 'target', 'none', 'file'],
  ...['destination', 'builder', 'step', 'permission', 'interpreter', 'shebang', 'firstLine', 'noShell', 'absent'],
  ...['hostKey', 'key', 'remote', 'noDocker', 'noSsh', 'busy', 'authority', 'expired', 'notYet', 'client', 'daemon'],
  ...['notForwarded', 'agent', 'missing', 'login', 'ref', 'other', 'booting', 'namespace', 'refused', 'run', 'windows'],
  ...[
    'index',
    'narrow',
    'memory',
    'call',
    'instruction',
    'loader',
    'heap',
    'killed',
    'abort',
    'crash',
    'crashEmulated',
  ],
  ...['childCrashed', 'package', 'variable', 'overlay', 'match', 'twice', 'attestations', 'ociLayout', 'indexEdits'],
];
/** Nothing known, everything known, and everything but one thing. */
const knowledge: Record<string, string>[] = [
  {},
  ...Object.keys(all).map((left) => Object.fromEntries(Object.entries(all).filter(([name]) => name !== left))),
  all,
];

function checkSentence(text: string): void {
  assert.match(text, /^[\p{Lu}\p{N}“/.\w].*[.”]$/u, text);
  assert.doesNotMatch(text, /\{|\}|undefined|[.,:;!?]{2}|\s{2}|\s[.,](?!\w)/, text);
}

function checkExplanation(diagnosis: Diagnosis): void {
  const { message, advice } = failureText(diagnosis);
  checkSentence(message);
  assert.doesNotMatch(
    message.replace(/[“(].*?[”)]/g, '').replace(/:.*/, ''),
    /[.!?]\s+\p{Lu}/u,
    `one sentence: ${message}`,
  );
  if (advice !== undefined) {
    checkSentence(advice);
  }
}

describe('explain', () => {
  for (const code of diagnosisCodes) {
    it(`says ${code} in a sentence, whatever is known`, () => {
      for (const known of knowledge) {
        for (const reason of reasons) {
          const params = { ...known, ...(reason !== '' && { reason }) };
          checkExplanation({ code, params, remedies: remediesFor(code, params) });
        }
      }
    });
  }

  it('names what is concerned', () => {
    const message = (code: Diagnosis['code'], params: Record<string, string> = all) =>
      failureText({ code, params, remedies: [] }).message;
    assert.equal(
      message('emulatorMissing'),
      'The builder cannot run programs for linux/arm64, because it has no emulator for that platform.',
    );
    assert.equal(
      message('baseImageOtherPlatform'),
      'The base image ghcr.io/me/app:1 is for linux/amd64, not for linux/arm64.',
    );
    assert.equal(
      message('baseImageLacksPlatform'),
      'The base image ghcr.io/me/app:1 is not available for linux/arm64.',
    );
    assert.equal(message('builderNotFound'), 'There is no builder named multiarch.');
    assert.equal(message('registryUnreachable'), 'ghcr.io is not responding.');
    assert.equal(
      message('registryRateLimit', { registry: 'docker.io' }),
      'Docker Hub accepts no more requests for now: you have reached your limit.',
    );
    assert.equal(message('stepFailed'), 'The step “make” failed for linux/arm64 with exit code 137.');
    assert.equal(message('unknown', { detail: 'it did not work.' }), 'The build failed: it did not work.');
  });

  it('names whose certificate, engine or login it is', () => {
    const told = (code: Diagnosis['code'], params: Record<string, string>) =>
      failureText({ code, params, remedies: [] });
    const far = { host: 'arm.example.com', builder: 'multi', node: 'multi1' };
    assert.equal(
      told('engineNotRunning', { ...far, reason: 'busy' }).message,
      'The SSH server on arm.example.com (node multi1 of builder multi) closed the connection.',
    );
    assert.equal(
      told('builderLogin', { ...far, reason: 'hostKey', detail: 'Host key verification failed.' }).advice,
      'Connect to it once with “ssh” in a terminal, and compare the key. It reported: Host key verification failed.',
    );
    assert.equal(
      told('registryCertificateExpired', { registry: 'ghcr.io', server: 'auth.example.com' }).message,
      'The certificate of auth.example.com (which checks logins for ghcr.io) has expired.',
    );
    assert.equal(
      told('clusterCertificate', { context: 'prod', reason: 'notYet' }).message,
      'The certificate of prod is not valid yet; check the clock of this machine.',
    );
  });

  it('tells the command that the button runs', () => {
    const advice = (code: Diagnosis['code'], params: Record<string, string>) =>
      failureText({ code, params, remedies: remediesFor(code, params) }).advice ?? '';
    assert.match(advice('registryLoginRequired', { registry: 'ghcr.io' }), /“docker login ghcr\.io”/);
    assert.match(advice('registryLoginRequired', { registry: 'docker.io' }), /“docker login”/);
    assert.match(advice('diskFull', { builder: 'multiarch' }), /“docker buildx prune --builder multiarch”/);
  });

  it('makes no link of what a build wrote', () => {
    const detail = '[click](command:workbench.action.terminal.new) [x] (https://evil.test)';
    const { message } = failureText({ code: 'unknown', params: { detail }, remedies: [] });
    assert.match(message, /command/);
    assert.doesNotMatch(notified(message), /\]\s*\(/);
  });

  it('shortens a step', () => {
    const { message } = failureText({
      code: 'stepFailed',
      params: { step: 'x'.repeat(300), exitCode: '1' },
      remedies: [],
    });
    assert.ok(message.length < 130);
  });

  it('has something to say of every recorded failure', () => {
    const fixtures = path.resolve('test/fixtures');
    for (const file of globSync(['buildx/*/**/*.json', 'docker/*/**/*.json'], { cwd: fixtures })) {
      const recording = file.includes('.metadata.') ? undefined : readRecording(path.join(fixtures, file));
      if (recording && recording.exitCode !== 0) {
        const { message, advice = '.' } = failureText(diagnose(evidenceOf(recording, 'off')));
        assert.match(message, /^[^\n]{10,400}\.$/, file);
        assert.doesNotMatch(message + advice, /undefined|\{\w+\}/, file);
      }
    }
  });
});
