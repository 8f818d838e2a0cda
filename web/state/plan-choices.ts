/** Models and parts of the Plan screen, as its lists stand. */
export const planModels = [
  'deepseek-v3',
  'gpt-oss-120b',
  'gpt-oss-20b',
  'kimi-k2',
  'glm-5',
  'qwen3-235b-a22b',
  'llama-3.1-405b',
  'llama-3.1-70b',
  'llama-3.1-8b',
] as const;
export const planGpus = [
  'H100-SXM',
  'H200-SXM',
  'B200-SXM',
  'GB200-NVL72',
  'GB300-NVL72',
  'A100-SXM-80GB',
  'MI300X',
  'MI355X',
  'L40S',
  'RTX-4090',
] as const;
