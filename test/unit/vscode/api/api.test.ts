import assert from 'node:assert/strict';
import { CancellationTokenSource } from 'vscode';
import { parseReference } from '../../../../src/domain/image/reference.ts';
import { diagnoseError } from '../../../../src/services/diagnoseError.ts';
import type { Images } from '../../../../src/services/images/images.ts';
import { diagnoseRegistry } from '../../../../src/services/registry/registryDiagnosis.ts';
import { CancelledError } from '../../../../src/tools/process/errors.ts';
import { RegistryError } from '../../../../src/tools/registry/errors.ts';
import { createApi } from '../../../../src/vscode/api.ts';
import { verdictsOn } from '../../../support/verdicts.ts';
import { stub } from '../../../support/stub.ts';
import { inVscode } from '../../../support/vscode/session.ts';

/** The API, with these registry responses. */
function apiOf(inspect: Images['inspect'] = () => assert.fail('nothing is to be read')) {
  return createApi({
    images: stub('Images', { inspect }),
    listing: stub('BuilderListing', {}),
    builders: stub('Builders', {}),
    clusters: stub('ClusterModel', { refresh: () => Promise.resolve([]) }),
    verdicts: verdictsOn([]),
    knownFacts: () => ({}),
    forImages: () => Promise.resolve({ programs: () => assert.fail('nothing is to be checked') }),
    tasks: stub('TaskRunner', {}),
    explain: diagnoseError,
  });
}

describe('a call of the API that fails', () => {
  inVscode();

  it('rejects with a sentence that names the image, and has what happened as its cause', async () => {
    const absent = new RegistryError('status', '127.0.0.1:5000 answered 404', { status: 404 });
    const api = apiOf((ref) => {
      const parsed = parseReference(ref);
      assert.ok(parsed.ok);
      return Promise.reject(diagnoseRegistry(absent, parsed.value));
    });
    for (const call of [api.inspectImage, api.coverage]) {
      await assert.rejects(call('127.0.0.1:5000/shop/app:9'), (error: Error & { readonly code?: string }) => {
        assert.equal(error.code, 'imageNotFound');
        assert.equal(error.message, 'The image 127.0.0.1:5000/shop/app:9 was not found.');
        assert.match(String(error.cause), /127\.0\.0\.1:5000 answered 404/);
        return true;
      });
    }
  });

  it('says what is wrong with what was asked for', async () => {
    const api = apiOf();
    const invalid = async (call: Promise<unknown>, message: string) => {
      await assert.rejects(call, { code: 'invalidRequest', message });
    };
    await invalid(api.inspectImage('a b'), 'The request is not valid: “a b”: a name cannot contain spaces.');
    await invalid(
      api.coverage(7 as never),
      'The request is not valid: a name is required, such as registry.example.com/team/app:1.0.',
    );
    await invalid(
      api.route(['lunix/amd64']),
      'The request is not valid: “lunix/amd64”: not a valid platform; did you mean linux/amd64.',
    );
    await invalid(api.route('linux/amd64' as never), 'The request is not valid: a list of platforms is required.');
  });

  it('keeps the words of a failure that has no name', async () => {
    const api = apiOf(() => Promise.reject(new Error('odd')));
    await assert.rejects(api.inspectImage('r.io/app:1'), { code: 'unknown', message: /odd/ });
  });

  it('is cancelled as VS Code has it', async () => {
    const token = new CancellationTokenSource();
    token.cancel();
    const api = apiOf((_, options) => {
      assert.equal(options?.signal?.aborted, true);
      return Promise.reject(new CancelledError());
    });
    await assert.rejects(api.inspectImage('r.io/app:1', token.token), { name: 'Canceled' });
  });
});
