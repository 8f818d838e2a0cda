/** Names that agents give to providers, and the one whose price list holds. `undefined`: the model decides. */
const providerNames: Readonly<Record<string, string | undefined>> = {
  anthropic: 'anthropic',
  'claude-code': 'anthropic',
  openai: 'openai',
  'openai-codex': 'openai',
  chatgpt: 'openai',
  google: 'google',
  gemini: 'google',
  'google-generative-ai': 'google',
  'google-gemini-cli': 'google',
  'google-antigravity': 'google',
  'google-vertex': 'google',
  'google-vertex-anthropic': 'anthropic',
  vertex: 'google',
  'amazon-bedrock': 'aws',
  bedrock: 'aws',
  'azure-openai': 'azure',
  'azure-openai-responses': 'azure',
  xai: 'x-ai',
  zai: 'zai',
  zhipuai: 'zai',
  moonshot: 'moonshotai',
  'github-copilot': undefined,
  copilot: undefined,
  opencode: undefined,
};

/** Families of model names that only one company makes. */
const makers: readonly (readonly [RegExp, string])[] = [
  [/claude/, 'anthropic'],
  [/^(?:gpt-(?!oss)|o[1345](?:-|$)|codex|chatgpt)/, 'openai'],
  [/gemini/, 'google'],
  [/grok/, 'x-ai'],
  [/^mistral|^codestral|^devstral/, 'mistral'],
  [/^deepseek/, 'deepseek'],
  [/^kimi|^moonshot/, 'moonshotai'],
  [/^glm/, 'zai'],
];

/**
 * Whose price list holds for a call, under the name the price book uses: the provider that the source states, and
 * where it states none or one that resells others, the maker of the model.
 */
export function providerName(stated: string | undefined, model: string | undefined): string | undefined {
  const name = stated?.toLowerCase();
  if (name !== undefined && name !== '' && !(name in providerNames)) return name;
  const known = name === undefined ? undefined : providerNames[name];
  if (known !== undefined) return known;
  const bare = model?.toLowerCase().replace(/^.*\//, '');
  return bare === undefined ? undefined : makers.find(([pattern]) => pattern.test(bare))?.[1];
}
