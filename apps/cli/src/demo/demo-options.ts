import type { Language } from '#libs/language';

/** Options of `npm run demo -- …`. */
export interface DemoOptions {
  readonly json?: boolean;
  readonly businessUrl?: string;
  readonly tables?: string;
  readonly tableList?: string;
  readonly context?: string;
  readonly language?: Language;
  readonly out?: string;
  readonly port?: number;
  readonly keep?: boolean;
  readonly withModel?: boolean;
}
