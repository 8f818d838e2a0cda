import { join, resolve } from 'node:path';
import { TareError } from '../../base/tare-error.ts';
import { milliseconds, tokens } from '../../base/units.ts';
import { anthropicMessages } from '../../prove/endpoints/anthropic-messages.ts';
import type { Endpoint } from '../../prove/endpoints/endpoint.ts';
import { ggufEndpoint } from '../../prove/endpoints/gguf.ts';
import { standardRetries } from '../../prove/endpoints/http-endpoint.ts';
import { openaiChat } from '../../prove/endpoints/openai-chat.ts';
import { recordedEndpoint } from '../../prove/endpoints/recorded.ts';
import { readExperiment } from '../../prove/lab/experiment-file.ts';
import { tareHome } from '../tare-home.ts';
import type { World } from '../world.ts';
import { numberOption, wholeOption, type EndpointOptions } from './lab-options.ts';

function keyOf({ apiKeyEnv, dialect }: EndpointOptions, world: World): string | undefined {
  const usual = dialect === 'anthropic' ? 'ANTHROPIC_API_KEY' : 'OPENAI_API_KEY';
  const key = world.env[apiKeyEnv ?? usual];
  if (apiKeyEnv === undefined || (key !== undefined && key !== '')) return key;
  throw new TareError({
    code: 'no-api-key',
    message: `--api-key-env ${apiKeyEnv}: that variable is empty`,
    hint: 'Export the key under this name.',
  });
}

/** Opens the one endpoint that the options name. @throws {TareError} when they name none, or several */
export async function openEndpoint(options: EndpointOptions, world: World): Promise<Endpoint> {
  const named = [options.endpoint, options.gguf, options.recorded].filter((each) => each !== undefined);
  if (named.length !== 1) {
    throw new TareError({
      code: 'endpoint-needed',
      message: named.length === 0 ? 'no model to ask' : 'more than one of --endpoint, --gguf and --recorded',
      hint: 'Give one of --endpoint http://127.0.0.1:11434/v1 (Ollama), --gguf model.gguf, or --recorded FOLDER.',
    });
  }
  if (options.recorded !== undefined) {
    const { header, exchanges } = readExperiment(resolve(world.workingDirectory, options.recorded));
    return recordedEndpoint(header.endpoint, exchanges);
  }
  if (options.gguf !== undefined) {
    return ggufEndpoint({
      file: /^\w{2,}:/.test(options.gguf) ? options.gguf : resolve(world.workingDirectory, options.gguf),
      downloadFolder: join(tareHome(world), 'models'),
      threads: wholeOption(options.threads, '--threads', 1, 256),
      clock: world.clock,
      ...(options.context === undefined ? {} : { contextSize: tokens(wholeOption(options.context, '--context', 64, 10_000_000)) }),
    });
  }
  const apiKey = keyOf(options, world);
  const remote = {
    url: options.endpoint as string,
    retries: standardRetries,
    silence: milliseconds(numberOption(options.silence, '--silence', 1, 86_400) * 1000),
    clock: world.clock,
    signal: world.signal,
    acceptAnyModel: options.anyModel === true,
    ...(options.model === undefined ? {} : { model: options.model }),
    ...(apiKey === undefined ? {} : { apiKey }),
  };
  return options.dialect === 'anthropic' ? anthropicMessages(remote) : openaiChat(remote);
}
