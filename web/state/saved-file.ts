import { decodeWireValue, encodeWireValue } from '../../src/base/wire-value.ts';
import { savedKey, type AnswerClient } from './answer-client.ts';

/** Place in a saved file where its answers stand. */
export const savedElementId = 'tare-saved';

const mostOfQuestion = 4;

/** Remembers what was answered last, so that the screen as it stands can be saved. */
export function rememberingClient(client: AnswerClient): { readonly client: AnswerClient; readonly answers: ReadonlyMap<string, unknown> } {
  const answers = new Map<string, unknown>();
  return {
    answers,
    client: {
      ...client,
      async ask(question, request, signal) {
        const answer = await client.ask(question, request, signal);
        const key = savedKey(question, request);
        answers.delete(key);
        answers.set(key, answer);
        // A screen shows at most a few answers of one question; older ones would only grow.
        const ofQuestion = Array.from(answers.keys()).filter((each) => each.startsWith(`${question} `));
        for (const old of ofQuestion.slice(0, -mostOfQuestion)) answers.delete(old);
        return answer;
      },
    },
  };
}

const toBase64 = (bytes: Uint8Array): string => {
  let binary = '';
  // Arguments of one call are limited in number.
  for (let start = 0; start < bytes.length; start += 0x8000) binary += String.fromCharCode(...bytes.subarray(start, start + 0x8000));
  return btoa(binary);
};

const fromBase64 = (text: string): Uint8Array => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

async function hashOf(text: string): Promise<string> {
  return toBase64(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** Answers that stand in this file; absent in the page that a server sends. */
export function savedAnswers(): ReadonlyMap<string, unknown> | undefined {
  const stored = document.querySelector(`#${savedElementId}`)?.textContent;
  return stored === undefined || stored === null ? undefined : (decodeWireValue(fromBase64(stored.trim())) as ReadonlyMap<string, unknown>);
}

async function fetchText(path: string): Promise<string> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return response.text();
}

/**
 * One file that shows this screen without a server: the same script and sheet, and the answers it was given. Its
 * policy lets nothing in or out: only what is named by its hash runs, and nothing can be fetched.
 */
export async function savedHtml(answers: ReadonlyMap<string, unknown>, hash: string): Promise<string> {
  const [script, sheet] = await Promise.all([fetchText('./tare-whole.js'), fetchText('./tare.css')]);
  const code = script.replaceAll('</script', '<\\/script');
  const policy = `default-src 'none'; script-src 'sha256-${await hashOf(code)}'; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">',
    `<title>Tare</title><style>${sheet.replaceAll('</style', '<\\/style')}</style></head>`,
    `<body data-place="${encodeURIComponent(hash)}"${document.body.dataset['example'] === undefined ? '' : ' data-example="Saved from the example."'}><div id="tare"></div>`,
    `<script type="text/plain" id="${savedElementId}">${toBase64(encodeWireValue(answers))}</script>`,
    `<script type="module">${code}</script></body></html>`,
  ].join('\n');
}
