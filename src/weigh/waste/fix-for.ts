import type { SourceName } from '../../call/source-name.ts';

/** What to do, in the words and settings of each agent; `other` where no better is known. */
export type FixTexts = Partial<Readonly<Record<SourceName, string>>> & { readonly other: string };

export const fixFor = (source: SourceName, texts: FixTexts): string => texts[source] ?? texts.other;
