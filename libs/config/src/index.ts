export { ANOMALY_LIMITS, DEFAULT_ANOMALY_LIMITS, type AnomalyLimits, type LimitedRule } from './anomaly-limits.js';
export {
  CONFIG,
  type AppConfig,
  type ModelConfig,
  type MonitorConfig,
  type ResolvedConfig,
  type S3Config,
  type StorageConfig,
  type WebhookConfig,
  type TelemetryConfig,
  type WorkerConfig,
} from './app-config.js';
export { ConfigurationError, type ConfigurationProblem } from './configuration-error.js';
export { environmentOf, readEnvFile } from './env-file.js';
export { describeEnvironment } from './describe-config.js';
export { loadConfig } from './load-config.js';
export { environmentSchema } from './variables.js';
export { ConfigModule } from './config.module.js';
