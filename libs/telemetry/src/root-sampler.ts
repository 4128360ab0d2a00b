import { SpanKind, type Attributes, type Context, type Link } from '@opentelemetry/api';
import {
  SamplingDecision,
  TraceIdRatioBasedSampler,
  type Sampler,
  type SamplingResult,
} from '@opentelemetry/sdk-trace';

/**
 * A trace starts with a request or with a job. The constant background work of the queue (fetching jobs, renewing locks)
 * starts none, because it would bury the others.
 */
export class RootSampler implements Sampler {
  private readonly share: Sampler;

  /** @param share of the traces that are kept, 0 to 1 */
  constructor(share: number) {
    this.share = new TraceIdRatioBasedSampler(share);
  }

  shouldSample(
    context: Context,
    traceId: string,
    name: string,
    kind: SpanKind,
    attributes: Attributes,
    links: Link[],
  ): SamplingResult {
    return kind === SpanKind.SERVER || kind === SpanKind.CONSUMER
      ? this.share.shouldSample(context, traceId, name, kind, attributes, links)
      : { decision: SamplingDecision.NOT_RECORD };
  }

  toString(): string {
    return `RootSampler{${this.share.toString()}}`;
  }
}
