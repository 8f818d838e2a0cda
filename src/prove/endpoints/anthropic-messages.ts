import { TareError } from '../../base/tare-error.ts';
import { anthropicBody } from './anthropic-body.ts';
import { HttpEndpoint } from './http-endpoint.ts';
import { baseAddress, type RemoteOptions } from './openai-chat.ts';
import { readAnthropicStream } from './read-anthropic-stream.ts';

/** Version of the API whose wire format is read here. */
const apiVersion = '2023-06-01';

/** An endpoint of the Anthropic Messages API; llama-server and others speak it too. @throws {TareError} without a model */
export function anthropicMessages(options: Omit<RemoteOptions, 'signal'>): HttpEndpoint {
  const base = baseAddress(options.url);
  const { model } = options;
  if (model === undefined) {
    throw new TareError({ code: 'model-needed', message: 'the Anthropic API needs a model', hint: 'Name one: --model claude-haiku-4-5.' });
  }
  return new HttpEndpoint({
    ...options,
    facts: { name: base.href, dialect: 'anthropic-messages', model, provider: 'anthropic', continuesPrefix: false },
    acceptAnyModel: options.acceptAnyModel === true,
    dialect: {
      url: new URL('messages', base),
      headers: { 'anthropic-version': apiVersion, ...(options.apiKey === undefined ? {} : { 'x-api-key': options.apiKey }) },
      body: (request) => anthropicBody(model, request),
      read: readAnthropicStream,
    },
  });
}
