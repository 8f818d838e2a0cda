import { expect, test } from 'vitest';
import { providerName } from './provider-name.ts';

test('the provider is whose price list holds', () => {
  expect(providerName('anthropic', 'claude-opus-4-5')).toBe('anthropic');
  expect(providerName('openai-codex', 'gpt-5.2-codex')).toBe('openai');
  expect(providerName('google-gemini-cli', 'gemini-2.5-pro')).toBe('google');
  expect(providerName('amazon-bedrock', 'anthropic.claude-opus-4-5')).toBe('aws');
  expect(providerName('OpenRouter', 'anthropic/claude-sonnet-4.5')).toBe('openrouter');
});

test('a reseller, or nobody, stands for the maker of the model, where the name tells it', () => {
  expect(providerName('github-copilot', 'claude-sonnet-4.6')).toBe('anthropic');
  expect(providerName('copilot', 'gpt-5.4-mini')).toBe('openai');
  expect(providerName(undefined, 'o4-mini')).toBe('openai');
  expect(providerName(undefined, 'gpt-oss-120b')).toBeUndefined();
  expect(providerName('opencode', 'big-pickle')).toBeUndefined();
  expect(providerName(undefined, undefined)).toBeUndefined();
});
