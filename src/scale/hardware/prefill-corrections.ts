// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const prefillCorrections = parseCorrections(`
*batch:  0.0194
*ranks:  0.0275
*prefill:  0.0228
engine: vllm 0.0069, llama.cpp 0.0077
architecture: hopper 0.0041, unified-memory 0.0183, desktop-cpu -0.0104
format: bf16 0.0069, mxfp4 0.0157, q8_0 0.0079, q4_0 0.0038, q4_k -0.0197
model: llama-2-70b 0.0069, gpt-oss-120b 0.013, llama-3.1-8b -0.004
layout: tensor 0.0228
load: static 0.0513
release: vllm-2023 0.0242, llama.cpp-6918 0.0733, llama.cpp- -0.0462
engine&load: vllm&static 0.0242, llama.cpp&static 0.0271
gpu&load: H100-SXM&static 0.0145, A100-SXM-80GB&static 0.0098, DGX-Spark-GB10&static 0.0643, Core-i7-11700K+DDR4-3200&static -0.0225, Ryzen-9-7950X+DDR5-6000&static -0.014
architecture&format: hopper&bf16 0.0041, unified-memory&mxfp4 0.0223, unified-memory&q8_0 -0.004, desktop-cpu&mxfp4 -0.0064, desktop-cpu&q4_0 0.0038, desktop-cpu&q8_0 0.0119, desktop-cpu&q4_k -0.0197
engine&family: vllm&dense 0.0039, llama.cpp&moe 0.0077, llama.cpp&dense -0.0034
release&model: vllm-2023&llama-2-70b 0.0673, llama.cpp-6918&gpt-oss-20b 0.091, llama.cpp-6918&gpt-oss-120b 0.152, llama.cpp-6918&qwen3-30b-a3b -0.0195, llama.cpp-6918&qwen2.5-7b -0.0198, llama.cpp-&gpt-oss-20b -0.0645, llama.cpp-&llama-3.1-8b -0.0388, llama.cpp-&gpt-oss-120b -0.0252
model&gpu&format: llama-2-70b&H100-SXM&bf16 0.0402, llama-2-70b&A100-SXM-80GB&bf16 0.0271, gpt-oss-20b&DGX-Spark-GB10&mxfp4 0.091, gpt-oss-120b&DGX-Spark-GB10&mxfp4 0.1268, qwen3-30b-a3b&DGX-Spark-GB10&q8_0 -0.0195, qwen2.5-7b&DGX-Spark-GB10&q8_0 -0.0198, gpt-oss-20b&Core-i7-11700K+DDR4-3200&mxfp4 -0.0625, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_0 0.0373, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q8_0 0.1164, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_k -0.1925
engine*batch: vllm 0.0041, llama.cpp 0.0154
engine*ranks: vllm 0.0305, llama.cpp -0.003
engine*prefill: vllm 0.0108, llama.cpp 0.012
engine&family*batch: vllm&dense 0.0041, llama.cpp&moe 0.0156
engine&family*ranks: vllm&dense 0.0305, llama.cpp&moe -0.0054
engine&family*prefill: vllm&dense 0.0108, llama.cpp&moe 0.0214, llama.cpp&dense -0.0094
architecture*batch: hopper -0.0044, ampere 0.0085, unified-memory 0.0099, desktop-cpu 0.0054
architecture*ranks: hopper 0.0178, ampere 0.0127, unified-memory -0.0071, desktop-cpu 0.004
format*ranks: bf16 0.0305, mxfp4 -0.0061, q8_0 -0.0031, q4_k 0.0077
layout*batch: tensor 0.0194
release&model*batch: vllm-2023&llama-2-70b 0.0365, llama.cpp-6918&gpt-oss-120b 0.0369, llama.cpp-6918&qwen3-30b-a3b 0.0611, llama.cpp-6918&qwen2.5-7b -0.0205, llama.cpp-&gpt-oss-20b 0.0309, llama.cpp-&llama-3.1-8b 0.0186, llama.cpp-&gpt-oss-120b 0.0121
release&model*prefill: vllm-2023&llama-2-70b 0.0969, llama.cpp-6918&gpt-oss-20b 0.1311, llama.cpp-6918&gpt-oss-120b 0.2188, llama.cpp-6918&qwen3-30b-a3b -0.0281, llama.cpp-6918&qwen2.5-7b -0.0285, llama.cpp-&gpt-oss-20b -0.0928, llama.cpp-&llama-3.1-8b -0.0558, llama.cpp-&gpt-oss-120b -0.0363
model&gpu*batch: llama-2-70b&H100-SXM -0.0399, llama-2-70b&A100-SXM-80GB 0.0764, gpt-oss-120b&DGX-Spark-GB10 0.049, qwen3-30b-a3b&DGX-Spark-GB10 0.0611, qwen2.5-7b&DGX-Spark-GB10 -0.0205, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.03, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0186
model&gpu*ranks: llama-2-70b&H100-SXM 0.1604, llama-2-70b&A100-SXM-80GB 0.1141, gpt-oss-20b&DGX-Spark-GB10 -0.0328, gpt-oss-120b&DGX-Spark-GB10 -0.0456, qwen3-30b-a3b&DGX-Spark-GB10 0.007, qwen2.5-7b&DGX-Spark-GB10 0.0071, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0225, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.014
gpu: DGX-Spark-GB10 0.0071
engine&architecture: llama.cpp&unified-memory 0.0071, llama.cpp&desktop-cpu -0.004
`);
