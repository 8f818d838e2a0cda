// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const prefillCorrections = parseCorrections(`
*batch:  0.01
*ranks:  0.0287
*prefill:  0.0173
engine: vllm 0.0074, llama.cpp 0.0036
architecture: hopper 0.0043, ampere 0.0031, unified-memory 0.0207, desktop-cpu -0.0141
format: bf16 0.0074, mxfp4 0.011, q8_0 0.0089, q4_0 0.0035, q4_k -0.0199
model: llama-2-70b 0.0074, gpt-oss-120b 0.0127, llama-3.1-8b -0.0049
layout: tensor 0.0173
load: static 0.0388
release: vllm-2023 0.0261, llama.cpp-6918 0.0896
engine&load: vllm&static 0.0261, llama.cpp&static 0.0128
gpu&load: H100-SXM&static 0.0152, A100-SXM-80GB&static 0.0108, DGX-Spark-GB10&static 0.0726, Core-i7-11700K+DDR4-3200&static -0.0325, MI50&static -0.0102, Ryzen-9-7950X+DDR5-6000&static -0.0171
architecture&format: hopper&bf16 0.0043, ampere&bf16 0.0031, unified-memory&mxfp4 0.0232, desktop-cpu&mxfp4 -0.0093, desktop-cpu&q4_0 0.0035, desktop-cpu&q8_0 0.0115, desktop-cpu&q4_k -0.0199
engine&family: vllm&dense 0.0042, llama.cpp&moe 0.0056, llama.cpp&dense -0.0035
release&model: vllm-2023&llama-2-70b 0.0724, llama.cpp-6918&gpt-oss-20b 0.1025, llama.cpp-6918&gpt-oss-120b 0.171, llama.cpp-6918&qwen3-30b-a3b -0.011, llama.cpp-6918&qwen2.5-7b -0.0137
model&gpu&format: llama-2-70b&H100-SXM&bf16 0.0423, llama-2-70b&A100-SXM-80GB&bf16 0.0301, gpt-oss-20b&DGX-Spark-GB10&mxfp4 0.1025, gpt-oss-120b&DGX-Spark-GB10&mxfp4 0.124, qwen3-30b-a3b&DGX-Spark-GB10&q8_0 -0.011, qwen2.5-7b&DGX-Spark-GB10&q8_0 -0.0137, gpt-oss-20b&Core-i7-11700K+DDR4-3200&mxfp4 -0.0903, gpt-oss-20b&MI50&mxfp4 -0.0284, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_0 0.0344, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q8_0 0.112, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_k -0.1939
engine*ranks: vllm 0.0302
engine*prefill: vllm 0.0116, llama.cpp 0.0057
engine&family*ranks: vllm&dense 0.0302, llama.cpp&moe -0.0039
engine&family*prefill: vllm&dense 0.0116, llama.cpp&moe 0.0155, llama.cpp&dense -0.0098
architecture*batch: hopper -0.0066, ampere 0.0064, desktop-cpu 0.0074
architecture*ranks: hopper 0.0176, ampere 0.0126, unified-memory -0.0081, desktop-cpu 0.0055
format*ranks: bf16 0.0302, mxfp4 -0.0043, q8_0 -0.0035, q4_k 0.0078
layout*batch: tensor 0.01
load*batch: static 0.0901
release&model*prefill: vllm-2023&llama-2-70b 0.1042, llama.cpp-6918&gpt-oss-20b 0.1476, llama.cpp-6918&gpt-oss-120b 0.2462, llama.cpp-6918&qwen3-30b-a3b -0.0159, llama.cpp-6918&qwen2.5-7b -0.0197
model&gpu*batch: llama-2-70b&H100-SXM -0.0593, llama-2-70b&A100-SXM-80GB 0.0576, gpt-oss-20b&DGX-Spark-GB10 -0.0233, gpt-oss-120b&DGX-Spark-GB10 0.0347, qwen3-30b-a3b&DGX-Spark-GB10 0.0393, qwen2.5-7b&DGX-Spark-GB10 -0.0387, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0434, gpt-oss-20b&MI50 0.0136, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0228
model&gpu*ranks: llama-2-70b&H100-SXM 0.1583, llama-2-70b&A100-SXM-80GB 0.1132, gpt-oss-20b&DGX-Spark-GB10 -0.0369, gpt-oss-120b&DGX-Spark-GB10 -0.0446, qwen3-30b-a3b&DGX-Spark-GB10 0.004, qwen2.5-7b&DGX-Spark-GB10 0.0049, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0325, gpt-oss-20b&MI50 0.0102, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0171
gpu: DGX-Spark-GB10 0.0081, Core-i7-11700K+DDR4-3200 -0.0036
engine&architecture: llama.cpp&unified-memory 0.0081, llama.cpp&desktop-cpu -0.0055
engine*batch: llama.cpp 0.0102
engine&family*batch: llama.cpp&moe 0.012
release&model*batch: llama.cpp-6918&gpt-oss-20b -0.0233, llama.cpp-6918&gpt-oss-120b 0.0122, llama.cpp-6918&qwen3-30b-a3b 0.0393, llama.cpp-6918&qwen2.5-7b -0.0387
`);
