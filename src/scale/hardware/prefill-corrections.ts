// Written by tools/calibrate.ts; do not edit.
import { parseCorrections } from './correction.ts';

export const prefillCorrections = parseCorrections(`
*batch:  0.0197
*ranks:  0.0279
*prefill:  0.0234
engine: vllm 0.0074, llama.cpp 0.0075
architecture: hopper 0.0044, ampere 0.003, unified-memory 0.0183, desktop-cpu -0.011
format: bf16 0.0074, mxfp4 0.0155, q8_0 0.0079, q4_0 0.0038, q4_k -0.0197
model: llama-2-70b 0.0074, gpt-oss-120b 0.013, llama-3.1-8b -0.0039
layout: tensor 0.0234
load: static 0.0526
release: vllm-2023 0.0261, llama.cpp-6918 0.0734, llama.cpp- -0.0469
engine&load: vllm&static 0.0261, llama.cpp&static 0.0265
gpu&load: H100-SXM&static 0.0154, A100-SXM-80GB&static 0.0107, DGX-Spark-GB10&static 0.0645, Core-i7-11700K+DDR4-3200&static -0.0248, Ryzen-9-7950X+DDR5-6000&static -0.0138
architecture&format: hopper&bf16 0.0044, ampere&bf16 0.003, unified-memory&mxfp4 0.0224, unified-memory&q8_0 -0.0041, desktop-cpu&mxfp4 -0.0071, desktop-cpu&q4_0 0.0038, desktop-cpu&q8_0 0.0119, desktop-cpu&q4_k -0.0197
engine&family: vllm&dense 0.0042, llama.cpp&moe 0.0076, llama.cpp&dense -0.0034
release&model: vllm-2023&llama-2-70b 0.0726, llama.cpp-6918&gpt-oss-20b 0.0915, llama.cpp-6918&gpt-oss-120b 0.1522, llama.cpp-6918&qwen3-30b-a3b -0.0197, llama.cpp-6918&qwen2.5-7b -0.0201, llama.cpp-&gpt-oss-20b -0.0671, llama.cpp-&llama-3.1-8b -0.0384, llama.cpp-&gpt-oss-120b -0.0249
model&gpu&format: llama-2-70b&H100-SXM&bf16 0.0429, llama-2-70b&A100-SXM-80GB&bf16 0.0297, gpt-oss-20b&DGX-Spark-GB10&mxfp4 0.0915, gpt-oss-120b&DGX-Spark-GB10&mxfp4 0.1273, qwen3-30b-a3b&DGX-Spark-GB10&q8_0 -0.0197, qwen2.5-7b&DGX-Spark-GB10&q8_0 -0.0201, gpt-oss-20b&Core-i7-11700K+DDR4-3200&mxfp4 -0.0689, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_0 0.0375, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q8_0 0.1166, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000&q4_k -0.1925
engine*batch: vllm 0.0043, llama.cpp 0.0154
engine*ranks: vllm 0.0309
engine*prefill: vllm 0.0116, llama.cpp 0.0118
engine&family*batch: vllm&dense 0.0043, llama.cpp&moe 0.0156
engine&family*ranks: vllm&dense 0.0309, llama.cpp&moe -0.0053
engine&family*prefill: vllm&dense 0.0116, llama.cpp&moe 0.0211, llama.cpp&dense -0.0094
architecture*batch: hopper -0.0045, ampere 0.0087, unified-memory 0.0098, desktop-cpu 0.0057
architecture*ranks: hopper 0.0176, ampere 0.0132, unified-memory -0.0072, desktop-cpu 0.0043
format*ranks: bf16 0.0309, mxfp4 -0.0061, q8_0 -0.0031, q4_k 0.0077
layout*batch: tensor 0.0197
release&model*batch: vllm-2023&llama-2-70b 0.0383, llama.cpp-6918&gpt-oss-120b 0.0369, llama.cpp-6918&qwen3-30b-a3b 0.0609, llama.cpp-6918&qwen2.5-7b -0.0206, llama.cpp-&gpt-oss-20b 0.0322, llama.cpp-&llama-3.1-8b 0.0184, llama.cpp-&gpt-oss-120b 0.012
release&model*prefill: vllm-2023&llama-2-70b 0.1046, llama.cpp-6918&gpt-oss-20b 0.1318, llama.cpp-6918&gpt-oss-120b 0.2192, llama.cpp-6918&qwen3-30b-a3b -0.0284, llama.cpp-6918&qwen2.5-7b -0.0289, llama.cpp-&gpt-oss-20b -0.0966, llama.cpp-&llama-3.1-8b -0.0553, llama.cpp-&gpt-oss-120b -0.0359
model&gpu*batch: llama-2-70b&H100-SXM -0.0403, llama-2-70b&A100-SXM-80GB 0.0786, gpt-oss-120b&DGX-Spark-GB10 0.0488, qwen3-30b-a3b&DGX-Spark-GB10 0.0609, qwen2.5-7b&DGX-Spark-GB10 -0.0206, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0331, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0184
model&gpu*ranks: llama-2-70b&H100-SXM 0.1587, llama-2-70b&A100-SXM-80GB 0.1191, gpt-oss-20b&DGX-Spark-GB10 -0.0329, gpt-oss-120b&DGX-Spark-GB10 -0.0458, qwen3-30b-a3b&DGX-Spark-GB10 0.0071, qwen2.5-7b&DGX-Spark-GB10 0.0072, gpt-oss-20b&Core-i7-11700K+DDR4-3200 0.0248, llama-3.1-8b&Ryzen-9-7950X+DDR5-6000 0.0138
gpu: DGX-Spark-GB10 0.0072
engine&architecture: llama.cpp&unified-memory 0.0072, llama.cpp&desktop-cpu -0.0043
`);
