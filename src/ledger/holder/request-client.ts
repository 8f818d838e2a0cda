import { request as openRequest } from 'node:http';
import { TareError } from '../../base/tare-error.ts';
import type { HolderAddress } from './holder-file.ts';
import type { Reply } from './request-server.ts';
import { fromTransferText, toTransferText } from './transfer-text.ts';

/** The process that held the ledger is gone, or is not what the holder file says. Ask again, or hold the ledger oneself. */
export class HolderGone extends Error {
  constructor(cause: unknown) {
    super('the process that held the ledger does not answer', { cause });
    this.name = 'HolderGone';
  }
}

/** Asks the process that holds the ledger. @throws {HolderGone} when there is none, {TareError} as it throws itself */
export async function askHolder(address: HolderAddress, name: string, body: unknown): Promise<unknown> {
  const reply = fromTransferText(await post(address, toTransferText({ name, body }))) as Reply;
  if (reply.ok) return reply.answer;
  throw new TareError(reply.error);
}

function post({ port, token }: HolderAddress, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const gone = (cause: unknown): void => reject(new HolderGone(cause));
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
    const request = openRequest({ host: '127.0.0.1', port, method: 'POST', path: '/', headers, agent: false }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('error', gone);
      response.on('aborted', () => gone('the answer broke off'));
      response.on('end', () => {
        if (response.statusCode === 200 && response.complete) resolve(Buffer.concat(parts).toString('utf8'));
        else gone(`status ${response.statusCode}`);
      });
    });
    request.on('error', gone);
    request.end(text);
  });
}
