/** Version of `@pydantic/genai-prices` that is pinned; a test compares it with what is installed. */
export const baseTableVersion = '0.1.8';

/** Day on which the overlay was last compared with its sources; calls without a time are priced as of this day. */
export const overlayDate = '2026-11-23';

/** What a price depends on besides the call. Stands apart from the tables, which take long to load. */
export const priceVersion = `genai-prices@${baseTableVersion}+overlay@${overlayDate}`;
