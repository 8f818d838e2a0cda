// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const prefillCorrections = parseCorrections(`
*batch:  0.0087
*ranks:  0.027
*prefill:  0.0243
engine: vllm 0.0068, llama.cpp 0.0088
architecture: hopper 0.004, unified-memory 0.0178, desktop-cpu -0.0092
format: bf16 0.0068, mxfp4 0.0164, q8_0 0.008, q4_0 0.0041, q4_k -0.0196
model: llama-2-70b 0.0068, gpt-oss-20b 0.0033, gpt-oss-120b 0.013, llama-3.1-8b -0.0032
layout: tensor 0.0243
load: static 0.0547
release: vllm-2023 0.0237, llama.cpp-6918 0.0706, llama.cpp- -0.0397
engine&load: vllm&static 0.0237, llama.cpp&static 0.031
gpu&load: H100-SXM&static 0.0141, A100-SXM-80GB&static 0.0096, DGX-Spark-GB10&static 0.0626, Core-i7-11700K+DDR4-3200&static -0.0211, Ryzen-9-7950X+DDR5-6000&static -0.0113
architecture&format: hopper&bf16 0.004, unified-memory&mxfp4 0.0221, unified-memory&q8_0 -0.0043, desktop-cpu&mxfp4 -0.006, desktop-cpu&q4_0 0.0041, desktop-cpu&q8_0 0.0123, desktop-cpu&q4_k -0.0196
engine&family: vllm&dense 0.0038, llama.cpp&moe 0.008, llama.cpp&dense -0.003
release&model: vllm-2023&llama-2-70b 0.0659, llama.cpp-6918&gpt-oss-20b 0.0888, llama.cpp-6918&gpt-oss-120b 0.1495, llama.cpp-6918&qwen3-30b-a3b -0.0208, llama.cpp-6918&qwen2.5-7b -0.0213, llama.cpp-&gpt-oss-20b -0.0563, llama.cpp-&llama-3.1-8b -0.0315, llama.cpp-&gpt-oss-120b -0.0224
model&gpu&format: llama-2-70b&H100-SXM&bf16 0.0392, llama-2-70b&A100-SXM-80GB&bf16 0.0267, gpt-oss-20b&DGX-Spark-GB10&mxfp4 0.0888, gpt-oss-120b&DGX-Spark-GB10&mxfp4 0.1272, qwen3-30b-a3b&DGX-Spark-GB10&q8_0 -0.0208, qwen2.5-7b&DGX-Spark-GB10&q8_0 -0.0213, gpt-oss-20b&Core-i7-11700K+DDR4-3200&mxfp4 -0.0586, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_0 0.0402, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q8_0 0.12, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_k -0.1917
engine*ranks: vllm 0.0305, llama.cpp -0.0034
engine*prefill: vllm 0.0106, llama.cpp 0.0138
engine&family*ranks: vllm&dense 0.0305, llama.cpp&moe -0.0056
engine&family*prefill: vllm&dense 0.0106, llama.cpp&moe 0.0222, llama.cpp&dense -0.0084
architecture*batch: hopper -0.0061, ampere 0.0068, unified-memory 0.0034, desktop-cpu 0.0048
architecture*ranks: hopper 0.0178, ampere 0.0127, unified-memory -0.007, desktop-cpu 0.0036
format*ranks: bf16 0.0305, mxfp4 -0.0064, q8_0 -0.0031, q4_k 0.0077
layout*batch: tensor 0.0087
load*batch: static 0.0785
release&model*batch: vllm-2023&llama-2-70b 0.006, llama.cpp-6918&gpt-oss-20b -0.0163, llama.cpp-6918&gpt-oss-120b 0.0236, llama.cpp-6918&qwen3-30b-a3b 0.0461, llama.cpp-6918&qwen2.5-7b -0.0338, llama.cpp-&gpt-oss-20b 0.027, llama.cpp-&llama-3.1-8b 0.0151, llama.cpp-&gpt-oss-120b 0.0107
release&model*prefill: vllm-2023&llama-2-70b 0.095, llama.cpp-6918&gpt-oss-20b 0.1279, llama.cpp-6918&gpt-oss-120b 0.2153, llama.cpp-6918&qwen3-30b-a3b -0.03, llama.cpp-6918&qwen2.5-7b -0.0306, llama.cpp-&gpt-oss-20b -0.0811, llama.cpp-&llama-3.1-8b -0.0454, llama.cpp-&gpt-oss-120b -0.0322
model&gpu*batch: llama-2-70b&H100-SXM -0.0553, llama-2-70b&A100-SXM-80GB 0.0613, gpt-oss-20b&DGX-Spark-GB10 -0.0163, gpt-oss-120b&DGX-Spark-GB10 0.0344, qwen3-30b-a3b&DGX-Spark-GB10 0.0461, qwen2.5-7b&DGX-Spark-GB10 -0.0338, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0281, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0151
model&gpu*ranks: llama-2-70b&H100-SXM 0.16, llama-2-70b&A100-SXM-80GB 0.1144, gpt-oss-20b&DGX-Spark-GB10 -0.032, gpt-oss-120b&DGX-Spark-GB10 -0.0458, qwen3-30b-a3b&DGX-Spark-GB10 0.0075, qwen2.5-7b&DGX-Spark-GB10 0.0077, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0211, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0113
gpu: DGX-Spark-GB10 0.007
engine&architecture: llama.cpp&unified-memory 0.007, llama.cpp&desktop-cpu -0.0036
engine*batch: llama.cpp 0.0081
engine&family*batch: llama.cpp&moe 0.0101
`);
