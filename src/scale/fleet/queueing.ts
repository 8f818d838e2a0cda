/** Probability that a call waits in M/M/k (Erlang C); `load` is arrival rate over the rate of one server, below `servers`. */
export function erlangC(servers: number, load: number): number {
  let blocked = 1;
  for (let server = 1; server <= servers; server++) blocked = (load * blocked) / (server + load * blocked);
  return blocked / (1 - (load / servers) * (1 - blocked));
}

/** Mean wait for a server in M/M/k, seconds. */
export const waitOfMmk = (servers: number, arrivalRate: number, serviceSeconds: number): number =>
  (erlangC(servers, arrivalRate * serviceSeconds) * serviceSeconds) / (servers - arrivalRate * serviceSeconds);

/** Mean wait for the server in M/G/1, seconds (Pollaczek and Khinchine); `variation` is standard deviation over mean of the service. */
export function waitOfMg1(arrivalRate: number, serviceSeconds: number, variation: number): number {
  const load = arrivalRate * serviceSeconds;
  return (load * serviceSeconds * (1 + variation * variation)) / (2 * (1 - load));
}
