import { expect, test } from 'vitest';
import { accessOf } from './access.ts';

const secret = 'a'.repeat(32);
const good = { host: '127.0.0.1:7100', origin: undefined, cookie: undefined, token: secret };

test('the printed address with its token is let in, by localhost too', () => {
  expect(accessOf(good, 7100, secret)).toBe('allowed');
  expect(accessOf({ ...good, host: 'localhost:7100' }, 7100, secret)).toBe('allowed');
  expect(accessOf({ ...good, token: undefined, cookie: `other=1; tare_7100=${secret}` }, 7100, secret)).toBe('allowed');
});

test.each(['evil.example:7100', '127.0.0.1:7101', '127.0.0.1', '127.0.0.1.evil.example:7100', undefined])(
  'a foreign Host is turned away: %s',
  (host) => {
    expect(accessOf({ ...good, host }, 7100, secret)).toBe('wrong-host');
  },
);

test.each(['http://evil.example', 'https://127.0.0.1:7100', 'http://127.0.0.1:7101', 'null'])(
  'a foreign Origin is turned away: %s',
  (origin) => {
    expect(accessOf({ ...good, origin }, 7100, secret)).toBe('wrong-origin');
  },
);

test.each([undefined, '', 'b'.repeat(32), 'a'.repeat(31)])('a wrong token is turned away: %s', (token) => {
  expect(accessOf({ ...good, token }, 7100, secret)).toBe('wrong-token');
});

test('the cookie of another port opens nothing', () => {
  expect(accessOf({ ...good, token: undefined, cookie: `tare_7101=${secret}` }, 7100, secret)).toBe('wrong-token');
});
