/** The commented file that `tare check --new` writes. */
export const startingCase = (
  id: string,
  asOf: string,
): string => `# A case: claims about compute, the evidence they rest on, and rules fixed before the run.
# Judge it with:  tare check ${id}
# All fields: docs/case-format.md. Lists may be spread over any number of .yaml files in this folder.
case:
  id: ${id}
  title: Can our cluster carry the new assistant?
  question: Somebody says that 64 GPUs are too few for the assistant. Are they?
  as-of: ${asOf} # the day on which you last looked at the sources

# Rows of evidence: one sourced quantity each. A value is a number, "a to b" (90 % interval, lognormal if both
# ends are positive), uniform(a, b), normal(mean, sd), triangular(a, mode, b), beta(a, b), mixture(..., [weights]).
evidence:
  - id: cluster-gpus
    quantity: GPUs in the cluster
    value: 64
    unit: GPU
    date: ${asOf}
    shelf-life: 365 days
    source: { title: our inventory }
    quality: primary # primary, reported, estimate, rumour: whose figure it is
    seen: primary-excerpt # primary-excerpt, secondary, notes, derived, assumption, memory: how you read it
  - id: tokens-per-gpu
    alias: speed # short name for --set speed=3M
    quantity: Tokens a GPU serves a day
    value: 20M to 60M
    unit: tokens/GPU-day
    date: ${asOf}
    source: { title: a load test, url: "https://example.org/load-test" }
    quality: estimate
    seen: derived

# Every number in a formula that is no evidence gets a name, a unit and a reason.
assumptions:
  - id: employees
    says: people who will use it
    value: 3000 to 6000
    unit: users
    why: two departments at first, four at most
  - id: tokens-each
    says: tokens a person uses a day
    value: 100k to 1M
    unit: tokens/user-day
    why: chat at the low end, coding at the high end
  - id: use
    says: share of the day at which the cluster can be kept busy
    value: uniform(0.3, 0.6)
    unit: fraction
    why: office hours
  - id: enough
    says: exactly enough
    value: 1
    unit: x
    by-definition: true # a threshold: no evidence could change it
    why: below one, requests queue

claims:
  - id: C1
    says: 64 GPUs are too few.
    said-by: the platform team
    testable: Tokens served a day are fewer than tokens asked for.
    quantity: capacity over demand
    definitions: # the first is the main one; rivals are as fair; parts are shown and not counted
      - id: mean-day
        role: main
        says: on a mean day
        formula: cluster-gpus * tokens-per-gpu * use / (employees * tokens-each)
        unit: x
        true-if: result < enough
      - id: peak-hour
        role: rival
        says: in the busiest hour
        missing: the load curve over a day # what cannot be computed says which number is missing
    answer: Depends on how much a person uses; measure that first.
    for: Coding agents use a million tokens a day and more.
    against: Most people chat a little.
    alternatives:
      - The cluster is slow, not small
    would-change:
      - A week of real use
`;
