// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const powerCorrections = parseCorrections(`
*batch:  0.0033
*ranks:  -0.0148
*prefill:  0.012
engine: vllm 0.0045
architecture: ampere 0.0045
format: bf16 0.0045
model: llama-2-70b 0.0045
layout: tensor 0.007
load: static 0.0158
release: vllm-2023 0.0158
engine&load: vllm&static 0.0158
gpu&load: A100-SXM-80GB&static 0.0158
architecture&format: ampere&bf16 0.0045
release&model: vllm-2023&llama-2-70b 0.044
model&gpu&format: llama-2-70b&A100-SXM-80GB&bf16 0.044
engine*batch: vllm 0.0033
engine*ranks: vllm -0.0148
engine*prefill: vllm 0.012
engine&family*batch: vllm&dense 0.0033
engine&family*ranks: vllm&dense -0.0148
engine&family*prefill: vllm&dense 0.012
architecture*batch: ampere 0.0033
architecture*ranks: ampere -0.0148
format*ranks: bf16 -0.0148
layout*batch: tensor 0.0033
release&model*batch: vllm-2023&llama-2-70b 0.0295
release&model*prefill: vllm-2023&llama-2-70b 0.1084
model&gpu*batch: llama-2-70b&A100-SXM-80GB 0.0295
model&gpu*ranks: llama-2-70b&A100-SXM-80GB -0.1331
`);
