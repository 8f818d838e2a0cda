import type { DuckDBConnection } from '@duckdb/node-api';
import { bucketOf } from '../rollup.ts';
import type { IcicleNode, IcicleRun, IcicleStretch } from '../icicle-rollup.ts';
import { ColumnAppender, type Columns } from './column-appender.ts';
import type { NameBook } from './name-book.ts';
import type { Place } from './weighing-rows.ts';

const nodeColumns = {
  group: 'integer',
  chain: 'integer',
  number: 'integer',
  turn: 'integer',
  kind: 'kind',
  tool: 'integer',
  target: 'integer',
  start: 'integer',
  heaviest: 'integer',
  computed: 'bigint',
  read: 'bigint',
  output: 'bigint',
  usd: 'double',
} as const satisfies Columns;

const stretchColumns = {
  group: 'integer',
  session: 'integer',
  chain: 'integer',
  bucket: 'integer',
  model: 'varchar',
  progressOnly: 'boolean',
  firstCall: 'integer',
  calls: 'integer',
  time: 'bigint',
  computed: 'bigint',
  read: 'bigint',
  output: 'bigint',
  usd: 'double',
  attended: 'double',
  attending: 'bigint',
} as const satisfies Columns;

const stepsColumns = { group: 'integer', chain: 'integer', steps: 'blob' } as const satisfies Columns;
const nameColumns = { number: 'integer', name: 'varchar' } as const satisfies Columns;

/** Tables of the roll-up whose rows belong to a group and are replaced when it is weighed again. */
export const icicleTables = ['icicle', 'icicle_stretch', 'icicle_steps'] as const;

export const openIcicleAppenders = async (connection: DuckDBConnection) => ({
  node: await ColumnAppender.open(connection, 'icicle', nodeColumns),
  stretch: await ColumnAppender.open(connection, 'icicle_stretch', stretchColumns),
  steps: await ColumnAppender.open(connection, 'icicle_steps', stepsColumns),
  name: await ColumnAppender.open(connection, 'icicle_name', nameColumns),
});

export type IcicleAppenders = Awaited<ReturnType<typeof openIcicleAppenders>>;

function appendNode({ node: appender, name }: IcicleAppenders, names: NameBook, place: Place, number: number, node: IcicleNode): void {
  const numberOf = (text: string): number =>
    names.number(text, (given, newName) => {
      name.columns.number.push(given);
      name.columns.name.push(newName);
      name.endRow();
    });
  const { columns } = appender;
  columns.group.push(place.group);
  columns.chain.push(place.chain);
  columns.number.push(number);
  columns.turn.push(node.turn);
  columns.kind.push(node.kind);
  columns.tool.push(numberOf(node.tool));
  columns.target.push(numberOf(node.target));
  columns.start.push(node.start);
  columns.heaviest.push(node.heaviest);
  columns.computed.push(node.computed);
  columns.read.push(node.read);
  columns.output.push(node.output);
  columns.usd.push(node.usd);
  appender.endRow();
}

function appendStretch({ stretch: appender }: IcicleAppenders, { group, session, chain }: Place, stretch: IcicleStretch): void {
  const { first } = stretch;
  const { columns } = appender;
  columns.group.push(group);
  columns.session.push(session);
  columns.chain.push(chain);
  columns.bucket.push(bucketOf(first));
  columns.model.push(first.model);
  columns.progressOnly.push(first.progressOnly);
  columns.firstCall.push(first.index);
  columns.calls.push(stretch.calls);
  columns.time.push(first.time);
  columns.computed.push(stretch.computed);
  columns.read.push(stretch.read);
  columns.output.push(stretch.output);
  columns.usd.push(stretch.usd);
  columns.attended.push(stretch.attended);
  columns.attending.push(stretch.attending);
  appender.endRow();
}

/** Appends the roll-up of one run. */
export function appendIcicle(appenders: IcicleAppenders, names: NameBook, place: Place, { nodes, stretches, steps }: IcicleRun): void {
  for (const [number, node] of nodes.entries()) appendNode(appenders, names, place, number, node);
  for (const stretch of stretches) appendStretch(appenders, place, stretch);
  if (steps === undefined || steps.length === 0) return;
  const { columns } = appenders.steps;
  columns.group.push(place.group);
  columns.chain.push(place.chain);
  columns.steps.push(steps);
  appenders.steps.endRow();
}
