/** Where a figure of the tables comes from, and whether anybody checked it against that place. */
export interface FigureSource {
  readonly text: string;
  /** Day on which the figure was read there, ISO. */
  readonly date: string;
  /** False for a figure quoted from memory or estimated: shown with a mark. */
  readonly verified: boolean;
}

export const aiconfiguratorSystems: FigureSource = {
  text: 'ai-dynamo/aiconfigurator systems/*.yaml @095f58a',
  date: '2026-11-23',
  verified: true,
};
export const aiconfiguratorModels: FigureSource = {
  text: 'Hugging Face config.json as shipped in ai-dynamo/aiconfigurator model_configs/ @095f58a',
  date: '2026-11-23',
  verified: true,
};
export const datasheetFromMemory: FigureSource = { text: 'vendor datasheet, from memory', date: '2026-11-23', verified: false };
export const modelFromMemory: FigureSource = { text: 'Hugging Face config.json, from memory', date: '2026-11-23', verified: false };
