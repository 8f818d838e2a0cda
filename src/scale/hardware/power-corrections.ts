// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const powerCorrections = parseCorrections(`
*batch:  0.0035
*ranks:  -0.0146
*prefill:  0.0129
engine: vllm 0.0046
architecture: ampere 0.0046
format: bf16 0.0046
model: llama-2-70b 0.0046
layout: tensor 0.0072
load: static 0.0162
release: vllm-2023 0.0162
engine&load: vllm&static 0.0162
gpu&load: A100-SXM-80GB&static 0.0162
architecture&format: ampere&bf16 0.0046
release&model: vllm-2023&llama-2-70b 0.0451
model&gpu&format: llama-2-70b&A100-SXM-80GB&bf16 0.0451
engine*batch: vllm 0.0035
engine*ranks: vllm -0.0146
engine*prefill: vllm 0.0129
engine&family*batch: vllm&dense 0.0035
engine&family*ranks: vllm&dense -0.0146
engine&family*prefill: vllm&dense 0.0129
architecture*batch: ampere 0.0035
architecture*ranks: ampere -0.0146
format*ranks: bf16 -0.0146
layout*batch: tensor 0.0035
release&model*batch: vllm-2023&llama-2-70b 0.0315
release&model*prefill: vllm-2023&llama-2-70b 0.1159
model&gpu*batch: llama-2-70b&A100-SXM-80GB 0.0315
model&gpu*ranks: llama-2-70b&A100-SXM-80GB -0.1313
`);
