export interface AptSource {
  uris: string[];
  suites: string[];
  components: string[];
  options: Record<string, string>;
}
export function parseDeb822Sources(text: string): AptSource[];
export function parseOneLineSources(text: string): AptSource[];
export function sourceEntryFor(
  sources: AptSource[],
  ownCodename: string,
  otherCodename: string,
  type: 'deb' | 'deb-src',
): string | null;
