import { createContext } from 'preact';

/** What the server has answered so far; absent in a saved file. */
export const SavedAnswers = createContext<ReadonlyMap<string, unknown> | undefined>(undefined);
