import assert from 'node:assert/strict';
import { newestFirst } from '../../../../../src/domain/image/tagOrder.ts';
import { isLow, readQuota, readRetryAfter } from '../../../../../src/services/registry/http/quota.ts';
import { nextPage, readTags } from '../../../../../src/services/registry/tagPages.ts';
import { isRegistryError } from '../../../../../src/tools/registry/errors.ts';

describe('what a registry says of its limits', () => {
  it('is how much is left, and when it is there again', () => {
    const quota = (limit?: string, remaining?: string) =>
      readQuota({
        headers: new Map(
          [
            ['ratelimit-limit', limit],
            ['ratelimit-remaining', remaining],
          ].flatMap(([name, value]) => (name === undefined || value === undefined ? [] : [[name, value] as const])),
        ),
      });
    assert.deepEqual(quota('100;w=21600', '76;w=21600'), { limit: 100, remaining: 76, window: 21_600 });
    assert.deepEqual(quota('100;w=21600', '3'), { limit: 100, remaining: 3, window: 21_600 });
    for (const [limit, remaining] of [[], ['100', '3'], ['x;w=1', '3'], ['100;w=21600'], ['1e9;w=1', '-1']]) {
      assert.equal(quota(limit, remaining), undefined);
    }
    const left = (remaining: number) => isLow({ limit: 100, remaining, window: 1 });
    assert.deepEqual([left(11), left(10), left(0)], [false, true, true]);
  });

  it('is how long to wait, in seconds or until a date', () => {
    const now = Date.parse('Wed, 21 Oct 2026 07:28:00 GMT');
    assert.equal(readRetryAfter('120', now), 120);
    assert.equal(readRetryAfter('Wed, 21 Oct 2026 07:29:30 GMT', now), 90);
    assert.equal(readRetryAfter('Wed, 21 Oct 2025 07:29:30 GMT', now), 0);
    for (const nothing of [undefined, 'soon', '', '-']) {
      assert.equal(readRetryAfter(nothing, now), undefined, nothing);
    }
  });
});

describe('a list of tags', () => {
  it('has tags and nothing else', () => {
    assert.deepEqual(readTags('{"name":"x","tags":["1","a b","-x",7,"\\u001b[31m","v1.0_a-b"]}'), ['1', 'v1.0_a-b']);
    assert.deepEqual(readTags('{"tags":null}'), []);
    for (const body of ['', '[]', 'null', '{"errors":[]}', '<html>']) {
      assert.throws(() => readTags(body), isRegistryError, body);
    }
  });

  it('goes on with a query, wherever the link points', () => {
    assert.equal(nextPage('</v2/app/tags/list?n=2&last=b>; rel="next"'), '?n=2&last=b');
    assert.equal(nextPage('<https://evil.example/v2/app/tags/list?last=b>;rel=next'), '?last=b');
    for (const link of [
      undefined,
      '',
      '</v2/app/tags/list?last=b>; rel="prev"',
      '<http://[>; rel="next"',
      '</x>; rel=next',
    ]) {
      assert.equal(nextPage(link), undefined, link);
    }
  });

  it('has first what looks newest', () => {
    assert.deepEqual(newestFirst(['main', '1.9', '1.10', 'v2.0', 'latest', 'nightly-2', 'nightly-10', '1.10-alpine']), [
      'latest',
      'v2.0',
      '1.10-alpine',
      '1.10',
      '1.9',
      'nightly-10',
      'nightly-2',
      'main',
    ]);
  });
});
