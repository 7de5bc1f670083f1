// What is found as a secret in a text. Keys are put together here, so that no scanner takes this file for a leak.
import assert from 'node:assert/strict';
import { secretIn } from '../../server/src/knowledge/secrets';

const CAPITALS = 'QZ7MX2WLRT5VKP3B';
const EXAMPLE = 'IOSFODNN7EXAMPLE';
const KEY = 'PRIVATE KEY';
const LETTERS = 'qWmZtRvLkPbXnYcHdJsGfUaEoBiDrKpNwTzV';

function kindOf(text: string): string | null {
  return secretIn(text)?.found.kind ?? null;
}

describe('secrets', () => {
  it('are told by the formats of their providers', () => {
    assert.equal(kindOf(`token = hf_${LETTERS.slice(0, 34)}`), 'a Hugging Face token');
    assert.equal(kindOf(`AKIA${CAPITALS} in a log`), 'an AWS access key');
    assert.equal(kindOf(`ghp_${LETTERS}`), 'a GitHub token');
    assert.equal(kindOf(`sk-proj-${LETTERS}${LETTERS}`), 'an OpenAI key');
    assert.equal(kindOf(`AIza${LETTERS.slice(0, 35)}`), 'a Google API key');
    assert.equal(kindOf('mongodb+srv://app:Vq7x2mPz9K@db.corp.net/x'), 'an address with a password');
  });

  it('are not placeholders, repeated letters, or other words', () => {
    for (const text of [
      `hf_${'x'.repeat(34)}`,
      `hf_${LETTERS.slice(0, 20)}`,
      `AKIA${EXAMPLE}`,
      'postgresql://user:password@host/db',
      'postgresql://app:Vq7x2mPz9K@localhost/db',
      'https://example.com/a:b@c',
      'https://site.org/path?x=1',
      `-----BEGIN ${KEY}-----`,
      '-----BEGIN CERTIFICATE-----',
    ])
      assert.equal(kindOf(text), null, text);
  });

  it('are looked for in a long text in no time', () => {
    const started = performance.now();
    assert.equal(kindOf('https://a.b:c/'.repeat(50_000)), null);
    assert.equal(kindOf('sk-'.repeat(100_000)), null);
    assert.ok(performance.now() - started < 2000);
  });
});
