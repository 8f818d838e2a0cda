// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const powerCorrections = parseCorrections(`
*ranks:  -0.0146
*prefill:  0.013
engine: vllm 0.0047
architecture: ampere 0.0047
format: bf16 0.0047
model: llama-2-70b 0.0047
layout: tensor 0.0073
load: static 0.0165
release: vllm-2023 0.0165
engine&load: vllm&static 0.0165
gpu&load: A100-SXM-80GB&static 0.0165
architecture&format: ampere&bf16 0.0047
release&model: vllm-2023&llama-2-70b 0.0459
model&gpu&format: llama-2-70b&A100-SXM-80GB&bf16 0.0459
engine*ranks: vllm -0.0146
engine*prefill: vllm 0.013
engine&family*ranks: vllm&dense -0.0146
engine&family*prefill: vllm&dense 0.013
architecture*ranks: ampere -0.0146
format*ranks: bf16 -0.0146
load*batch: static 0.0234
release&model*batch: vllm-2023&llama-2-70b 0.0234
release&model*prefill: vllm-2023&llama-2-70b 0.1168
model&gpu*batch: llama-2-70b&A100-SXM-80GB 0.0234
model&gpu*ranks: llama-2-70b&A100-SXM-80GB -0.131
`);
