import type { Segment } from '../../call/segment.ts';
import { claimRemoval } from './claims.ts';
import type { Detector } from './detector.ts';
import { fixFor } from './fix-for.ts';
import { namesOf, nominatePieces, type Piece } from './pieces.ts';
import type { CarriedSegment, RunView } from './waste-view.ts';

/** What a session asked for, over all its runs. */
interface Asked {
  readonly tools: ReadonlySet<string>;
  readonly servers: ReadonlySet<string>;
  readonly actions: ReadonlySet<string>;
}

/** Listings that an agent puts into the context for one tool only, by label: the tools that would use them. */
const listings: Readonly<Record<string, (asked: Asked) => boolean>> = {
  'skill listing': ({ tools }) => tools.has('Skill') || tools.has('SlashCommand'),
  'agent listing': ({ actions }) => actions.has('spawn'),
  'deferred tool names': ({ tools }) => tools.has('ToolSearch'),
  'MCP instructions': ({ servers }) => servers.size > 0,
};

/**
 * Tool schemas, MCP instructions and listings that stood in the context of a session in which nothing of
 * them was called. Only what the transcript shows by name can be judged; schemas within `unseen` cannot.
 */
export const unusedTools: Detector = {
  cause: 'unused-tools',
  find: (view) =>
    Array.from(view.bySession.values()).flatMap((runs) => {
      const offered = runs.map((run) => ({ run, segments: run.segments.filter(isOffer) }));
      if (offered.every(({ segments }) => segments.length === 0)) return [];
      const asked = askedIn(runs);
      const pieces = offered.flatMap(({ run, segments }) => unused(run, segments, asked));
      return nominatePieces({
        cause: 'unused-tools',
        pieces,
        what: () => `Tools in the context that were never called (${namesOf(pieces)})`,
        fix: fixFor(runs[0]?.source ?? 'claude-code', {
          'claude-code':
            'Disable the server for this project (/mcp, or disabledMcpjsonServers in settings.json), deny the tool under permissions.deny, or remove skills and agents that this project does not use.',
          captures: 'Leave these schemas out of requests that do not need them, or offer them by a search tool.',
          codex: 'Set enabled = false for the server in config.toml, or list its tools under disabled_tools.',
          'gemini-cli': 'Exclude the server under mcp.excluded, or the tools under tools.exclude, in settings.json.',
          opencode: 'Set the tools to false for this project in opencode.json.',
          copilot: 'Start with --disable-mcp-server NAME.',
          other: 'Switch the server or the tools off for this project.',
        }),
      });
    }),
};

function askedIn(runs: readonly RunView[]): Asked {
  const tools = new Set<string>();
  const servers = new Set<string>();
  const actions = new Set<string>();
  for (const { segments } of runs) {
    for (const { kind, segment } of segments) {
      if (kind !== 'tool-call' || segment?.tool === undefined) continue;
      const { name, server, action } = segment.tool;
      if (name !== undefined) tools.add(name);
      if (server !== undefined) servers.add(server);
      if (action !== undefined) actions.add(action);
    }
  }
  return { tools, servers, actions };
}

/** Tells the model of tools that it may call. */
const isOffer = ({ segment, kind }: CarriedSegment): boolean =>
  segment !== undefined && (kind === 'tools' || segment.label === 'skill listing');

function unused(run: RunView, offers: readonly CarriedSegment[], asked: Asked): Piece[] {
  return offers.flatMap((carried) => {
    const { segment, carriedFrom, carriedTo } = carried;
    if (segment === undefined || isUsed(segment, asked)) return [];
    const claims = claimRemoval(run, carried, { from: carriedFrom, to: carriedTo });
    return claims.length === 0 ? [] : [{ run, carried, claims, call: carriedFrom }];
  });
}

/** True also where nothing says what would use it. */
function isUsed({ tool, label }: Segment, asked: Asked): boolean {
  if (tool?.name !== undefined) return asked.tools.has(tool.name);
  if (tool?.server !== undefined) return asked.servers.has(tool.server);
  return label === undefined ? true : (listings[label]?.(asked) ?? true);
}
