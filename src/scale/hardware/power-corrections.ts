// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const powerCorrections = parseCorrections(`
*ranks:  -0.0145
*prefill:  0.0131
engine: vllm 0.0047
architecture: ampere 0.0047
format: bf16 0.0047
model: llama-2-70b 0.0047
layout: tensor 0.0073
load: static 0.0164
release: vllm-2023 0.0164
engine&load: vllm&static 0.0164
gpu&load: A100-SXM-80GB&static 0.0164
architecture&format: ampere&bf16 0.0047
release&model: vllm-2023&llama-2-70b 0.0457
model&gpu&format: llama-2-70b&A100-SXM-80GB&bf16 0.0457
engine*ranks: vllm -0.0145
engine*prefill: vllm 0.0131
engine&family*ranks: vllm&dense -0.0145
engine&family*prefill: vllm&dense 0.0131
architecture*ranks: ampere -0.0145
format*ranks: bf16 -0.0145
load*batch: static 0.0235
release&model*batch: vllm-2023&llama-2-70b 0.0235
release&model*prefill: vllm-2023&llama-2-70b 0.1175
model&gpu*batch: llama-2-70b&A100-SXM-80GB 0.0235
model&gpu*ranks: llama-2-70b&A100-SXM-80GB -0.1307
`);
