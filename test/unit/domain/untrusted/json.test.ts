import assert from 'node:assert/strict';
import { object, string } from 'valibot';
import { parseJson, readJson } from '../../../../src/domain/untrusted/json.ts';
import { anyCount, anyList, anyText, anyTextMap, anyTexts } from '../../../../src/domain/untrusted/shapes.ts';

describe('JSON from outside', () => {
  it('is undefined where it is none', () => {
    assert.equal(parseJson('{'), undefined);
    assert.equal(parseJson('null'), null);
  });

  it('is read where it has the shape, and only what that names', () => {
    const shape = object({ Name: string() });
    assert.deepEqual(readJson(shape, '{"Name":"a","Other":1}'), { Name: 'a' });
    for (const text of ['', '7', '{}', '{"Name":1}']) {
      assert.equal(readJson(shape, text), undefined, text);
    }
  });

  it('has a value that is not of its type as if it were missing', () => {
    const shape = object({ text: anyText, count: anyCount, list: anyList, texts: anyTexts, map: anyTextMap });
    const none = { text: undefined, count: 0, list: [], texts: [], map: {} };
    for (const text of ['{}', '{"text":"","count":-1,"list":{},"texts":"a","map":7}']) {
      assert.deepEqual({ ...none, ...readJson(shape, text) }, none, text);
    }
    assert.deepEqual(readJson(shape, '{"text":"a","count":2,"list":[1],"texts":["b",3],"map":{"c":"d","e":4}}'), {
      text: 'a',
      count: 2,
      list: [1],
      texts: ['b'],
      map: { c: 'd' },
    });
  });
});
